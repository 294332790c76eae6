// SPDX-License-Identifier: Apache-2.0
#include "model/transformer.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "model/parameter_layout.h"
#include "ops/attention.h"
#include "ops/norm.h"
#include "ops/projection.h"
#include "ops/rope.h"
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

}  // namespace

PackedTokens pack(const std::vector<std::vector<std::int32_t>>& sequences) {
    PackedTokens packed;
    packed.starts.push_back(0);
    for (const auto& sequence : sequences) packed.starts.push_back(packed.starts.back() + static_cast<std::int32_t>(sequence.size()));
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
        parameters_.emplace_back(name, tensor.set_requires_grad(true));
    }
}

at::Tensor Transformer::hidden(const PackedTokens& tokens) const {
    checkTokens(tokens, config_.vocab_size);
    const auto weight = [this](std::int64_t place) { return place < 0 ? at::Tensor() : parameters_[static_cast<std::size_t>(place)].second; };
    const auto table = ropeTable(tokens.positions, config_.head_dim, config_.rope_theta);
    auto state = at::embedding(weight(0), tokens.ids);
    auto at = layerPlaces(config_, 0);
    auto normed = rmsNorm(state, weight(at.input_norm), config_.rms_norm_eps);
    for (std::int64_t layer = 0; layer < config_.num_hidden_layers; ++layer) {
        // One product for q, k, v and one for gate, up; joining the weights costs little beside a batch of tokens.
        const auto qkv_bias = at.q_bias < 0 ? at::Tensor() : at::cat({weight(at.q_bias), weight(at.k_bias), weight(at.v_bias)});
        const auto qkv = projection(normed, at::cat({weight(at.q), weight(at.k), weight(at.v)}), qkv_bias);
        const auto mixed = ropeAttention(qkv, table, tokens.starts, config_.num_attention_heads, config_.num_key_value_heads);
        auto [after_attention, mlp_in] =
            addRmsNorm(projection(mixed, weight(at.o), weight(at.o_bias)), state, weight(at.post_norm), config_.rms_norm_eps);
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

const at::Tensor& Transformer::parameter(const std::string& name) const {
    const auto found = std::find_if(parameters_.begin(), parameters_.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == parameters_.end()) throw Error(ErrorCode::RunFailed, fmt::format("the model has no parameter \"{}\"", name));
    return found->second;
}

Transformer Transformer::clone() const {
    Transformer copy(config_);
    for (const auto& [name, tensor] : parameters_)
        copy.parameters_.emplace_back(name, tensor.detach().clone().set_requires_grad(tensor.requires_grad()));
    return copy;
}

void Transformer::copyFrom(const Transformer& other) {
    if (parameters_.size() != other.parameters_.size()) throw Error(ErrorCode::RunFailed, "copying between models of different shape");
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const auto &[name, from] = other.parameters_[i];
        if (name != parameters_[i].first || from.sizes() != parameters_[i].second.sizes())
            throw Error(ErrorCode::RunFailed, fmt::format("copying between models of different shape: \"{}\"", name));
        parameters_[i].second.detach().copy_(from.detach());
    }
}

}  // namespace retort
