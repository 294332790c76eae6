// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "recipe/recipe.h"
#include "reward/reward_fn.h"
#include "tokenizer/tokenizer.h"
#include "train/process_trainer.h"

namespace retort {

/// Prompt and steps as a process reward model reads them: each tokenised apart, a score at the last token of each step.
/// Steps must join to the completion (see splitSteps, joinableSteps).
EncodedSteps encodeSteps(const Tokenizer& tokenizer, const TemplateSection& form, const std::string& prompt,
                         const std::vector<std::string>& steps);

/// What the steps' scores come to: "min", "mean" or "last". Not empty.
double aggregateSteps(const std::vector<double>& scores, const std::string& aggregation);

/// A process reward model as a rubric term: the completion is split into steps, each step's score is the logistic of the
/// model's output, and `aggregation` makes one of them; 0.5 and more passes. A completion without steps fails. Thread-safe.
class ProcessRewardFn : public RewardFn {
public:
    /// Loads a folder that a reward_model stage with loss = "process" wrote.
    ProcessRewardFn(const std::filesystem::path& folder, std::string separator, std::string aggregation,
                    TemplateSection form);
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;
    /// Its model would take the threads of those that generate.
    bool judgesTogether() const override { return true; }

    /// Scores in (0, 1) of the steps of a completion, or of its beginning.
    std::vector<double> stepScores(const std::string& prompt, const std::vector<std::string>& steps) const;
    const std::string& separator() const { return separator_; }

private:
    RewardModel model_;
    Tokenizer tokenizer_;
    std::string separator_, aggregation_;
    TemplateSection form_;
};

}  // namespace retort
