// SPDX-License-Identifier: Apache-2.0
#pragma once

// The operations of a decoding step, which the trainer's forward pass shares. Each computes an element of its result in an
// order that depends on nothing but the operands, so that a row's values are the same bits whatever the batch and whoever
// computes it: near a switch of attention a model multiplies a difference of one rounding by a thousand. Code for AVX-512,
// AVX2 and plain x86-64 is in one binary; the CPU chooses on the first call.

#include <string>
#include <vector>

#include "kernels/decode/packed_weights.h"

namespace retort::kernels {

/// y[rows, panels of w] = x * w^T for panels [panel_begin, panel_end). Sums run over blocks of 32 products.
struct GemmParams {
    const float* x = nullptr;
    std::int32_t rows = 0, x_stride = 0;
    const PackedMatrix* w = nullptr;
    float* y = nullptr;
    std::int32_t y_stride = 0;  ///< at least w->columns; what lies beyond them may be overwritten up to w->stride()
    std::int32_t panel_begin = 0, panel_end = 0;
    float* operands = nullptr;  ///< of gemmSwiglu, for the backward pass: rows [first, second] of the product, or null
    std::int32_t operands_stride = 0;
    const Bf16Pair* x_pairs = nullptr;  ///< for a matrix of pairs: x as pairUp rounds it, x_stride pairs apart, instead of x
    Bf16Pair* y_pairs =
        nullptr;  ///< of gemmSwiglu, for panels of more than two columns: y as pairUp rounds it, y_stride / 2
                  ///< pairs apart, instead of y
};
void gemmPanels(const GemmParams& params);
/// As gemmPanels over a matrix of packPairs, with silu(first) * second as the result: y[rows, panels * panelWidth() / 2].
/// With `operands` the matrices' rows are a multiple of panelWidth() / 2.
void gemmSwiglu(const GemmParams& params);
/// y[rows, width] = silu(gate) * up of rows [gate, up], with gemmSwiglu's arithmetic.
void swigluRows(const float* gate_up, std::int64_t rows, std::int64_t width, float* y);

/// sum = from + (delta + bias), then out = sum / sqrt(mean(sum^2) + eps) * weight, for rows [row_begin, row_end). Without
/// delta nothing is added and the sum is not written.
struct AddNormParams {
    const float* from = nullptr;  ///< [B, H]
    float* sum = nullptr;         ///< [B, H]; may be from
    const float* delta = nullptr;
    std::int32_t delta_stride = 0;
    const float* bias = nullptr;  ///< [H] or null
    const float* weight = nullptr;
    float* out = nullptr;  ///< [B, H]
    std::int32_t hidden = 0;
    float eps = 0;
    std::int32_t row_begin = 0, row_end = 0;
    float* inverse = nullptr;     ///< [B], 1 / sqrt(mean(sum^2) + eps); may be null
    std::int32_t out_stride = 0;  ///< floats from one row of out to the next; 0: H
    Bf16Pair* pairs = nullptr;    ///< the result as pairUp rounds it, end to end; out [H] is then room for a row of it
};
void addNorm(const AddNormParams& params);

/// Adds the biases, turns queries (in place) and keys by their position (Su et al. 2021, rotate-half), writes key and value
/// into the row's own cache.
struct RopeStoreParams {
    const DecodeRow* rows = nullptr;
    float* qkv = nullptr;  ///< [B, qkv_stride]: queries, keys, values
    std::int32_t qkv_stride = 0;
    const DecodeShape* shape = nullptr;
    const DecodeLayerWeights* weights = nullptr;
    const RopeAngles* angles = nullptr;
    std::int32_t layer = 0, row_begin = 0, row_end = 0;
};
void ropeStore(const RopeStoreParams& params);

/// Grouped-query attention of items [item_begin, item_end), item = row * kv_heads + key-value head.
struct AttendParams {
    const DecodeRow* rows = nullptr;
    const float* qkv = nullptr;
    std::int32_t qkv_stride = 0;
    const DecodeShape* shape = nullptr;
    float* out = nullptr;      ///< [B, A*D]
    float* scratch = nullptr;  ///< of this caller: attendScratch() floats
    std::int32_t layer = 0, item_begin = 0, item_end = 0;
};
void attend(const AttendParams& params);
/// The softmax of attend() on one row of scores: they become exp(scale * (score - max)), and gives their sum, added up in
/// double. `count` is a multiple of 16; places that do not count hold kMaskedScore. `max` gets the largest score.
double exponentiateScores(float* scores, std::int32_t count, float scale, float* max);
inline constexpr float kMaskedScore = -1e30f;
std::size_t attendScratch(std::int32_t max_length);

/// weights[i] = exp((logits[i] - max) * inverse_temperature) for `count` logits, and their sums, in double; weights may be
/// logits.
struct SoftmaxSums {
    float max = 0;
    double sum = 0;       ///< sum of weights
    double weighted = 0;  ///< sum of weight * (logit - max) * inverse_temperature
    bool finite = false;  ///< every logit was finite
};
SoftmaxSums softmaxWeights(const float* logits, std::int32_t count, float inverse_temperature, float* weights);

/// "AVX3" (AVX-512), "AVX2", "SSE4", ...: the code in use, and all that this CPU can run, best first.
std::string decodeTarget();
std::vector<std::string> decodeTargets();
/// Uses one of decodeTargets(), for tests and measurements; an empty or unknown name is the best. Panels differ between
/// targets, so pack again.
void useDecodeTarget(const std::string& name);

}  // namespace retort::kernels
