// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "recipe/recipe.h"
#include "reward/instructions.h"
#include "reward/reward_fn.h"

namespace retort {

/// Whether an answer follows instructions that a program can check: 1 when all are followed, else 0; with `partial` the
/// share that is. The instructions are the term's; without any, each row's columns instruction_id_list and kwargs. A row
/// without them, or with one that cannot be read: GraderError. The answer is what follows the thinking, within the tags that
/// the template asks for.
class InstructionReward : public RewardFn {
public:
    /// Throws Error(BadInput) for an instruction that cannot be read.
    InstructionReward(TemplateSection section, const std::vector<std::string>& instructions, bool partial);
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    TemplateSection section_;
    std::vector<Instruction> instructions_;
    bool partial_;
};

}  // namespace retort
