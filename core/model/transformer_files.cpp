// SPDX-License-Identifier: Apache-2.0
// Transformer::load and save.
#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "model/parameter_layout.h"
#include "model/safetensors.h"
#include "model/transformer.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void wrong(const SafetensorsFolder& weights, const std::string& message) {
    throw Error(ErrorCode::BadInput, message, weights.path().string(), "config.json and the weights must belong together");
}

/// Buffers that older exports stored beside the weights, the head of a tied model (the embedding once more), and the layers
/// that predict further tokens (multi-token prediction), which generation does without.
bool ignorable(const ModelConfig& config, const std::string& name) {
    for (std::int64_t extra = 0; extra < config.num_nextn_predict_layers; ++extra)
        if (name.starts_with(fmt::format("model.layers.{}.", config.num_hidden_layers + extra))) return true;
    return name.ends_with(".rotary_emb.inv_freq") || (config.tie_word_embeddings && name == "lm_head.weight");
}

at::Tensor checked(const SafetensorsFolder& weights, const ParameterSpec& spec) {
    if (!weights.names().contains(spec.name)) wrong(weights, fmt::format("tensor \"{}\" is missing", spec.name));
    const auto& shape = weights.entry(spec.name).shape;
    if (shape != spec.shape)
        wrong(weights, fmt::format("tensor \"{}\" is [{}], config.json asks for [{}]", spec.name, fmt::join(shape, ", "),
                                   fmt::join(spec.shape, ", ")));
    auto tensor = weights.read(spec.name);
    if (!at::isfinite(tensor).all().item<bool>())
        throw Error(ErrorCode::BadInput, fmt::format("tensor \"{}\" holds values that are not finite", spec.name),
                    weights.path().string(), "The training that wrote these weights diverged; use an earlier checkpoint");
    return tensor;
}

}  // namespace

Transformer Transformer::load(const fs::path& folder) {
    const bool weights_here =
        fs::exists(folder / "model.safetensors") || fs::exists(folder / "model.safetensors.index.json");
    if (hasAdapter(folder) && !weights_here) {
        auto model = load(adapterBase(folder));
        model.attachLora(Lora::load(folder, model.config_));
        return model;
    }
    Transformer model(ModelConfig::load(folder));
    const SafetensorsFolder weights(folder);
    const auto layout = parameterLayout(model.config_);
    std::set<std::string> expected;
    for (const auto& spec : layout) expected.insert(spec.name);
    for (const auto& [name, file] : weights.names())
        if (!expected.contains(name) && !ignorable(model.config_, name))
            wrong(weights, fmt::format("tensor \"{}\" has no place in the model", name));
    for (const auto& spec : layout) model.add(spec.name, checked(weights, spec));
    if (model.config_.tie_word_embeddings && weights.names().contains("lm_head.weight") &&
        !at::equal(weights.read("lm_head.weight"), model.parameters_.front().second.detach()))
        wrong(weights, "tie_word_embeddings is set, but lm_head.weight differs from the embedding");
    if (hasAdapter(folder)) model.attachLora(Lora::load(folder, model.config_));
    return model;
}

void Transformer::save(const fs::path& folder, Precision precision) const {
    writeFileDurably(folder / "config.json", config_.toJson());
    writeSafetensors(folder / "model.safetensors", parameters_, precision == Precision::Exact ? "float32" : config_.dtype);
    if (lora_) lora_->save(folder, ".");
    nlohmann::ordered_json generation;
    if (config_.bos_token_id >= 0) generation["bos_token_id"] = config_.bos_token_id;
    if (config_.eos_token_ids.size() == 1) generation["eos_token_id"] = config_.eos_token_ids[0];
    if (config_.eos_token_ids.size() > 1) generation["eos_token_id"] = config_.eos_token_ids;
    writeFileDurably(folder / "generation_config.json",
                     (generation.is_null() ? std::string("{}") : generation.dump(2)) + "\n");
}

}  // namespace retort
