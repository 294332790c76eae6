// SPDX-License-Identifier: Apache-2.0
#include "train/reward_model.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "model/safetensors.h"
#include "ops/projection.h"
#include "train/batcher.h"
#include "train/token_scores.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

constexpr const char* kHead = "score.weight";
constexpr const char* kLanguageHead = "lm_head.weight";
// Tokens of one scoring pass.
constexpr std::int64_t kForwardTokens = 8192;

/// The body's shape: tied, since there is no language-model head to store.
ModelConfig bodyConfig(ModelConfig config) {
    config.tie_word_embeddings = true;
    return config;
}

at::Tensor newHead(const ModelConfig& config, std::uint64_t seed) {
    Random random(deriveSeed(seed, kHead), 0);
    std::vector<float> values(static_cast<std::size_t>(config.hidden_size));
    for (float& value : values) value = static_cast<float>(config.initializer_range * random.normal());
    return toTensor(values).view({1, config.hidden_size}).set_requires_grad(true);
}

void checkFits(const std::vector<std::int32_t>& ids, const ModelConfig& config, const std::string& where) {
    if (ids.empty() || static_cast<std::int64_t>(ids.size()) > config.max_position_embeddings)
        throw Error(
            ErrorCode::BadInput,
            fmt::format("{} tokens do not fit the reward model's context of {}", ids.size(), config.max_position_embeddings),
            where);
}

double logistic(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }
/// -log sigmoid(x) without overflow.
double softplusOfMinus(double x) { return std::max(-x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

}  // namespace

RewardModel::RewardModel(const Transformer& base, std::uint64_t seed)
    : body_(bodyConfig(base.config()), seed), head_(newHead(base.config(), seed)) {
    const at::NoGradGuard no_grad;
    for (auto& [name, tensor] : body_.parameters()) tensor.copy_(base.parameter(name));
}

RewardModel::RewardModel(Transformer body, at::Tensor head) : body_(std::move(body)), head_(std::move(head)) {}

RewardModel RewardModel::load(const fs::path& folder) {
    const SafetensorsFolder weights(folder);
    Transformer body(bodyConfig(ModelConfig::load(folder)), 0);
    at::Tensor head = newHead(body.config(), 0);
    NamedTensors all(body.parameters());
    all.emplace_back(kHead, head);
    const at::NoGradGuard no_grad;
    for (auto& [name, tensor] : all) {
        if (!weights.names().contains(name))
            throw Error(ErrorCode::BadInput, fmt::format("lacks the tensor \"{}\"", name), weights.path().string(),
                        "Give the folder of a reward model that Retort saved");
        const at::Tensor value = weights.read(name);
        if (value.sizes() != tensor.sizes())
            throw Error(ErrorCode::BadInput,
                        fmt::format("the tensor \"{}\" does not have the shape that config.json asks for", name),
                        weights.path().string());
        if (!at::isfinite(value).all().item<bool>())
            throw Error(ErrorCode::BadInput, fmt::format("the tensor \"{}\" holds values that are not finite", name),
                        weights.path().string());
        tensor.copy_(value);
    }
    return RewardModel(std::move(body), std::move(head));
}

void RewardModel::save(const fs::path& folder) const {
    nlohmann::json config = nlohmann::json::parse(body_.config().toJson());
    const auto language_model = config["architectures"][0].get<std::string>();
    config["architectures"] = {language_model.substr(0, language_model.find("ForCausalLM")) + "ForSequenceClassification"};
    config["id2label"] = {{"0", "LABEL_0"}};
    config["label2id"] = {{"LABEL_0", 0}};
    if (!body_.config().eos_token_ids.empty()) config["pad_token_id"] = body_.config().eos_token_ids.front();
    writeFileDurably(folder / "config.json", config.dump(2) + "\n");
    writeSafetensors(folder / "model.safetensors", parameters());
}

at::Tensor RewardModel::forward(const PackedTokens& tokens) const {
    std::vector<std::int64_t> last;
    for (std::size_t s = 1; s < tokens.starts.size(); ++s) last.push_back(tokens.starts[s] - 1);
    return forwardAt(tokens, last);
}

at::Tensor RewardModel::forwardAt(const PackedTokens& tokens, const std::vector<std::int64_t>& places) const {
    at::Tensor rows = at::empty({static_cast<std::int64_t>(places.size())}, at::kLong);
    std::copy(places.begin(), places.end(), rows.mutable_data_ptr<std::int64_t>());
    // Not at::matmul, whose rounding of a row depends on how many there are: which texts are scored together is chance.
    return projection(body_.hiddenAt(tokens, rows), head_.view({1, -1})).view({-1});
}

std::vector<float> RewardModel::scoreAt(const std::vector<std::int32_t>& ids,
                                        const std::vector<std::int64_t>& places) const {
    const at::NoGradGuard no_grad;
    checkFits(ids, config(), "sequence");
    return toVector(forwardAt(pack({ids}), places));
}

std::vector<float> RewardModel::score(const std::vector<std::vector<std::int32_t>>& sequences) const {
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < sequences.size(); ++i) checkFits(sequences[i], config(), fmt::format("sequence {}", i));
    std::vector<std::int64_t> order(sequences.size()), lengths;
    std::iota(order.begin(), order.end(), 0);
    for (const auto& ids : sequences) lengths.push_back(static_cast<std::int64_t>(ids.size()));
    std::vector<float> scores;
    for (const auto& part : cutByTokens(order, lengths, kForwardTokens)) {
        const auto first = sequences.begin() + part.front();
        const auto some = toVector(forward(pack({first, first + static_cast<std::ptrdiff_t>(part.size())})));
        scores.insert(scores.end(), some.begin(), some.end());
    }
    return scores;
}

NamedTensors RewardModel::parameters() const {
    NamedTensors all = body_.parameters();
    std::erase_if(all, [](const auto& entry) { return entry.first == kLanguageHead; });
    all.emplace_back(kHead, head_);
    return all;
}

double pairwiseLoss(std::span<const float> chosen, std::span<const float> rejected, std::span<float> chosen_gradient,
                    std::span<float> rejected_gradient) {
    const auto pairs = static_cast<double>(std::max<std::size_t>(1, chosen.size()));
    double sum = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const double margin = static_cast<double>(chosen[i]) - rejected[i];
        sum += softplusOfMinus(margin);
        const double slope = -logistic(-margin) / pairs;
        chosen_gradient[i] = static_cast<float>(slope);
        rejected_gradient[i] = static_cast<float>(-slope);
    }
    return sum / pairs;
}

double pointwiseLoss(std::span<const float> chosen, std::span<const float> rejected, std::span<float> chosen_gradient,
                     std::span<float> rejected_gradient) {
    const auto responses = 2 * static_cast<double>(std::max<std::size_t>(1, chosen.size()));
    double sum = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        sum += softplusOfMinus(chosen[i]) + softplusOfMinus(-static_cast<double>(rejected[i]));
        chosen_gradient[i] = static_cast<float>(-logistic(-static_cast<double>(chosen[i])) / responses);
        rejected_gradient[i] = static_cast<float>(logistic(rejected[i]) / responses);
    }
    return sum / responses;
}

}  // namespace retort
