// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/decode/bf16_product.h"

// The inner loops of core/ops on raw fp32 pointers, without LibTorch: attention and the backward passes. What else the
// forward pass computes is the generator's (kernels/decode), and attention does its sums in the generator's order. Compiled
// once per instruction set (AVX-512, AVX2 + FMA, baseline) and chosen at run time, so that one binary runs on every x86-64.
// All functions are single-threaded, allocate nothing and are safe to call from several threads on disjoint outputs.

namespace retort::cpu {

/// Rows of q, k and v of one call of attention; strides are in floats between tokens, heads lie D apart.
struct AttentionView {
    const float *q, *k, *v;
    std::int64_t q_stride, k_stride, v_stride;
    std::int64_t out_stride;  ///< of the result [N, H, D] and of its gradient
    const float *cos, *sin;   ///< [N, D/2], or null: no rotary embedding
    std::int64_t heads, kv_heads, head_dim;
    float scale;
};

/// What the backward pass reads and writes; out and d_out as AttentionView::out_stride says, lse [N, H]. Strides as in
/// AttentionView.
struct AttentionGrad {
    const float *out, *d_out, *lse;
    float *dq, *dk, *dv;
    std::int64_t dq_stride, dk_stride, dv_stride;
    /// Not null: the products are of operands rounded to bf16, but for the scores, which are to be those of the forward
    /// pass.
    const kernels::Bf16Kernels* bf16 = nullptr;
};

/// Neighbouring tokens.
struct TokenRange {
    std::int64_t begin, length;
};

/// A sequence, and sequences that continue it: those see its tokens and then their own.
struct AttentionFamily {
    TokenRange root;
    const TokenRange* children;
    std::int64_t count;    ///< of children
    std::int64_t longest;  ///< tokens that the last row of the longest sequence sees
};

/// One row of log-softmax.
struct LogitRow {
    float lse;      ///< log sum exp(scale * logit)
    float entropy;  ///< nats
};

struct Kernels {
    const char* name;

    /// c[m, n] (+)= a b for row-major c and b; element (i, k) of a is a[i * a_row + k * a_col]. n is any size.
    void (*gemm)(float* c, std::int64_t ldc, const float* a, std::int64_t a_row, std::int64_t a_col, const float* b,
                 std::int64_t ldb, std::int64_t m, std::int64_t n, std::int64_t k, bool accumulate);

    /// Floats of scratch for a family whose `longest` is this, forward or backward; they must be finite.
    std::int64_t (*attentionScratch)(std::int64_t longest, std::int64_t head_dim, bool backward);
    /// All query heads of one key head over a family's tokens.
    void (*attentionForward)(const AttentionView& view, const AttentionFamily& family, std::int64_t kv_head, float* out,
                             float* lse, float* scratch);
    void (*attentionBackward)(const AttentionView& view, const AttentionGrad& grad, const AttentionFamily& family,
                              std::int64_t kv_head, float* scratch);

    /// y, which may be x, = x [rows, heads, D] turned by the table; direction +1, or -1 for the gradient.
    void (*rope)(const float* x, const float* cos, const float* sin, float direction, std::int64_t rows, std::int64_t heads,
                 std::int64_t head_dim, float* y);

    /// Of kernels::swigluRows: gate_up [rows, 2 width], dy [rows, width]. y, which may be dy, gets the result once more,
    /// unless null.
    void (*swigluBackward)(const float* gate_up, const float* dy, std::int64_t rows, std::int64_t width, float* d_gate_up,
                           float* y);

    /// y [n] += x [n].
    void (*add)(float* y, const float* x, std::int64_t n);

    /// logits become the gradient of g_logprob * logprob[target] + g_entropy * entropy with respect to the unscaled logits;
    /// target -1: no pick.
    void (*logitRowBackward)(float* logits, std::int64_t vocab, float scale, LogitRow row, std::int64_t target,
                             float g_logprob, float g_entropy);
};

/// The best set this processor runs. RETORT_CPU=baseline|avx2|avx512 lowers the choice (for tests).
const Kernels& kernels();
/// Every set this processor runs, best first.
std::vector<const Kernels*> kernelSets();

}  // namespace retort::cpu
