// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the trainers of reward models share. Private to core/train.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "recipe/recipe.h"
#include "train/epoch_cursor.h"
#include "train/optimization.h"
#include "train/reward_model.h"
#include "train/trainer_state.h"

namespace retort {

/// Rows by number: a seeded choice of them held out, the others in shuffled epochs of batch_size rows an optimizer step.
class JudgeLoop {
public:
    using Indices = std::vector<std::int64_t>;
    /// Runs forward and backward for these rows; fills all of the output but what the optimizer knows.
    using Accumulate = std::function<RewardStepOutput(const Indices& rows)>;

    /// `tokens`: of each row, at least one row. `kind` names the trainer in its state. Throws Error(Usage) for params that
    /// cannot be trained with.
    JudgeLoop(RewardModel& model, const RewardModelParams& params, std::vector<std::int64_t> tokens, std::uint64_t seed,
              const std::string& stage, std::string kind);

    RewardStepOutput step(const Accumulate& accumulate);
    std::int64_t steps() const { return optimization_.steps(); }
    std::int64_t totalSteps() const { return optimization_.totalSteps(); }

    const Indices& holdout() const { return holdout_; }
    /// The rows that the reported accuracy is of: those held out, or all where none are.
    const Indices& measured() const { return holdout_.empty() ? training_ : holdout_; }
    /// Rows in parts that one forward pass takes.
    std::vector<Indices> parts(const Indices& rows) const;

    TrainerState state() const;
    void restore(const TrainerState& state);

private:
    std::vector<std::int64_t> tokens_;
    std::uint64_t seed_;
    std::string kind_;
    Indices holdout_, training_;  // in this order: choosing what trains fills what is held out
    EpochCursor cursor_;          ///< over training_: every row counts one
    Optimization optimization_;
};

}  // namespace retort
