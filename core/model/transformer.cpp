// SPDX-License-Identifier: Apache-2.0
#include "model/transformer.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "model/layers.h"
#include "model/parameter_layout.h"
#include "model/rotary.h"
#include "ops/attention.h"
#include "ops/layer_stack.h"
#include "ops/norm.h"
#include "ops/projection.h"
#include "ops/swiglu.h"

namespace retort {
namespace {

bool endsWith(const std::string& text, std::string_view end) { return std::string_view(text).ends_with(end); }

void fillNormal(at::Tensor& tensor, double deviation, Random& random) {
    auto* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) values[i] = static_cast<float>(deviation * random.normal());
}

void checkTokens(const PackedTokens& tokens, std::int64_t vocab_size) {
    const auto count = tokens.ids.size(0);
    if (tokens.positions.size(0) != count || tokens.starts.empty() || tokens.starts.back() != count)
        throw Error(ErrorCode::RunFailed, "packed tokens: ids, positions and starts differ in length");
    const auto ids = tokens.ids.contiguous();
    const auto* id = ids.const_data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < count; ++i)
        if (id[i] < 0 || id[i] >= vocab_size)
            throw Error(ErrorCode::RunFailed, fmt::format("token {} is outside the vocabulary of {}", id[i], vocab_size),
                        fmt::format("position {}", i), "The tokenizer and the model do not belong together");
}

void checkParents(const PackedTokens& tokens, bool shares_prompts) {
    if (!tokens.parents.empty() && !shares_prompts)
        throw Error(ErrorCode::RunFailed, "packed tokens: this model shares no prompts");
}

}  // namespace

PackedTokens pack(const std::vector<std::vector<std::int32_t>>& sequences) {
    PackedTokens packed;
    packed.starts.push_back(0);
    for (const auto& sequence : sequences)
        packed.starts.push_back(packed.starts.back() + static_cast<std::int32_t>(sequence.size()));
    packed.ids = at::empty({packed.starts.back()}, at::kLong);
    packed.positions = at::empty({packed.starts.back()}, at::kLong);
    auto *id = packed.ids.data_ptr<std::int64_t>(), *position = packed.positions.data_ptr<std::int64_t>();
    for (const auto& sequence : sequences)
        for (std::size_t i = 0; i < sequence.size(); ++i) {
            *id++ = sequence[i];
            *position++ = static_cast<std::int64_t>(i);
        }
    return packed;
}

Transformer::Transformer(ModelConfig config) : config_(std::move(config)) {}

Transformer::Transformer(const ModelConfig& config, std::uint64_t seed) : config_(config) {
    std::uint64_t stream = 0;
    for (const auto& [name, shape] : parameterLayout(config_)) {
        Random random(seed, stream++);
        auto tensor = endsWith(name, "norm.weight") ? at::ones(shape) : at::zeros(shape);
        double deviation = config_.initializer_range;
        if (endsWith(name, "o_proj.weight") || endsWith(name, "down_proj.weight"))
            deviation /= std::sqrt(2.0 * static_cast<double>(config_.num_hidden_layers));
        if (shape.size() == 2) fillNormal(tensor, deviation, random);
        add(name, tensor);
    }
}

void Transformer::add(const std::string& name, at::Tensor tensor) {
    // DeepSeek-V3 balances its experts by rule, not by gradient: this bias takes part in the choice only.
    tensor.set_requires_grad(!endsWith(name, "e_score_correction_bias"));
    places_.emplace(name, parameters_.size());
    parameters_.emplace_back(name, std::move(tensor));
}

at::Tensor Transformer::hidden(const PackedTokens& tokens, Attend& attend) const {
    checkTokens(tokens, config_.vocab_size);
    return composedHidden(*this, tokens, attend);
}

bool Transformer::fused() const { return !lora_ && plainLayers(config_) && config_.sliding_window == 0; }

LayerStack Transformer::layerStackOf(const PackedTokens& tokens, const RopeTable& table) const {
    const auto weight = [this](std::int64_t place) {
        return place < 0 ? at::Tensor() : parameters_[static_cast<std::size_t>(place)].second;
    };
    LayerStack stack{.layers = {},
                     .final_norm = {},
                     .heads = config_.num_attention_heads,
                     .kv_heads = config_.num_key_value_heads,
                     .eps = config_.rms_norm_eps,
                     .rope = table,
                     .starts = tokens.starts,
                     .parents = tokens.parents};
    for (std::int64_t layer = 0; layer < config_.num_hidden_layers; ++layer)
        stack.layers.push_back(layerAt<StackLayer>(layerPlaces(config_, layer), weight));
    stack.final_norm = weight(layerPlaces(config_, config_.num_hidden_layers).input_norm);
    return stack;
}

at::Tensor Transformer::hidden(const PackedTokens& tokens) const {
    if (fused()) return fusedHidden(tokens, {});
    checkParents(tokens, false);
    PackedAttend attend(config_, tokens.starts);
    return hidden(tokens, attend);
}

at::Tensor Transformer::hiddenAt(const PackedTokens& tokens, const at::Tensor& rows) const {
    if (!fused()) return hidden(tokens).index_select(0, rows);
    const std::int64_t count = tokens.ids.size(0);
    const auto* row = rows.const_data_ptr<std::int64_t>();
    std::vector<std::int64_t> places(static_cast<std::size_t>(count), -1), wanted;
    for (std::int64_t i = 0; i < rows.size(0); ++i) places.at(static_cast<std::size_t>(row[i])) = 0;
    for (std::int64_t i = 0; i < count; ++i)
        if (places[static_cast<std::size_t>(i)] == 0) {
            places[static_cast<std::size_t>(i)] = static_cast<std::int64_t>(wanted.size());
            wanted.push_back(i);
        }
    if (static_cast<std::int64_t>(wanted.size()) == count) return fusedHidden(tokens, {}).index_select(0, rows);
    auto at = at::empty_like(rows);
    for (std::int64_t i = 0; i < rows.size(0); ++i)
        at.mutable_data_ptr<std::int64_t>()[i] = places[static_cast<std::size_t>(row[i])];
    return fusedHidden(tokens, wanted).index_select(0, at);
}

at::Tensor Transformer::fusedHidden(const PackedTokens& tokens, const std::vector<std::int64_t>& wanted) const {
    checkParents(tokens, sharesPrompts());
    checkTokens(tokens, config_.vocab_size);
    const auto weight = [this](std::int64_t place) {
        return place < 0 ? at::Tensor() : parameters_[static_cast<std::size_t>(place)].second;
    };
    const auto table = rotaryTable(config_, tokens.positions, tokens.starts);
    auto state = at::embedding(weight(0), tokens.ids);
    LayerStack stack = layerStackOf(tokens, table);
    stack.wanted = wanted;
    if (suitsLayerStack(stack)) return layerStack(state, stack);
    auto at = layerPlaces(config_, 0);
    auto normed = rmsNorm(state, weight(at.input_norm), config_.rms_norm_eps);
    for (std::int64_t layer = 0; layer < config_.num_hidden_layers; ++layer) {
        // One product for q, k, v and one for gate, up; joining the weights costs little beside a batch of tokens.
        const auto qkv_bias =
            at.q_bias < 0 ? at::Tensor() : at::cat({weight(at.q_bias), weight(at.k_bias), weight(at.v_bias)});
        const auto qkv = projection(normed, at::cat({weight(at.q), weight(at.k), weight(at.v)}), qkv_bias);
        auto mixed = ropeAttention(qkv, table, tokens.starts, config_.num_attention_heads, config_.num_key_value_heads,
                                   tokens.parents);
        if (layer + 1 == config_.num_hidden_layers && !wanted.empty()) {
            const auto rows = at::tensor(wanted);
            mixed = mixed.index_select(0, rows);
            state = state.index_select(0, rows);
        }
        auto [after_attention, mlp_in] = addRmsNorm(projection(mixed, weight(at.o), weight(at.o_bias)), state,
                                                    weight(at.post_norm), config_.rms_norm_eps);
        const auto gate_up = projection(mlp_in, at::cat({weight(at.gate), weight(at.up)}));
        const auto mlp = projection(swiglu(gate_up), weight(at.down));
        // The norm after the last layer is the model's own; it stands where the next layer's would.
        at = layerPlaces(config_, layer + 1);
        auto [after_mlp, next] = addRmsNorm(mlp, after_attention, weight(at.input_norm), config_.rms_norm_eps);
        state = after_mlp;
        normed = next;
    }
    return normed;
}

const at::Tensor& Transformer::headWeight() const {
    return config_.tie_word_embeddings ? parameters_.front().second : parameters_.back().second;
}

const at::Tensor* Transformer::find(const std::string& name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &parameters_[found->second].second;
}

const at::Tensor& Transformer::parameter(const std::string& name) const {
    const auto* found = find(name);
    if (!found) throw Error(ErrorCode::RunFailed, fmt::format("the model has no parameter \"{}\"", name));
    return *found;
}

std::vector<std::pair<std::string, at::Tensor>> Transformer::tensors() const {
    auto all = parameters_;
    if (lora_)
        for (auto& entry : lora_->parameters()) all.push_back(std::move(entry));
    return all;
}

std::vector<std::pair<std::string, at::Tensor>> Transformer::trainable() const {
    if (lora_) return lora_->parameters();
    auto all = parameters_;
    std::erase_if(all, [](const auto& entry) { return !entry.second.requires_grad(); });
    return all;
}

void Transformer::addLora(const LoraSettings& settings, std::uint64_t seed) { attachLora(Lora(config_, settings, seed)); }

void Transformer::attachLora(Lora lora) {
    lora_ = std::make_shared<Lora>(std::move(lora));
    for (auto& [name, tensor] : parameters_) tensor.set_requires_grad(false);
}

Transformer Transformer::merged() const {
    Transformer result(config_);
    result.places_ = places_;
    result.parameters_ = parameters_;
    if (!lora_) return result;
    for (const auto& [module, adapter] : lora_->adapters()) {
        auto& weight = result.parameters_[places_.at(module + ".weight")].second;
        weight = at::addmm(weight.detach(), adapter.b.detach(), adapter.a.detach(), 1, lora_->scale());
    }
    return result;
}

Transformer Transformer::clone() const {
    Transformer copy(config_);
    copy.places_ = places_;
    for (const auto& [name, tensor] : parameters_)
        copy.parameters_.emplace_back(name, tensor.detach().clone().set_requires_grad(tensor.requires_grad()));
    if (lora_) copy.lora_ = std::make_shared<Lora>(lora_->clone());
    return copy;
}

void Transformer::copyFrom(const Transformer& other) {
    const auto copy = [](const auto& from, auto&& to) {
        bool same = from.size() == to.size();
        for (std::size_t i = 0; same && i < to.size(); ++i)
            same = to[i].first == from[i].first && to[i].second.sizes() == from[i].second.sizes();
        if (!same) throw Error(ErrorCode::RunFailed, "copying between models of different shape");
        for (std::size_t i = 0; i < to.size(); ++i) to[i].second.detach().copy_(from[i].second.detach());
    };
    if ((lora_ != nullptr) != (other.lora_ != nullptr))
        throw Error(ErrorCode::RunFailed, "copying between models with and without adapters");
    copy(other.parameters_, parameters_);
    if (lora_) copy(other.lora_->parameters(), lora_->parameters());
}

}  // namespace retort
