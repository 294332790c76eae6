// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace retort::ops {

// The products of a linear map's backward pass, y = x weight^T, on ATen's threads: dense fp32 tensors, weight [out, in].
// Small matrices go through kernels of our own, which at::mm has more overhead than, larger ones through at::mm. Results do
// not depend on the number of threads.

/// dx [N, in] = dy [N, out] weight.
void inputGradient(const at::Tensor& dy, const at::Tensor& weight, const at::Tensor& dx);

/// dw [out, in] = dy^T x, or += with `accumulate`; every element summed in the order of the rows.
void weightGradient(const at::Tensor& dy, const at::Tensor& x, bool accumulate, const at::Tensor& dw);

}  // namespace retort::ops
