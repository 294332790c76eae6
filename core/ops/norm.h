// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace retort {

/// x / sqrt(mean(x^2) + eps) * weight over the last dimension (Zhang and Sennrich 2019). x [N, C], weight [C], fp32 on the
/// CPU. Differentiable once in both.
at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);

struct AddNorm {
    at::Tensor sum;     ///< [N, C] x + residual
    at::Tensor normed;  ///< [N, C] rmsNorm(sum)
};

/// The residual addition and the norm that follows it in one pass, forward and backward.
AddNorm addRmsNorm(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight, double eps);

}  // namespace retort
