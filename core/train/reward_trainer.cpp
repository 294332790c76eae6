// SPDX-License-Identifier: Apache-2.0
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include "base/error.h"
#include "train/judge_loop.h"
#include "train/reward_model.h"
#include "train/token_scores.h"

namespace retort {
namespace {

using Indices = JudgeLoop::Indices;

/// Tokens of each pair. Throws for pairs that cannot be trained on.
std::vector<std::int64_t> checkedTokens(const SpooledRows<EncodedPair>& pairs, const ModelConfig& config) {
    if (pairs.size() == 0)
        throw Error(ErrorCode::BadInput, "no preference pairs to train on", "training data", "Give the stage pairs");
    std::vector<std::int64_t> tokens;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const EncodedPair pair = pairs.at(i);
        for (const auto* ids : {&pair.chosen, &pair.rejected}) {
            const std::string where = fmt::format("preference pair {}", i);
            if (ids->empty() || static_cast<std::int64_t>(ids->size()) > config.max_position_embeddings)
                throw Error(ErrorCode::BadInput,
                            fmt::format("{} tokens do not fit the model's context of {}", ids->size(),
                                        config.max_position_embeddings),
                            where, "Shorten it or leave it out");
            for (const std::int32_t id : *ids)
                if (id < 0 || id >= config.vocab_size)
                    throw Error(ErrorCode::BadInput,
                                fmt::format("token id {} is outside the vocabulary of {}", id, config.vocab_size), where,
                                "Use the tokenizer of this model");
        }
        tokens.push_back(static_cast<std::int64_t>(pair.chosen.size() + pair.rejected.size()));
    }
    return tokens;
}

}  // namespace

struct RewardModelTrainer::Impl {
    RewardModel& model;
    SpooledRows<EncodedPair> pairs;
    bool pairwise;
    JudgeLoop loop;

    Impl(RewardModel& m, const RewardModelParams& params, SpooledRows<EncodedPair> given, std::uint64_t seed,
         const std::string& stage)
        : model(m),
          pairs(std::move(given)),
          pairwise(lossKind(params, stage)),
          loop(m, params, checkedTokens(pairs, m.config()), seed, stage, "reward_model") {}

    static bool lossKind(const RewardModelParams& params, const std::string& stage) {
        if (params.loss == "pairwise") return true;
        if (params.loss == "pointwise") return false;
        throw Error(ErrorCode::Usage, fmt::format("unknown loss \"{}\"", params.loss), fmt::format("stages.{}.loss", stage),
                    "Use \"pairwise\" or \"pointwise\"");
    }

    /// Scores of the chosen answers, then of the rejected ones: [2P].
    at::Tensor scores(const Indices& part, std::int64_t* tokens) const {
        std::vector<std::vector<std::int32_t>> sequences;
        sequences.resize(2 * part.size());
        for (std::size_t i = 0; i < part.size(); ++i) {
            EncodedPair pair = pairs.at(static_cast<std::size_t>(part[i]));
            sequences[i] = std::move(pair.chosen);
            sequences[part.size() + i] = std::move(pair.rejected);
        }
        const PackedTokens packed = pack(sequences);
        if (tokens != nullptr) *tokens += packed.ids.size(0);
        return model.forward(packed);
    }

    RewardStepOutput accumulate(const Indices& indices) {
        RewardStepOutput out;
        const auto all = static_cast<double>(indices.size());
        for (const Indices& part : loop.parts(indices)) {
            const at::Tensor graph = scores(part, &out.tokens);
            const std::vector<float> values = toVector(graph);
            const std::size_t pair_count = part.size();
            const std::span<const float> chosen(values.data(), pair_count), rejected(values.data() + pair_count, pair_count);
            std::vector<float> gradient(values.size());
            const std::span<float> first(gradient.data(), pair_count), second(gradient.data() + pair_count, pair_count);
            const double share = static_cast<double>(pair_count) / all;
            out.loss += share * (pairwise ? pairwiseLoss(chosen, rejected, first, second)
                                          : pointwiseLoss(chosen, rejected, first, second));
            for (float& g : gradient) g = static_cast<float>(g * share);
            graph.backward(toTensor(gradient));
            for (std::size_t i = 0; i < pair_count; ++i) {
                out.accuracy += chosen[i] > rejected[i] ? 1 / all : 0;
                out.margin += (static_cast<double>(chosen[i]) - rejected[i]) / all;
            }
        }
        return out;
    }
};

RewardModelTrainer::RewardModelTrainer(RewardModel& model, const RewardModelParams& params, SpooledRows<EncodedPair> pairs,
                                       std::uint64_t seed, std::string stage)
    : impl_(std::make_unique<Impl>(model, params, std::move(pairs), seed, std::move(stage))) {}
RewardModelTrainer::RewardModelTrainer(RewardModelTrainer&&) noexcept = default;
RewardModelTrainer::~RewardModelTrainer() = default;

RewardStepOutput RewardModelTrainer::step() {
    return impl_->loop.step([this](const Indices& pairs) { return impl_->accumulate(pairs); });
}

std::int64_t RewardModelTrainer::optimizerSteps() const { return impl_->loop.steps(); }
std::int64_t RewardModelTrainer::totalSteps() const { return impl_->loop.totalSteps(); }
std::int64_t RewardModelTrainer::holdoutPairs() const { return static_cast<std::int64_t>(impl_->loop.holdout().size()); }

double RewardModelTrainer::holdoutAccuracy() const {
    const at::NoGradGuard no_grad;
    const Indices& pairs = impl_->loop.measured();
    std::int64_t right = 0;
    for (const Indices& part : impl_->loop.parts(pairs)) {
        const std::vector<float> values = toVector(impl_->scores(part, nullptr));
        for (std::size_t i = 0; i < part.size(); ++i) right += values[i] > values[part.size() + i] ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(pairs.size());
}

TrainerState RewardModelTrainer::state() const { return impl_->loop.state(); }
void RewardModelTrainer::restore(const TrainerState& state) { impl_->loop.restore(state); }

}  // namespace retort
