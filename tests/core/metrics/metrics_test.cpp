// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "metrics/metric_keys.h"
#include "metrics/metrics_recorder.h"
#include "support/fake_trainer/fake_stages.h"

namespace retort::test {
namespace {

std::map<std::string, double> asMap(const std::vector<MetricPoint>& points) {
    std::map<std::string, double> values;
    for (const MetricPoint& point : points)
        EXPECT_TRUE(values.emplace(point.key, point.value).second) << point.key << " twice";
    return values;
}

TEST(MetricsRecorder, ReducesEachKeyAndStartsEmpty) {
    MetricsRecorder recorder;
    recorder.add("loss", 1, Reduction::Mean, 3);
    recorder.add("loss", 5, Reduction::Mean, 1);
    recorder.add("low", 4, Reduction::Min);
    recorder.add("low", -2, Reduction::Min);
    recorder.add("high", 4, Reduction::Max);
    recorder.add("high", 9, Reduction::Max);
    recorder.add("tokens", 10, Reduction::Sum);
    recorder.add("tokens", 32, Reduction::Sum);
    recorder.add("rate", 0.1, Reduction::Last);
    recorder.add("rate", 0.2, Reduction::Last);
    recorder.add("nothing", std::nan(""), Reduction::Mean, 0);
    recorder.add({{"reward", 0.5}});
    const std::vector<MetricPoint> points = recorder.reduce();
    EXPECT_EQ(points.front().key, "loss");
    const auto values = asMap(points);
    EXPECT_EQ(values, (std::map<std::string, double>{
                          {"loss", 2}, {"low", -2}, {"high", 9}, {"tokens", 42}, {"rate", 0.2}, {"reward", 0.5}}));
    EXPECT_TRUE(recorder.reduce().empty());
}

TEST(MetricsRecorder, NotANumberIsNeverHidden) {
    for (const Reduction reduction : {Reduction::Mean, Reduction::Min, Reduction::Max, Reduction::Sum}) {
        for (const bool first : {true, false}) {
            MetricsRecorder recorder;
            recorder.add("x", first ? std::nan("") : 1, reduction);
            recorder.add("x", first ? 1 : std::nan(""), reduction);
            EXPECT_TRUE(std::isnan(recorder.reduce().at(0).value)) << static_cast<int>(reduction) << first;
        }
    }
    MetricsRecorder recorder;
    recorder.add("x", 2, Reduction::Mean, 1);
    recorder.add("x", std::nan(""), Reduction::Mean, 0);
    EXPECT_EQ(recorder.reduce().at(0).value, 2);
}

Rollout rolloutOf(double accuracy, double format, std::size_t length, FinishReason reason, std::optional<double> language) {
    Rollout rollout;
    rollout.completion.ids.assign(length, 5);
    rollout.completion.finish_reason = reason;
    rollout.reward.terms = {{"math", 1, accuracy, accuracy > 0 ? Outcome::Pass : Outcome::Fail, "", "", "accuracy"},
                            {"format", 0.5, format, format > 0 ? Outcome::Pass : Outcome::Fail, "", "", "format"}};
    rollout.reward.total = accuracy + 0.5 * format;
    rollout.facts.well_formed = format > 0;
    rollout.facts.language_share = language;
    return rollout;
}

TEST(RolloutMetrics, ByHand) {
    RolloutGroup mixed, dead;
    mixed.rollouts = {rolloutOf(1, 1, 10, FinishReason::Stop, 1.0), rolloutOf(0, 1, 30, FinishReason::Stop, 0.5),
                      rolloutOf(0, 0, 50, FinishReason::Length, std::nullopt)};
    mixed.rollouts[0].facts.reflects = true;
    mixed.rollouts[1].facts.reflects = true;
    mixed.rollouts[1].facts.spans = {{0, 3, "foreign", "zh"}, {4, 5, "foreign", "zh"}};
    mixed.rollouts[0].completion.entropies = {1.0f, 2.0f};
    mixed.rollouts[1].completion.entropies = {6.0f};
    dead.rollouts = {rolloutOf(1, 1, 10, FinishReason::Stop, 1.0), rolloutOf(1, 1, 20, FinishReason::Stop, 1.0),
                     rolloutOf(0, 0, 40, FinishReason::Stop, 0.5), rolloutOf(1, 1, 99, FinishReason::Aborted, 0.0)};
    dead.rollouts[2].reward.terms[0].outcome = Outcome::GraderError;

    const auto values = asMap(rolloutMetrics({mixed, dead}));
    // Graded rewards: 1.5, 0.5, 0 and 1.5, 1.5.
    EXPECT_NEAR(values.at("reward"), 1.0, 1e-12);
    const double deviation = std::sqrt((std::pow(1.5 - 2.0 / 3, 2) + std::pow(0.5 - 2.0 / 3, 2) + std::pow(2.0 / 3, 2)) / 2);
    EXPECT_NEAR(values.at("reward_std"), deviation / 2, 1e-12);
    EXPECT_NEAR(values.at("frac_reward_zero_std"), 0.5, 1e-12);
    EXPECT_NEAR(values.at("rewards/math/mean"), 3.0 / 5, 1e-12);
    EXPECT_NEAR(values.at("rewards/math/std"), std::sqrt(0.3), 1e-12);
    EXPECT_NEAR(values.at("rewards/format/mean"), 4.0 / 5, 1e-12);
    EXPECT_NEAR(values.at("pass_rate"), 3.0 / 5, 1e-12);
    // Lengths without the aborted one: 10, 30, 50, 10, 20, 40.
    EXPECT_NEAR(values.at("completions/mean_length"), 160.0 / 6, 1e-12);
    EXPECT_EQ(values.at("completions/min_length"), 10);
    EXPECT_EQ(values.at("completions/max_length"), 50);
    EXPECT_NEAR(values.at("completions/mean_terminated_length"), 110.0 / 5, 1e-12);
    EXPECT_NEAR(values.at("completions/clipped_ratio"), 1.0 / 6, 1e-12);
    EXPECT_NEAR(values.at("completions/mean_length_right"), 40.0 / 3, 1e-12);
    EXPECT_NEAR(values.at("completions/mean_length_wrong"), 40, 1e-12);
    EXPECT_NEAR(values.at("entropy"), 3, 1e-12);
    EXPECT_NEAR(values.at("lang/consistency_mean"), 4.0 / 5, 1e-12);
    EXPECT_NEAR(values.at("lang/mix_span_rate"), 1.0 / 6, 1e-12);
    EXPECT_NEAR(values.at("format/well_formed"), 4.0 / 6, 1e-12);
    EXPECT_NEAR(values.at("verify/grader_error"), 1.0 / 6, 1e-12);
    EXPECT_NEAR(values.at("behaviour/reflection_rate"), 2.0 / 6, 1e-12);
    EXPECT_NEAR(values.at("behaviour/reflection_accuracy"), 0.5, 1e-12);
}

TEST(RolloutMetrics, WithoutRewardsOnlyWhatTheTextSays) {
    EXPECT_TRUE(rolloutMetrics({}).empty());
    RolloutGroup group;
    group.rollouts.resize(2);
    const auto values = asMap(rolloutMetrics({group}));
    EXPECT_FALSE(values.contains("reward"));
    EXPECT_FALSE(values.contains("reward_std"));
    EXPECT_FALSE(values.contains("pass_rate"));
    EXPECT_FALSE(values.contains("lang/consistency_mean"));
    EXPECT_EQ(values.at("completions/mean_length"), 0);
}

TEST(MetricKeys, EveryKeyOnceWithWords) {
    std::set<std::string_view> keys;
    for (const MetricInfo& info : metricInfos()) {
        EXPECT_TRUE(keys.insert(info.key).second) << info.key;
        EXPECT_FALSE(info.label.empty()) << info.key;
        EXPECT_TRUE(info.meaning.ends_with('.')) << info.key;
        EXPECT_EQ(findMetricInfo(info.key), &info) << info.key;
    }
}

TEST(MetricKeys, NamesFromTheRecipeMatchOneLevel) {
    ASSERT_NE(findMetricInfo("rewards/accuracy/mean"), nullptr);
    EXPECT_EQ(findMetricInfo("rewards/accuracy/mean")->key, "rewards/*/mean");
    EXPECT_EQ(findMetricInfo("rewards/a b/std")->key, "rewards/*/std");
    ASSERT_NE(findMetricInfo("pass@1/level/3"), nullptr);
    EXPECT_EQ(findMetricInfo("pass@1/level/3")->key, "pass@1/*/*");
    EXPECT_EQ(findMetricInfo("pass@16")->key, "pass@*");
    for (const char* unknown : {"rewards//mean", "pass@1/level", "pass@1/level/3/4", "rewards/mean", "rewards/a/b/mean",
                                "reward_", "", "*", "loss2"})
        EXPECT_EQ(findMetricInfo(unknown), nullptr) << unknown;
}

TEST(MetricKeys, EverythingTheFakeTrainerLogsIsKnown) {
    Random random(1, 0);
    for (const FakeStage& stage : fakeStages())
        for (const MetricPoint& point : fakeStep(random, stage, {1}, 1, 10, 2, 4).points)
            EXPECT_NE(findMetricInfo(point.key), nullptr) << point.key;
}

}  // namespace
}  // namespace retort::test
