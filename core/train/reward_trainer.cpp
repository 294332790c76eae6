// SPDX-License-Identifier: Apache-2.0
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "train/epoch_cursor.h"
#include "train/optimization.h"
#include "train/reward_model.h"
#include "train/token_scores.h"

namespace retort {
namespace {

// Tokens of one forward pass: bounds activations however large batch_size is.
constexpr std::int64_t kForwardTokens = 4096;

using Indices = std::vector<std::int64_t>;

void checkPairs(const std::vector<EncodedPair>& pairs, const ModelConfig& config) {
    if (pairs.empty())
        throw Error(ErrorCode::BadInput, "no preference pairs to train on", "training data", "Give the stage pairs");
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        for (const auto* ids : {&pairs[i].chosen, &pairs[i].rejected}) {
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
    }
}

}  // namespace

struct RewardModelTrainer::Impl {
    RewardModel& model;
    RewardModelParams params;
    std::vector<EncodedPair> pairs;
    std::uint64_t seed;
    Indices training, holdout;
    std::optional<EpochCursor> cursor;  ///< over `training`: every pair counts one
    bool pairwise;
    Optimization optimization;

    Impl(RewardModel& m, const RewardModelParams& p, std::vector<EncodedPair> given, std::uint64_t s, std::string stage)
        : model(m),
          params(p),
          pairs(std::move(given)),
          seed(s),
          pairwise(lossKind(p, stage)),
          optimization(m.parameters(), p.optimizer, prepare(stage), stage) {}

    static bool lossKind(const RewardModelParams& params, const std::string& stage) {
        if (params.loss == "pairwise") return true;
        if (params.loss == "pointwise") return false;
        throw Error(ErrorCode::Usage, fmt::format("unknown loss \"{}\"", params.loss), fmt::format("stages.{}.loss", stage),
                    "Use \"pairwise\" or \"pointwise\"");
    }

    /// Checks, chooses the held-out pairs, and counts the steps.
    std::int64_t prepare(const std::string& stage) {
        checkPairs(pairs, model.config());
        if (params.batch_size < 1 || !(params.holdout >= 0 && params.holdout < 1))
            throw Error(ErrorCode::Usage, "batch_size must be 1 or more, holdout in [0, 1)",
                        fmt::format("stages.{}", stage));
        Indices order(pairs.size());
        std::iota(order.begin(), order.end(), 0);
        Random random(deriveSeed(seed, "holdout"), 0);
        random.shuffle(order);
        const auto kept = std::min(
            static_cast<std::size_t>(std::llround(params.holdout * static_cast<double>(pairs.size()))), pairs.size() - 1);
        holdout.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept));
        training.assign(order.begin() + static_cast<std::ptrdiff_t>(kept), order.end());
        std::sort(training.begin(), training.end());
        cursor.emplace(std::vector<std::int64_t>(training.size(), 1), params.batch_size, seed);
        return cursor->stepsOf(params.epochs);
    }

    /// Pairs in parts of at most kForwardTokens tokens.
    std::vector<Indices> parts(const Indices& indices) const {
        std::vector<Indices> result;
        std::int64_t used = 0;
        for (const std::int64_t i : indices) {
            const EncodedPair& pair = pairs[static_cast<std::size_t>(i)];
            const auto size = static_cast<std::int64_t>(pair.chosen.size() + pair.rejected.size());
            if (result.empty() || used + size > kForwardTokens) {
                result.emplace_back();
                used = 0;
            }
            result.back().push_back(i);
            used += size;
        }
        return result;
    }

    /// Scores of the chosen answers, then of the rejected ones: [2P].
    at::Tensor scores(const Indices& part, std::int64_t* tokens) const {
        std::vector<std::vector<std::int32_t>> sequences;
        for (const std::int64_t i : part) sequences.push_back(pairs[static_cast<std::size_t>(i)].chosen);
        for (const std::int64_t i : part) sequences.push_back(pairs[static_cast<std::size_t>(i)].rejected);
        const PackedTokens packed = pack(sequences);
        if (tokens != nullptr) *tokens += packed.ids.size(0);
        return model.forward(packed);
    }

    RewardStepOutput accumulate(const Indices& indices) {
        RewardStepOutput out;
        const auto all = static_cast<double>(indices.size());
        for (const Indices& part : parts(indices)) {
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

RewardModelTrainer::RewardModelTrainer(RewardModel& model, const RewardModelParams& params, std::vector<EncodedPair> pairs,
                                       std::uint64_t seed, std::string stage)
    : impl_(std::make_unique<Impl>(model, params, std::move(pairs), seed, std::move(stage))) {}
RewardModelTrainer::RewardModelTrainer(RewardModelTrainer&&) noexcept = default;
RewardModelTrainer::~RewardModelTrainer() = default;

RewardStepOutput RewardModelTrainer::step() {
    const double begin = steadyTime();
    Impl& self = *impl_;
    Indices indices;
    for (const std::int64_t i : self.cursor->batch())
        indices.push_back(self.training[static_cast<std::size_t>(i)]);
    self.optimization.zeroGrad();
    RewardStepOutput out = self.accumulate(indices);
    const Optimization::Result result = self.optimization.apply(out.loss);
    self.optimization.zeroGrad();
    self.cursor->advance();
    out.optimizer_step = self.optimization.steps();
    out.grad_norm = result.grad_norm;
    out.learning_rate = result.learning_rate;
    out.seconds = steadyTime() - begin;
    return out;
}

std::int64_t RewardModelTrainer::optimizerSteps() const { return impl_->optimization.steps(); }
std::int64_t RewardModelTrainer::totalSteps() const { return impl_->optimization.totalSteps(); }
std::int64_t RewardModelTrainer::holdoutPairs() const { return static_cast<std::int64_t>(impl_->holdout.size()); }

double RewardModelTrainer::holdoutAccuracy() const {
    const at::NoGradGuard no_grad;
    const Indices& pairs = impl_->holdout.empty() ? impl_->training : impl_->holdout;
    std::int64_t right = 0;
    for (const Indices& part : impl_->parts(pairs)) {
        const std::vector<float> values = toVector(impl_->scores(part, nullptr));
        for (std::size_t i = 0; i < part.size(); ++i) right += values[i] > values[part.size() + i] ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(pairs.size());
}

TrainerState RewardModelTrainer::state() const {
    TrainerState state;
    state.kind = "reward_model";
    state.counters = {{"seed", impl_->seed},
                      {"pairs", impl_->pairs.size()}};
    impl_->cursor->addTo(state);
    impl_->optimization.addTo(state);
    return state;
}

void RewardModelTrainer::restore(const TrainerState& state) {
    checkState(state, "reward_model", impl_->seed);
    if (state.counter("pairs") != impl_->pairs.size())
        throw Error(ErrorCode::BadInput, "the state was made with other preference pairs", "trainer state",
                    "Resume with the data that this checkpoint was trained on");
    EpochCursor cursor = *impl_->cursor;
    cursor.restore(state);
    impl_->optimization.restore(state);
    impl_->cursor = std::move(cursor);
}

}  // namespace retort
