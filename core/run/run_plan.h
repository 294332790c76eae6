// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "recipe/recipe.h"
#include "run/stage_reasons.h"

namespace retort {

/// What would become of a stage if the recipe were run now.
struct StagePlan {
    std::string stage;
    bool runs = true;        ///< false: an earlier result is taken
    std::string reused_run;  ///< the run that has it
    std::string because;     ///< runs: the first input that is made anew, or empty: `reason` says why
    StageReason reason;
};

/// One entry per stage, in the recipe's order. Hashes the recipe's models and data (seconds per GB) and reads the stores of
/// the project's runs: keep off the GUI thread. The same decisions as the trainer's, except that checkpoints are not
/// verified.
std::vector<StagePlan> planRun(const Recipe& recipe);

/// What a run is expected to need; 0: not known.
struct StageEstimate {
    std::string stage;
    double parameters = 0;     ///< of the model it trains or samples from
    double memory = 0;         ///< bytes at its peak: weights, gradients, optimizer, reference, one microbatch
    double seconds = 0;        ///< from the newest run of the stage in this project, scaled by the work of a step
    std::string seconds_from;  ///< that run's id
    double disk = 0;           ///< bytes of its checkpoints
};
std::vector<StageEstimate> estimateRun(const Recipe& recipe);

}  // namespace retort
