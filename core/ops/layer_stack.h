// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "ops/rope.h"

namespace retort {

/// The parameters of one layer of Llama or Qwen2, fp32 on the CPU, as HuggingFace shapes them; biases may be undefined.
struct StackLayer {
    at::Tensor input_norm, q, k, v, q_bias, k_bias, v_bias, o, o_bias, post_norm, gate, up, down;
};

/// A small model's layers, and tokens for them: `starts` and `parents` as in PackedTokens.
struct LayerStack {
    std::vector<StackLayer> layers;
    at::Tensor final_norm;
    std::int64_t heads = 0, kv_heads = 0;
    double eps = 0;
    RopeTable rope;
    std::vector<std::int32_t> starts, parents;
    std::vector<std::int64_t> wanted = {};  ///< rows of the result, rising; empty: all
};

/// Whether layerStack computes this: all sizes multiples of 16, few enough parameters that several copies of their gradients
/// cost little, tokens of a family side by side and families short enough to give every thread some.
bool suitsLayerStack(const LayerStack& stack);

/// [N, H], or [wanted, H]: state [N, H] through all layers and the final norm, the same bits as from the single operations.
/// A thread takes whole sequences through all layers, forward and back, so that threads need not wait for each other after
/// every operation and a layer's rows are still in the cache when they are wanted. Gradients are summed in an order that
/// depends on the tokens alone, not on the number of threads; differentiable once in state and parameters.
at::Tensor layerStack(const at::Tensor& state, const LayerStack& stack);

}  // namespace retort
