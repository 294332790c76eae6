// SPDX-License-Identifier: Apache-2.0
#include "train/judge_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "train/batcher.h"

namespace retort {
namespace {

// Tokens of one forward pass: bounds activations however large batch_size is.
constexpr std::int64_t kForwardTokens = 4096;

/// All rows but those held out; `holdout` gets these.
JudgeLoop::Indices split(std::size_t count, const RewardModelParams& params, std::uint64_t seed, const std::string& stage,
                         JudgeLoop::Indices& holdout) {
    if (params.batch_size < 1 || !(params.holdout >= 0 && params.holdout < 1))
        throw Error(ErrorCode::Usage, "batch_size must be 1 or more, holdout in [0, 1)", fmt::format("stages.{}", stage));
    JudgeLoop::Indices order(count);
    std::iota(order.begin(), order.end(), 0);
    Random(deriveSeed(seed, "holdout"), 0).shuffle(order);
    const auto kept = std::min(static_cast<std::ptrdiff_t>(std::llround(params.holdout * static_cast<double>(count))),
                               static_cast<std::ptrdiff_t>(count) - 1);
    holdout.assign(order.begin(), order.begin() + kept);
    JudgeLoop::Indices training(order.begin() + kept, order.end());
    std::ranges::sort(training);
    return training;
}

}  // namespace

JudgeLoop::JudgeLoop(RewardModel& model, const RewardModelParams& params, std::vector<std::int64_t> tokens,
                     std::uint64_t seed, const std::string& stage, std::string kind)
    : tokens_(std::move(tokens)),
      seed_(seed),
      kind_(std::move(kind)),
      training_(split(tokens_.size(), params, seed, stage, holdout_)),
      cursor_(std::vector<std::int64_t>(training_.size(), 1), params.batch_size, seed),
      optimization_(model.parameters(), params.optimizer, cursor_.stepsOf(params.epochs), stage) {}

RewardStepOutput JudgeLoop::step(const Accumulate& accumulate) {
    const double begin = steadyTime();
    Indices rows;
    for (const std::int64_t i : cursor_.batch()) rows.push_back(training_[static_cast<std::size_t>(i)]);
    optimization_.zeroGrad();
    RewardStepOutput out = accumulate(rows);
    const Optimization::Result result = optimization_.apply(out.loss);
    optimization_.zeroGrad();
    cursor_.advance();
    out.optimizer_step = optimization_.steps();
    out.grad_norm = result.grad_norm;
    out.learning_rate = result.learning_rate;
    out.seconds = steadyTime() - begin;
    return out;
}

std::vector<JudgeLoop::Indices> JudgeLoop::parts(const Indices& rows) const {
    return cutByTokens(rows, tokens_, kForwardTokens);
}

TrainerState JudgeLoop::state() const {
    TrainerState state;
    state.kind = kind_;
    state.counters = {{"seed", seed_}, {"rows", tokens_.size()}};
    cursor_.addTo(state);
    optimization_.addTo(state);
    return state;
}

void JudgeLoop::restore(const TrainerState& state) {
    checkState(state, kind_, seed_);
    if (state.counter("rows") != tokens_.size())
        throw Error(ErrorCode::BadInput,
                    fmt::format("the state was made with {} rows, this run has {}", state.counter("rows"), tokens_.size()),
                    "trainer state", "Resume with the data that this checkpoint was trained on");
    EpochCursor cursor = cursor_;
    cursor.restore(state);
    optimization_.restore(state);
    cursor_ = std::move(cursor);
}

}  // namespace retort
