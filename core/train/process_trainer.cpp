// SPDX-License-Identifier: Apache-2.0
#include "train/process_trainer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "train/epoch_cursor.h"
#include "train/optimization.h"
#include "train/token_scores.h"

namespace retort {
namespace {

constexpr std::int64_t kForwardTokens = 4096;  // of one forward pass: bounds activations however large batch_size is

using Indices = std::vector<std::int64_t>;

void checkRows(const std::vector<EncodedSteps>& rows, const ModelConfig& config) {
    if (rows.empty())
        throw Error(ErrorCode::BadInput, "no labelled steps to train on", "training data", "Give the stage steps");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EncodedSteps& row = rows[i];
        const std::string where = fmt::format("labelled completion {}", i);
        if (row.ends.empty() || row.ends.size() != row.labels.size())
            throw Error(ErrorCode::BadInput, fmt::format("{} steps and {} labels", row.ends.size(), row.labels.size()),
                        where);
        if (static_cast<std::int64_t>(row.ids.size()) > config.max_position_embeddings)
            throw Error(ErrorCode::BadInput,
                        fmt::format("{} tokens do not fit the model's context of {}", row.ids.size(),
                                    config.max_position_embeddings),
                        where, "Shorten it or leave it out");
    }
}

double logistic(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }

}  // namespace

double stepLoss(std::span<const float> scores, std::span<const float> labels, std::span<float> gradients) {
    const auto count = static_cast<double>(std::max<std::size_t>(1, scores.size()));
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double x = scores[i], y = labels[i];
        sum += std::max(x, 0.0) - x * y + std::log1p(std::exp(-std::abs(x)));
        gradients[i] = static_cast<float>((logistic(x) - y) / count);
    }
    return sum / count;
}

struct ProcessTrainer::Impl {
    RewardModel& model;
    RewardModelParams params;
    std::vector<EncodedSteps> rows;
    std::uint64_t seed;
    Indices training, holdout;
    std::optional<EpochCursor> cursor;
    Optimization optimization;

    Impl(RewardModel& m, const RewardModelParams& p, std::vector<EncodedSteps> given, std::uint64_t s, std::string stage)
        : model(m),
          params(p),
          rows(std::move(given)),
          seed(s),
          optimization(m.parameters(), p.optimizer, prepare(), stage) {}

    /// Checks, chooses the held-out rows, and counts the steps.
    std::int64_t prepare() {
        checkRows(rows, model.config());
        Indices order(rows.size());
        std::iota(order.begin(), order.end(), 0);
        Random(deriveSeed(seed, "holdout"), 0).shuffle(order);
        const auto kept =
            std::min(static_cast<std::ptrdiff_t>(std::llround(params.holdout * static_cast<double>(rows.size()))),
                     static_cast<std::ptrdiff_t>(rows.size()) - 1);
        holdout.assign(order.begin(), order.begin() + kept);
        training.assign(order.begin() + kept, order.end());
        std::ranges::sort(training);
        cursor.emplace(std::vector<std::int64_t>(training.size(), 1), params.batch_size, seed);
        return cursor->stepsOf(params.epochs);
    }

    /// Rows in parts of at most kForwardTokens tokens.
    std::vector<Indices> parts(const Indices& indices) const {
        std::vector<Indices> result;
        std::int64_t used = 0;
        for (const std::int64_t i : indices) {
            const auto size = static_cast<std::int64_t>(rows[static_cast<std::size_t>(i)].ids.size());
            if (result.empty() || used + size > kForwardTokens) {
                result.emplace_back();
                used = 0;
            }
            result.back().push_back(i);
            used += size;
        }
        return result;
    }

    struct Part {
        PackedTokens tokens;
        std::vector<std::int64_t> places;
        std::vector<float> labels;
    };
    Part packed(const Indices& indices) const {
        Part part;
        std::vector<std::vector<std::int32_t>> sequences;
        std::int64_t offset = 0;
        for (const std::int64_t i : indices) {
            const EncodedSteps& row = rows[static_cast<std::size_t>(i)];
            for (const std::int64_t end : row.ends) part.places.push_back(offset + end);
            part.labels.insert(part.labels.end(), row.labels.begin(), row.labels.end());
            sequences.push_back(row.ids);
            offset += static_cast<std::int64_t>(row.ids.size());
        }
        part.tokens = pack(sequences);
        return part;
    }

    RewardStepOutput accumulate(const Indices& indices) {
        RewardStepOutput out;
        std::size_t all = 0;
        for (const std::int64_t i : indices) all += rows[static_cast<std::size_t>(i)].ends.size();
        double right = 0, wrong = 0, right_count = 0, wrong_count = 0;
        for (const Indices& indices_of_part : parts(indices)) {
            const Part part = packed(indices_of_part);
            out.tokens += part.tokens.ids.size(0);
            const at::Tensor graph = model.forwardAt(part.tokens, part.places);
            const std::vector<float> scores = toVector(graph);
            std::vector<float> gradient(scores.size());
            const double share = static_cast<double>(scores.size()) / static_cast<double>(all);
            out.loss += share * stepLoss(scores, part.labels, gradient);
            for (float& g : gradient) g = static_cast<float>(g * share);
            graph.backward(toTensor(gradient));
            for (std::size_t i = 0; i < scores.size(); ++i) {
                const bool is_right = part.labels[i] >= 0.5F;
                (is_right ? right : wrong) += scores[i];
                (is_right ? right_count : wrong_count) += 1;
                out.accuracy += (scores[i] > 0) == is_right ? 1 / static_cast<double>(all) : 0;
            }
        }
        if (right_count > 0 && wrong_count > 0) out.margin = right / right_count - wrong / wrong_count;
        return out;
    }
};

ProcessTrainer::ProcessTrainer(RewardModel& model, const RewardModelParams& params, std::vector<EncodedSteps> rows,
                               std::uint64_t seed, std::string stage)
    : impl_(std::make_unique<Impl>(model, params, std::move(rows), seed, std::move(stage))) {}
ProcessTrainer::ProcessTrainer(ProcessTrainer&&) noexcept = default;
ProcessTrainer::~ProcessTrainer() = default;

RewardStepOutput ProcessTrainer::step() {
    const double begin = steadyTime();
    Impl& self = *impl_;
    Indices indices;
    for (const std::int64_t i : self.cursor->batch()) indices.push_back(self.training[static_cast<std::size_t>(i)]);
    self.optimization.zeroGrad();
    RewardStepOutput out = self.accumulate(indices);
    const Optimization::Result result = self.optimization.apply(out.loss);
    self.optimization.zeroGrad();
    self.cursor->advance();
    out.optimizer_step = self.optimization.steps();
    out.grad_norm = result.grad_norm;
    out.learning_rate = result.learning_rate;
    out.seconds = steadyTime() - begin;
    return out;
}

std::int64_t ProcessTrainer::optimizerSteps() const { return impl_->optimization.steps(); }
std::int64_t ProcessTrainer::totalSteps() const { return impl_->optimization.totalSteps(); }

double ProcessTrainer::holdoutAccuracy() const {
    const at::NoGradGuard no_grad;
    double right = 0, all = 0;
    for (const Indices& indices : impl_->parts(impl_->holdout.empty() ? impl_->training : impl_->holdout)) {
        const Impl::Part part = impl_->packed(indices);
        const std::vector<float> scores = toVector(impl_->model.forwardAt(part.tokens, part.places));
        for (std::size_t i = 0; i < scores.size(); ++i) right += (scores[i] > 0) == (part.labels[i] >= 0.5F) ? 1 : 0;
        all += static_cast<double>(scores.size());
    }
    return right / all;
}

TrainerState ProcessTrainer::state() const {
    TrainerState state;
    state.kind = "process";
    state.counters = {{"seed", impl_->seed}, {"rows", impl_->rows.size()}};
    impl_->cursor->addTo(state);
    impl_->optimization.addTo(state);
    return state;
}

void ProcessTrainer::restore(const TrainerState& state) {
    checkState(state, "process", impl_->seed);
    if (state.counter("rows") != impl_->rows.size())
        throw Error(ErrorCode::BadInput, "the state was made with other labelled steps", "trainer state",
                    "Resume with the data that this checkpoint was trained on");
    EpochCursor cursor = *impl_->cursor;
    cursor.restore(state);
    impl_->optimization.restore(state);
    impl_->cursor = std::move(cursor);
}

}  // namespace retort
