// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "recipe/recipe.h"
#include "train/adamw.h"
#include "train/trainer_state.h"

namespace retort {

/// The part of an optimizer step that all trainers share: schedule, clipping, the check for values that are not finite, the
/// update, and what of it a checkpoint keeps.
class Optimization {
public:
    /// `stage` names the stage in errors. Throws Error(Usage) for settings that cannot be trained with.
    Optimization(const NamedTensors& parameters, const OptimizerSection& settings, std::int64_t total_steps,
                 std::string stage);

    void zeroGrad() { adamw_.zeroGrad(); }
    struct Result {
        double grad_norm = 0, learning_rate = 0;
    };
    /// Updates from the gradients of a batch with this loss. Throws Error(RunFailed) naming stage and step, with the
    /// parameters untouched, when loss or gradient is not finite.
    Result apply(double loss);

    std::int64_t steps() const { return adamw_.steps(); }
    std::int64_t totalSteps() const { return total_steps_; }
    const std::string& stage() const { return stage_; }
    void setLearningRate(double learning_rate) { changed_rate_ = learning_rate; }

    void addTo(TrainerState& state) const;
    void restore(const TrainerState& state);

private:
    AdamW adamw_;
    OptimizerSection settings_;
    std::int64_t total_steps_;
    std::string stage_;
    std::optional<double> changed_rate_;
};

/// Throws Error(BadInput) unless the state is of this kind and of a trainer with this seed.
void checkState(const TrainerState& state, const std::string& kind, std::uint64_t seed);

}  // namespace retort
