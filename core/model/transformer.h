// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "model/model_config.h"

namespace retort {

/// Several token sequences end to end, no padding. N tokens in S sequences.
struct PackedTokens {
    at::Tensor ids;                    ///< [N] int64
    at::Tensor positions;              ///< [N] int64: place within its own sequence, from 0
    std::vector<std::int32_t> starts;  ///< S+1 offsets; sequence s is [starts[s], starts[s+1])
};

/// Joins sequences into one PackedTokens.
PackedTokens pack(const std::vector<std::vector<std::int32_t>>& sequences);

/// A decoder-only transformer of the Qwen2/Llama family: RMSNorm, RoPE (rotate-half), grouped-query attention, SwiGLU, optional
/// q/k/v bias, tied or untied head. fp32 on the CPU. Parameters are leaf tensors that require grad; a forward pass under
/// at::NoGradGuard keeps nothing.
class Transformer {
public:
    /// Random weights: normal(0, initializer_range), output projections scaled by 1/sqrt(2 layers), norms 1, biases 0.
    Transformer(const ModelConfig& config, std::uint64_t seed);

    /// config.json and model.safetensors (or the sharded index) of a HuggingFace folder. Throws Error(BadInput) naming file and
    /// tensor for missing, extra, mis-shaped or non-finite weights.
    static Transformer load(const std::filesystem::path& folder);
    /// Writes config.json, model.safetensors and generation_config.json into an existing folder. Not atomic by itself: the
    /// caller stages the folder.
    void save(const std::filesystem::path& folder) const;

    const ModelConfig& config() const { return config_; }

    /// [N, hidden_size]: the state after the final norm, each sequence attending to itself only, causally.
    at::Tensor hidden(const PackedTokens& tokens) const;
    /// [V, hidden_size]: the head's matrix (the embedding when tied).
    const at::Tensor& headWeight() const;

    /// HuggingFace name and tensor of every parameter, in a fixed order; tensors share storage with the model.
    std::vector<std::pair<std::string, at::Tensor>>& parameters() { return parameters_; }
    const std::vector<std::pair<std::string, at::Tensor>>& parameters() const { return parameters_; }
    const at::Tensor& parameter(const std::string& name) const;

    /// A deep copy, e.g. the frozen reference.
    Transformer clone() const;
    /// Overwrites this model's values with another's of the same shape.
    void copyFrom(const Transformer& other);

private:
    explicit Transformer(ModelConfig config);
    ModelConfig config_;
    std::vector<std::pair<std::string, at::Tensor>> parameters_;
};

}  // namespace retort
