// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/packed_weights.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>

namespace retort::kernels {
namespace {

/// Writes one source row into column `column` of its panel.
void packColumn(PackedMatrix& matrix, std::int32_t column, const float* row) {
    const std::int32_t width = panelWidth();
    const std::size_t first = static_cast<std::size_t>(column / width) * matrix.panelSize() + column % width;
    if (!matrix.pairs) {
        for (std::int32_t k = 0; k < matrix.depth; ++k) matrix.data[first + static_cast<std::size_t>(k) * width] = row[k];
        return;
    }
    thread_local std::vector<Bf16Pair> rounded;
    rounded.resize(static_cast<std::size_t>(matrix.depth + 1) / 2);
    bf16Kernels().pairUp(row, matrix.depth, 1, matrix.depth, rounded.data(), 0);
    for (std::size_t k = 0; k < rounded.size(); ++k) matrix.pairs[first + k * width] = rounded[k];
}

PackedMatrix emptyMatrix(std::int32_t columns, std::int32_t panels, std::int32_t depth) {
    PackedMatrix matrix;
    matrix.columns = columns;
    matrix.depth = depth;
    matrix.panels = panels;
    if (productPrecision() == ProductPrecision::BF16)
        matrix.pairs = alignedPairs(static_cast<std::size_t>(panels) * ((depth + 1) / 2) * panelWidth());
    else matrix.data = alignedFloats(static_cast<std::size_t>(panels) * depth * panelWidth());
    if (panels == 0) return matrix;
    const std::size_t last = (panels - 1) * matrix.panelSize();  // the only one that is not filled by columns
    if (matrix.pairs) std::fill_n(matrix.pairs.get() + last, matrix.panelSize(), Bf16Pair{0});
    else std::fill_n(matrix.data.get() + last, matrix.panelSize(), 0.0f);
    return matrix;
}

void* alignedWords(std::size_t count) {
    constexpr std::size_t kWord = sizeof(float), kHugePage = std::size_t{1} << 21;
    const std::size_t alignment = count * kWord >= 2 * kHugePage ? kHugePage : 64;
    const std::size_t bytes = (std::max<std::size_t>(count * kWord, 1) + alignment - 1) / alignment * alignment;
    void* data = std::aligned_alloc(alignment, bytes);
    if (data == nullptr) throw std::bad_alloc();
    if (alignment == kHugePage) ::madvise(data, bytes, MADV_HUGEPAGE);
    return data;
}

/// What a core may hope for of the last cache.
constexpr std::size_t kCached = std::size_t{8} << 20;

void markStreamed(PackedWeights& packed) {
    std::vector<PackedMatrix*> all{&packed.head};
    for (auto& layer : packed.layers) all.insert(all.end(), {&layer.qkv, &layer.o, &layer.gate_up, &layer.down});
    std::size_t bytes = 0;
    for (const auto* matrix : all) bytes += matrix->panels * matrix->panelSize() * sizeof(float);
    for (auto* matrix : all) matrix->streamed = bytes > kCached;
}

}  // namespace

void FreeAligned::operator()(void* data) const { std::free(data); }

AlignedFloats alignedFloats(std::size_t count) { return AlignedFloats(static_cast<float*>(alignedWords(count))); }
AlignedPairs alignedPairs(std::size_t count) { return AlignedPairs(static_cast<Bf16Pair*>(alignedWords(count))); }

PackedMatrix packMatrix(const std::vector<MatrixSource>& sources, std::int32_t depth) {
    std::int32_t columns = 0;
    for (const auto& source : sources) columns += source.rows;
    PackedMatrix matrix = emptyMatrix(columns, (columns + panelWidth() - 1) / panelWidth(), depth);
    std::int32_t column = 0;
    for (const auto& source : sources) {
        for (std::int32_t i = 0; i < source.rows; ++i) {
            packColumn(matrix, column++, source.data + static_cast<std::size_t>(i) * depth);
        }
    }
    return matrix;
}

PackedMatrix packPairs(const float* first, const float* second, std::int32_t rows, std::int32_t depth) {
    const std::int32_t width = panelWidth(), half = width / 2;
    PackedMatrix matrix = emptyMatrix(2 * rows, (rows + half - 1) / half, depth);
    for (std::int32_t i = 0; i < rows; ++i) {
        const std::int32_t column = i / half * width + i % half;
        packColumn(matrix, column, first + static_cast<std::size_t>(i) * depth);
        packColumn(matrix, column + half, second + static_cast<std::size_t>(i) * depth);
    }
    return matrix;
}

PackedLayer packLayer(const DecodeShape& s, const DecodeLayerWeights& layer) {
    return {.qkv = packMatrix({{layer.q, s.queryWidth()}, {layer.k, s.kvWidth()}, {layer.v, s.kvWidth()}}, s.hidden),
            .o = packMatrix({{layer.o, s.hidden}}, s.queryWidth()),
            .gate_up = packPairs(layer.gate, layer.up, s.intermediate, s.hidden),
            .down = packMatrix({{layer.down, s.hidden}}, s.intermediate)};
}

PackedWeights packWeights(const DecodeWeights& weights, int threads) {
    const DecodeShape& s = weights.shape;
    PackedWeights packed;
    packed.source = weights;
    packed.layers.resize(weights.layers.size());
    std::atomic<std::size_t> next{0};
    std::atomic<bool> full{false};
    const auto work = [&] {
        try {
            for (std::size_t i; (i = next.fetch_add(1)) <= weights.layers.size();) {
                if (i == weights.layers.size()) {
                    packed.head = packMatrix({{weights.head, s.vocab}}, s.hidden);
                    return;
                }
                packed.layers[i] = packLayer(s, weights.layers[i]);
            }
        } catch (const std::bad_alloc&) {
            full = true;
        }
    };
    {
        std::vector<std::jthread> others;
        for (int i = 1; i < threads; ++i) others.emplace_back(work);
        work();
    }
    if (full) throw std::bad_alloc();
    markStreamed(packed);
    return packed;
}

}  // namespace retort::kernels
