// SPDX-License-Identifier: Apache-2.0
#include "model/parameter_layout.h"

#include <fmt/format.h>

namespace retort {
namespace {

/// HuggingFace's Llama and Qwen3 put a bias on the output projection too when attention_bias is set; Qwen2 never does.
bool outputBias(const ModelConfig& config) { return config.attention_bias && config.model_type != "qwen2"; }

std::int64_t layerSize(const ModelConfig& config) {
    return 9 + (config.attention_bias ? 3 : 0) + (outputBias(config) ? 1 : 0);
}

/// Collects the parameters of one layer under its prefix.
struct LayerSpecs {
    std::string prefix;
    std::vector<ParameterSpec>& specs;

    void matrix(const std::string& name, std::int64_t out, std::int64_t in, bool bias = false) const {
        specs.push_back({prefix + name + ".weight", {out, in}});
        if (bias) specs.push_back({prefix + name + ".bias", {out}});
    }
    void norm(const std::string& name, std::int64_t size) const { specs.push_back({prefix + name + ".weight", {size}}); }
    void mlp(const std::string& name, std::int64_t hidden, std::int64_t width) const {
        matrix(name + "gate_proj", width, hidden);
        matrix(name + "up_proj", width, hidden);
        matrix(name + "down_proj", hidden, width);
    }
};

void addAttention(const ModelConfig& config, const LayerSpecs& layer) {
    const auto hidden = config.hidden_size;
    const auto queries = config.num_attention_heads * config.head_dim, keys = config.num_key_value_heads * config.head_dim;
    layer.matrix("self_attn.q_proj", queries, hidden, config.attention_bias);
    layer.matrix("self_attn.k_proj", keys, hidden, config.attention_bias);
    layer.matrix("self_attn.v_proj", keys, hidden, config.attention_bias);
    layer.matrix("self_attn.o_proj", hidden, queries, outputBias(config));
    if (!config.queryKeyNorm()) return;
    layer.norm("self_attn.q_norm", config.head_dim);
    layer.norm("self_attn.k_norm", config.head_dim);
}

void addLatentAttention(const ModelConfig& config, const LayerSpecs& layer) {
    const auto& latent = *config.latent;
    const auto hidden = config.hidden_size, heads = config.num_attention_heads;
    if (latent.q_lora_rank > 0) {
        layer.matrix("self_attn.q_a_proj", latent.q_lora_rank, hidden);
        layer.norm("self_attn.q_a_layernorm", latent.q_lora_rank);
        layer.matrix("self_attn.q_b_proj", heads * config.head_dim, latent.q_lora_rank);
    } else {
        layer.matrix("self_attn.q_proj", heads * config.head_dim, hidden);
    }
    layer.matrix("self_attn.kv_a_proj_with_mqa", latent.kv_lora_rank + latent.qk_rope_head_dim, hidden);
    layer.norm("self_attn.kv_a_layernorm", latent.kv_lora_rank);
    layer.matrix("self_attn.kv_b_proj", heads * (latent.qk_nope_head_dim + latent.v_head_dim), latent.kv_lora_rank);
    layer.matrix("self_attn.o_proj", hidden, heads * latent.v_head_dim);
}

void addExperts(const ModelConfig& config, const LayerSpecs& layer) {
    const auto& experts = *config.experts;
    layer.matrix("mlp.gate", experts.n_routed_experts, config.hidden_size);
    if (experts.sigmoid)
        layer.specs.push_back({layer.prefix + "mlp.gate.e_score_correction_bias", {experts.n_routed_experts}});
    for (std::int64_t e = 0; e < experts.n_routed_experts; ++e)
        layer.mlp(fmt::format("mlp.experts.{}.", e), config.hidden_size, experts.moe_intermediate_size);
    layer.mlp("mlp.shared_experts.", config.hidden_size, experts.moe_intermediate_size * experts.n_shared_experts);
}

void addLayer(const ModelConfig& config, std::int64_t index, std::vector<ParameterSpec>& specs) {
    const LayerSpecs layer{fmt::format("model.layers.{}.", index), specs};
    layer.norm("input_layernorm", config.hidden_size);
    if (config.latent) addLatentAttention(config, layer);
    else addAttention(config, layer);
    layer.norm("post_attention_layernorm", config.hidden_size);
    if (config.sparse(index)) addExperts(config, layer);
    else layer.mlp("mlp.", config.hidden_size, config.intermediate_size);
}

}  // namespace

std::vector<ParameterSpec> parameterLayout(const ModelConfig& config) {
    std::vector<ParameterSpec> specs{{"model.embed_tokens.weight", {config.vocab_size, config.hidden_size}}};
    for (std::int64_t layer = 0; layer < config.num_hidden_layers; ++layer) addLayer(config, layer, specs);
    specs.push_back({"model.norm.weight", {config.hidden_size}});
    if (!config.tie_word_embeddings) specs.push_back({"lm_head.weight", {config.vocab_size, config.hidden_size}});
    return specs;
}

bool plainLayers(const ModelConfig& config) { return !config.queryKeyNorm() && !config.latent; }

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
