// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace retort {

/// How rotary frequencies are stretched beyond the pretrained context; names are HuggingFace's rope_scaling /
/// rope_parameters.
struct RopeScaling {
    std::string type = "default";  ///< "default", "linear", "dynamic", "llama3", "yarn"
    double factor = 1;
    double low_freq_factor = 1, high_freq_factor = 4;   ///< llama3
    std::int64_t original_max_position_embeddings = 0;  ///< llama3, yarn
    double attention_factor = 0;                        ///< yarn: on cos and sin; 0: by the formula of YaRN (2309.00071)
    double beta_fast = 32, beta_slow = 1;               ///< yarn
    double mscale = 0, mscale_all_dim = 0;              ///< yarn, DeepSeek's; 0: not given
    bool truncate = true;                               ///< yarn: the ramp's ends are rounded outwards
};

/// Multi-head latent attention of DeepSeek-V2 (2405.04434, section 2.1).
struct LatentAttention {
    std::int64_t q_lora_rank = 0;  ///< 0: queries are not compressed
    std::int64_t kv_lora_rank = 0, qk_nope_head_dim = 0, qk_rope_head_dim = 0, v_head_dim = 0;
    bool rope_interleave = true;  ///< rotary pairs are neighbours (2i, 2i + 1), not halves
};

/// Mixture of experts of DeepSeek-V2 and V3 (2412.19437, section 2.1.2).
struct MixtureOfExperts {
    std::int64_t n_routed_experts = 0, n_shared_experts = 0, num_experts_per_tok = 0, moe_intermediate_size = 0;
    std::int64_t first_k_dense_replace = 0;    ///< layers before this one have a dense MLP
    std::int64_t n_group = 1, topk_group = 1;  ///< experts are chosen within the topk_group best groups
    double routed_scaling_factor = 1;
    bool norm_topk_prob = false;  ///< chosen weights are made to sum to 1 before scaling
    bool sigmoid = false;         ///< V3: sigmoid scores, choice by score + correction bias; else softmax
};

/// The shape of a model, from config.json. Names are HuggingFace's.
struct ModelConfig {
    std::string model_type = "qwen2";  ///< "qwen2", "qwen3", "llama", "mistral", "deepseek_v2" or "deepseek_v3"
    std::int64_t vocab_size = 0;
    std::int64_t hidden_size = 0, num_hidden_layers = 0, num_attention_heads = 0, num_key_value_heads = 0;
    std::int64_t head_dim = 0;  ///< hidden_size / num_attention_heads unless config.json says otherwise
    std::int64_t intermediate_size = 0, max_position_embeddings = 0;
    double rope_theta = 10000, rms_norm_eps = 1e-6, initializer_range = 0.02;
    RopeScaling rope_scaling;
    bool attention_bias = false;  ///< q, k, v have a bias (always so for qwen2)
    bool tie_word_embeddings = false;
    std::int64_t sliding_window = 0;            ///< tokens a windowed layer sees, itself included; 0: no layer is windowed
    std::vector<bool> windowed_layers;          ///< one per layer where sliding_window > 0
    std::optional<LatentAttention> latent;      ///< deepseek_v2, deepseek_v3
    std::optional<MixtureOfExperts> experts;    ///< deepseek_v2, deepseek_v3
    std::int64_t num_nextn_predict_layers = 0;  ///< extra layers of the file that predict further tokens; not loaded
    std::string dtype =
        "float32";  ///< "float32", "float16" or "bfloat16": what the weights are stored as; computing is fp32
    std::int64_t bos_token_id = -1;  ///< -1: none
    std::vector<std::int64_t> eos_token_ids;

    bool queryKeyNorm() const { return model_type == "qwen3"; }
    /// Tokens that layer `layer` sees, itself included; 0: all.
    std::int64_t window(std::int64_t layer) const;
    bool sparse(std::int64_t layer) const { return experts && layer >= experts->first_k_dense_replace; }
    /// Size of what the rotary embedding turns of each head.
    std::int64_t rotaryDim() const { return latent ? latent->qk_rope_head_dim : head_dim; }

    /// Reads FOLDER/config.json (and the EOS ids of generation_config.json). Throws Error(BadInput) naming file and field
    /// for a missing field, a kind or a field that we do not run, or sizes that do not fit each other.
    static ModelConfig load(const std::filesystem::path& folder);
    std::string toJson() const;
    std::int64_t parameterCount() const;
};

}  // namespace retort
