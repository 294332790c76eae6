// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/model_config.h"

namespace retort {

class Transformer;

/// Low-rank adapters (Hu et al. 2021, 2106.09685); names are PEFT's.
struct LoraSettings {
    std::int64_t rank = 8;
    double alpha = 16;
    double dropout = 0;                       ///< on the adapters' input, in passes that keep gradients only
    std::vector<std::string> target_modules;  ///< last parts of module names ("q_proj"); "all-linear": every projection
};

/// y += alpha / rank * b(a(x)).
struct Adapter {
    at::Tensor a;  ///< [rank, in]
    at::Tensor b;  ///< [out, rank]
};

/// The adapters of a model, one per targeted projection; routed experts and the head have none.
class Lora {
public:
    /// a uniform in +-1/sqrt(in), b zero, as PEFT starts them. Throws Error(Usage) for settings that fit no module.
    Lora(const ModelConfig& config, LoraSettings settings, std::uint64_t seed);

    /// By module name, e.g. "model.layers.0.self_attn.q_proj"; null where there is none.
    const Adapter* find(const std::string& module) const;
    double scale() const { return settings_.alpha / static_cast<double>(settings_.rank); }
    const LoraSettings& settings() const { return settings_; }
    const std::map<std::string, Adapter>& adapters() const { return adapters_; }

    /// PEFT's tensor names and the tensors, sharing storage, in a fixed order.
    std::vector<std::pair<std::string, at::Tensor>> parameters() const;
    Lora clone() const;

    /// adapter_config.json and adapter_model.safetensors, as PEFT's own; `base` goes into base_model_name_or_path.
    void save(const std::filesystem::path& folder, const std::string& base) const;
    /// Throws Error(BadInput) naming file and field or tensor.
    static Lora load(const std::filesystem::path& folder, const ModelConfig& config);

private:
    LoraSettings settings_;
    std::map<std::string, Adapter> adapters_;
};

bool hasAdapter(const std::filesystem::path& folder);
/// base_model_name_or_path of an adapter folder; a relative one is relative to the folder.
std::filesystem::path adapterBase(const std::filesystem::path& folder);

/// Masks of one forward pass. They are a function of the tokens and of the adapters' values, so a resumed run repeats them.
class LoraDropout {
public:
    LoraDropout(const Transformer& model, const at::Tensor& ids);
    /// x as the adapter of `module` sees it.
    at::Tensor apply(const std::string& module, const at::Tensor& x) const;

private:
    double rate_ = 0;
    std::uint64_t seed_ = 0;
};

}  // namespace retort
