// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "recipe/recipe.h"
#include "reward/reward_fn.h"

namespace retort {

/// Reward models; a rubric's terms of kind reward_model and process look theirs up here, by rewardModelKey().
using RewardModels = std::map<std::string, std::shared_ptr<const RewardFn>>;
/// The name of the term's stage, with its aggregation where it is a process reward.
std::string rewardModelKey(const RewardTermSection& term);

/// Throws Error(Usage) naming `where` for an unknown kind and for fields that its kind cannot use (a schema, an
/// instruction).
void checkRewardTerm(const RewardTermSection& term, const std::string& where);

/// The kinds that need no more than an answer and its problem's row: no model, and no field without which they refuse. In
/// the order of the recipe's field.
std::vector<std::string> plainRewardKinds();

/// The weighted terms of one `[rubrics.NAME]`. Immutable; safe from many threads.
class Rubric {
public:
    /// Throws as checkRewardTerm does, Error(Environment) for a code term where no sandbox works, and Error(RunFailed) for a
    /// reward model that is not in `models`.
    Rubric(const RubricSection& section, const TemplateSection& prompt_template, const RewardModels& models = {});

    /// Scores of the terms that apply to the prompt's domain, and their weighted sum. What a term throws, and a score that
    /// is not finite, becomes Outcome::GraderError with the reason; such a rollout is kept for reading and never trains.
    RewardBreakdown grade(const Prompt& prompt, const Rollout& rollout) const;
    /// Tells each term which of these it will be asked for (RewardFn::prepare). One thread.
    void prepare(std::span<const RewardFn::Asked> asked) const;

    const std::string& name() const { return name_; }
    /// Whether a term runs programs: grading then waits for them and wants as many threads as the sandbox has slots.
    bool runsCode() const;
    /// Whether a term does (RewardFn::judgesTogether).
    bool judgesTogether() const;

private:
    struct Term {
        RewardTermSection section;
        std::shared_ptr<const RewardFn> reward;
    };
    std::string name_;
    std::vector<Term> terms_;
};

}  // namespace retort
