// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "export/gguf.h"
#include "model/model_config.h"

namespace retort {

using GgufMetadata = std::vector<std::pair<std::string, GgufValue>>;

/// The tokenizer.ggml.* metadata of FOLDER's tokenizer.json, tokenizer_config.json and chat template. BOS and EOS are those
/// of the model where tokenizer_config.json names none; ids that the tokenizer does not have become unused tokens. Throws
/// Error(BadInput) for a tokenizer that llama.cpp would apply differently.
GgufMetadata ggufTokenizer(const std::filesystem::path& folder, const ModelConfig& model);

/// tokenizer.json and tokenizer_config.json (with the chat template) of a GGUF file's tokenizer, written into `folder`.
/// Throws Error(BadInput) naming the key that is missing, damaged or of a kind that we do not know.
void writeTokenizerOf(const GgufFile& file, const std::filesystem::path& folder);

}  // namespace retort
