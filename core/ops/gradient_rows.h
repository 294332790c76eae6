// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>

#include "kernels/decode/packed_weights.h"

// The products of a linear map's backward pass on one thread, y = x weight^T, on raw fp32 pointers without LibTorch, in
// productPrecision(); every width a multiple of kColumns. Strides are floats from one row to the next.

namespace retort::ops {

inline constexpr std::int64_t kColumns = 16;
inline constexpr std::int64_t kGradientBlock = 256;
inline constexpr std::int64_t kGradientRows = 96;  // of dy and dx taken at a time: they stay in the second cache

/// Floats from one row to the next that keep rows of `width` apart: an odd number of cache lines, since rows a power of two
/// apart share a few places of the first cache.
constexpr std::int64_t spread(std::int64_t width) { return ((width + 15) / 16 | 1) * 16; }

/// A weight [outs, in] as the input's gradient wants it, panel after panel of two vectors of columns (the last may
/// have less): rows a power of two apart share a few places of the first cache, and one vector would be too few sums to hide
/// the latency of AVX-512's products.
struct GradientPanels {
    kernels::AlignedFloats floats;  ///< [panel][outs][its columns]; null where productPrecision() was BF16
    kernels::AlignedPairs pairs;    ///< [panel][outs / 2][its columns]
    std::int64_t outs = 0, in = 0;

    GradientPanels() = default;
    /// Of the sources [rows, in] one below the other.
    GradientPanels(std::initializer_list<std::pair<const float*, std::int64_t>> sources, std::int64_t in);
};

/// Rows that products read: floats, or where productPrecision() is BF16 instead of them what Bf16Kernels::pairUp makes of
/// them; `stride` counts what there is.
struct ProductRows {
    const float* floats = nullptr;
    const kernels::Bf16Pair* pairs = nullptr;
    std::int64_t stride = 0;

    ProductRows(const float* rows, std::int64_t apart) : floats(rows), stride(apart) {}
    ProductRows(const kernels::Bf16Pair* rows, std::int64_t apart) : pairs(rows), stride(apart) {}
};

/// dx [rows, in] = dy [rows, outs] weight.
void inputGradientRows(const ProductRows& dy, std::int64_t rows, const GradientPanels& weight, float* dx,
                       std::int64_t dx_stride);

/// dw [outs, in] (+)= dy^T x; dy [rows, outs], x [rows, in]. Every element is summed in the order of the rows. Large
/// matrices are best cut into kGradientBlock by kGradientBlock, which the second cache holds beside what is multiplied.
void weightGradientRows(const ProductRows& dy, std::int64_t outs, const ProductRows& x, std::int64_t in, std::int64_t rows,
                        bool accumulate, float* dw, std::int64_t dw_stride);

}  // namespace retort::ops
