// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model_config.h"

namespace retort {

/// One parameter: its HuggingFace name and shape.
struct ParameterSpec {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// Every parameter of a model in the order of Transformer::parameters(): embedding, layers, final norm, head unless tied.
std::vector<ParameterSpec> parameterLayout(const ModelConfig& config);

/// Whether the layers are those of Llama and Qwen2 (norm, q, k, v, o, norm, gate, up, down), which have fused kernels.
bool plainLayers(const ModelConfig& config);

/// Where the tensors of one layer of a model with plain layers stand in that order; -1 where the model has none.
struct LayerPlaces {
    std::int64_t input_norm, q, q_bias, k, k_bias, v, v_bias, o, o_bias, post_norm, gate, up, down;
};
LayerPlaces layerPlaces(const ModelConfig& config, std::int64_t layer);

/// What get(place) gives for each of them, as a struct with these members.
template <class Layer, class Get>
Layer layerAt(const LayerPlaces& at, const Get& get) {
    return {.input_norm = get(at.input_norm),
            .q = get(at.q),
            .k = get(at.k),
            .v = get(at.v),
            .q_bias = get(at.q_bias),
            .k_bias = get(at.k_bias),
            .v_bias = get(at.v_bias),
            .o = get(at.o),
            .o_bias = get(at.o_bias),
            .post_norm = get(at.post_norm),
            .gate = get(at.gate),
            .up = get(at.up),
            .down = get(at.down)};
}

}  // namespace retort
