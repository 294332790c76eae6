// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace retort::ops {

/// The tensor contiguous, after checking that it is fp32 on the CPU with `dim` dimensions; throws Error(RunFailed) naming
/// `what` otherwise.
at::Tensor cpuFloat(const at::Tensor& tensor, std::int64_t dim, const char* what);
/// As cpuFloat, but only the inner dimensions must be dense: rows may lie apart, as in a slice of a fused projection.
at::Tensor cpuFloatRows(const at::Tensor& tensor, std::int64_t dim, const char* what);
/// Throws Error(RunFailed, message) unless `ok`.
void require(bool ok, const char* message);

}  // namespace retort::ops
