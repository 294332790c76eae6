// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "ops/gradient_rows.h"

namespace retort::ops {

// The products of a linear map's backward pass, y = x weight^T, on ATen's threads: dense fp32 tensors, weight [out, in], in
// productPrecision(). Through kernels of our own, but for widths that are no multiple of 16 and, where there is no AVX-512,
// matrices of more than 4 M weights: these go to LibTorch's product, in fp32. Results do not depend on the number of
// threads.

/// A weight laid out for the input's gradient.
class InputGradient {
public:
    explicit InputGradient(const at::Tensor& weight);
    /// dx [N, in] = dy [N, out] weight.
    void multiply(const at::Tensor& dy, const at::Tensor& dx) const;

private:
    at::Tensor weight_;
    GradientPanels panels_;
};

/// dw [out, in] = dy^T x, or += with `accumulate`; every element summed in the order of the rows.
void weightGradient(const at::Tensor& dy, const at::Tensor& x, bool accumulate, const at::Tensor& dw);

}  // namespace retort::ops
