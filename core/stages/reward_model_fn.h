// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "recipe/recipe.h"
#include "reward/reward_fn.h"
#include "tokenizer/tokenizer.h"
#include "train/reward_model.h"

namespace retort {

/// What a reward model reads: the rendered prompt and the answer part ("answer") or the whole completion ("completion").
std::string rewardModelText(const TemplateSection& prompt_template, const std::string& sees, const std::string& prompt,
                            const std::string& completion);

/// A trained reward model as a rubric term. The score is the logistic of the model's output, so that it lies in (0, 1)
/// beside the rule rewards (our default: R1 does not publish a scale); 0.5 and more passes. What prepare() names is scored
/// in packed batches there. Thread-safe.
class RewardModelFn : public RewardFn {
public:
    /// Loads a folder that a reward_model stage wrote.
    RewardModelFn(const std::filesystem::path& folder, std::string sees, TemplateSection prompt_template);
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;
    void prepare(std::span<const Asked> asked) const override;
    bool judgesTogether() const override { return true; }

private:
    std::vector<std::int32_t> idsOf(const Prompt& prompt, const Rollout& rollout) const;

    mutable std::map<std::vector<std::int32_t>, float> scored_;  ///< by ids; written by prepare() alone
    RewardModel model_;
    Tokenizer tokenizer_;
    std::string sees_;
    TemplateSection template_;
};

}  // namespace retort
