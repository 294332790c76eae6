// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "recipe/recipe.h"
#include "reward/reward_fn.h"

namespace retort {

/// The real number that an answer states: any constant of the math reader ("1,200", "3/4", "2\sqrt{3}", "1.2e3", "x = 5",
/// "3.5 kg"), or the only number in it. `percent` is set when it is written in percent; the value is then the fraction.
std::optional<double> numericValue(std::string_view answer, bool& percent);

/// 1 when |answer - reference| <= max(absolute_tolerance, relative_tolerance * |reference|), else 0. A percentage that only
/// one side has is accepted with and without its sign. The answer is what extractAnswer finds. A reference that is missing
/// or no number: GraderError.
class NumericReward : public RewardFn {
public:
    NumericReward(TemplateSection section, double absolute_tolerance, double relative_tolerance)
        : section_(std::move(section)), absolute_(absolute_tolerance), relative_(relative_tolerance) {}
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    TemplateSection section_;
    double absolute_, relative_;
};

}  // namespace retort
