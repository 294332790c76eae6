// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reward/reward_fn.h"

namespace retort {

/// Soft overlong punishment (DAPO, 2503.14476, eq. 13) over completion tokens n: 0 up to min_length, -1 beyond max_length,
/// and (min_length - n) / (max_length - min_length) between. Passes at 0.
class LengthReward : public RewardFn {
public:
    /// Throws Error(Usage) unless 0 <= min_length < max_length.
    LengthReward(double min_length, double max_length);
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    double min_length_, max_length_;
};

}  // namespace retort
