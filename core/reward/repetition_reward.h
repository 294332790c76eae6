// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "reward/reward_fn.h"

namespace retort {

/// Minus the share of n-grams that repeat earlier ones, in [-1, 0], over token ids as TRL counts them, or over words where
/// the completion has no ids. Passes at 0.
class RepetitionReward : public RewardFn {
public:
    /// Throws Error(Usage) unless n >= 1.
    explicit RepetitionReward(std::int64_t n);
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    std::int64_t n_;
};

}  // namespace retort
