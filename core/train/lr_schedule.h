// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "recipe/recipe.h"

namespace retort {

/// Learning rate of optimizer step `step` (from 0) of `total_steps`. A pure function: nothing to store in a checkpoint.
/// Warm-up rises linearly and reaches learning_rate at step warmup_steps - 1; then "constant", or "cosine"/"linear" from
/// learning_rate to final_learning_rate at step total_steps - 1. Past the end it stays at the final value. Throws
/// Error(Usage) for an unknown schedule.
double learningRate(const OptimizerSection& optimizer, std::int64_t step, std::int64_t total_steps);

/// final_learning_rate, or a tenth of learning_rate where the recipe gives none (-1).
double finalLearningRate(const OptimizerSection& optimizer);

}  // namespace retort
