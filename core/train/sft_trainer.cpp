// SPDX-License-Identifier: Apache-2.0
#include "train/sft_trainer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/log.h"
#include "train/batcher.h"
#include "train/epoch_cursor.h"
#include "train/optimization.h"
#include "train/token_scores.h"

namespace retort {
namespace {

// Tokens of one forward pass: bounds activations however large batch_tokens is.
constexpr std::int64_t kForwardTokens = 4096;

std::int64_t lossTokens(const TrainingSample& row, bool mask_prompt) {
    const auto first = static_cast<std::ptrdiff_t>(mask_prompt ? std::max(1, row.prompt_length) : 1);
    if (mask_prompt && !row.loss_mask.empty()) return std::count(row.loss_mask.begin() + first, row.loss_mask.end(), 1);
    return static_cast<std::int64_t>(row.ids.size()) - first;
}

void checkRow(const TrainingSample& row, const std::string& where, const ModelConfig& config, bool mask_prompt) {
    const auto size = static_cast<std::int64_t>(row.ids.size());
    if (row.prompt_length < 0 || lossTokens(row, mask_prompt) < 1)
        throw Error(ErrorCode::BadInput,
                    fmt::format("{} tokens, {} of them prompt: nothing to learn from", size, row.prompt_length), where,
                    "Give it a completion");
    if (size > config.max_position_embeddings)
        throw Error(ErrorCode::BadInput,
                    fmt::format("{} tokens, more than the model's context of {}", size, config.max_position_embeddings),
                    where, "Lower max_length, or shorten the row");
    for (const std::int32_t id : row.ids)
        if (id < 0 || id >= config.vocab_size)
            throw Error(ErrorCode::BadInput,
                        fmt::format("token id {} is outside the vocabulary of {}", id, config.vocab_size), where,
                        "Use the tokenizer of this model");
}

/// Tokens of each row. Throws for rows that cannot be trained on.
std::vector<std::int64_t> checkedLengths(const SpooledRows<TrainingSample>& rows, const ModelConfig& config,
                                         bool mask_prompt) {
    if (rows.size() == 0) throw Error(ErrorCode::BadInput, "no rows to train on", "training data", "Give the stage data");
    std::vector<std::int64_t> lengths;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const TrainingSample row = rows.at(i);
        checkRow(row, fmt::format("training row {}", i), config, mask_prompt);
        lengths.push_back(static_cast<std::int64_t>(row.ids.size()));
    }
    return lengths;
}

std::vector<std::int64_t> allOf(std::size_t count) {
    std::vector<std::int64_t> indices(count);
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

/// Sums over loss tokens, divided once at the end.
struct Sums {
    double loss = 0, entropy = 0;
    std::int64_t hits = 0, loss_tokens = 0, tokens = 0;

    void add(const Microbatch& batch, const TokenScores& scores) {
        loss -= scores.logprobs.detach().sum(at::kDouble).item<double>();
        entropy += scores.entropies.sum(at::kDouble).item<double>();
        hits += scores.first_choices.sum().item<std::int64_t>();
        loss_tokens += batch.lossTokens();
        tokens += batch.sample_tokens;
    }
    SftStepOutput output() const {
        const auto n = static_cast<double>(std::max<std::int64_t>(1, loss_tokens));
        SftStepOutput out;
        out.loss = loss / n;
        out.entropy = entropy / n;
        out.accuracy = static_cast<double>(hits) / n;
        out.tokens = tokens;
        out.loss_tokens = loss_tokens;
        return out;
    }
};

}  // namespace

struct SftTrainer::Impl {
    Transformer& model;
    SftParams params;
    SpooledRows<TrainingSample> rows;
    std::uint64_t seed;
    EpochCursor cursor;
    Optimization optimization;

    Impl(Transformer& m, const SftParams& p, SpooledRows<TrainingSample> r, std::uint64_t s, std::string stage,
         std::int64_t total)
        : model(m),
          params(p),
          rows(std::move(r)),
          seed(s),
          cursor(checkedLengths(rows, m.config(), p.mask_prompt), p.batch_tokens, s),
          optimization(m.trainable(), p.optimizer, total > 0 ? total : countSteps(), std::move(stage)) {}

    std::int64_t countSteps() const { return params.steps > 0 ? params.steps : cursor.stepsOf(params.epochs); }

    Sums accumulate(const std::vector<std::int64_t>& indices) {
        std::vector<TrainingSample> batch;
        std::int64_t total = 0;
        for (const std::int64_t i : indices) {
            batch.push_back(rows.at(static_cast<std::size_t>(i)));
            total += lossTokens(batch.back(), params.mask_prompt);
        }
        Sums sums;
        for (const auto& part : splitByTokens(batch, allOf(batch.size()), kForwardTokens)) {
            const Microbatch microbatch = packSamples(batch, part, {params.mask_prompt, model.sharesPrompts()});
            const TokenScores scores = scoreTokens(model, microbatch, 1);
            scores.logprobs.backward(at::full({microbatch.lossTokens()}, -1.0 / static_cast<double>(total), at::kFloat));
            sums.add(microbatch, scores);
        }
        return sums;
    }
};

SftTrainer::SftTrainer(Transformer& model, const SftParams& params, SpooledRows<TrainingSample> rows, std::uint64_t seed,
                       std::string stage, std::int64_t total_steps)
    : impl_(std::make_unique<Impl>(model, params, std::move(rows), seed, std::move(stage), total_steps)) {}
SftTrainer::~SftTrainer() = default;

SftStepOutput SftTrainer::step() {
    const double begin = steadyTime();
    Impl& self = *impl_;
    self.optimization.zeroGrad();
    SftStepOutput out = self.accumulate(self.cursor.batch()).output();
    const Optimization::Result result = self.optimization.apply(out.loss);
    self.optimization.zeroGrad();
    self.cursor.advance();
    out.optimizer_step = self.optimization.steps();
    out.grad_norm = result.grad_norm;
    out.learning_rate = result.learning_rate;
    out.epoch = self.cursor.epochs();
    out.seconds = steadyTime() - begin;
    return out;
}

std::int64_t SftTrainer::optimizerSteps() const { return impl_->optimization.steps(); }
std::int64_t SftTrainer::totalSteps() const { return impl_->optimization.totalSteps(); }
void SftTrainer::setLearningRate(double learning_rate) { impl_->optimization.setLearningRate(learning_rate); }

TrainerState SftTrainer::state() const {
    TrainerState state;
    state.kind = "sft";
    state.counters = {{"seed", impl_->seed}, {"rows", impl_->rows.size()}};
    impl_->cursor.addTo(state);
    impl_->optimization.addTo(state);
    return state;
}

void SftTrainer::restore(const TrainerState& state) {
    checkState(state, "sft", impl_->seed);
    if (state.counter("rows") != impl_->rows.size())
        throw Error(
            ErrorCode::BadInput,
            fmt::format("the state was made with {} rows, this run has {}", state.counter("rows"), impl_->rows.size()),
            "trainer state", "Resume with the data that this checkpoint was trained on");
    EpochCursor cursor = impl_->cursor;
    cursor.restore(state);
    impl_->optimization.restore(state);
    impl_->cursor = std::move(cursor);
}

SftStepOutput evaluateRows(const Transformer& model, const std::vector<TrainingSample>& rows, bool mask_prompt,
                           std::int64_t batch_tokens) {
    checkedLengths(rows, model.config(), mask_prompt);
    const double begin = steadyTime();
    const at::NoGradGuard no_grad;
    Sums sums;
    for (const auto& part : splitByTokens(rows, allOf(rows.size()), batch_tokens)) {
        const Microbatch microbatch = packSamples(rows, part, {mask_prompt, model.sharesPrompts()});
        sums.add(microbatch, scoreTokens(model, microbatch, 1));
    }
    SftStepOutput out = sums.output();
    out.seconds = steadyTime() - begin;
    return out;
}

}  // namespace retort
