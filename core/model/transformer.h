// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/lora.h"
#include "model/model_config.h"

namespace retort {

class Attend;
struct LayerStack;
struct RopeTable;

/// Several token sequences end to end, no padding. N tokens in S sequences.
struct PackedTokens {
    at::Tensor ids;                    ///< [N] int64
    at::Tensor positions;              ///< [N] int64: place within its own sequence, from 0
    std::vector<std::int32_t> starts;  ///< S+1 offsets; sequence s is [starts[s], starts[s+1])
    /// Empty, or for each sequence the one whose tokens come before its own (which has no parent itself), or -1. Positions
    /// count from the parent's first token. Only where Transformer::sharesPrompts().
    std::vector<std::int32_t> parents = {};
};

/// Joins sequences into one PackedTokens.
PackedTokens pack(const std::vector<std::vector<std::int32_t>>& sequences);

/// A decoder-only transformer: RMSNorm, RoPE of every kind in RopeScaling, grouped-query or latent attention with or without
/// a sliding window, SwiGLU or a mixture of experts, tied or untied head, with or without LoRA adapters. fp32 on the CPU.
/// Parameters are leaf tensors that require grad (an expert's choice bias does not); a forward pass under at::NoGradGuard
/// keeps nothing.
class Transformer {
public:
    /// Random weights: normal(0, initializer_range), output projections scaled by 1/sqrt(2 layers), norms 1, biases 0.
    Transformer(const ModelConfig& config, std::uint64_t seed);

    /// config.json and model.safetensors (or the sharded index) of a HuggingFace folder; with adapter_config.json the
    /// adapters too, on the weights beside it or else on its base_model_name_or_path. Throws Error(BadInput) naming file and
    /// tensor for missing, extra, mis-shaped or non-finite weights.
    static Transformer load(const std::filesystem::path& folder);
    enum class Precision {
        Exact,    ///< fp32, as computed with: what a trainer continues from
        AsLoaded  ///< config().dtype: what the model came in
    };
    /// Writes config.json, model.safetensors, generation_config.json and the adapters' files where there are adapters into
    /// an existing folder. Not atomic by itself: the caller stages the folder.
    void save(const std::filesystem::path& folder, Precision precision = Precision::Exact) const;

    const ModelConfig& config() const { return config_; }
    /// "float32", "float16" or "bfloat16": what save(AsLoaded) writes.
    void setDtype(const std::string& dtype) { config_.dtype = dtype; }

    /// [N, hidden_size]: the state after the final norm, each sequence attending to itself only, causally.
    at::Tensor hidden(const PackedTokens& tokens) const;
    /// Those of rows [M] int64, in any order and also more than once; of the last layer only these are computed where the
    /// model allows it.
    at::Tensor hiddenAt(const PackedTokens& tokens, const at::Tensor& rows) const;
    /// hidden(tokens) where `attend` decides what each token sees, e.g. a cache of earlier ones.
    at::Tensor hidden(const PackedTokens& tokens, Attend& attend) const;
    /// Whether hidden(tokens) knows PackedTokens::parents: a prompt of several completions is then computed once.
    bool sharesPrompts() const { return fused() && config_.rope_scaling.type != "dynamic"; }
    /// [V, hidden_size]: the head's matrix (the embedding when tied).
    const at::Tensor& headWeight() const;

    /// HuggingFace name and tensor of every parameter, in a fixed order; tensors share storage with the model.
    std::vector<std::pair<std::string, at::Tensor>>& parameters() { return parameters_; }
    const std::vector<std::pair<std::string, at::Tensor>>& parameters() const { return parameters_; }
    const at::Tensor& parameter(const std::string& name) const;
    /// Null where the model has none of this name.
    const at::Tensor* find(const std::string& name) const;
    /// All parameters, then the adapters' tensors.
    std::vector<std::pair<std::string, at::Tensor>> tensors() const;
    /// What training changes: the adapters where there are any, else the parameters that require grad.
    std::vector<std::pair<std::string, at::Tensor>> trainable() const;

    /// Puts fresh adapters beside the weights, which no longer require grad.
    void addLora(const LoraSettings& settings, std::uint64_t seed);
    const Lora* lora() const { return lora_.get(); }
    /// A model without adapters that computes the same: adapted weights are new tensors, the others are shared.
    Transformer merged() const;

    /// A deep copy, e.g. the frozen reference.
    Transformer clone() const;
    /// Overwrites this model's values with another's of the same shape.
    void copyFrom(const Transformer& other);

private:
    explicit Transformer(ModelConfig config);
    void add(const std::string& name, at::Tensor tensor);
    /// Whether the fused layers compute this model.
    bool fused() const;
    /// The layers of a fused model for these tokens.
    LayerStack layerStackOf(const PackedTokens& tokens, const RopeTable& table) const;
    /// `wanted`: rows of the result, rising, or empty for all.
    at::Tensor fusedHidden(const PackedTokens& tokens, const std::vector<std::int64_t>& wanted) const;
    void attachLora(Lora lora);

    ModelConfig config_;
    std::vector<std::pair<std::string, at::Tensor>> parameters_;
    std::unordered_map<std::string, std::size_t> places_;
    std::shared_ptr<Lora> lora_;
};

}  // namespace retort
