// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/decode/packed_weights.h"
#include "ops/cpu_kernels.h"
#include "ops/gradient_rows.h"

// What one thread does for layerStack: all layers over some whole sequences, forward and back, on raw fp32 pointers without
// LibTorch. Sizes are a DecodeShape's, with its legend.

namespace retort::ops {

/// Floats of each of a layer's parameters, or of their gradients, in the order of LayerGradients; a bias has its place
/// whether it is there or not. And of all.
std::array<std::int64_t, 13> layerFloats(const kernels::DecodeShape& shape);
std::int64_t layerParameters(const kernels::DecodeShape& shape);

/// Where the gradients of a layer's parameters stand.
struct LayerGradients {
    float *input_norm, *q, *k, *v, *q_bias, *k_bias, *v_bias, *o, *o_bias, *post_norm, *gate, *up, *down;
};
LayerGradients gradientsAt(const kernels::DecodeShape& shape, float* first);

/// One layer as the forward products want it and, `back`, as those of the input's gradient do (see GradientPanels).
struct StackWeights {
    kernels::DecodeLayerWeights source;
    kernels::PackedLayer packed;
    struct Back {
        GradientPanels qkv, o, gate_up, down;
    } back;

    void layOutForBackward(const kernels::DecodeShape& shape);
};

/// Tokens [begin, begin + count) of a batch: whole families, whose ranges count from `begin`.
struct StackSlice {
    std::int64_t begin = 0, count = 0;
    std::vector<cpu::AttentionFamily> families;
    std::int64_t longest = 0;  ///< of the families
    /// The rows that are wanted of the last layer, counted from `begin` and rising, and the place of the first in the
    /// result; with as many as `count` none are listed. What only the others need of it is left out.
    std::vector<std::int32_t> wanted;
    std::int64_t results = 0, result_begin = 0;
};

/// What the rows of one slice pass through. cos and sin [count, D/2].
struct StackRows {
    const kernels::DecodeShape& sizes;
    const StackSlice& slice;
    std::span<const StackWeights> layers;
    const float* final_norm;
    const float *cos, *sin;
};

/// Floats that a slice's activations take: of all layers for the backward pass, or of the one at hand. `paired`: the layers'
/// keepsPairs().
std::int64_t stackFloats(const kernels::DecodeShape& sizes, std::int64_t count, bool paired, bool keep);

/// out [results, H] = the final norm of all layers applied to input [count, H]. `saved`: stackFloats(..., keep), at a
/// 64-byte boundary.
void stackForward(const StackRows& rows, const float* input, bool keep, float* saved, float* out);

/// d_input [count, H] from d_out [results, H], after stackForward with keep. Adds to `gradients`, all layers' parameters and
/// the final norm's, or with `first` sets them.
void stackBackward(const StackRows& rows, float* saved, const float* d_out, bool first, float* gradients, float* d_input);

}  // namespace retort::ops
