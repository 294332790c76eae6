// SPDX-License-Identifier: Apache-2.0
// ModelConfig::load: what config.json says in its old and new spellings, with the defaults of transformers.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "model/config_fields.h"
#include "model/model_config.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

bool isDeepseek(const std::string& type) { return type == "deepseek_v2" || type == "deepseek_v3"; }

/// Variants that would compute something else than we do.
void refuseVariants(const ConfigFields& fields, const std::string& type) {
    static const std::set<std::string> known = {"qwen2", "qwen3", "llama", "mistral", "deepseek_v2", "deepseek_v3"};
    if (!known.contains(type))
        fields.refuse("model_type", fmt::format("is \"{}\"", type),
                      "Retort runs qwen2, qwen3, llama, mistral, deepseek_v2 and deepseek_v3 models");
    if (fields.text("hidden_act", "silu") != "silu") fields.refuse("hidden_act", "must be \"silu\"");
    if (fields.flag("mlp_bias", false)) fields.refuse("mlp_bias", "must be false");
    if (type == "mistral" && fields.flag("attention_bias", false))
        fields.refuse("attention_bias", "must be false for mistral");
    if (isDeepseek(type) && fields.flag("attention_bias", false))
        fields.refuse("attention_bias", "must be false with latent attention");
    if (fields.find("attention_dropout") && *fields.find("attention_dropout") != 0)
        fields.refuse("attention_dropout", "must be 0");
    if (fields.number("partial_rotary_factor", 1) != 1) fields.refuse("partial_rotary_factor", "must be 1");
    if (fields.find("quantization_config"))
        fields.refuse("quantization_config", "is set", "Use the model's unquantized weights");
    refuseUnknownFields(fields);
}

void readRopeKind(const ConfigFields& rope, const ConfigFields& top, ModelConfig& config) {
    static constexpr std::array known = {"rope_type",
                                         "type",
                                         "rope_theta",
                                         "factor",
                                         "low_freq_factor",
                                         "high_freq_factor",
                                         "original_max_position_embeddings",
                                         "attention_factor",
                                         "beta_fast",
                                         "beta_slow",
                                         "mscale",
                                         "mscale_all_dim",
                                         "truncate",
                                         "partial_rotary_factor",
                                         "finetuned"};
    for (const auto& [name, value] : rope.values().items())
        if (!value.is_null() && std::find(known.begin(), known.end(), name) == known.end())
            rope.refuse(name, "is a field that Retort does not know");
    if (rope.number("partial_rotary_factor", 1) != 1) rope.refuse("partial_rotary_factor", "must be 1");
    auto& scaling = config.rope_scaling;
    const char* spelling = rope.find("rope_type") ? "rope_type" : "type";
    scaling.type = rope.text(spelling, "default");
    if (scaling.type == "default") return;
    static const std::set<std::string> kinds = {"linear", "dynamic", "llama3", "yarn"};
    if (!kinds.contains(scaling.type))
        rope.refuse(spelling, fmt::format("is \"{}\"", scaling.type),
                    "Retort runs default, linear, dynamic, llama3 and yarn");
    if (scaling.type == "llama3" || scaling.type == "yarn")
        scaling.original_max_position_embeddings =
            top.size("original_max_position_embeddings",
                     rope.size("original_max_position_embeddings", config.max_position_embeddings));
    if (!rope.find("factor")) rope.refuse("factor", "is missing");
    scaling.factor = rope.number("factor", 1);
    if (scaling.type == "llama3")
        for (const char* field : {"low_freq_factor", "high_freq_factor"})
            if (!rope.find(field)) rope.refuse(field, "is missing");
    scaling.low_freq_factor = rope.number("low_freq_factor", 1);
    scaling.high_freq_factor = rope.number("high_freq_factor", 4);
    if (scaling.high_freq_factor <= scaling.low_freq_factor)
        rope.refuse("high_freq_factor", "must be above low_freq_factor");
    if (rope.find("attention_factor")) scaling.attention_factor = rope.number("attention_factor", 0);
    scaling.beta_fast = rope.number("beta_fast", 32);
    scaling.beta_slow = rope.number("beta_slow", 1);
    // 0 means "not given" for these two, in the published configs as in transformers.
    const auto optional = [&](const char* field) {
        return rope.find(field) && *rope.find(field) != 0 ? rope.number(field, 0) : 0.0;
    };
    scaling.mscale = optional("mscale");
    scaling.mscale_all_dim = optional("mscale_all_dim");
    scaling.truncate = rope.flag("truncate", true);
}

void readRope(const ConfigFields& fields, ModelConfig& config) {
    config.rope_theta = fields.number("rope_theta", 10000);
    for (const char* name : {"rope_scaling", "rope_parameters"}) {
        if (!fields.find(name)) continue;
        const auto rope = fields.object(name);
        config.rope_theta = rope.number("rope_theta", config.rope_theta);
        // Where both spellings are there, rope_scaling decides the kind, as in transformers.
        if (config.rope_scaling.type == "default") readRopeKind(rope, fields, config);
    }
}

void readWindow(const ConfigFields& fields, ModelConfig& config) {
    if (config.model_type != "qwen2" && config.model_type != "qwen3" && config.model_type != "mistral") {
        if (fields.find("sliding_window"))
            fields.refuse("sliding_window", fmt::format("has no meaning for {}", config.model_type));
        return;
    }
    const bool mistral = config.model_type == "mistral";
    // Mistral's default counts where the field is missing; null switches the window off.
    const bool absent = !fields.values().contains("sliding_window");
    const bool on = mistral ? absent || fields.find("sliding_window")
                            : fields.flag("use_sliding_window", false) && (absent || fields.find("sliding_window"));
    const auto layers = static_cast<std::size_t>(config.num_hidden_layers);
    std::vector<bool> windowed(layers, on);
    if (!mistral)
        for (std::size_t i = 0; i < layers; ++i)
            windowed[i] = on && static_cast<std::int64_t>(i) >= fields.count("max_window_layers", 28);
    if (const auto* types = fields.find("layer_types")) {
        if (!types->is_array() || types->size() != layers)
            fields.refuse("layer_types", "must be a list with one entry per layer");
        for (std::size_t i = 0; i < layers; ++i) {
            const auto& type = (*types)[i];
            if (type != "full_attention" && type != "sliding_attention")
                fields.refuse("layer_types", "must hold \"full_attention\" and \"sliding_attention\" only");
            windowed[i] = type == "sliding_attention";
            if (windowed[i] && !on) fields.refuse("layer_types", "has sliding_attention, but no sliding_window is in use");
        }
    }
    if (std::none_of(windowed.begin(), windowed.end(), [](bool layer) { return layer; })) return;
    config.sliding_window = fields.size("sliding_window", 4096);
    config.windowed_layers = std::move(windowed);
}

void readLatent(const ConfigFields& fields, ModelConfig& config) {
    LatentAttention latent;
    latent.q_lora_rank = fields.find("q_lora_rank") ? fields.size("q_lora_rank") : 0;
    latent.kv_lora_rank = fields.size("kv_lora_rank");
    latent.qk_nope_head_dim = fields.size("qk_nope_head_dim");
    latent.qk_rope_head_dim = fields.size("qk_rope_head_dim");
    latent.v_head_dim = fields.size("v_head_dim");
    latent.rope_interleave = fields.flag("rope_interleave", true);
    if (!latent.rope_interleave && config.model_type == "deepseek_v2")
        fields.refuse("rope_interleave", "must be true for deepseek_v2");
    if (latent.qk_rope_head_dim % 2 != 0) fields.refuse("qk_rope_head_dim", "must be even for the rotary embedding");
    if (config.num_key_value_heads != config.num_attention_heads)
        fields.refuse("num_key_value_heads", "must equal num_attention_heads with latent attention");
    config.latent = latent;
    config.head_dim = latent.qk_nope_head_dim + latent.qk_rope_head_dim;
}

void readExperts(const ConfigFields& fields, ModelConfig& config) {
    const bool third = config.model_type == "deepseek_v3";
    MixtureOfExperts experts;
    experts.n_routed_experts = fields.size("n_routed_experts");
    experts.n_shared_experts = fields.size("n_shared_experts");
    experts.num_experts_per_tok = fields.size("num_experts_per_tok");
    experts.moe_intermediate_size = fields.size("moe_intermediate_size");
    experts.first_k_dense_replace = fields.count("first_k_dense_replace", third ? 3 : 0);
    experts.routed_scaling_factor = fields.number("routed_scaling_factor", third ? 2.5 : 1);
    experts.norm_topk_prob = fields.flag("norm_topk_prob", third);
    experts.sigmoid = third;
    if (fields.size("moe_layer_freq", 1) != 1) fields.refuse("moe_layer_freq", "must be 1");
    if (fields.text("scoring_func", third ? "sigmoid" : "softmax") != (third ? "sigmoid" : "softmax"))
        fields.refuse("scoring_func",
                      fmt::format("must be \"{}\" for {}", third ? "sigmoid" : "softmax", config.model_type));
    if (!third && experts.norm_topk_prob) fields.refuse("norm_topk_prob", "must be false for deepseek_v2");
    const auto method = fields.text("topk_method", third ? "noaux_tc" : "greedy");
    if (third ? method != "noaux_tc" : method != "greedy" && method != "group_limited_greedy")
        fields.refuse("topk_method", fmt::format("is \"{}\", which {} models do not use", method, config.model_type));
    if (third || method == "group_limited_greedy") {
        experts.n_group = fields.size("n_group", third ? 8 : 1);
        experts.topk_group = fields.size("topk_group", third ? 4 : 1);
    }
    const auto in_group = experts.n_routed_experts / experts.n_group;
    if (experts.n_routed_experts % experts.n_group != 0) fields.refuse("n_group", "must divide n_routed_experts");
    if (third && in_group < 2) fields.refuse("n_group", "must leave two experts in each group");
    if (experts.topk_group > experts.n_group) fields.refuse("topk_group", "must not be above n_group");
    if (experts.num_experts_per_tok > experts.topk_group * in_group)
        fields.refuse("num_experts_per_tok", "is more than the experts that may be chosen");
    config.experts = experts;
}

void checkSizes(const ConfigFields& fields, const ModelConfig& config) {
    if (config.num_attention_heads % config.num_key_value_heads != 0)
        fields.refuse("num_attention_heads", "must be a multiple of num_key_value_heads");
    if (config.head_dim % 2 != 0 && !config.latent) fields.refuse("head_dim", "must be even for the rotary embedding");
    if (config.rope_scaling.type == "dynamic" && config.rotaryDim() < 4)
        fields.refuse("head_dim", "must be above 2 for dynamic scaling");
    // Products of these sizes must stay far from overflow wherever they are formed.
    const std::int64_t most = 1 << 16;
    const auto experts = config.experts ? config.experts->n_routed_experts : 1;
    if (config.num_attention_heads > most || config.head_dim > most || config.num_hidden_layers > most || experts > most ||
        config.num_hidden_layers * experts > (std::int64_t{1} << 17))
        fields.refuse("num_attention_heads", "and the other sizes are larger than any model");
}

std::string dtypeOf(const ConfigFields& fields) {
    for (const char* name : {"dtype", "torch_dtype"}) {
        if (!fields.find(name)) continue;
        auto dtype = fields.text(name, "");
        if (dtype.starts_with("torch.")) dtype.erase(0, 6);
        if (dtype != "float32" && dtype != "float16" && dtype != "bfloat16")
            fields.refuse(name, fmt::format("is \"{}\"", dtype), "Retort reads float32, float16 and bfloat16");
        return dtype;
    }
    return "float32";
}

void readTokenIds(const ConfigFields& fields, const fs::path& folder, ModelConfig& config) {
    const auto bos = fields.ids("bos_token_id", config.vocab_size);
    if (!bos.empty()) config.bos_token_id = bos.front();
    config.eos_token_ids = fields.ids("eos_token_id", config.vocab_size);
    const auto generation = folder / "generation_config.json";
    if (!fs::exists(generation)) return;
    const auto ids = ConfigFields::open(generation).ids("eos_token_id", config.vocab_size);
    if (!ids.empty()) config.eos_token_ids = ids;
}

}  // namespace

ModelConfig ModelConfig::load(const fs::path& folder) {
    if (!fs::is_regular_file(folder / "config.json"))
        throw Error(ErrorCode::BadInput,
                    fs::is_directory(folder) ? "there is no model: config.json is missing" : "there is no such folder",
                    folder.string(), "Name a HuggingFace model folder, e.g. a checkpoint of a run");
    const auto fields = ConfigFields::open(folder / "config.json");
    ModelConfig config;
    if (!fields.find("model_type")) fields.refuse("model_type", "is missing");
    const auto type = config.model_type = fields.text("model_type", "");
    refuseVariants(fields, type);
    const bool llama = type == "llama", qwen = type == "qwen2" || type == "qwen3";
    config.vocab_size = fields.size("vocab_size");
    config.hidden_size = fields.size("hidden_size");
    config.num_hidden_layers = fields.size("num_hidden_layers");
    config.num_attention_heads = fields.size("num_attention_heads");
    config.num_key_value_heads = fields.size("num_key_value_heads", config.num_attention_heads);
    config.intermediate_size = fields.size("intermediate_size");
    config.max_position_embeddings = fields.size("max_position_embeddings", qwen                    ? 32768
                                                                            : type == "mistral"     ? 131072
                                                                            : type == "deepseek_v3" ? 4096
                                                                                                    : 2048);
    if (isDeepseek(type)) {
        readLatent(fields, config);
        readExperts(fields, config);
        config.num_nextn_predict_layers = fields.count("num_nextn_predict_layers", 0);
    } else {
        if (!fields.find("head_dim") && type != "qwen3" && config.hidden_size % config.num_attention_heads != 0)
            fields.refuse("hidden_size", "must be a multiple of num_attention_heads");
        config.head_dim = fields.size("head_dim", type == "qwen3" ? 128 : config.hidden_size / config.num_attention_heads);
    }
    readRope(fields, config);
    readWindow(fields, config);
    config.rms_norm_eps = fields.number("rms_norm_eps", 1e-6);
    config.initializer_range = fields.number("initializer_range", 0.02);
    config.attention_bias = type == "qwen2" || ((llama || type == "qwen3") && fields.flag("attention_bias", false));
    config.tie_word_embeddings = fields.flag("tie_word_embeddings", false);
    config.dtype = dtypeOf(fields);
    checkSizes(fields, config);
    readTokenIds(fields, folder, config);
    return config;
}

}  // namespace retort
