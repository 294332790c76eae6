// SPDX-License-Identifier: Apache-2.0
#include "model/model_config.h"

#include <nlohmann/json.hpp>

namespace retort {
namespace {

using Json = nlohmann::ordered_json;

const char* architecture(const std::string& type) {
    if (type == "qwen3") return "Qwen3ForCausalLM";
    if (type == "llama") return "LlamaForCausalLM";
    if (type == "mistral") return "MistralForCausalLM";
    if (type == "deepseek_v2") return "DeepseekV2ForCausalLM";
    if (type == "deepseek_v3") return "DeepseekV3ForCausalLM";
    return "Qwen2ForCausalLM";
}

Json ropeJson(const RopeScaling& scaling) {
    Json out{{"rope_type", scaling.type}, {"factor", scaling.factor}};
    if (scaling.type == "llama3") {
        out["low_freq_factor"] = scaling.low_freq_factor;
        out["high_freq_factor"] = scaling.high_freq_factor;
    }
    if (scaling.original_max_position_embeddings > 0)
        out["original_max_position_embeddings"] = scaling.original_max_position_embeddings;
    if (scaling.type != "yarn") return out;
    out["beta_fast"] = scaling.beta_fast;
    out["beta_slow"] = scaling.beta_slow;
    if (scaling.attention_factor > 0) out["attention_factor"] = scaling.attention_factor;
    if (scaling.mscale > 0) out["mscale"] = scaling.mscale;
    if (scaling.mscale_all_dim > 0) out["mscale_all_dim"] = scaling.mscale_all_dim;
    if (!scaling.truncate) out["truncate"] = false;
    return out;
}

void addWindow(const ModelConfig& config, Json& out) {
    if (config.model_type == "mistral") {
        out["sliding_window"] = config.sliding_window > 0 ? Json(config.sliding_window) : Json();
        return;
    }
    if (config.model_type != "qwen2" && config.model_type != "qwen3") return;
    out["use_sliding_window"] = config.sliding_window > 0;
    if (config.sliding_window == 0) return;
    out["sliding_window"] = config.sliding_window;
    std::int64_t full = 0;
    for (const bool windowed : config.windowed_layers) {
        if (!windowed) ++full;
        out["layer_types"].push_back(windowed ? "sliding_attention" : "full_attention");
    }
    out["max_window_layers"] = full;
}

void addDeepseek(const ModelConfig& config, Json& out) {
    const auto& latent = *config.latent;
    out["q_lora_rank"] = latent.q_lora_rank > 0 ? Json(latent.q_lora_rank) : Json();
    out["kv_lora_rank"] = latent.kv_lora_rank;
    out["qk_nope_head_dim"] = latent.qk_nope_head_dim;
    out["qk_rope_head_dim"] = latent.qk_rope_head_dim;
    out["v_head_dim"] = latent.v_head_dim;
    if (config.model_type == "deepseek_v3") {
        out["rope_interleave"] = latent.rope_interleave;
        out["num_nextn_predict_layers"] = 0;
    }
    if (!config.experts) return;
    const auto& experts = *config.experts;
    out["n_routed_experts"] = experts.n_routed_experts;
    out["n_shared_experts"] = experts.n_shared_experts;
    out["num_experts_per_tok"] = experts.num_experts_per_tok;
    out["moe_intermediate_size"] = experts.moe_intermediate_size;
    out["first_k_dense_replace"] = experts.first_k_dense_replace;
    out["n_group"] = experts.n_group;
    out["topk_group"] = experts.topk_group;
    out["topk_method"] = experts.sigmoid ? "noaux_tc" : experts.n_group > 1 ? "group_limited_greedy" : "greedy";
    out["scoring_func"] = experts.sigmoid ? "sigmoid" : "softmax";
    out["routed_scaling_factor"] = experts.routed_scaling_factor;
    out["norm_topk_prob"] = experts.norm_topk_prob;
}

}  // namespace

std::int64_t ModelConfig::window(std::int64_t layer) const {
    return sliding_window > 0 && windowed_layers[static_cast<std::size_t>(layer)] ? sliding_window : 0;
}

std::string ModelConfig::toJson() const {
    Json out;
    out["architectures"] = {architecture(model_type)};
    out["model_type"] = model_type;
    out["vocab_size"] = vocab_size;
    out["hidden_size"] = hidden_size;
    out["num_hidden_layers"] = num_hidden_layers;
    out["num_attention_heads"] = num_attention_heads;
    out["num_key_value_heads"] = num_key_value_heads;
    if (!latent && (head_dim * num_attention_heads != hidden_size || model_type != "qwen2")) out["head_dim"] = head_dim;
    out["intermediate_size"] = intermediate_size;
    out["max_position_embeddings"] = max_position_embeddings;
    out["hidden_act"] = "silu";
    out["rms_norm_eps"] = rms_norm_eps;
    out["rope_theta"] = rope_theta;
    if (rope_scaling.type != "default") out["rope_scaling"] = ropeJson(rope_scaling);
    out["initializer_range"] = initializer_range;
    if (model_type == "llama" || model_type == "qwen3" || latent) out["attention_bias"] = attention_bias;
    if (model_type == "llama") out["mlp_bias"] = false;
    addWindow(*this, out);
    if (latent) addDeepseek(*this, out);
    out["tie_word_embeddings"] = tie_word_embeddings;
    if (bos_token_id >= 0) out["bos_token_id"] = bos_token_id;
    if (eos_token_ids.size() == 1) out["eos_token_id"] = eos_token_ids[0];
    if (eos_token_ids.size() > 1) out["eos_token_id"] = eos_token_ids;
    out["torch_dtype"] = dtype;
    return out.dump(2) + "\n";
}

}  // namespace retort
