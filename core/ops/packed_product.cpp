// SPDX-License-Identifier: Apache-2.0
#include "ops/packed_product.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "kernels/decode/decode_ops.h"

namespace retort::ops {
namespace {

constexpr std::int64_t kTile = 12,
                       kMostRows = 96;  // rows of the kernel's tile, and of a block whose inputs stay in the second cache

}  // namespace

PackedProduct::PackedProduct(const at::Tensor& weight)
    : matrix_(kernels::packMatrix({{weight.const_data_ptr<float>(), static_cast<std::int32_t>(weight.size(0))}},
                                  static_cast<std::int32_t>(weight.size(1)))) {}

void PackedProduct::multiply(const float* x, std::int64_t rows, const float* bias, float* y) const {
    const std::int64_t share = (rows + at::get_num_threads() - 1) / at::get_num_threads();
    const std::int64_t block = std::min(kMostRows, (share + kTile - 1) / kTile * kTile);
    const std::int64_t columns = matrix_.columns;
    at::parallel_for(0, block > 0 ? (rows + block - 1) / block : 0, 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t begin = first * block; begin < std::min(rows, last * block); begin += block) {
            const std::int64_t count = std::min(block, rows - begin);
            float* out = y + begin * columns;
            kernels::gemmPanels({.x = x + begin * matrix_.depth,
                                 .rows = static_cast<std::int32_t>(count),
                                 .x_stride = matrix_.depth,
                                 .w = &matrix_,
                                 .y = out,
                                 .y_stride = matrix_.columns,
                                 .panel_begin = 0,
                                 .panel_end = matrix_.panels});
            for (std::int64_t r = 0; bias != nullptr && r < count; ++r)
                for (std::int64_t i = 0; i < columns; ++i) out[r * columns + i] += bias[i];
        }
    });
}

}  // namespace retort::ops
