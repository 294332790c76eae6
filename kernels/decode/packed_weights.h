// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "kernels/decode/bf16_product.h"
#include "kernels/decode/decode_types.h"

namespace retort::kernels {

struct FreeAligned {
    void operator()(void* data) const;
};
using AlignedFloats = std::unique_ptr<float[], FreeAligned>;
using AlignedPairs = std::unique_ptr<Bf16Pair[], FreeAligned>;

/// `count` floats or pairs at a 64-byte boundary, not initialised; large ones ask for huge pages. Throws std::bad_alloc.
AlignedFloats alignedFloats(std::size_t count);
AlignedPairs alignedPairs(std::size_t count);

/// Columns of one panel on this CPU: two vectors.
std::int32_t panelWidth();

/// A matrix [N, K] stored for gemmPanels: panels of panelWidth() output columns, each [K][panelWidth()] floats or
/// [(K + 1) / 2][panelWidth()] pairs, padded with zeros.
struct PackedMatrix {
    AlignedFloats data;  ///< null where productPrecision() was BF16
    AlignedPairs pairs;
    std::int32_t columns = 0, depth = 0, panels = 0;
    bool streamed = false;  ///< of a model larger than the caches: products fetch ahead even for a row or two
    /// Floats from one row of the product to the next.
    std::int32_t stride() const { return panels * panelWidth(); }
    /// Floats or pairs of a panel.
    std::size_t panelSize() const { return static_cast<std::size_t>(pairs ? (depth + 1) / 2 : depth) * panelWidth(); }
};

struct MatrixSource {
    const float* data = nullptr;
    std::int32_t rows = 0;
};

/// Stacks the row-major sources [rows, depth] on top of each other and packs them.
PackedMatrix packMatrix(const std::vector<MatrixSource>& sources, std::int32_t depth);

/// Packs two matrices of the same shape so that each panel holds half a panel of `first` beside the same half of `second`;
/// gemmSwiglu wants gate and up this way.
PackedMatrix packPairs(const float* first, const float* second, std::int32_t rows, std::int32_t depth);

struct PackedLayer {
    PackedMatrix qkv, o, gate_up, down;

    /// Whether what only products read can be kept in pairs: of bf16, and a panel of gemmSwiglu's results is wider than half
    /// a pair.
    bool keepsPairs() const { return qkv.pairs != nullptr && panelWidth() > 2; }
};

/// One layer's matrices. Throws std::bad_alloc.
PackedLayer packLayer(const DecodeShape& shape, const DecodeLayerWeights& layer);

/// The matrices of a model packed; vectors and the embedding are read where their owner keeps them.
struct PackedWeights {
    DecodeWeights source;
    std::vector<PackedLayer> layers;
    PackedMatrix head;
};

/// On `threads` threads. Throws std::bad_alloc.
PackedWeights packWeights(const DecodeWeights& weights, int threads = 1);

}  // namespace retort::kernels
