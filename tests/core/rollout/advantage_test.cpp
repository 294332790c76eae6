// SPDX-License-Identifier: Apache-2.0
#include "rollout/advantage.h"

#include <gtest/gtest.h>

#include <cmath>

namespace retort {
namespace {

Rollout rollout(double reward, Outcome outcome = Outcome::Pass) {
    Rollout r;
    r.completion.ids = {7, 8};
    r.completion.logprobs = {-0.5f, -0.25f};
    RewardTerm term;
    term.name = "accuracy";
    term.score = reward;
    term.outcome = outcome;
    r.reward.terms = {term};
    r.reward.total = reward;
    return r;
}

RolloutGroup group(const std::vector<double>& rewards) {
    RolloutGroup g;
    g.prompt.ids = {1, 2, 3};
    for (const double reward : rewards) g.rollouts.push_back(rollout(reward));
    return g;
}

TEST(Advantage, IsTheStandardisedReward) {
    std::vector<RolloutGroup> groups{group({1, 0, 0, 2})};
    const AdvantageSummary summary = assignAdvantages(groups, true);
    const double deviation = std::sqrt((0.0625 + 2 * 0.5625 + 1.5625) / 3);  // mean 0.75, n - 1
    EXPECT_NEAR(groups[0].rollouts[0].advantage, 0.25 / (deviation + 1e-4), 1e-12);
    EXPECT_NEAR(groups[0].rollouts[1].advantage, -0.75 / (deviation + 1e-4), 1e-12);
    EXPECT_NEAR(groups[0].rollouts[3].advantage, 1.25 / (deviation + 1e-4), 1e-12);
    EXPECT_NEAR(summary.reward, 0.75, 1e-12);
    EXPECT_NEAR(summary.reward_std, deviation, 1e-12);
    EXPECT_EQ(summary.frac_reward_zero_std, 0);
}

TEST(Advantage, WithoutNormalisationIsTheCentredReward) {
    std::vector<RolloutGroup> groups{group({1, 0, 0, 2})};
    assignAdvantages(groups, false);
    EXPECT_DOUBLE_EQ(groups[0].rollouts[0].advantage, 0.25);
    EXPECT_DOUBLE_EQ(groups[0].rollouts[3].advantage, 1.25);
}

TEST(Advantage, DeadGroupsTeachNothing) {
    std::vector<RolloutGroup> groups{group({0.3, 0.1 + 0.2, 0.3}), group({0, 1}), group({1})};
    const AdvantageSummary summary = assignAdvantages(groups, true);
    for (const Rollout& r : groups[0].rollouts) EXPECT_EQ(r.advantage, 0);
    EXPECT_EQ(groups[2].rollouts[0].advantage, 0);
    EXPECT_GT(groups[1].rollouts[1].advantage, 0.7);
    EXPECT_DOUBLE_EQ(summary.frac_reward_zero_std, 2.0 / 3);
}

TEST(Advantage, AGraderErrorIsNeitherAZeroNorASample) {
    std::vector<RolloutGroup> groups{group({1, 0}), group({1, 0})};
    groups[0].rollouts.push_back(rollout(0, Outcome::GraderError));
    groups[0].rollouts.push_back(rollout(0));
    groups[0].rollouts.back().completion.finish_reason = FinishReason::Aborted;
    const AdvantageSummary summary = assignAdvantages(groups, true);
    EXPECT_EQ(groups[0].rollouts[2].advantage, 0);
    EXPECT_EQ(groups[0].rollouts[3].advantage, 0);
    EXPECT_DOUBLE_EQ(groups[0].rollouts[0].advantage, groups[1].rollouts[0].advantage);
    EXPECT_EQ(summary.grader_errors, 1);
    EXPECT_EQ(summary.graded, 4);
    EXPECT_EQ(trainingSamples(groups).size(), 4u);
}

TEST(Advantage, NothingGradedGivesZeros) {
    std::vector<RolloutGroup> groups{group({})};
    groups[0].rollouts.push_back(rollout(1, Outcome::GraderError));
    const AdvantageSummary summary = assignAdvantages(groups, true);
    EXPECT_EQ(summary.graded, 0);
    EXPECT_EQ(summary.frac_reward_zero_std, 0);
    EXPECT_TRUE(trainingSamples(groups).empty());
}

TEST(TrainingSamples, JoinPromptAndCompletion) {
    std::vector<RolloutGroup> groups{group({1, 0})};
    assignAdvantages(groups, false);
    const auto samples = trainingSamples(groups);
    ASSERT_EQ(samples.size(), 2u);
    EXPECT_EQ(samples[1].ids, (std::vector<std::int32_t>{1, 2, 3, 7, 8}));
    EXPECT_EQ(samples[1].prompt_length, 3);
    EXPECT_EQ(samples[1].old_logprobs, (std::vector<float>{-0.5f, -0.25f}));
    EXPECT_FLOAT_EQ(samples[1].advantage, -0.5f);
}

}  // namespace
}  // namespace retort
