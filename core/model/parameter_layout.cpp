// SPDX-License-Identifier: Apache-2.0
#include "model/parameter_layout.h"

#include <fmt/format.h>

namespace retort {
namespace {

/// HuggingFace's Llama puts a bias on the output projection too when attention_bias is set; Qwen2 never does.
bool outputBias(const ModelConfig& config) { return config.attention_bias && config.model_type == "llama"; }

std::int64_t layerSize(const ModelConfig& config) { return 9 + (config.attention_bias ? 3 : 0) + (outputBias(config) ? 1 : 0); }

void addLayer(const ModelConfig& config, std::int64_t layer, std::vector<ParameterSpec>& specs) {
    const auto prefix = fmt::format("model.layers.{}.", layer);
    const auto hidden = config.hidden_size, width = config.intermediate_size;
    const auto queries = config.num_attention_heads * config.head_dim, keys = config.num_key_value_heads * config.head_dim;
    const auto projection = [&](const char* name, std::int64_t out, std::int64_t in, bool bias) {
        specs.push_back({prefix + name + ".weight", {out, in}});
        if (bias) specs.push_back({prefix + name + ".bias", {out}});
    };
    specs.push_back({prefix + "input_layernorm.weight", {hidden}});
    projection("self_attn.q_proj", queries, hidden, config.attention_bias);
    projection("self_attn.k_proj", keys, hidden, config.attention_bias);
    projection("self_attn.v_proj", keys, hidden, config.attention_bias);
    projection("self_attn.o_proj", hidden, queries, outputBias(config));
    specs.push_back({prefix + "post_attention_layernorm.weight", {hidden}});
    projection("mlp.gate_proj", width, hidden, false);
    projection("mlp.up_proj", width, hidden, false);
    projection("mlp.down_proj", hidden, width, false);
}

}  // namespace

std::vector<ParameterSpec> parameterLayout(const ModelConfig& config) {
    std::vector<ParameterSpec> specs{{"model.embed_tokens.weight", {config.vocab_size, config.hidden_size}}};
    for (std::int64_t layer = 0; layer < config.num_hidden_layers; ++layer) addLayer(config, layer, specs);
    specs.push_back({"model.norm.weight", {config.hidden_size}});
    if (!config.tie_word_embeddings) specs.push_back({"lm_head.weight", {config.vocab_size, config.hidden_size}});
    return specs;
}

LayerPlaces layerPlaces(const ModelConfig& config, std::int64_t layer) {
    std::int64_t next = 1 + layer * layerSize(config);
    const auto take = [&](bool there) { return there ? next++ : -1; };
    LayerPlaces at{};
    at.input_norm = take(true);
    at.q = take(true);
    at.q_bias = take(config.attention_bias);
    at.k = take(true);
    at.k_bias = take(config.attention_bias);
    at.v = take(true);
    at.v_bias = take(config.attention_bias);
    at.o = take(true);
    at.o_bias = take(outputBias(config));
    at.post_norm = take(true);
    at.gate = take(true);
    at.up = take(true);
    at.down = take(true);
    return at;
}

std::int64_t ModelConfig::parameterCount() const {
    std::int64_t total = 0;
    for (const auto& spec : parameterLayout(*this)) {
        std::int64_t count = 1;
        for (const auto size : spec.shape) count *= size;
        total += count;
    }
    return total;
}

}  // namespace retort
