// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe/recipe.h"
#include "reward/reward_fn.h"

namespace retort {

/// 1 when the final answer matches the prompt's reference, else 0 (R1's rule reward for mathematics). The answer counts only
/// in the form that the template asks for; see extractAnswer. No reference, or an empty one after normalising: GraderError.
class AccuracyReward : public RewardFn {
public:
    explicit AccuracyReward(TemplateSection section) : section_(std::move(section)) {}
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    TemplateSection section_;
};

}  // namespace retort
