// SPDX-License-Identifier: Apache-2.0
#include "ops/checks.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "base/error.h"

namespace retort::ops {

void require(bool ok, const char* message) {
    if (!ok) throw Error(ErrorCode::RunFailed, message);
}

at::Tensor cpuFloatRows(const at::Tensor& tensor, std::int64_t dim, const char* what) {
    if (!tensor.defined() || tensor.dim() != dim || tensor.scalar_type() != at::kFloat || !tensor.device().is_cpu())
        throw Error(ErrorCode::RunFailed, fmt::format("{} must be a {}-dimensional fp32 tensor on the CPU", what, dim));
    std::int64_t dense = 1;
    for (std::int64_t d = dim - 1; d > 0; --d) {
        if (tensor.size(d) != 1 && tensor.stride(d) != dense) return tensor.contiguous();
        dense *= tensor.size(d);
    }
    return tensor;
}

at::Tensor cpuFloat(const at::Tensor& tensor, std::int64_t dim, const char* what) {
    return cpuFloatRows(tensor, dim, what).contiguous();
}

}  // namespace retort::ops
