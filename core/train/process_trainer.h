// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "train/reward_model.h"

namespace retort {

/// Mean logistic loss of scores against labels in [0, 1]; gradients d loss / d score. Parallel spans of K; double inside.
/// (Lightman et al. 2023, arXiv 2305.20050, section 2.4, with the soft labels of Wang et al. 2023, arXiv 2312.08935, Eq. 3.)
double stepLoss(std::span<const float> scores, std::span<const float> labels, std::span<float> gradients);

/// Trains a reward model on single steps: a process reward model. Same use as RewardModelTrainer; `accuracy` is the share of
/// steps that score on the side of their label (above or below one half), `margin` the mean score of right less wrong ones.
class ProcessTrainer {
public:
    /// `model` is updated in place and must outlive the trainer. Throws Error(BadInput) naming a row that does not fit.
    ProcessTrainer(RewardModel& model, const RewardModelParams& params, SpooledRows<EncodedSteps> rows, std::uint64_t seed,
                   std::string stage);
    ProcessTrainer(ProcessTrainer&&) noexcept;
    ~ProcessTrainer();

    /// One optimizer step on the next batch_size completions. Errors as SftTrainer::step.
    RewardStepOutput step();
    std::int64_t optimizerSteps() const;
    std::int64_t totalSteps() const;
    bool done() const { return optimizerSteps() >= totalSteps(); }
    /// Share of steps of held-out completions on the side of their label; of all when none are held out.
    double holdoutAccuracy() const;

    TrainerState state() const;
    void restore(const TrainerState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort
