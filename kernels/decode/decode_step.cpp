// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/decode_step.h"

#include <algorithm>

namespace retort::kernels {
namespace {

AlignedFloats floats(std::int64_t rows, std::int64_t width) { return alignedFloats(static_cast<std::size_t>(rows * width)); }

}  // namespace

DecodeStep::DecodeStep(const PackedWeights& weights, const RopeAngles& angles, Team& team, std::int32_t max_rows,
                       std::int32_t max_length)
    : weights_(weights), angles_(angles), team_(team), max_rows_(max_rows) {
    const DecodeShape& s = weights.source.shape;
    const PackedLayer& layer = weights.layers.front();
    // Logits of a large vocabulary are made some rows at a time: 8 MiB stay in the last-level cache.
    head_rows_ = std::clamp((1 << 21) / weights.head.stride(), 16, max_rows_ + 16);
    residual_ = floats(max_rows, s.hidden);
    normed_ = floats(max_rows, s.hidden);
    qkv_ = floats(max_rows, layer.qkv.stride());
    attended_ = floats(std::max(max_rows, head_rows_), std::max(s.queryWidth(), s.hidden));
    projected_ = floats(max_rows, layer.o.stride());
    activated_ = floats(max_rows, layer.gate_up.stride() / 2);
    logits_ = floats(head_rows_, weights.head.stride());
    for (int rank = 0; rank < team.size(); ++rank) scratch_.push_back(alignedFloats(attendScratch(max_length)));
}

void DecodeStep::run(std::span<const DecodeRow> rows, std::span<const std::int32_t> wanted, const LogitsSink& sink) {
    team_.run([&](int rank) { walk(rank, rows, wanted, sink); });
}

void DecodeStep::walk(int rank, std::span<const DecodeRow> rows, std::span<const std::int32_t> wanted,
                      const LogitsSink& sink) {
    const std::int32_t hidden = weights_.source.shape.hidden, count = static_cast<std::int32_t>(rows.size());
    const auto [begin, end] = team_.share(count, rank);
    for (std::int32_t i = begin; i < end; ++i) {
        const float* embedding = weights_.source.embedding + static_cast<std::size_t>(rows[i].token) * hidden;
        std::copy_n(embedding, hidden, residual_.get() + static_cast<std::size_t>(i) * hidden);
    }
    for (std::int32_t i = 0; i < weights_.source.shape.layers; ++i) {
        norm(rank, count, i == 0 ? nullptr : projected_.get(), nullptr, weights_.source.layers[i].input_norm);
        layer(rank, i, rows);
    }
    norm(rank, count, projected_.get(), nullptr, weights_.source.final_norm);
    head(rank, wanted, sink);
}

void DecodeStep::norm(int rank, std::int32_t rows, const float* delta, const float* bias, const float* weight) {
    const DecodeShape& s = weights_.source.shape;
    const auto [begin, end] = team_.share(rows, rank);
    float* residual = residual_.get();
    addNorm({residual, residual, delta, weights_.layers.front().o.stride(), bias, weight, normed_.get(), s.hidden, s.rms_eps,
             begin, end});
    team_.barrier();
}

void DecodeStep::layer(int rank, std::int32_t index, std::span<const DecodeRow> rows) {
    const DecodeShape& s = weights_.source.shape;
    const PackedLayer& packed = weights_.layers[index];
    const DecodeLayerWeights& source = weights_.source.layers[index];
    const std::int32_t count = static_cast<std::int32_t>(rows.size());
    const auto multiply = [&](auto gemm, const float* x, std::int32_t x_stride, const PackedMatrix& w, float* y,
                              std::int32_t y_stride) {
        const auto [begin, end] = team_.share(w.panels, rank);
        gemm({x, count, x_stride, &w, y, y_stride, begin, end});
        team_.barrier();
    };
    multiply(gemmPanels, normed_.get(), s.hidden, packed.qkv, qkv_.get(), packed.qkv.stride());
    const auto [row_begin, row_end] = team_.share(count, rank);
    ropeStore({rows.data(), qkv_.get(), packed.qkv.stride(), &s, &source, &angles_, index, row_begin, row_end});
    team_.barrier();
    const auto [item_begin, item_end] = team_.share(count * s.kv_heads, rank);
    attend({rows.data(), qkv_.get(), packed.qkv.stride(), &s, attended_.get(), scratch_[rank].get(), index, item_begin,
            item_end});
    team_.barrier();
    multiply(gemmPanels, attended_.get(), s.queryWidth(), packed.o, projected_.get(), packed.o.stride());
    norm(rank, count, projected_.get(), source.o_bias, source.post_norm);
    const std::int32_t width = packed.gate_up.stride() / 2;
    multiply(gemmSwiglu, normed_.get(), s.hidden, packed.gate_up, activated_.get(), width);
    multiply(gemmPanels, activated_.get(), width, packed.down, projected_.get(), packed.down.stride());
}

void DecodeStep::head(int rank, std::span<const std::int32_t> wanted, const LogitsSink& sink) {
    const std::int32_t hidden = weights_.source.shape.hidden, stride = weights_.head.stride();
    const std::int32_t total = static_cast<std::int32_t>(wanted.size());
    for (std::int32_t first = 0; first < total; first += head_rows_) {
        const std::int32_t count = std::min(head_rows_, total - first);
        const auto [begin, end] = team_.share(count, rank);
        for (std::int32_t i = begin; i < end; ++i) {
            std::copy_n(normed_.get() + static_cast<std::size_t>(wanted[first + i]) * hidden, hidden,
                        attended_.get() + static_cast<std::size_t>(i) * hidden);
        }
        team_.barrier();
        const auto [panel_begin, panel_end] = team_.share(weights_.head.panels, rank);
        gemmPanels({attended_.get(), count, hidden, &weights_.head, logits_.get(), stride, panel_begin, panel_end});
        team_.barrier();
        for (std::int32_t i = begin; i < end; ++i)
            sink(rank, first + i, logits_.get() + static_cast<std::size_t>(i) * stride);
        team_.barrier();
    }
}

}  // namespace retort::kernels
