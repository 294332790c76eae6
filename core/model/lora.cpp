// SPDX-License-Identifier: Apache-2.0
#include "model/lora.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <cmath>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "model/parameter_layout.h"
#include "model/transformer.h"

namespace retort {
namespace {

constexpr std::string_view kWeight = ".weight";

std::string lastPart(const std::string& module) { return module.substr(module.rfind('.') + 1); }

/// Modules of the layers with a matrix that adapters may stand beside.
bool adaptable(const ParameterSpec& spec) {
    return spec.shape.size() == 2 && spec.name.starts_with("model.layers.") &&
           spec.name.find(".mlp.experts.") == std::string::npos && !spec.name.ends_with(".mlp.gate.weight");
}

void check(const LoraSettings& settings) {
    const auto refuse = [](const char* field, const std::string& what) {
        throw Error(ErrorCode::Usage, what, fmt::format("lora.{}", field));
    };
    if (settings.rank < 1 || settings.rank > 4096) refuse("rank", fmt::format("rank {} is not in 1 to 4096", settings.rank));
    if (!(settings.alpha > 0) || !std::isfinite(settings.alpha)) refuse("alpha", "alpha must be above 0");
    if (!(settings.dropout >= 0 && settings.dropout < 1)) refuse("dropout", "dropout must be in [0, 1)");
    if (settings.target_modules.empty()) refuse("target_modules", "no module is named");
}

}  // namespace

Lora::Lora(const ModelConfig& config, LoraSettings settings, std::uint64_t seed) : settings_(std::move(settings)) {
    check(settings_);
    std::set<std::string> wanted(settings_.target_modules.begin(), settings_.target_modules.end()), met;
    const bool all = wanted.erase("all-linear") > 0;
    for (const auto& [name, shape] : parameterLayout(config)) {
        if (!adaptable({name, shape})) continue;
        const auto module = name.substr(0, name.size() - kWeight.size());
        if (!all && !wanted.contains(lastPart(module))) continue;
        met.insert(lastPart(module));
        Random random(deriveSeed(seed, module), 0);
        Adapter adapter{at::empty({settings_.rank, shape[1]}), at::zeros({shape[0], settings_.rank})};
        auto* values = adapter.a.data_ptr<float>();
        const double bound = 1 / std::sqrt(static_cast<double>(shape[1]));
        for (std::int64_t i = 0; i < adapter.a.numel(); ++i)
            values[i] = static_cast<float>(bound * (2 * random.uniform() - 1));
        adapter.a.set_requires_grad(true);
        adapter.b.set_requires_grad(true);
        adapters_.emplace(module, std::move(adapter));
    }
    for (const auto& name : wanted)
        if (!met.contains(name))
            throw Error(ErrorCode::Usage, fmt::format("the model has no module \"{}\" to adapt", name),
                        "lora.target_modules", "Name projections such as q_proj, v_proj or down_proj, or \"all-linear\"");
    if (all) settings_.target_modules.assign(met.begin(), met.end());
}

const Adapter* Lora::find(const std::string& module) const {
    const auto found = adapters_.find(module);
    return found == adapters_.end() ? nullptr : &found->second;
}

std::vector<std::pair<std::string, at::Tensor>> Lora::parameters() const {
    std::vector<std::pair<std::string, at::Tensor>> all;
    for (const auto& [module, adapter] : adapters_) {
        all.emplace_back(fmt::format("base_model.model.{}.lora_A.weight", module), adapter.a);
        all.emplace_back(fmt::format("base_model.model.{}.lora_B.weight", module), adapter.b);
    }
    return all;
}

Lora Lora::clone() const {
    Lora copy(*this);
    for (auto& [module, adapter] : copy.adapters_)
        for (auto* tensor : {&adapter.a, &adapter.b})
            *tensor = tensor->detach().clone().set_requires_grad(tensor->requires_grad());
    return copy;
}

LoraDropout::LoraDropout(const Transformer& model, const at::Tensor& ids) {
    if (!model.lora() || !at::GradMode::is_enabled()) return;
    rate_ = model.lora()->settings().dropout;
    if (rate_ == 0) return;
    const auto bytesOf = [](const at::Tensor& tensor) {
        const auto dense = tensor.detach().contiguous();
        return std::string(static_cast<const char*>(dense.const_data_ptr()), dense.nbytes());
    };
    const auto& first = model.lora()->adapters().begin()->second;
    seed_ = deriveSeed(0, sha256(bytesOf(ids) + bytesOf(first.a)));
}

at::Tensor LoraDropout::apply(const std::string& module, const at::Tensor& x) const {
    if (rate_ == 0) return x;
    Random random(deriveSeed(seed_, module), 0);
    auto mask = at::empty(x.sizes(), x.options().requires_grad(false));
    auto* values = mask.data_ptr<float>();
    const auto kept = static_cast<float>(1 / (1 - rate_));
    for (std::int64_t i = 0; i < mask.numel(); ++i) values[i] = random.uniform() < rate_ ? 0.0f : kept;
    return x * mask;
}

}  // namespace retort
