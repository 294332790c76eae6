// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "kernels/decode/packed_weights.h"

namespace retort::ops {

/// x * weight^T with the generator's kernel: the same bits for a row, whatever the batch and thread count.
class PackedProduct {
public:
    /// weight [out, in] contiguous fp32; its values are copied.
    explicit PackedProduct(const at::Tensor& weight);

    /// y[rows, out] from dense x[rows, in], plus bias[out] unless null; on ATen's threads.
    void multiply(const float* x, std::int64_t rows, const float* bias, float* y) const;

private:
    kernels::PackedMatrix matrix_;
};

}  // namespace retort::ops
