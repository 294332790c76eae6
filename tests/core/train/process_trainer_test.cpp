// SPDX-License-Identifier: Apache-2.0
#include "train/process_trainer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "tiny_model.h"

namespace retort {
namespace {

/// Steps of two tokens: right ones repeat their first token, wrong ones do not.
std::vector<EncodedSteps> rows(std::size_t count, std::uint64_t seed) {
    Random random(seed, 0);
    std::vector<EncodedSteps> result(count);
    for (EncodedSteps& row : result) {
        row.ids = {static_cast<std::int32_t>(random.below(23))};
        for (std::int64_t step = 0; step < 3; ++step) {
            const auto first = static_cast<std::int32_t>(random.below(23));
            const bool right = random.below(2) == 1;
            row.ids.push_back(first);
            row.ids.push_back(right ? first : (first + 1 + static_cast<std::int32_t>(random.below(21))) % 23);
            row.ends.push_back(static_cast<std::int64_t>(row.ids.size()) - 1);
            row.labels.push_back(right ? 1.0F : 0.0F);
        }
    }
    return result;
}

RewardModelParams params() {
    RewardModelParams p;
    p.loss = "process";
    p.epochs = 8;
    p.batch_size = 32;
    p.holdout = 0.2;
    p.optimizer.learning_rate = 1e-2;
    return p;
}

double reference(const std::vector<double>& scores, const std::vector<float>& labels) {
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double p = 1 / (1 + std::exp(-scores[i]));
        sum -= labels[i] * std::log(p) + (1 - labels[i]) * std::log(1 - p);
    }
    return sum / static_cast<double>(scores.size());
}

}  // namespace

TEST(StepLoss, MatchesDoubleReferenceAndFiniteDifferences) {
    const std::vector<float> scores{0.3F, -2, 5, 0}, labels{1, 0.25F, 0, 0.5F};
    std::vector<float> gradients(4);
    const std::vector<double> exact(scores.begin(), scores.end());
    EXPECT_NEAR(stepLoss(scores, labels, gradients), reference(exact, labels), 1e-7);
    for (std::size_t i = 0; i < 4; ++i) {
        auto up = exact, down = exact;
        up[i] += 1e-5, down[i] -= 1e-5;
        EXPECT_NEAR(gradients[i], (reference(up, labels) - reference(down, labels)) / 2e-5, 1e-7);
    }
    const std::vector<float> huge{1e4F}, wrong{0};
    std::vector<float> slope(1);
    EXPECT_DOUBLE_EQ(stepLoss(huge, wrong, slope), 1e4);
}

TEST(ProcessModel, AStepsScoreDoesNotDependOnWhatFollows) {
    const RewardModel model(Transformer(test::tinyConfig(), 1), 2);
    const auto both = model.scoreAt({3, 4, 5, 6, 7}, {2, 4});
    EXPECT_NEAR(both[0], model.scoreAt({3, 4, 5}, {2})[0], 1e-5);
    EXPECT_NEAR(both[1], model.score({{3, 4, 5, 6, 7}})[0], 1e-5) << "the last token's score is the whole sequence's";
}

TEST(ProcessTrainer, LearnsWhichStepsAreRight) {
    RewardModel model(Transformer(test::tinyConfig(), 1), 2);
    ProcessTrainer trainer(model, params(), rows(3000, 3), 4, "judge");
    const double before = trainer.holdoutAccuracy();
    while (!trainer.done()) trainer.step();
    EXPECT_LT(before, 0.7);
    EXPECT_GT(trainer.holdoutAccuracy(), 0.9);
}

TEST(ProcessTrainer, ResumesBitForBit) {
    RewardModel straight(Transformer(test::tinyConfig(), 1), 2), part(Transformer(test::tinyConfig(), 1), 2);
    ProcessTrainer a(straight, params(), rows(100, 3), 4, "judge"), b(part, params(), rows(100, 3), 4, "judge");
    for (int i = 0; i < 3; ++i) a.step(), b.step();
    ProcessTrainer c(part, params(), rows(100, 3), 4, "judge");
    c.restore(b.state());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(a.step().loss, c.step().loss);
}

TEST(ProcessTrainer, RefusesRowsThatDoNotFit) {
    RewardModel model(Transformer(test::tinyConfig(), 1), 2);
    EXPECT_THROW(ProcessTrainer(model, params(), {}, 4, "judge"), Error);
    auto bad = rows(3, 1);
    bad[1].labels.pop_back();
    EXPECT_THROW(ProcessTrainer(model, params(), bad, 4, "judge"), Error);
}

}  // namespace retort
