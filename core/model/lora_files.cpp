// SPDX-License-Identifier: Apache-2.0
// PEFT adapter folders.
#include <ATen/ATen.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "model/config_fields.h"
#include "model/lora.h"
#include "model/safetensors.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfig = "adapter_config.json";
constexpr const char* kTensors = "adapter_model.safetensors";

/// Settings under which PEFT computes something else than y + alpha / rank * b(a(x)).
void refuseVariants(const ConfigFields& fields) {
    if (fields.text("peft_type", "LORA") != "LORA") fields.refuse("peft_type", "must be \"LORA\"");
    if (fields.text("bias", "none") != "none") fields.refuse("bias", "must be \"none\"");
    for (const char* flag :
         {"use_dora", "use_rslora", "fan_in_fan_out", "lora_bias", "use_qalora", "alora_invocation_tokens"})
        if (const auto* value = fields.find(flag); value && *value != false) fields.refuse(flag, "is not supported");
    for (const char* list : {"modules_to_save", "rank_pattern", "alpha_pattern", "layers_to_transform", "layer_replication",
                             "target_parameters", "trainable_token_indices", "exclude_modules"})
        if (const auto* value = fields.find(list); value && !value->empty()) fields.refuse(list, "is not supported");
}

std::vector<std::string> targets(const ConfigFields& fields) {
    const auto* value = fields.find("target_modules");
    if (!value) fields.refuse("target_modules", "is missing");
    if (value->is_string() && *value == "all-linear") return {"all-linear"};
    if (!value->is_array() || value->size() > 1000) fields.refuse("target_modules", "must be a list of names");
    std::vector<std::string> names;
    for (const auto& name : *value) {
        if (!name.is_string()) fields.refuse("target_modules", "must be a list of names");
        names.push_back(name.get<std::string>());
    }
    return names;
}

}  // namespace

bool hasAdapter(const fs::path& folder) { return fs::exists(folder / kConfig); }

fs::path adapterBase(const fs::path& folder) {
    const auto fields = ConfigFields::open(folder / kConfig);
    const auto base = fields.text("base_model_name_or_path", "");
    if (base.empty() || !fs::is_directory(folder / base))
        fields.refuse("base_model_name_or_path", fmt::format("is \"{}\", which is no folder here", base),
                      "Give the folder of the base model");
    return folder / base;
}

void Lora::save(const fs::path& folder, const std::string& base) const {
    const nlohmann::ordered_json config{{"peft_type", "LORA"},
                                        {"task_type", "CAUSAL_LM"},
                                        {"base_model_name_or_path", base},
                                        {"r", settings_.rank},
                                        {"lora_alpha", settings_.alpha},
                                        {"lora_dropout", settings_.dropout},
                                        {"target_modules", settings_.target_modules},
                                        {"bias", "none"},
                                        {"fan_in_fan_out", false},
                                        {"use_rslora", false},
                                        {"use_dora", false},
                                        {"inference_mode", true}};
    writeFileDurably(folder / kConfig, config.dump(2) + "\n");
    writeSafetensors(folder / kTensors, parameters());
}

Lora Lora::load(const fs::path& folder, const ModelConfig& config) {
    const auto fields = ConfigFields::open(folder / kConfig);
    refuseVariants(fields);
    const double dropout =
        fields.find("lora_dropout") && *fields.find("lora_dropout") != 0 ? fields.number("lora_dropout", 0) : 0;
    Lora lora(config, {fields.size("r"), fields.number("lora_alpha", 8), dropout, targets(fields)}, 0);
    const SafetensorsFile file(folder / kTensors);
    const auto wrong = [&](const std::string& message) {
        throw Error(ErrorCode::BadInput, message, (folder / kTensors).string(),
                    "The adapter and the base model must belong together");
    };
    auto expected = lora.parameters();
    if (expected.size() != file.entries().size())
        wrong(fmt::format("{} tensors where the base model and target_modules ask for {}", file.entries().size(),
                          expected.size()));
    for (auto& [name, tensor] : expected) {
        if (!file.entries().contains(name)) wrong(fmt::format("tensor \"{}\" is missing", name));
        const auto value = file.read(name);
        if (value.sizes() != tensor.sizes())
            wrong(fmt::format("tensor \"{}\" does not have the shape that the base model asks for", name));
        if (!at::isfinite(value).all().item<bool>())
            wrong(fmt::format("tensor \"{}\" holds values that are not finite", name));
        tensor.detach().copy_(value);
    }
    return lora;
}

}  // namespace retort
