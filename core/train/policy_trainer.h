// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/transformer.h"
#include "recipe/recipe.h"
#include "rollout/rollout.h"
#include "train/trainer_state.h"

namespace retort {

/// One optimizer step as it is reported. Means are over the loss tokens of the minibatch.
struct OptimStepOutput {
    std::int64_t policy_version = 0;                           ///< optimizer steps taken, this one included
    double loss = 0, policy_loss = 0;                          ///< policy_loss: without the KL term
    double kl = 0;                                             ///< mean k3 against the reference, nats; 0 without one
    double clip_ratio_low_mean = 0, clip_ratio_high_mean = 0;  ///< shares of tokens
    double ratio_min = 1, ratio_mean = 1, ratio_max = 1;       ///< pi / pi_old per token
    double entropy = 0;    ///< mean of the policy's distribution at the sampling temperature, nats
    double grad_norm = 0;  ///< before clipping
    double learning_rate = 0;
    double sampling_logp_difference_mean = 0,
           sampling_logp_difference_max = 0;  ///< |trainer - generator|, nats, before any update of this rollout
    std::int64_t tokens = 0;                  ///< tokens of the forward pass, prompts included
    std::int64_t loss_tokens = 0;
    double seconds = 0;
};

/// The optimizer steps of one rollout step as one: means weighted by loss tokens, extremes of extremes, sums of tokens and
/// seconds, policy version and learning rate of the last. Empty input gives the default.
OptimStepOutput summarize(const std::vector<OptimStepOutput>& steps);

/// Trains a policy on rollouts by GRPO. Holds the optimizer and, when kl_beta > 0, a frozen reference that starts as a copy
/// of the policy. One thread calls it; it uses ATen's threads inside.
class PolicyTrainer {
public:
    using Report = std::function<void(const OptimStepOutput&)>;

    /// `policy` is updated in place and must outlive the trainer. total_optimizer_steps: for the learning-rate schedule
    /// (steps * minibatches * epochs when 0). `stage` names the stage in errors. Throws Error(Usage) for params that cannot
    /// be trained with.
    PolicyTrainer(Transformer& policy, const GrpoParams& params, std::uint64_t seed, std::string stage,
                  std::int64_t total_optimizer_steps = 0);
    ~PolicyTrainer();

    /// Runs `epochs` passes over the samples of one rollout, each in `minibatches` optimizer steps, and reports each step as
    /// it ends. Blocks. No samples: no steps. Throws Error(RunFailed) naming stage and step for a loss or gradient that is
    /// not finite; the parameters then are as before that step.
    std::vector<OptimStepOutput> update(const std::vector<TrainingSample>& samples, const Report& report = {});

    std::int64_t optimizerSteps() const;
    /// Live changes of a running stage (control socket): from the next optimizer step on.
    void setLearningRate(double learning_rate);
    void setKlBeta(double kl_beta);
    /// As above; throw Error(Usage) for a value that cannot be trained with. The temperature is that of the rollouts given
    /// to the next update(): who generates asks temperature().
    void setClipLow(double clip_low);
    void setClipHigh(double clip_high);
    void setTemperature(double temperature);
    double temperature() const;

    /// For a checkpoint, between updates.
    TrainerState state() const;
    /// Continues from state() of a trainer with the same params; the policy's weights are the caller's business. Throws
    /// Error(BadInput) when it does not fit.
    void restore(const TrainerState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort
