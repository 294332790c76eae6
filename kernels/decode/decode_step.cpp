// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/decode_step.h"

#include <algorithm>
#include <tuple>

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
    if (layer.keepsPairs()) {
        normed_pairs_ = alignedPairs(static_cast<std::size_t>(max_rows) * ((s.hidden + 1) / 2));
        activated_pairs_ = alignedPairs(static_cast<std::size_t>(max_rows) * (layer.gate_up.stride() / 4));
    } else {
        activated_ = floats(max_rows, layer.gate_up.stride() / 2);
    }
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
        norm(rank, count, i == 0 ? nullptr : projected_.get(), nullptr, weights_.source.layers[i].input_norm,
             normed_pairs_.get());
        layer(rank, i, rows);
    }
    norm(rank, count, projected_.get(), nullptr, weights_.source.final_norm, nullptr);
    head(rank, wanted, sink);
}

void DecodeStep::norm(int rank, std::int32_t rows, const float* delta, const float* bias, const float* weight,
                      Bf16Pair* pairs) {
    const DecodeShape& s = weights_.source.shape;
    const auto [begin, end] = team_.share(rows, rank);
    float* residual = residual_.get();
    float* normed = normed_.get() + (pairs ? static_cast<std::size_t>(begin) * s.hidden : 0);
    addNorm({residual, residual, delta, weights_.layers.front().o.stride(), bias, weight, normed, s.hidden, s.rms_eps, begin,
             end, nullptr, 0, pairs});
    team_.barrier();
}

void DecodeStep::layer(int rank, std::int32_t index, std::span<const DecodeRow> rows) {
    const DecodeShape& s = weights_.source.shape;
    const PackedLayer& packed = weights_.layers[index];
    const DecodeLayerWeights& source = weights_.source.layers[index];
    const std::int32_t count = static_cast<std::int32_t>(rows.size());
    const auto multiply = [&](auto gemm, GemmParams params) {
        params.rows = count;
        std::tie(params.panel_begin, params.panel_end) = team_.share(params.w->panels, rank);
        gemm(params);
        team_.barrier();
    };
    GemmParams of_normed{.x = normed_.get(), .x_stride = s.hidden, .x_pairs = normed_pairs_.get()};
    if (normed_pairs_) of_normed.x_stride = (s.hidden + 1) / 2;
    GemmParams qkv = of_normed;
    qkv.w = &packed.qkv;
    qkv.y = qkv_.get();
    qkv.y_stride = packed.qkv.stride();
    multiply(gemmPanels, qkv);
    const auto [row_begin, row_end] = team_.share(count, rank);
    ropeStore({rows.data(), qkv_.get(), packed.qkv.stride(), &s, &source, &angles_, index, row_begin, row_end});
    team_.barrier();
    const auto [item_begin, item_end] = team_.share(count * s.kv_heads, rank);
    attend({rows.data(), qkv_.get(), packed.qkv.stride(), &s, attended_.get(), scratch_[rank].get(), index, item_begin,
            item_end});
    team_.barrier();
    multiply(gemmPanels, {.x = attended_.get(),
                          .x_stride = s.queryWidth(),
                          .w = &packed.o,
                          .y = projected_.get(),
                          .y_stride = packed.o.stride()});
    norm(rank, count, projected_.get(), source.o_bias, source.post_norm, normed_pairs_.get());
    const std::int32_t width = packed.gate_up.stride() / 2;
    GemmParams gate_up = of_normed;
    gate_up.w = &packed.gate_up;
    gate_up.y = activated_.get();
    gate_up.y_pairs = activated_pairs_.get();
    gate_up.y_stride = width;
    multiply(gemmSwiglu, gate_up);
    multiply(gemmPanels, {.x = activated_.get(),
                          .x_stride = activated_pairs_ ? width / 2 : width,
                          .w = &packed.down,
                          .y = projected_.get(),
                          .y_stride = packed.down.stride(),
                          .x_pairs = activated_pairs_.get()});
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
        gemmPanels({.x = attended_.get(),
                    .rows = count,
                    .x_stride = hidden,
                    .w = &weights_.head,
                    .y = logits_.get(),
                    .y_stride = stride,
                    .panel_begin = panel_begin,
                    .panel_end = panel_end});
        team_.barrier();
        for (std::int32_t i = begin; i < end; ++i)
            sink(rank, first + i, logits_.get() + static_cast<std::size_t>(i) * stride);
        team_.barrier();
    }
}

}  // namespace retort::kernels
