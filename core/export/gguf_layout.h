// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <string>

#include "export/gguf.h"
#include "model/model_config.h"

// What differs between a HuggingFace folder and llama.cpp's view of the same model.

namespace retort {

/// llama.cpp's architecture: "llama", "qwen2" or "qwen3". Throws Error(Usage) for models that it computes differently or
/// that the format cannot describe, naming what.
std::string ggufArchitecture(const ModelConfig& config);

/// "blk.0.attn_q.weight" for "model.layers.0.self_attn.q_proj.weight"; empty where there is no such name.
std::string ggufName(const std::string& huggingface);
/// The other way.
std::string huggingfaceName(const std::string& gguf);

/// llama.cpp turns neighbouring pairs in its "llama" architecture: rows of q and k (and their biases) move there and back.
/// Names are HuggingFace's; other tensors come back as they are.
at::Tensor toGgufRows(const ModelConfig& config, const std::string& name, const at::Tensor& tensor);
at::Tensor fromGgufRows(const ModelConfig& config, const std::string& name, const at::Tensor& tensor);

/// The kind a tensor of this shape gets when `wanted` is asked for: norms and biases stay F32, rows that are no multiple of
/// a block F16.
GgufKind storedKind(GgufKind wanted, const std::vector<std::int64_t>& shape);
/// fp32 to the bytes of a kind, and back. Q8_0 rounds as ggml's reference does.
std::string encodeGguf(GgufKind kind, const at::Tensor& tensor);
at::Tensor decodeGguf(const GgufFile::Tensor& tensor);

}  // namespace retort
