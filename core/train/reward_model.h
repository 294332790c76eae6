// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/spooled_rows.h"
#include "model/transformer.h"
#include "recipe/recipe.h"
#include "train/judged_rows.h"
#include "train/trainer_state.h"

namespace retort {

/// A transformer with a scalar head, read at the last token of a sequence. HuggingFace's sequence-classification layout: the
/// base model's tensors and `score.weight` [1, hidden_size]; no language-model head.
class RewardModel {
public:
    /// Starts from a language model: copies its body, a fresh head normal(0, initializer_range).
    RewardModel(const Transformer& base, std::uint64_t seed);

    /// config.json and model.safetensors of a folder that save() wrote. Throws Error(BadInput) naming file and tensor.
    static RewardModel load(const std::filesystem::path& folder);
    /// Writes config.json and model.safetensors into an existing folder; the caller stages it.
    void save(const std::filesystem::path& folder) const;

    /// Scores of sequences, in order, without gradients, in packed batches. Throws Error(BadInput) for an empty sequence or
    /// one longer than the context.
    std::vector<float> score(const std::vector<std::vector<std::int32_t>>& sequences) const;
    /// [S] with gradients: the training path.
    at::Tensor forward(const PackedTokens& tokens) const;
    /// [P] with gradients: the scores at these positions of the packed tokens.
    at::Tensor forwardAt(const PackedTokens& tokens, const std::vector<std::int64_t>& places) const;
    /// Scores of one sequence at some of its tokens, without gradients. Throws Error(BadInput) as score().
    std::vector<float> scoreAt(const std::vector<std::int32_t>& ids, const std::vector<std::int64_t>& places) const;

    const ModelConfig& config() const { return body_.config(); }
    /// Body and head, shared storage, fixed order.
    NamedTensors parameters() const;

private:
    RewardModel(Transformer body, at::Tensor head);
    Transformer body_;
    at::Tensor head_;
};

struct RewardStepOutput {
    std::int64_t optimizer_step = 0;
    double loss = 0;
    double accuracy = 0;  ///< pairs of the batch whose chosen answer scores higher
    double margin = 0;    ///< mean score difference, chosen - rejected
    double grad_norm = 0, learning_rate = 0;
    std::int64_t tokens = 0;
    double seconds = 0;
};

/// Pairwise: mean of -log sigmoid(chosen - rejected) (Bradley-Terry; R1's helpful model). Gradients d loss / d score go to
/// the two spans. Parallel spans of P scores; double inside.
double pairwiseLoss(std::span<const float> chosen, std::span<const float> rejected, std::span<float> chosen_gradient,
                    std::span<float> rejected_gradient);
/// Pointwise: mean logistic loss over 2P responses, chosen labelled 1 and rejected 0 (R1's safety model).
double pointwiseLoss(std::span<const float> chosen, std::span<const float> rejected, std::span<float> chosen_gradient,
                     std::span<float> rejected_gradient);

/// Trains a reward model on preference pairs; keeps the share `holdout` of them (a seeded choice) for the reported accuracy.
class RewardModelTrainer {
public:
    /// `model` is updated in place and must outlive the trainer. Throws Error(BadInput) naming a pair that does not fit.
    RewardModelTrainer(RewardModel& model, const RewardModelParams& params, SpooledRows<EncodedPair> pairs,
                       std::uint64_t seed, std::string stage);
    RewardModelTrainer(RewardModelTrainer&&) noexcept;
    ~RewardModelTrainer();

    /// One optimizer step on the next batch_size pairs. Errors as SftTrainer::step.
    RewardStepOutput step();
    std::int64_t optimizerSteps() const;
    std::int64_t totalSteps() const;
    bool done() const { return optimizerSteps() >= totalSteps(); }

    /// Share of held-out pairs ranked right; of the training pairs when none are held out.
    double holdoutAccuracy() const;
    std::int64_t holdoutPairs() const;

    TrainerState state() const;
    void restore(const TrainerState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort
