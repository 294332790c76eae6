// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace retort {

/// A HuggingFace folder of a model: config.json, weights of kind `dtype` ("": as the model came), generation_config.json,
/// tokenizer and chat template; adapters are merged. `output` must not exist. Errors as Transformer::load.
void exportHuggingFace(const std::filesystem::path& model, const std::string& dtype, const std::filesystem::path& output);

/// The adapters as a folder that PEFT loads, naming their base; where `model` holds its base's weights beside the adapters,
/// they go into `output`/base. Throws Error(Usage) for a model without adapters.
void exportAdapter(const std::filesystem::path& model, const std::filesystem::path& output);

}  // namespace retort
