// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe/recipe.h"
#include "reward/reward_fn.h"

namespace retort {

/// 1 when the completion chooses the options that the reference names, all of them and no other, else 0. Both may give
/// labels in the usual styles or an option's text (see choices.h). The answer is what extractStatement finds, or the last
/// line. No reference, or one that names no option: GraderError.
class ChoiceReward : public RewardFn {
public:
    explicit ChoiceReward(TemplateSection section) : section_(std::move(section)) {}
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    TemplateSection section_;
};

}  // namespace retort
