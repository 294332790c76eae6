// SPDX-License-Identifier: Apache-2.0
#include "ops/gradient_rows.h"

#include <algorithm>
#include <cstring>

#include "ops/cpu_kernels.h"

namespace retort::ops {
namespace {

constexpr std::int64_t kDepth = 256;  // summed at a time: this much of a panel stays in the first cache

}  // namespace

void layOutPanels(const float* x, std::int64_t rows, std::int64_t columns, std::int64_t rows_of_panel, float* panels) {
    // Of a size known here: a call of memmove for each few floats would cost as much as a tenth of the products.
    for (std::int64_t j = 0; j < columns; j += kPanel)
        for (std::int64_t i = 0; i < rows; ++i)
            std::memcpy(panels + j * rows_of_panel + i * kPanel, x + i * columns + j, kPanel * sizeof(float));
}

void inputGradientRows(const float* dy, std::int64_t dy_stride, std::int64_t rows, const float* panels, std::int64_t outs,
                       std::int64_t in, float* dx, std::int64_t dx_stride) {
    for (std::int64_t row = 0; row < rows; row += kGradientRows)
        for (std::int64_t j = 0; j < in; j += kPanel)
            for (std::int64_t k = 0; k < outs; k += kDepth)
                cpu::kernels().gemm(dx + row * dx_stride + j, dx_stride, dy + row * dy_stride + k, dy_stride, 1,
                                    panels + j * outs + k * kPanel, kPanel, std::min(kGradientRows, rows - row), kPanel,
                                    std::min(kDepth, outs - k), k > 0);
}

}  // namespace retort::ops
