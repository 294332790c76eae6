// SPDX-License-Identifier: Apache-2.0
#include "ops/gradient_rows.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "ops/cpu_kernels.h"

namespace retort::ops {
namespace {

constexpr std::int64_t kDepth = 256;          // summed at a time: this much of a panel stays in the first cache
constexpr std::int64_t kTokens = 128;         // of a weight's gradient taken at a time: their pairs stay in the second cache
constexpr std::int64_t kOutputs = 48;         // of it that share a block of dy: with a panel of x it fits the first cache
constexpr std::int64_t kInputFloats = 32768;  // of x at a time, which stay in the second cache

/// Calls body(first column, columns) for each panel of a matrix `columns` wide.
template <class Body>
void overPanels(std::int64_t columns, const Body& body) {
    const std::int64_t width = std::max<std::int64_t>(kColumns, kernels::panelWidth());
    for (std::int64_t j = 0; j < columns; j += width) body(j, std::min(width, columns - j));
}

/// A matrix [rows, columns] as rows from `first` of panels of `rows_of_panel` rows. Copies are of a size known here: a call
/// of memmove for each few floats would cost as much as a tenth of the products.
void layOutPanels(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t columns, std::int64_t first,
                  std::int64_t rows_of_panel, float* panels) {
    overPanels(columns, [&](std::int64_t j, std::int64_t width) {
        for (std::int64_t i = 0; i < rows; ++i)
            for (std::int64_t part = 0; part < width; part += kColumns)
                std::memcpy(panels + j * rows_of_panel + (first + i) * width + part, x + i * stride + j + part,
                            kColumns * sizeof(float));
    });
}

/// Columns [0, width) of a matrix as one block of rows `width` wide; those of the block to the right are on their way then.
void layOutBlock(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t width, float* block) {
    for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < width; j += kColumns) {
            __builtin_prefetch(x + i * stride + j + width, 0, 2);
            std::memcpy(block + i * width + j, x + i * stride + j, kColumns * sizeof(float));
        }
}

/// Rows [first, first + count) as pairs of a row with the one below.
void pairsOf(const ProductRows& x, std::int64_t first, std::int64_t count, std::int64_t columns, kernels::Bf16Pair* pairs,
             std::int64_t pairs_stride) {
    if (x.pairs) kernels::bf16Kernels().joinRows(x.pairs + first * x.stride, x.stride, count, columns, pairs, pairs_stride);
    else kernels::bf16Kernels().pairRows(x.floats + first * x.stride, x.stride, count, columns, pairs, pairs_stride);
}

/// weightGradientRows of operands rounded to bf16.
void weightGradientBf16(const ProductRows& dy, std::int64_t outs, const ProductRows& x, std::int64_t in, std::int64_t rows,
                        bool accumulate, float* dw, std::int64_t dw_stride) {
    thread_local std::vector<kernels::Bf16Pair> left, right;
    const std::int64_t left_stride = spread(outs), right_stride = spread(in);
    left.resize(std::max(left.size(), static_cast<std::size_t>(kTokens / 2 * left_stride)));
    right.resize(std::max(right.size(), static_cast<std::size_t>(kTokens / 2 * right_stride)));
    for (std::int64_t t = 0; t < rows; t += kTokens) {
        const std::int64_t count = std::min(kTokens, rows - t);
        pairsOf(dy, t, count, outs, left.data(), left_stride);
        pairsOf(x, t, count, in, right.data(), right_stride);
        kernels::bf16Kernels().gemm(dw, dw_stride, left.data(), 1, left_stride, right.data(), right_stride, outs, in,
                                    (count + 1) / 2, accumulate || t > 0);
    }
}

}  // namespace

GradientPanels::GradientPanels(std::initializer_list<std::pair<const float*, std::int64_t>> sources, std::int64_t columns)
    : in(columns) {
    for (const auto& source : sources) outs += source.second;
    const bool bf16 = kernels::productPrecision() == kernels::ProductPrecision::BF16;
    if (bf16) pairs = kernels::alignedPairs(static_cast<std::size_t>(outs / 2 * in));
    else floats = kernels::alignedFloats(static_cast<std::size_t>(outs * in));
    std::int64_t row = 0;
    for (const auto& [x, rows] : sources) {
        if (bf16)
            overPanels(in, [&](std::int64_t j, std::int64_t width) {
                kernels::bf16Kernels().pairRows(x + j, in, rows, width, pairs.get() + j * (outs / 2) + row / 2 * width,
                                                width);
            });
        else layOutPanels(x, in, rows, in, row, outs, floats.get());
        row += rows;
    }
}

void inputGradientRows(const ProductRows& dy, std::int64_t rows, const GradientPanels& weight, float* dx,
                       std::int64_t dx_stride) {
    // One row of pairs is half as many words as one of floats: the panels' depth in words.
    const std::int64_t depth = weight.pairs ? weight.outs / 2 : weight.outs;
    for (std::int64_t row = 0; row < rows; row += kGradientRows) {
        const std::int64_t count = std::min(kGradientRows, rows - row);
        const float* left = dy.floats ? dy.floats + row * dy.stride : nullptr;
        for (std::int64_t k = 0; k < depth; k += kDepth) {
            const std::int64_t part = std::min(kDepth, depth - k);
            const auto* left_pairs = dy.pairs ? dy.pairs + row * dy.stride + k : nullptr;
            std::int64_t left_stride = dy.stride;
            if (weight.pairs && !dy.pairs) {
                left_pairs = kernels::pairUpRows(left + 2 * k, dy.stride, count, 2 * part);
                left_stride = part;
            }
            overPanels(weight.in, [&](std::int64_t j, std::int64_t width) {
                float* out = dx + row * dx_stride + j;
                const std::int64_t at = j * depth + k * width;
                if (weight.pairs)
                    kernels::bf16Kernels().gemm(out, dx_stride, left_pairs, left_stride, 1, weight.pairs.get() + at, width,
                                                count, width, part, k > 0);
                else
                    cpu::kernels().gemm(out, dx_stride, left + k, dy.stride, 1, weight.floats.get() + at, width, count,
                                        width, part, k > 0);
            });
        }
    }
}

void weightGradientRows(const ProductRows& dy, std::int64_t outs, const ProductRows& x, std::int64_t in, std::int64_t rows,
                        bool accumulate, float* dw, std::int64_t dw_stride) {
    if (rows == 0 && !accumulate)
        for (std::int64_t o = 0; o < outs; ++o) std::fill_n(dw + o * dw_stride, in, 0.0f);
    if (kernels::productPrecision() == kernels::ProductPrecision::BF16)
        return weightGradientBf16(dy, outs, x, in, rows, accumulate, dw, dw_stride);
    // Where they stand, 128 rows of dy lie on more pages than the processor remembers, and their columns share cache lines
    // with others that nobody wants now.
    thread_local std::vector<float> inputs, outputs(kTokens * kOutputs);
    const std::int64_t most = std::clamp(kInputFloats / in, kColumns, kTokens);
    inputs.resize(std::max(inputs.size(), static_cast<std::size_t>(most * in)));
    for (std::int64_t t = 0; t < rows; t += most) {
        const std::int64_t count = std::min(most, rows - t);
        layOutPanels(x.floats + t * x.stride, x.stride, count, in, 0, most, inputs.data());
        for (std::int64_t begin = 0; begin < outs; begin += kOutputs) {
            const std::int64_t width = std::min(kOutputs, outs - begin);
            layOutBlock(dy.floats + t * dy.stride + begin, dy.stride, count, width, outputs.data());
            overPanels(in, [&](std::int64_t j, std::int64_t columns) {
                cpu::kernels().gemm(dw + begin * dw_stride + j, dw_stride, outputs.data(), 1, width,
                                    inputs.data() + j * most, columns, width, columns, count, accumulate || t > 0);
            });
        }
    }
}

}  // namespace retort::ops
