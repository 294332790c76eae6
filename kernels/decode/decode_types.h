// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a decoding step of a Qwen2/Llama-family model works on: raw fp32 pointers and sizes, no tensors.
// Legend: B rows, H hidden, A heads, C key-value heads, D head_dim, I intermediate, V vocabulary.

#include <cstdint>
#include <vector>

namespace retort::kernels {

struct DecodeShape {
    std::int32_t layers = 0, hidden = 0, heads = 0, kv_heads = 0, head_dim = 0, intermediate = 0, vocab = 0;
    float rms_eps = 1e-6f;
    double rope_theta = 10000;

    std::int32_t queryWidth() const { return heads * head_dim; }
    std::int32_t kvWidth() const { return kv_heads * head_dim; }
    std::int32_t qkvWidth() const { return queryWidth() + 2 * kvWidth(); }
};

/// One layer; matrices are row-major [out, in] as HuggingFace stores them. Biases may be null.
struct DecodeLayerWeights {
    const float* input_norm = nullptr;                     ///< [H]
    const float *q = nullptr, *k = nullptr, *v = nullptr;  ///< [A*D, H], [C*D, H], [C*D, H]
    const float *q_bias = nullptr, *k_bias = nullptr, *v_bias = nullptr;
    const float *o = nullptr, *o_bias = nullptr;  ///< [H, A*D], [H]
    const float* post_norm = nullptr;             ///< [H]
    const float *gate = nullptr, *up = nullptr;   ///< [I, H]
    const float* down = nullptr;                  ///< [H, I]
};

/// A model's weights where their owner keeps them; valid as long as the owner is.
struct DecodeWeights {
    DecodeShape shape;
    const float* embedding = nullptr;  ///< [V, H]
    std::vector<DecodeLayerWeights> layers;
    const float* final_norm = nullptr;  ///< [H]
    const float* head = nullptr;        ///< [V, H]; equals embedding when tied
};

/// Positions of a key-value tile. Keys of a tile are stored [D][kKvTile], so that one vector holds one dimension of many
/// positions; values are stored [kKvTile][D padded to kKvTile].
inline constexpr std::int32_t kKvTile = 16;

/// Sizes of a key-value cache for `capacity` positions, in floats. Layout: layer, key-value head, tile, keys then values.
struct KvLayout {
    std::int32_t layers = 0, kv_heads = 0, head_dim = 0, tiles = 0;

    KvLayout() = default;
    KvLayout(const DecodeShape& shape, std::int32_t capacity)
        : layers(shape.layers),
          kv_heads(shape.kv_heads),
          head_dim(shape.head_dim),
          tiles((capacity + kKvTile - 1) / kKvTile) {}

    std::int64_t valueStride() const { return (head_dim + kKvTile - 1) / kKvTile * kKvTile; }
    std::int64_t tileFloats() const { return kKvTile * (head_dim + valueStride()); }
    std::int64_t headFloats() const { return tileFloats() * tiles; }
    std::int64_t layerFloats() const { return headFloats() * kv_heads; }
    std::int64_t floats() const { return layerFloats() * layers; }
};

/// A stretch of one sequence's positions in a cache; `length` of them are attended to.
struct KvSegment {
    float* data = nullptr;
    KvLayout layout;
    std::int32_t length = 0;
};

/// One token to run. It attends to all of `prefix` (a prompt shared by several rows, read only; may be empty) and then to
/// the first `own.length` positions of `own`, the last of which is its own place and is written by the step.
struct DecodeRow {
    std::int32_t token = 0, position = 0;
    KvSegment prefix, own;
};

/// position * theta^(-2 pair / D), radians (Su et al. 2021, rotate-half: pair i turns dimensions i and i + D/2). In double:
/// fp32 angles are off by 6e-6 at position 100, which attention with large scores turns into 1e-4 of a log-probability.
double ropeAngle(std::int64_t position, std::int64_t pair, std::int64_t head_dim, double theta);

/// cos and sin of ropeAngle, [positions][D/2] each.
struct RopeAngles {
    std::int32_t half = 0;
    std::vector<float> cos, sin;
    /// Grows to at least `positions` rows.
    void ensure(const DecodeShape& shape, std::int32_t positions);
};

}  // namespace retort::kernels
