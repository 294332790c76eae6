// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "train/adamw.h"

namespace retort {

/// All that a trainer keeps besides the model's weights: what makes resuming exact. Plain data; tensors may share storage
/// with the trainer, so write it out before the next step.
struct TrainerState {
    std::string kind;                               ///< "sft", "grpo" or "reward_model"
    NamedTensors tensors;                           ///< exp_avg.*, exp_avg_sq.*, and reference.* where there is one
    std::map<std::string, std::uint64_t> counters;  ///< optimizer_step, seed, epoch, batch, ... : RNG states and data cursor

    /// Throws Error(BadInput) naming the counter when it is absent.
    std::uint64_t counter(const std::string& name) const;
};

}  // namespace retort
