// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reward/reward_fn.h"

namespace retort {

/// 1 when the trace is well formed (TextFacts::well_formed), else 0.
class FormatReward : public RewardFn {
public:
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;
};

}  // namespace retort
