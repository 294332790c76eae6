// SPDX-License-Identifier: Apache-2.0
// Operations on one row at a time, mostly gradients: rotary embedding, SwiGLU, log-softmax; see cpu_kernels_inc.h.

namespace retort::cpu::RETORT_ISA {

/// Calls body(offset, count) over [0, n) in vectors; count is the vector width but for the last.
template <class Body>
RETORT_INLINE void overVectors(std::int64_t n, Body body) {
    std::int64_t j = 0;
    for (; j + kLanes <= n; j += kLanes) body(j, kLanes);
    if (j < n) body(j, n - j);
}
RETORT_INLINE Vec take(const float* p, std::int64_t count, float fill = 0) {
    return count == kLanes ? load(p) : loadPart(p, count, fill);
}
RETORT_INLINE void put(float* p, Vec v, std::int64_t count) {
    if (count == kLanes) store(p, v);
    else storePart(p, v, count);
}

static void ropeRows(const float* x, const float* cos, const float* sin, float direction, std::int64_t rows,
                     std::int64_t heads, std::int64_t head_dim, float* y) {
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t h = 0; h < heads; ++h) {
            const std::int64_t at = (r * heads + h) * head_dim;
            turn(x + at, cos + r * (head_dim / 2), sin + r * (head_dim / 2), direction, head_dim, y + at);
        }
}

static void swigluBackward(const float* gate_up, const float* dy, std::int64_t rows, std::int64_t width, float* d_gate_up,
                           float* y) {
    for (std::int64_t r = 0; r < rows; ++r) {
        const float* gate = gate_up + r * 2 * width;
        float* out = d_gate_up + r * 2 * width;
        overVectors(
            width, [&](std::int64_t j, std::int64_t n) __attribute__((always_inline)) {
                // A batch's activations come from memory: those of the row after the next are on their way.
                __builtin_prefetch(gate + j + 4 * width, 0, 2);
                __builtin_prefetch(gate + j + 5 * width, 0, 2);
                const Vec g = take(gate + j, n), up = take(gate + width + j, n), d = take(dy + r * width + j, n);
                const Vec sigmoid = inverseOf(1.0f + vexp(-g));
                put(out + j, d * up * sigmoid * (1.0f + g * (1.0f - sigmoid)), n);
                put(out + width + j, d * g * sigmoid, n);
                if (y) put(y + r * width + j, g * sigmoid * up, n);
            });
    }
}

static void add(float* y, const float* x, std::int64_t count) {
    overVectors(
        count, [&](std::int64_t j, std::int64_t n)
                   __attribute__((always_inline)) { put(y + j, take(y + j, n) + take(x + j, n), n); });
}

static void logitRowBackward(float* logits, std::int64_t vocab, float scale, LogitRow row, std::int64_t target,
                             float g_logprob, float g_entropy) {
    const float picked = target >= 0 ? g_logprob : 0;
    overVectors(
        vocab, [&](std::int64_t j, std::int64_t n) __attribute__((always_inline)) {
            const Vec log_p = take(logits + j, n, kMasked) * scale - row.lse;
            const Vec p = vexp(log_p);
            Vec d = -picked * p;
            if (g_entropy != 0) d -= g_entropy * (p > 0.0f ? p * (log_p + row.entropy) : p);
            put(logits + j, d * scale, n);
        });
    if (target >= 0) logits[target] += picked * scale;
}

}  // namespace retort::cpu::RETORT_ISA
