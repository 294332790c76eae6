// SPDX-License-Identifier: Apache-2.0
#include "ops/stack_slice.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "kernels/decode/decode_ops.h"
#include "kernels/rms_norm.h"

namespace retort::ops {
namespace {

std::int64_t whole(std::int64_t floats) { return (floats + 15) / 16 * 16; }

/// Activations of one layer. `state` is the residual sum before the layer, `after` the one after attention.
struct Saved {
    float *state, *state_inverse, *normed, *qkv, *mixed, *lse, *after, *after_inverse, *mlp_in, *gate_up;
};

std::int64_t savedFloats(const kernels::DecodeShape& s, std::int64_t count) {
    return 2 * whole(count * s.hidden) + 2 * whole(count) + whole(count * s.heads) +
           count * (2 * spread(s.hidden) + spread(s.qkvWidth()) + spread(s.queryWidth()) + spread(2 * s.intermediate));
}

Saved savedAt(const kernels::DecodeShape& s, std::int64_t count, float* at) {
    const auto take = [&](std::int64_t floats) { return std::exchange(at, at + whole(floats)); };
    Saved rows{};
    rows.state = take(count * s.hidden);
    rows.state_inverse = take(count);
    rows.normed = take(count * spread(s.hidden));
    rows.qkv = take(count * spread(s.qkvWidth()));
    rows.mixed = take(count * spread(s.queryWidth()));
    rows.lse = take(count * s.heads);
    rows.after = take(count * s.hidden);
    rows.after_inverse = take(count);
    rows.mlp_in = take(count * spread(s.hidden));
    rows.gate_up = take(count * spread(2 * s.intermediate));
    return rows;
}

/// Memory at a 64-byte boundary that grows as needed and is kept for the next call.
struct Scratch {
    kernels::AlignedFloats memory;
    std::int64_t size = 0;

    float* atLeast(std::int64_t floats) {
        if (size < floats) {
            memory = kernels::alignedFloats(static_cast<std::size_t>(floats));
            std::fill_n(memory.get(), floats, 0.0f);
            size = floats;
        }
        return memory.get();
    }
};
// Attention has its own, which must stay finite: what a diverged run left elsewhere may not.
thread_local Scratch rows_scratch, attention_scratch;

float* attentionScratch(const kernels::DecodeShape& s, const StackSlice& slice, bool backward) {
    return attention_scratch.atLeast(cpu::kernels().attentionScratch(slice.longest, s.head_dim, backward));
}

void product(const kernels::PackedMatrix& w, const float* x, std::int64_t x_stride, std::int64_t rows, float* y,
             std::int64_t y_stride) {
    kernels::gemmPanels({.x = x,
                         .rows = static_cast<std::int32_t>(rows),
                         .x_stride = static_cast<std::int32_t>(x_stride),
                         .w = &w,
                         .y = y,
                         .y_stride = static_cast<std::int32_t>(y_stride),
                         .panel_end = w.panels});
}

void addBias(float* rows, std::int64_t stride, std::int64_t count, const float* bias, std::int64_t width) {
    if (bias == nullptr) return;
    for (std::int64_t r = 0; r < count; ++r) cpu::kernels().add(rows + r * stride, bias, width);
}

/// sum = from + delta (or from, where there is no delta), out = its norm; out's rows are `out_stride` apart, delta's
/// spread(H).
void addNorm(const kernels::DecodeShape& s, std::int64_t count, const float* from, const float* delta, float* sum,
             const float* weight, float* out, std::int64_t out_stride, float* inverse) {
    for (std::int64_t r = 0; r < count; ++r)
        kernels::addNorm({.from = from + r * s.hidden,
                          .sum = sum + r * s.hidden,
                          .delta = delta ? delta + r * spread(s.hidden) : nullptr,
                          .weight = weight,
                          .out = out + r * out_stride,
                          .hidden = static_cast<std::int32_t>(s.hidden),
                          .eps = s.rms_eps,
                          .row_end = 1,
                          .inverse = inverse + r});
}

/// grad [count, spread(H)], what flows into the residual sum, += the norm's share of grad_y [count, y_stride]; with `only`
/// it is set.
void normBackward(const kernels::DecodeShape& s, std::int64_t count, const float* sum, const float* inverse,
                  const float* weight, const float* grad_y, std::int64_t y_stride, bool only, float* grad,
                  float* grad_weight) {
    for (std::int64_t r = 0; r < count; ++r) {
        float* row = grad + r * spread(s.hidden);
        kernels::rmsNormBackwardCpu({.x = sum + r * s.hidden,
                                     .weight = weight,
                                     .rstd = inverse + r,
                                     .grad_y = grad_y + r * y_stride,
                                     .grad_sum = only ? nullptr : row,
                                     .grad_x = row,
                                     .grad_weight = grad_weight,
                                     .rows = 1,
                                     .width = s.hidden});
    }
}

/// Queries and keys turned where they are, by their positions, or back.
void turnRows(const StackRows& rows, float direction, float* qkv) {
    const kernels::DecodeShape& s = rows.sizes;
    const std::int64_t half = s.head_dim / 2;
    for (std::int64_t r = 0; r < rows.slice.count; ++r) {
        float* row = qkv + r * spread(s.qkvWidth());
        cpu::kernels().rope(row, rows.cos + r * half, rows.sin + r * half, direction, 1, s.heads + s.kv_heads, s.head_dim,
                            row);
    }
}

/// Of queries and keys that have been turned.
cpu::AttentionView attentionView(const StackRows& rows, const float* qkv) {
    const kernels::DecodeShape& s = rows.sizes;
    const std::int64_t stride = spread(s.qkvWidth());
    return {.q = qkv,
            .k = qkv + s.queryWidth(),
            .v = qkv + s.queryWidth() + s.kvWidth(),
            .q_stride = stride,
            .k_stride = stride,
            .v_stride = stride,
            .out_stride = spread(s.queryWidth()),
            .cos = nullptr,
            .sin = nullptr,
            .heads = s.heads,
            .kv_heads = s.kv_heads,
            .head_dim = s.head_dim,
            .scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(s.head_dim)))};
}

void biasGradient(const float* dy, std::int64_t stride, std::int64_t rows, std::int64_t width, float* db) {
    for (std::int64_t r = 0; r < rows; ++r) cpu::kernels().add(db, dy + r * stride, width);
}

/// Gradients on their way down, and what a layer's backward pass works with.
struct Working {
    float *state, *normed, *act, *gate_up, *qkv, *mixed, *attention;
};

Working workingAt(const kernels::DecodeShape& s, const StackSlice& slice) {
    const std::int64_t n = slice.count,
                       widths[] = {spread(s.hidden),           spread(s.hidden),     spread(s.intermediate),
                                   spread(2 * s.intermediate), spread(s.qkvWidth()), spread(s.queryWidth())};
    std::int64_t floats = 0;
    for (const std::int64_t width : widths) floats += n * width;
    Working work{};
    float* at = rows_scratch.atLeast(floats);
    float** places[] = {&work.state, &work.normed, &work.act, &work.gate_up, &work.qkv, &work.mixed};
    for (std::size_t i = 0; i < std::size(places); ++i) {
        *places[i] = at;
        at += n * widths[i];
    }
    work.attention = attentionScratch(s, slice, true);
    return work;
}

}  // namespace

std::array<std::int64_t, 13> layerFloats(const kernels::DecodeShape& s) {
    const std::int64_t queries = s.queryWidth(), keys = s.kvWidth(), hidden = s.hidden, matrix = s.intermediate * hidden;
    return {hidden,           queries * hidden, keys * hidden, keys * hidden, queries, keys,  keys,
            hidden * queries, hidden,           hidden,        matrix,        matrix,  matrix};
}

std::int64_t layerParameters(const kernels::DecodeShape& s) {
    const auto all = layerFloats(s);
    return std::accumulate(all.begin(), all.end(), std::int64_t{0});
}

LayerGradients gradientsAt(const kernels::DecodeShape& s, float* at) {
    const auto all = layerFloats(s);
    float* place[std::tuple_size_v<decltype(all)>];
    for (std::size_t i = 0; i < all.size(); ++i) place[i] = std::exchange(at, at + all[i]);
    return {place[0], place[1], place[2], place[3],  place[4],  place[5], place[6],
            place[7], place[8], place[9], place[10], place[11], place[12]};
}

void StackWeights::layOutForBackward(const kernels::DecodeShape& s) {
    back.qkv = {{{source.q, s.queryWidth()}, {source.k, s.kvWidth()}, {source.v, s.kvWidth()}}, s.hidden};
    back.o = {{{source.o, s.hidden}}, s.queryWidth()};
    back.gate_up = {{{source.gate, s.intermediate}, {source.up, s.intermediate}}, s.hidden};
    back.down = {{{source.down, s.hidden}}, s.intermediate};
}

std::int64_t stackFloats(const kernels::DecodeShape& s, std::int64_t count, bool keep) {
    // After the layers: the last residual sum and its norm's factors. One more layer's place where layers take turns.
    return (keep ? s.layers : 1) * savedFloats(s, count) + whole(count * s.hidden) + whole(count);
}

void stackForward(const StackRows& rows, const float* input, bool keep, float* saved, float* out) {
    const kernels::DecodeShape& s = rows.sizes;
    const std::int64_t n = rows.slice.count, size = savedFloats(s, n);
    float* delta = rows_scratch.atLeast(n * (spread(s.hidden) + spread(s.intermediate)));
    float *act = delta + n * spread(s.hidden), *scores = attentionScratch(s, rows.slice, false);
    float* last = saved + (keep ? s.layers : 1) * size;
    Saved now = savedAt(s, n, saved);
    std::copy_n(input, n * s.hidden, now.state);
    addNorm(s, n, now.state, nullptr, now.state, rows.layers[0].source.input_norm, now.normed, spread(s.hidden),
            now.state_inverse);
    for (std::int64_t l = 0; l < s.layers; ++l) {
        const StackWeights& w = rows.layers[static_cast<std::size_t>(l)];
        product(w.packed.qkv, now.normed, spread(s.hidden), n, now.qkv, spread(s.qkvWidth()));
        addBias(now.qkv, spread(s.qkvWidth()), n, w.source.q_bias, s.queryWidth());
        addBias(now.qkv + s.queryWidth(), spread(s.qkvWidth()), n, w.source.k_bias, s.kvWidth());
        addBias(now.qkv + s.queryWidth() + s.kvWidth(), spread(s.qkvWidth()), n, w.source.v_bias, s.kvWidth());
        turnRows(rows, 1, now.qkv);
        const cpu::AttentionView view = attentionView(rows, now.qkv);
        for (const auto& family : rows.slice.families)
            for (std::int64_t head = 0; head < s.kv_heads; ++head)
                cpu::kernels().attentionForward(view, family, head, now.mixed, now.lse, scores);
        product(w.packed.o, now.mixed, spread(s.queryWidth()), n, delta, spread(s.hidden));
        addBias(delta, spread(s.hidden), n, w.source.o_bias, s.hidden);
        addNorm(s, n, now.state, delta, now.after, w.source.post_norm, now.mlp_in, spread(s.hidden), now.after_inverse);
        kernels::gemmSwiglu({.x = now.mlp_in,
                             .rows = static_cast<std::int32_t>(n),
                             .x_stride = static_cast<std::int32_t>(spread(s.hidden)),
                             .w = &w.packed.gate_up,
                             .y = act,
                             .y_stride = static_cast<std::int32_t>(spread(s.intermediate)),
                             .panel_end = w.packed.gate_up.panels,
                             .operands = keep ? now.gate_up : nullptr,
                             .operands_stride = static_cast<std::int32_t>(spread(2 * s.intermediate))});
        product(w.packed.down, act, spread(s.intermediate), n, delta, spread(s.hidden));
        // The norm after the last layer is the model's own; it stands where the next layer's would.
        if (l + 1 == s.layers) {
            addNorm(s, n, now.after, delta, last, rows.final_norm, out, s.hidden, last + whole(n * s.hidden));
        } else {
            const Saved next = keep ? savedAt(s, n, saved + (l + 1) * size) : now;
            addNorm(s, n, now.after, delta, next.state, rows.layers[static_cast<std::size_t>(l + 1)].source.input_norm,
                    next.normed, spread(s.hidden), next.state_inverse);
            now = next;
        }
    }
}

void stackBackward(const StackRows& rows, float* saved, const float* d_out, bool first, float* gradients, float* d_input) {
    const kernels::DecodeShape& s = rows.sizes;
    const std::int64_t n = rows.slice.count, size = savedFloats(s, n), width = spread(s.hidden);
    const Working d = workingAt(s, rows.slice);
    float *last = saved + s.layers * size, *final_gradient = gradients + s.layers * layerParameters(s);
    if (first) std::fill_n(final_gradient, s.hidden, 0.0f);
    normBackward(s, n, last, last + whole(n * s.hidden), rows.final_norm, d_out, s.hidden, true, d.state, final_gradient);
    for (std::int64_t l = s.layers - 1; l >= 0; --l) {
        const StackWeights& w = rows.layers[static_cast<std::size_t>(l)];
        const Saved now = savedAt(s, n, saved + l * size);
        const auto g = gradientsAt(s, gradients + l * layerParameters(s));
        if (first) {
            for (float* vector : {g.input_norm, g.o_bias, g.post_norm}) std::fill_n(vector, s.hidden, 0.0f);
            std::fill_n(g.q_bias, s.qkvWidth(), 0.0f);
        }
        inputGradientRows(d.state, width, n, w.back.down, d.act, spread(s.intermediate));
        // d.act becomes the activation itself, which the gradient of down wants.
        for (std::int64_t r = 0; r < n; ++r)
            cpu::kernels().swigluBackward(now.gate_up + r * spread(2 * s.intermediate), d.act + r * spread(s.intermediate),
                                          1, s.intermediate, d.gate_up + r * spread(2 * s.intermediate),
                                          d.act + r * spread(s.intermediate));
        weightGradientRows(d.state, width, s.hidden, d.act, spread(s.intermediate), s.intermediate, n, !first, g.down,
                           s.intermediate);
        weightGradientRows(d.gate_up, spread(2 * s.intermediate), 2 * s.intermediate, now.mlp_in, width, s.hidden, n, !first,
                           g.gate, s.hidden);
        inputGradientRows(d.gate_up, spread(2 * s.intermediate), n, w.back.gate_up, d.normed, width);
        normBackward(s, n, now.after, now.after_inverse, w.source.post_norm, d.normed, width, false, d.state, g.post_norm);

        if (w.source.o_bias != nullptr) biasGradient(d.state, width, n, s.hidden, g.o_bias);
        weightGradientRows(d.state, width, s.hidden, now.mixed, spread(s.queryWidth()), s.queryWidth(), n, !first, g.o,
                           s.queryWidth());
        inputGradientRows(d.state, width, n, w.back.o, d.mixed, spread(s.queryWidth()));
        const std::int64_t stride = spread(s.qkvWidth());
        const cpu::AttentionGrad grad{
            now.mixed, d.mixed, now.lse, d.qkv, d.qkv + s.queryWidth(), d.qkv + s.queryWidth() + s.kvWidth(),
            stride,    stride,  stride};
        const cpu::AttentionView view = attentionView(rows, now.qkv);
        for (const auto& family : rows.slice.families)
            for (std::int64_t head = 0; head < s.kv_heads; ++head)
                cpu::kernels().attentionBackward(view, grad, family, head, d.attention);
        turnRows(rows, -1, d.qkv);
        if (w.source.q_bias != nullptr) biasGradient(d.qkv, stride, n, s.qkvWidth(), g.q_bias);
        weightGradientRows(d.qkv, stride, s.qkvWidth(), now.normed, width, s.hidden, n, !first, g.q, s.hidden);
        inputGradientRows(d.qkv, stride, n, w.back.qkv, d.normed, width);
        normBackward(s, n, now.state, now.state_inverse, w.source.input_norm, d.normed, width, false, d.state, g.input_norm);
    }
    for (std::int64_t r = 0; r < n; ++r) std::copy_n(d.state + r * width, s.hidden, d_input + r * s.hidden);
}

}  // namespace retort::ops
