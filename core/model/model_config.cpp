// SPDX-License-Identifier: Apache-2.0
#include "model/model_config.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaxConfig = 16 << 20;
constexpr std::int64_t kMaxSize = std::int64_t{1} << 31;

/// Typed reads of one config.json whose errors name file and field.
class Fields {
public:
    Fields(fs::path path, json object) : path_(std::move(path)), object_(std::move(object)) {}

    static Fields open(const fs::path& path) {
        const auto text = readFile(path, kMaxConfig);
        const auto shallow = [&](int depth, json::parse_event_t, json&) {
            if (depth > 32) throw Error(ErrorCode::BadInput, "the JSON is nested too deeply", path.string());
            return true;
        };
        try {
            auto object = json::parse(text, shallow);
            if (!object.is_object()) throw Error(ErrorCode::BadInput, "the JSON is not an object", path.string());
            return {path, std::move(object)};
        } catch (const json::exception& error) {
            throw Error(ErrorCode::BadInput, fmt::format("the JSON cannot be read: {}", error.what()), path.string());
        }
    }

    [[noreturn]] void refuse(const std::string& field, const std::string& message, const std::string& remedy = {}) const {
        throw Error(ErrorCode::BadInput, fmt::format("\"{}\" {}", field, message), path_.string(), remedy);
    }
    /// Null where the field is missing or null.
    const json* find(const std::string& field) const {
        const auto found = object_.find(field);
        return found == object_.end() || found->is_null() ? nullptr : &*found;
    }
    std::int64_t size(const std::string& field) const {
        if (!find(field)) refuse(field, "is missing");
        return size(field, 0);
    }
    std::int64_t size(const std::string& field, std::int64_t fallback) const {
        const auto* value = find(field);
        if (!value) return fallback;
        if (!value->is_number_integer() || value->get<double>() < 1 || value->get<double>() > static_cast<double>(kMaxSize))
            refuse(field, fmt::format("must be a whole number from 1 to {}", kMaxSize));
        return value->get<std::int64_t>();
    }
    double number(const std::string& field, double fallback) const {
        const auto* value = find(field);
        if (!value) return fallback;
        if (!value->is_number() || !std::isfinite(value->get<double>()) || value->get<double>() <= 0)
            refuse(field, "must be a number above 0");
        return value->get<double>();
    }
    bool flag(const std::string& field, bool fallback) const {
        const auto* value = find(field);
        if (value && !value->is_boolean()) refuse(field, "must be true or false");
        return value ? value->get<bool>() : fallback;
    }
    std::string text(const std::string& field, const std::string& fallback) const {
        const auto* value = find(field);
        if (value && !value->is_string()) refuse(field, "must be a text");
        return value ? value->get<std::string>() : fallback;
    }
    /// A token id, or a list of them; empty where the field is missing.
    std::vector<std::int64_t> ids(const std::string& field, std::int64_t vocab_size) const {
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

private:
    fs::path path_;
    json object_;
};

/// Variants of the family that would compute something else than we do.
void refuseVariants(const Fields& fields, const std::string& model_type) {
    if (model_type != "qwen2" && model_type != "llama")
        fields.refuse("model_type", fmt::format("is \"{}\"", model_type), "Retort runs qwen2 and llama models");
    if (fields.text("hidden_act", "silu") != "silu") fields.refuse("hidden_act", "must be \"silu\"");
    if (fields.flag("mlp_bias", false)) fields.refuse("mlp_bias", "must be false");
    if (fields.flag("use_sliding_window", false)) fields.refuse("use_sliding_window", "must be false");
    if (fields.find("quantization_config"))
        fields.refuse("quantization_config", "is set", "Use the model's unquantized weights");
    for (const char* name : {"rope_scaling", "rope_parameters"}) {
        const auto* rope = fields.find(name);
        if (!rope) continue;
        if (!rope->is_object()) fields.refuse(name, "must be an object");
        for (const char* key : {"rope_type", "type"})
            if (rope->contains(key) && (*rope)[key] != "default")
                fields.refuse(fmt::format("{}.{}", name, key), "must be \"default\"", "Scaled rotary embeddings are not supported");
    }
}

double ropeTheta(const Fields& fields) {
    const auto* rope = fields.find("rope_parameters");
    if (!rope || !rope->contains("rope_theta")) return fields.number("rope_theta", 10000);
    const auto& theta = (*rope)["rope_theta"];
    if (!theta.is_number() || !(theta.get<double>() > 0)) fields.refuse("rope_parameters.rope_theta", "must be a number above 0");
    return theta.get<double>();
}

void checkSizes(const Fields& fields, const ModelConfig& config) {
    if (config.num_attention_heads % config.num_key_value_heads != 0)
        fields.refuse("num_attention_heads", "must be a multiple of num_key_value_heads");
    if (config.head_dim % 2 != 0) fields.refuse("head_dim", "must be even for the rotary embedding");
    // Products of these sizes must stay far from overflow wherever they are formed.
    if (config.num_attention_heads > (1 << 16) || config.head_dim > (1 << 16) || config.num_hidden_layers > (1 << 16))
        fields.refuse("num_attention_heads", "and the other sizes are larger than any model");
}

}  // namespace

ModelConfig ModelConfig::load(const fs::path& folder) {
    const auto fields = Fields::open(folder / "config.json");
    ModelConfig config;
    if (!fields.find("model_type")) fields.refuse("model_type", "is missing");
    config.model_type = fields.text("model_type", "");
    refuseVariants(fields, config.model_type);
    config.vocab_size = fields.size("vocab_size");
    config.hidden_size = fields.size("hidden_size");
    config.num_hidden_layers = fields.size("num_hidden_layers");
    config.num_attention_heads = fields.size("num_attention_heads");
    config.num_key_value_heads = fields.size("num_key_value_heads", config.num_attention_heads);
    config.intermediate_size = fields.size("intermediate_size");
    config.max_position_embeddings = fields.size("max_position_embeddings", 32768);
    if (!fields.find("head_dim") && config.hidden_size % config.num_attention_heads != 0)
        fields.refuse("hidden_size", "must be a multiple of num_attention_heads");
    config.head_dim = fields.size("head_dim", config.hidden_size / config.num_attention_heads);
    config.rope_theta = ropeTheta(fields);
    config.rms_norm_eps = fields.number("rms_norm_eps", 1e-6);
    config.initializer_range = fields.number("initializer_range", 0.02);
    config.attention_bias = config.model_type == "qwen2" || fields.flag("attention_bias", false);
    config.tie_word_embeddings = fields.flag("tie_word_embeddings", false);
    checkSizes(fields, config);

    const auto bos = fields.ids("bos_token_id", config.vocab_size);
    if (!bos.empty()) config.bos_token_id = bos.front();
    config.eos_token_ids = fields.ids("eos_token_id", config.vocab_size);
    if (const auto generation = folder / "generation_config.json"; fs::exists(generation)) {
        const auto ids = Fields::open(generation).ids("eos_token_id", config.vocab_size);
        if (!ids.empty()) config.eos_token_ids = ids;
    }
    return config;
}

std::string ModelConfig::toJson() const {
    nlohmann::ordered_json out;
    out["architectures"] = {model_type == "llama" ? "LlamaForCausalLM" : "Qwen2ForCausalLM"};
    out["model_type"] = model_type;
    out["vocab_size"] = vocab_size;
    out["hidden_size"] = hidden_size;
    out["num_hidden_layers"] = num_hidden_layers;
    out["num_attention_heads"] = num_attention_heads;
    out["num_key_value_heads"] = num_key_value_heads;
    if (head_dim * num_attention_heads != hidden_size || model_type == "llama") out["head_dim"] = head_dim;
    out["intermediate_size"] = intermediate_size;
    out["max_position_embeddings"] = max_position_embeddings;
    out["hidden_act"] = "silu";
    out["rms_norm_eps"] = rms_norm_eps;
    out["rope_theta"] = rope_theta;
    out["initializer_range"] = initializer_range;
    if (model_type == "llama") {
        out["attention_bias"] = attention_bias;
        out["mlp_bias"] = false;
    } else {
        out["use_sliding_window"] = false;
    }
    out["tie_word_embeddings"] = tie_word_embeddings;
    if (bos_token_id >= 0) out["bos_token_id"] = bos_token_id;
    if (eos_token_ids.size() == 1) out["eos_token_id"] = eos_token_ids[0];
    if (eos_token_ids.size() > 1) out["eos_token_id"] = eos_token_ids;
    out["torch_dtype"] = "float32";
    return out.dump(2) + "\n";
}

}  // namespace retort
