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

}  // namespace retort
