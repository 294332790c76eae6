// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// The products of a linear map's backward pass on one thread, y = x weight^T, on raw fp32 pointers without LibTorch; every
// width a multiple of kPanel. Strides are floats from one row to the next.

namespace retort::ops {

inline constexpr std::int64_t kPanel = 16;         // columns that stand together
inline constexpr std::int64_t kGradientRows = 96;  // of dy and dx taken at a time: they stay in the second cache

/// A matrix [rows, columns] as panels [columns / kPanel][`rows_of_panel`][kPanel]: rows a power of two apart share a few
/// places of the first cache, and the kernel reads a panel once for every six rows of its result. `panels` points at the
/// place of the first row.
void layOutPanels(const float* x, std::int64_t rows, std::int64_t columns, std::int64_t rows_of_panel, float* panels);

/// dx [rows, in] = dy [rows, outs] weight, from panels of the weight with `outs` rows.
void inputGradientRows(const float* dy, std::int64_t dy_stride, std::int64_t rows, const float* panels, std::int64_t outs,
                       std::int64_t in, float* dx, std::int64_t dx_stride);

}  // namespace retort::ops
