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

/// Room for rows that only products read: see ProductRows.
struct Operand {
    float* floats = nullptr;
    kernels::Bf16Pair* pairs = nullptr;
    std::int64_t stride = 0;

    operator ProductRows() const { return pairs ? ProductRows(pairs, stride) : ProductRows(floats, stride); }
};

std::int64_t operandFloats(std::int64_t count, std::int64_t width, bool paired) {
    return whole(count * (paired ? width / 2 : spread(width)));
}

Operand operandAt(float* at, std::int64_t width, bool paired) {
    if (paired) return {nullptr, reinterpret_cast<kernels::Bf16Pair*>(at), width / 2};
    return {at, nullptr, spread(width)};
}

/// x [count, width] itself, or with pairs in `room` the pairs that it makes.
ProductRows operandOf(const float* x, std::int64_t stride, std::int64_t count, std::int64_t width, const Operand& room) {
    if (!room.pairs) return {x, stride};
    kernels::bf16Kernels().pairUp(x, stride, count, width, room.pairs, room.stride);
    return room;
}

/// Activations of one layer. `state` is the residual sum before the layer, `after` the one after attention.
struct Saved {
    float *state, *state_inverse, *qkv, *mixed, *lse, *after, *after_inverse, *gate_up;
    Operand normed, mlp_in;
};

std::int64_t savedFloats(const kernels::DecodeShape& s, std::int64_t count, bool paired) {
    return 2 * whole(count * s.hidden) + 2 * whole(count) + whole(count * s.heads) +
           2 * operandFloats(count, s.hidden, paired) +
           count * (spread(s.qkvWidth()) + spread(s.queryWidth()) + spread(2 * s.intermediate));
}

Saved savedAt(const kernels::DecodeShape& s, std::int64_t count, bool paired, float* at) {
    const auto take = [&](std::int64_t floats) { return std::exchange(at, at + whole(floats)); };
    const auto takeOperand = [&](std::int64_t width) {
        return operandAt(take(operandFloats(count, width, paired)), width, paired);
    };
    Saved rows{};
    rows.state = take(count * s.hidden);
    rows.state_inverse = take(count);
    rows.normed = takeOperand(s.hidden);
    rows.qkv = take(count * spread(s.qkvWidth()));
    rows.mixed = take(count * spread(s.queryWidth()));
    rows.lse = take(count * s.heads);
    rows.after = take(count * s.hidden);
    rows.after_inverse = take(count);
    rows.mlp_in = takeOperand(s.hidden);
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

kernels::GemmParams productOf(const kernels::PackedMatrix& w, const ProductRows& x, std::int64_t rows, float* y,
                              std::int64_t y_stride) {
    return {.x = x.floats,
            .rows = static_cast<std::int32_t>(rows),
            .x_stride = static_cast<std::int32_t>(x.stride),
            .w = &w,
            .y = y,
            .y_stride = static_cast<std::int32_t>(y_stride),
            .panel_end = w.panels,
            .x_pairs = x.pairs};
}

void product(const kernels::PackedMatrix& w, const ProductRows& x, std::int64_t rows, float* y, std::int64_t y_stride) {
    kernels::gemmPanels(productOf(w, x, rows, y, y_stride));
}

/// to [rows of `wanted`, width] = those rows of `from`.
void gatherRows(const float* from, std::int64_t stride, std::int64_t width, const std::vector<std::int32_t>& wanted,
                float* to, std::int64_t to_stride) {
    for (const std::int32_t row : wanted) {
        std::copy_n(from + row * stride, width, to);
        to += to_stride;
    }
}

/// Each row at the place of its number in `wanted`, zeros elsewhere: rows [count, width], which were gathered.
void spreadRows(float* rows, std::int64_t stride, std::int64_t width, const std::vector<std::int32_t>& wanted,
                std::int64_t count) {
    // From the last: a row's place is never before where it stands.
    std::int64_t end = count;
    for (std::int64_t i = static_cast<std::int64_t>(wanted.size()) - 1; i >= -1; --i) {
        const std::int64_t place = i < 0 ? -1 : wanted[static_cast<std::size_t>(i)];
        for (std::int64_t r = place + 1; r < end; ++r)
            if (i < r) std::fill_n(rows + r * stride, width, 0.0f);
        if (place > i) std::copy_n(rows + i * stride, width, rows + place * stride);
        end = place;
    }
}

void addBias(float* rows, std::int64_t stride, std::int64_t count, const float* bias, std::int64_t width) {
    if (bias == nullptr) return;
    for (std::int64_t r = 0; r < count; ++r) cpu::kernels().add(rows + r * stride, bias, width);
}

/// sum = from + delta (or from, where there is no delta), out = its norm; delta's rows are spread(H) apart. `row`: room for
/// one [H].
void addNorm(const kernels::DecodeShape& s, std::int64_t count, const float* from, const float* delta, float* sum,
             const float* weight, const Operand& out, float* inverse, float* row) {
    kernels::addNorm({.from = from,
                      .sum = sum,
                      .delta = delta,
                      .delta_stride = static_cast<std::int32_t>(spread(s.hidden)),
                      .weight = weight,
                      .out = out.pairs ? row : out.floats,
                      .hidden = static_cast<std::int32_t>(s.hidden),
                      .eps = s.rms_eps,
                      .row_end = static_cast<std::int32_t>(count),
                      .inverse = inverse,
                      .out_stride = static_cast<std::int32_t>(out.stride),
                      .pairs = out.pairs});
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

/// Gradients on their way down, and what a layer's backward pass works with. d_act: of the activation. The rooms are for
/// pairs alone, `row` is for one of act and gate_up.
struct Working {
    float *state, *normed, *d_act, *qkv, *mixed, *row, *attention;
    Operand act, gate_up, hidden_room, qkv_room, mixed_room;
};

Working workingAt(const kernels::DecodeShape& s, const StackSlice& slice, bool paired) {
    const std::int64_t n = slice.count;
    Working work{};
    const std::pair<float**, std::int64_t> rows[] = {
        {&work.state, n * spread(s.hidden)},       {&work.normed, n * spread(s.hidden)},
        {&work.d_act, n * spread(s.intermediate)}, {&work.qkv, n * spread(s.qkvWidth())},
        {&work.mixed, n * spread(s.queryWidth())}, {&work.row, 3 * spread(s.intermediate)}};
    const std::pair<Operand*, std::int64_t> operands[] = {{&work.gate_up, 2 * s.intermediate},
                                                          {&work.act, s.intermediate},
                                                          {&work.hidden_room, s.hidden},
                                                          {&work.qkv_room, s.qkvWidth()},
                                                          {&work.mixed_room, s.queryWidth()}};
    const std::size_t rooms = paired ? std::size(operands) : 1;
    std::int64_t floats = 0;
    for (const auto& [place, size] : rows) floats += size;
    for (std::size_t i = 0; i < rooms; ++i) floats += operandFloats(n, operands[i].second, paired);
    float* at = rows_scratch.atLeast(floats);
    for (const auto& [place, size] : rows) *place = std::exchange(at, at + size);
    for (std::size_t i = 0; i < rooms; ++i) {
        *operands[i].first = operandAt(at, operands[i].second, paired);
        at += operandFloats(n, operands[i].second, paired);
    }
    // The activation may take the place of its gradient, row by row.
    if (!paired) work.act = {work.d_act, nullptr, spread(s.intermediate)};
    work.attention = attentionScratch(s, slice, true);
    return work;
}

/// d_gate_up and the activation itself, which the gradient of down wants, from the activation's gradient.
void swigluBackward(const kernels::DecodeShape& s, std::int64_t count, const float* gate_up, const Working& d) {
    const std::int64_t width = s.intermediate;
    for (std::int64_t r = 0; r < count; ++r) {
        float* d_gate_up = d.gate_up.pairs ? d.row : d.gate_up.floats + r * d.gate_up.stride;
        float* act = d.act.pairs ? d.row + 2 * width : d.act.floats + r * d.act.stride;
        cpu::kernels().swigluBackward(gate_up + r * spread(2 * width), d.d_act + r * spread(width), 1, width, d_gate_up,
                                      act);
        if (!d.act.pairs) continue;
        kernels::bf16Kernels().pairUp(d_gate_up, 0, 1, 2 * width, d.gate_up.pairs + r * d.gate_up.stride, 0);
        kernels::bf16Kernels().pairUp(act, 0, 1, width, d.act.pairs + r * d.act.stride, 0);
    }
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

std::int64_t stackFloats(const kernels::DecodeShape& s, std::int64_t count, bool paired, bool keep) {
    // After the layers: the last residual sum and its norm's factors. One more layer's place where layers take turns.
    return (keep ? s.layers : 1) * savedFloats(s, count, paired) + whole(count * s.hidden) + whole(count);
}

void stackForward(const StackRows& rows, const float* input, bool keep, float* saved, float* out) {
    const kernels::DecodeShape& s = rows.sizes;
    const bool paired = rows.layers[0].packed.keepsPairs();
    const std::int64_t n = rows.slice.count, size = savedFloats(s, n, paired),
                       act_floats = operandFloats(n, s.intermediate, paired),
                       gathered = rows.slice.wanted.size() * (s.hidden + spread(s.queryWidth()));
    float* delta = rows_scratch.atLeast((n + 1) * spread(s.hidden) + act_floats + gathered);
    float *row = delta + n * spread(s.hidden), *scores = attentionScratch(s, rows.slice, false);
    const Operand act = operandAt(row + spread(s.hidden), s.intermediate, paired);
    float *wanted_mixed = row + spread(s.hidden) + act_floats,
          *wanted_state = wanted_mixed + rows.slice.wanted.size() * spread(s.queryWidth());
    float* last = saved + (keep ? s.layers : 1) * size;
    Saved now = savedAt(s, n, paired, saved);
    std::copy_n(input, n * s.hidden, now.state);
    addNorm(s, n, now.state, nullptr, now.state, rows.layers[0].source.input_norm, now.normed, now.state_inverse, row);
    for (std::int64_t l = 0; l < s.layers; ++l) {
        const StackWeights& w = rows.layers[static_cast<std::size_t>(l)];
        product(w.packed.qkv, now.normed, n, now.qkv, spread(s.qkvWidth()));
        addBias(now.qkv, spread(s.qkvWidth()), n, w.source.q_bias, s.queryWidth());
        addBias(now.qkv + s.queryWidth(), spread(s.qkvWidth()), n, w.source.k_bias, s.kvWidth());
        addBias(now.qkv + s.queryWidth() + s.kvWidth(), spread(s.qkvWidth()), n, w.source.v_bias, s.kvWidth());
        turnRows(rows, 1, now.qkv);
        const cpu::AttentionView view = attentionView(rows, now.qkv);
        for (const auto& family : rows.slice.families)
            for (std::int64_t head = 0; head < s.kv_heads; ++head)
                cpu::kernels().attentionForward(view, family, head, now.mixed, now.lse, scores);
        // The last layer goes on with the rows that are wanted.
        const bool cut = l + 1 == s.layers && rows.slice.results < n;
        const std::int64_t m = cut ? rows.slice.results : n;
        if (cut) {
            gatherRows(now.mixed, spread(s.queryWidth()), s.queryWidth(), rows.slice.wanted, wanted_mixed,
                       spread(s.queryWidth()));
            gatherRows(now.state, s.hidden, s.hidden, rows.slice.wanted, wanted_state, s.hidden);
        }
        product(w.packed.o, {cut ? wanted_mixed : now.mixed, spread(s.queryWidth())}, m, delta, spread(s.hidden));
        addBias(delta, spread(s.hidden), m, w.source.o_bias, s.hidden);
        addNorm(s, m, cut ? wanted_state : now.state, delta, now.after, w.source.post_norm, now.mlp_in, now.after_inverse,
                row);
        auto gate_up = productOf(w.packed.gate_up, now.mlp_in, m, act.floats, act.pairs ? 2 * act.stride : act.stride);
        gate_up.y_pairs = act.pairs;
        gate_up.operands = keep ? now.gate_up : nullptr;
        gate_up.operands_stride = static_cast<std::int32_t>(spread(2 * s.intermediate));
        kernels::gemmSwiglu(gate_up);
        product(w.packed.down, act, m, delta, spread(s.hidden));
        // The norm after the last layer is the model's own; it stands where the next layer's would.
        if (l + 1 == s.layers) {
            addNorm(s, m, now.after, delta, last, rows.final_norm, {out, nullptr, s.hidden}, last + whole(n * s.hidden),
                    row);
        } else {
            const Saved next = keep ? savedAt(s, n, paired, saved + (l + 1) * size) : now;
            addNorm(s, n, now.after, delta, next.state, rows.layers[static_cast<std::size_t>(l + 1)].source.input_norm,
                    next.normed, next.state_inverse, row);
            now = next;
        }
    }
}

void stackBackward(const StackRows& rows, float* saved, const float* d_out, bool first, float* gradients, float* d_input) {
    const kernels::DecodeShape& s = rows.sizes;
    const bool paired = rows.layers[0].packed.keepsPairs();
    const std::int64_t n = rows.slice.count, size = savedFloats(s, n, paired), width = spread(s.hidden);
    const Working d = workingAt(s, rows.slice, paired);
    float *last = saved + s.layers * size, *final_gradient = gradients + s.layers * layerParameters(s);
    if (first) std::fill_n(final_gradient, s.hidden, 0.0f);
    normBackward(s, rows.slice.results, last, last + whole(n * s.hidden), rows.final_norm, d_out, s.hidden, true, d.state,
                 final_gradient);
    for (std::int64_t l = s.layers - 1; l >= 0; --l) {
        const StackWeights& w = rows.layers[static_cast<std::size_t>(l)];
        const Saved now = savedAt(s, n, paired, saved + l * size);
        const auto g = gradientsAt(s, gradients + l * layerParameters(s));
        if (first) {
            for (float* vector : {g.input_norm, g.o_bias, g.post_norm}) std::fill_n(vector, s.hidden, 0.0f);
            std::fill_n(g.q_bias, s.qkvWidth(), 0.0f);
        }
        const bool cut = l + 1 == s.layers && rows.slice.results < n;
        const std::int64_t m = cut ? rows.slice.results : n;
        const ProductRows d_mlp = operandOf(d.state, width, m, s.hidden, d.hidden_room);
        inputGradientRows(d_mlp, m, w.back.down, d.d_act, spread(s.intermediate));
        swigluBackward(s, m, now.gate_up, d);
        weightGradientRows(d_mlp, s.hidden, d.act, s.intermediate, m, !first, g.down, s.intermediate);
        weightGradientRows(d.gate_up, 2 * s.intermediate, now.mlp_in, s.hidden, m, !first, g.gate, s.hidden);
        inputGradientRows(d.gate_up, m, w.back.gate_up, d.normed, width);
        normBackward(s, m, now.after, now.after_inverse, w.source.post_norm, d.normed, width, false, d.state, g.post_norm);

        if (w.source.o_bias != nullptr) biasGradient(d.state, width, m, s.hidden, g.o_bias);
        const ProductRows d_projected = operandOf(d.state, width, m, s.hidden, d.hidden_room);
        const std::int64_t mixed_stride = spread(s.queryWidth());
        // d.qkv is not yet in use.
        if (cut) gatherRows(now.mixed, mixed_stride, s.queryWidth(), rows.slice.wanted, d.qkv, mixed_stride);
        const ProductRows mixed = operandOf(cut ? d.qkv : now.mixed, mixed_stride, m, s.queryWidth(), d.mixed_room);
        weightGradientRows(d_projected, s.hidden, mixed, s.queryWidth(), m, !first, g.o, s.queryWidth());
        inputGradientRows(d_projected, m, w.back.o, d.mixed, mixed_stride);
        if (cut) {
            spreadRows(d.mixed, mixed_stride, s.queryWidth(), rows.slice.wanted, n);
            spreadRows(d.state, width, s.hidden, rows.slice.wanted, n);
        }
        const std::int64_t stride = spread(s.qkvWidth());
        const cpu::AttentionGrad grad{now.mixed,
                                      d.mixed,
                                      now.lse,
                                      d.qkv,
                                      d.qkv + s.queryWidth(),
                                      d.qkv + s.queryWidth() + s.kvWidth(),
                                      stride,
                                      stride,
                                      stride,
                                      kernels::chosenBf16()};
        const cpu::AttentionView view = attentionView(rows, now.qkv);
        for (const auto& family : rows.slice.families)
            for (std::int64_t head = 0; head < s.kv_heads; ++head)
                cpu::kernels().attentionBackward(view, grad, family, head, d.attention);
        turnRows(rows, -1, d.qkv);
        if (w.source.q_bias != nullptr) biasGradient(d.qkv, stride, n, s.qkvWidth(), g.q_bias);
        const ProductRows d_qkv = operandOf(d.qkv, stride, n, s.qkvWidth(), d.qkv_room);
        weightGradientRows(d_qkv, s.qkvWidth(), now.normed, s.hidden, n, !first, g.q, s.hidden);
        inputGradientRows(d_qkv, n, w.back.qkv, d.normed, width);
        normBackward(s, n, now.state, now.state_inverse, w.source.input_norm, d.normed, width, false, d.state, g.input_norm);
    }
    for (std::int64_t r = 0; r < n; ++r) std::copy_n(d.state + r * width, s.hidden, d_input + r * s.hidden);
}

}  // namespace retort::ops
