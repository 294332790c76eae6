// SPDX-License-Identifier: Apache-2.0
#include "model/config_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "base/file.h"
#include "model/strict_json.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaxConfig = 16 << 20;
constexpr std::int64_t kMaxSize = std::int64_t{1} << 31;

// Read by ModelConfig::load.
constexpr std::array kRead = {"model_type",
                              "vocab_size",
                              "hidden_size",
                              "num_hidden_layers",
                              "num_attention_heads",
                              "num_key_value_heads",
                              "head_dim",
                              "intermediate_size",
                              "max_position_embeddings",
                              "rope_theta",
                              "rope_scaling",
                              "rope_parameters",
                              "rms_norm_eps",
                              "initializer_range",
                              "attention_bias",
                              "tie_word_embeddings",
                              "sliding_window",
                              "use_sliding_window",
                              "max_window_layers",
                              "layer_types",
                              "torch_dtype",
                              "dtype",
                              "bos_token_id",
                              "eos_token_id",
                              "hidden_act",
                              "mlp_bias",
                              "attention_dropout",
                              "partial_rotary_factor",
                              "original_max_position_embeddings",
                              "q_lora_rank",
                              "kv_lora_rank",
                              "qk_nope_head_dim",
                              "qk_rope_head_dim",
                              "v_head_dim",
                              "qk_head_dim",
                              "rope_interleave",
                              "n_routed_experts",
                              "n_shared_experts",
                              "num_experts_per_tok",
                              "moe_intermediate_size",
                              "first_k_dense_replace",
                              "moe_layer_freq",
                              "n_group",
                              "topk_group",
                              "topk_method",
                              "scoring_func",
                              "routed_scaling_factor",
                              "norm_topk_prob",
                              "num_nextn_predict_layers",
                              "num_mtp_layers",
                              "quantization_config"};

// HuggingFace's bookkeeping, training-only settings of its own loops, and defaults of its generate().
constexpr std::array kHarmless = {"architectures",
                                  "auto_map",
                                  "transformers_version",
                                  "use_cache",
                                  "pretraining_tp",
                                  "pad_token_id",
                                  "name_or_path",
                                  "id2label",
                                  "label2id",
                                  "num_labels",
                                  "problem_type",
                                  "task_specific_params",
                                  "finetuning_task",
                                  "tokenizer_class",
                                  "prefix",
                                  "return_dict",
                                  "output_attentions",
                                  "output_hidden_states",
                                  "output_router_logits",
                                  "torchscript",
                                  "pruned_heads",
                                  "chunk_size_feed_forward",
                                  "is_decoder",
                                  "is_encoder_decoder",
                                  "cross_attention_hidden_size",
                                  "add_cross_attention",
                                  "tie_encoder_decoder",
                                  "use_bfloat16",
                                  "tf_legacy_loss",
                                  "ep_size",
                                  "aux_loss_alpha",
                                  "seq_aux",
                                  "router_aux_loss_coef",
                                  "attn_implementation",
                                  "sep_token_id",
                                  "decoder_start_token_id",
                                  "model_max_length",
                                  "max_sequence_length",
                                  "neftune_noise_alpha",
                                  "is_llama_config",
                                  "max_length",
                                  "min_length",
                                  "do_sample",
                                  "early_stopping",
                                  "num_beams",
                                  "num_beam_groups",
                                  "diversity_penalty",
                                  "temperature",
                                  "top_k",
                                  "top_p",
                                  "typical_p",
                                  "repetition_penalty",
                                  "length_penalty",
                                  "no_repeat_ngram_size",
                                  "encoder_no_repeat_ngram_size",
                                  "bad_words_ids",
                                  "num_return_sequences",
                                  "forced_bos_token_id",
                                  "forced_eos_token_id",
                                  "remove_invalid_values",
                                  "suppress_tokens",
                                  "exponential_decay_length_penalty",
                                  "begin_suppress_tokens",
                                  "output_scores",
                                  "return_dict_in_generate"};

bool contains(const auto& list, const std::string& name) {
    return std::find_if(list.begin(), list.end(), [&](const char* entry) { return name == entry; }) != list.end();
}

bool switchesNothingOn(const json& value) {
    return value.is_null() || value == false ||
           ((value.is_array() || value.is_object() || value.is_string()) && value.empty());
}

}  // namespace

ConfigFields::ConfigFields(fs::path path, json object, std::string prefix)
    : path_(std::move(path)), object_(std::move(object)), prefix_(std::move(prefix)) {}

ConfigFields ConfigFields::open(const fs::path& path) { return {path, parseStrictly(path, readFile(path, kMaxConfig), 32)}; }

void ConfigFields::refuse(const std::string& field, const std::string& message, const std::string& remedy) const {
    throw Error(ErrorCode::BadInput, fmt::format("\"{}{}\" {}", prefix_, field, message), path_.string(), remedy);
}

const json* ConfigFields::find(const std::string& field) const {
    const auto found = object_.find(field);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::int64_t ConfigFields::size(const std::string& field) const {
    if (!find(field)) refuse(field, "is missing");
    return size(field, 0);
}

std::int64_t ConfigFields::size(const std::string& field, std::int64_t fallback) const {
    if (!find(field)) return fallback;
    const auto value = count(field, 0);
    if (value < 1) refuse(field, fmt::format("must be a whole number from 1 to {}", kMaxSize));
    return value;
}

std::int64_t ConfigFields::count(const std::string& field, std::int64_t fallback) const {
    const auto* value = find(field);
    if (!value) return fallback;
    if (!value->is_number_integer() || value->get<double>() < 0 || value->get<double>() > static_cast<double>(kMaxSize))
        refuse(field, fmt::format("must be a whole number from 0 to {}", kMaxSize));
    return value->get<std::int64_t>();
}

double ConfigFields::number(const std::string& field, double fallback) const {
    const auto* value = find(field);
    if (!value) return fallback;
    if (!value->is_number() || !std::isfinite(value->get<double>()) || value->get<double>() <= 0)
        refuse(field, "must be a number above 0");
    return value->get<double>();
}

bool ConfigFields::flag(const std::string& field, bool fallback) const {
    const auto* value = find(field);
    if (value && !value->is_boolean()) refuse(field, "must be true or false");
    return value ? value->get<bool>() : fallback;
}

std::string ConfigFields::text(const std::string& field, const std::string& fallback) const {
    const auto* value = find(field);
    if (value && !value->is_string()) refuse(field, "must be a text");
    return value ? value->get<std::string>() : fallback;
}

std::vector<std::int64_t> ConfigFields::ids(const std::string& field, std::int64_t vocab_size) const {
    const auto* value = find(field);
    if (!value) return {};
    std::vector<std::int64_t> result;
    for (const auto& id : value->is_array() ? *value : json::array({*value})) {
        if (!id.is_number_integer() || id.get<double>() < 0 || id.get<double>() >= static_cast<double>(vocab_size))
            refuse(field, fmt::format("must hold token ids below vocab_size ({})", vocab_size));
        result.push_back(id.get<std::int64_t>());
    }
    return result;
}

ConfigFields ConfigFields::object(const std::string& field) const {
    const auto* value = find(field);
    if (!value || !value->is_object()) refuse(field, "must be an object");
    return {path_, *value, prefix_ + field + "."};
}

void refuseUnknownFields(const ConfigFields& fields) {
    for (const auto& [name, value] : fields.values().items()) {
        if (contains(kRead, name) || contains(kHarmless, name) || name.starts_with("_") || name.starts_with("unsloth"))
            continue;
        if (!switchesNothingOn(value))
            fields.refuse(name, "is a field that Retort does not know",
                          "If it changes nothing in what the model computes, take it out of config.json");
    }
}

}  // namespace retort
