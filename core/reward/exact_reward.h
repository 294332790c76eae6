// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe/recipe.h"
#include "reward/reward_fn.h"

namespace retort {

/// 1 when the answer is the reference, word for word, else 0. A reference that is a JSON list of texts accepts any of them.
/// Both sides are normalised by foldAnswer, unless `normalize` is false. The answer is what extractStatement finds. No
/// reference: GraderError.
class ExactReward : public RewardFn {
public:
    ExactReward(TemplateSection section, bool normalize) : section_(std::move(section)), normalize_(normalize) {}
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    TemplateSection section_;
    bool normalize_;
};

}  // namespace retort
