// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/spooled_rows.h"
#include "model/transformer.h"
#include "recipe/recipe.h"
#include "rollout/rollout.h"
#include "train/trainer_state.h"

namespace retort {

struct SftStepOutput {
    std::int64_t optimizer_step = 0;  ///< steps taken, this one included
    double loss = 0;                  ///< mean cross-entropy over loss tokens, nats
    double accuracy = 0;              ///< share of loss tokens that are the model's first choice
    double entropy = 0;               ///< mean of the model's distribution at loss tokens, nats
    double grad_norm = 0, learning_rate = 0;
    std::int64_t tokens = 0, loss_tokens = 0;
    double epoch = 0;  ///< epochs done after this step, with fraction
    double seconds = 0;
};

/// Supervised training: pretrain, sft and distill. One thread calls it; it uses ATen's threads inside.
class SftTrainer {
public:
    /// `model` is updated in place and must outlive the trainer. Rows: ids and prompt_length (0 for plain text; end ids with
    /// EOS to teach stopping). Every row must fit the model's context and have a loss token. total_steps 0: params.steps, or
    /// else params.epochs over the rows. `stage` names the stage in errors. Throws Error(BadInput) naming the first bad row
    /// (from 0) and Error(Usage) for params that cannot be trained with.
    SftTrainer(Transformer& model, const SftParams& params, SpooledRows<TrainingSample> rows, std::uint64_t seed,
               std::string stage, std::int64_t total_steps = 0);
    ~SftTrainer();

    /// One optimizer step on the next batch of about batch_tokens tokens. Blocks. Throws Error(RunFailed) naming stage and
    /// step for a loss or gradient that is not finite; parameters and position then are as before the step.
    SftStepOutput step();

    std::int64_t optimizerSteps() const;
    std::int64_t totalSteps() const;
    bool done() const { return optimizerSteps() >= totalSteps(); }
    /// Live change of a running stage: from the next step on.
    void setLearningRate(double learning_rate);

    /// For a checkpoint, between steps: moments, step, seed and position in the data.
    TrainerState state() const;
    /// Continues from state() of a trainer with the same params and rows. Throws Error(BadInput) when it does not fit.
    void restore(const TrainerState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Mean loss and accuracy over rows without training, e.g. held-out text; batches of `batch_tokens`. optimizer fields stay
/// 0.
SftStepOutput evaluateRows(const Transformer& model, const std::vector<TrainingSample>& rows, bool mask_prompt = true,
                           std::int64_t batch_tokens = 8192);

}  // namespace retort
