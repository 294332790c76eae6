// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace retort {

/// The shape of a model, from config.json. Names are HuggingFace's.
struct ModelConfig {
    std::string model_type = "qwen2";          ///< "qwen2" or "llama"
    std::int64_t vocab_size = 0;
    std::int64_t hidden_size = 0, num_hidden_layers = 0, num_attention_heads = 0, num_key_value_heads = 0;
    std::int64_t head_dim = 0;                 ///< hidden_size / num_attention_heads unless config.json says otherwise
    std::int64_t intermediate_size = 0, max_position_embeddings = 0;
    double rope_theta = 10000, rms_norm_eps = 1e-6, initializer_range = 0.02;
    bool attention_bias = false;               ///< q, k, v have a bias (always so for qwen2)
    bool tie_word_embeddings = false;
    std::int64_t bos_token_id = -1;            ///< -1: none
    std::vector<std::int64_t> eos_token_ids;

    /// Reads FOLDER/config.json (and the EOS ids of generation_config.json). Throws Error(BadInput) naming file and field for
    /// a missing field, a kind we do not run, or sizes that do not fit each other.
    static ModelConfig load(const std::filesystem::path& folder);
    std::string toJson() const;
    std::int64_t parameterCount() const;
};

}  // namespace retort
