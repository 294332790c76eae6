// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/decode/packed_weights.h"
#include "ops/cpu_kernels.h"

// What one thread does for layerStack: all layers over some whole sequences, forward and back, on raw fp32 pointers without
// LibTorch.

namespace retort::ops {

/// Legend: H hidden, A heads, C key-value heads, D head_dim, I intermediate.
struct StackSizes {
    std::int64_t layers = 0, hidden = 0, heads = 0, kv_heads = 0, head_dim = 0, intermediate = 0;
    float eps = 0;

    std::int64_t queries() const { return heads * head_dim; }
    std::int64_t keys() const { return kv_heads * head_dim; }
    std::int64_t qkv() const { return queries() + 2 * keys(); }
    /// Floats of each of a layer's parameters, or of their gradients, in the order of StackLayerOf; and of all.
    std::array<std::int64_t, 13> floats() const;
    std::int64_t layerParameters() const;
};

/// A layer's parameters in the order in which their gradients stand in memory; null: there is none, though it has its place.
template <class Float>
struct StackLayerOf {
    Float *input_norm, *q, *k, *v, *q_bias, *k_bias, *v_bias, *o, *o_bias, *post_norm, *gate, *up, *down;
};
/// The places of all parameters, none null, from a layer's first.
StackLayerOf<float> layerAt(const StackSizes& sizes, float* first);

/// One layer as the forward products want it and, `back`, as those of the input's gradient do (panels, see layOutPanels).
struct StackWeights {
    StackLayerOf<const float> source;
    kernels::PackedMatrix qkv, o, gate_up, down;
    struct Back {
        kernels::AlignedFloats qkv, o, gate_up, down;
    } back;

    StackWeights(const StackSizes& sizes, const StackLayerOf<const float>& layer);
    void layOutForBackward(const StackSizes& sizes);
};

/// Tokens [begin, begin + count) of a batch: whole families, whose ranges count from `begin`.
struct StackSlice {
    std::int64_t begin = 0, count = 0;
    std::vector<cpu::AttentionFamily> families;
    std::int64_t longest = 0;  ///< of the families
};

/// What the rows of one slice pass through. cos and sin [count, D/2].
struct StackRows {
    const StackSizes& sizes;
    const StackSlice& slice;
    std::span<const StackWeights> layers;
    const float* final_norm;
    const float *cos, *sin;
};

/// Floats that a slice's activations take: of all layers for the backward pass, or of the one at hand.
std::int64_t stackFloats(const StackSizes& sizes, std::int64_t count, bool keep);

/// out [count, H] = the final norm of all layers applied to input [count, H]. `saved`: stackFloats(..., keep), at a 64-byte
/// boundary.
void stackForward(const StackRows& rows, const float* input, bool keep, float* saved, float* out);

/// d_input [count, H] from d_out, after stackForward with keep. Adds to `gradients`, all layers' parameters and the final
/// norm's, or with `first` sets them.
void stackBackward(const StackRows& rows, float* saved, const float* d_out, bool first, float* gradients, float* d_input);

}  // namespace retort::ops
