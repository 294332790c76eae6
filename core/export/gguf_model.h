// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "export/gguf.h"

namespace retort {

/// Writes the model of a HuggingFace folder, its tokenizer and its chat template as one file that llama.cpp opens. Norms and
/// biases stay F32; adapters are merged. Throws Error(Usage) for a model that the format cannot hold, Error(BadInput) for a
/// damaged folder.
void exportGguf(const std::filesystem::path& model, GgufKind kind, const std::filesystem::path& output);

/// Writes a HuggingFace folder (which must not exist) from a llama, qwen2 or qwen3 GGUF file: config.json, model.safetensors
/// in the narrowest kind that loses nothing (Q8_0 becomes fp32), tokenizer. A file with a vocabulary only gives the
/// tokenizer's files. Throws Error(BadInput) naming the key or tensor that is missing or does not fit.
void importGguf(const std::filesystem::path& file, const std::filesystem::path& output);

}  // namespace retort
