// SPDX-License-Identifier: Apache-2.0
#include "train/process_trainer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "train/judge_loop.h"
#include "train/token_scores.h"

namespace retort {
namespace {

using Indices = JudgeLoop::Indices;

/// Tokens of each row. Throws for rows that cannot be trained on.
std::vector<std::int64_t> checkedTokens(const SpooledRows<EncodedSteps>& rows, const ModelConfig& config) {
    if (rows.size() == 0)
        throw Error(ErrorCode::BadInput, "no labelled steps to train on", "training data", "Give the stage steps");
    std::vector<std::int64_t> tokens;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EncodedSteps row = rows.at(i);
        const std::string where = fmt::format("labelled completion {}", i);
        if (row.ends.empty() || row.ends.size() != row.labels.size())
            throw Error(ErrorCode::BadInput, fmt::format("{} steps and {} labels", row.ends.size(), row.labels.size()),
                        where);
        if (static_cast<std::int64_t>(row.ids.size()) > config.max_position_embeddings)
            throw Error(ErrorCode::BadInput,
                        fmt::format("{} tokens do not fit the model's context of {}", row.ids.size(),
                                    config.max_position_embeddings),
                        where, "Shorten it or leave it out");
        tokens.push_back(static_cast<std::int64_t>(row.ids.size()));
    }
    return tokens;
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
    SpooledRows<EncodedSteps> rows;
    JudgeLoop loop;

    Impl(RewardModel& m, const RewardModelParams& params, SpooledRows<EncodedSteps> given, std::uint64_t seed,
         const std::string& stage)
        : model(m), rows(std::move(given)), loop(m, params, checkedTokens(rows, m.config()), seed, stage, "process") {}

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
            EncodedSteps row = rows.at(static_cast<std::size_t>(i));
            for (const std::int64_t end : row.ends) part.places.push_back(offset + end);
            part.labels.insert(part.labels.end(), row.labels.begin(), row.labels.end());
            offset += static_cast<std::int64_t>(row.ids.size());
            sequences.push_back(std::move(row.ids));
        }
        part.tokens = pack(sequences);
        return part;
    }

    RewardStepOutput accumulate(const Indices& indices) {
        RewardStepOutput out;
        std::size_t all = 0;
        for (const std::int64_t i : indices) all += rows.at(static_cast<std::size_t>(i)).ends.size();
        double right = 0, wrong = 0, right_count = 0, wrong_count = 0;
        for (const Indices& indices_of_part : loop.parts(indices)) {
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

ProcessTrainer::ProcessTrainer(RewardModel& model, const RewardModelParams& params, SpooledRows<EncodedSteps> rows,
                               std::uint64_t seed, std::string stage)
    : impl_(std::make_unique<Impl>(model, params, std::move(rows), seed, std::move(stage))) {}
ProcessTrainer::ProcessTrainer(ProcessTrainer&&) noexcept = default;
ProcessTrainer::~ProcessTrainer() = default;

RewardStepOutput ProcessTrainer::step() {
    return impl_->loop.step([this](const Indices& rows) { return impl_->accumulate(rows); });
}

std::int64_t ProcessTrainer::optimizerSteps() const { return impl_->loop.steps(); }
std::int64_t ProcessTrainer::totalSteps() const { return impl_->loop.totalSteps(); }

double ProcessTrainer::holdoutAccuracy() const {
    const at::NoGradGuard no_grad;
    double right = 0, all = 0;
    for (const Indices& indices : impl_->loop.parts(impl_->loop.measured())) {
        const Impl::Part part = impl_->packed(indices);
        const std::vector<float> scores = toVector(impl_->model.forwardAt(part.tokens, part.places));
        for (std::size_t i = 0; i < scores.size(); ++i) right += (scores[i] > 0) == (part.labels[i] >= 0.5F) ? 1 : 0;
        all += static_cast<double>(scores.size());
    }
    return right / all;
}

TrainerState ProcessTrainer::state() const { return impl_->loop.state(); }
void ProcessTrainer::restore(const TrainerState& state) { impl_->loop.restore(state); }

}  // namespace retort
