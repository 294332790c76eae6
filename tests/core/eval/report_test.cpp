// SPDX-License-Identifier: Apache-2.0
#include "eval/report.h"

#include <gtest/gtest.h>

#include <cmath>

namespace retort {
namespace {

EvalSampleRecord sample(std::int64_t problem, std::int64_t index, bool right, std::size_t tokens,
                        FinishReason reason = FinishReason::Stop) {
    EvalSampleRecord record{.problem = problem,
                            .sample = index,
                            .prompt_key = "p" + std::to_string(problem),
                            .prompt = {},
                            .reference = {},
                            .language = {},
                            .rollout = {}};
    record.rollout.completion.ids.assign(tokens, 1);
    record.rollout.completion.finish_reason = reason;
    record.rollout.reward.terms = {{.name = "accuracy",
                                    .weight = 1,
                                    .score = right ? 1.0 : 0.0,
                                    .outcome = right ? Outcome::Pass : Outcome::Fail,
                                    .extracted = right ? "4" : "5",
                                    .reason = {},
                                    .kind = {}}};
    return record;
}

}  // namespace

TEST(Report, CountsByHand) {
    const std::vector<EvalSampleRecord> samples{sample(0, 0, true, 10), sample(0, 1, false, 20),
                                                sample(1, 0, false, 30, FinishReason::Length), sample(1, 1, false, 40)};
    const EvalReport report = reportOf(samples);
    EXPECT_EQ(report.problems, 2);
    EXPECT_EQ(report.k, 2);
    EXPECT_DOUBLE_EQ(report.pass_at_1, 0.25);
    ASSERT_EQ(report.pass_at_k.size(), 2u);
    EXPECT_DOUBLE_EQ(report.pass_at_k[0].second, 0.25);
    EXPECT_DOUBLE_EQ(report.pass_at_k[1].second, 0.5);
    EXPECT_DOUBLE_EQ(report.mean_length, 25);
    EXPECT_DOUBLE_EQ(report.median_length, 25);
    EXPECT_DOUBLE_EQ(report.truncated, 0.25);
    EXPECT_EQ(reportOf({}).problems, 0);
    ASSERT_TRUE(report.cons_at_k);
    EXPECT_DOUBLE_EQ(*report.cons_at_k, 0.5) << "the tie of the first problem goes to what came first";
}

TEST(Report, NoConsensusWhereNothingIsVotedOn) {
    std::vector<EvalSampleRecord> samples{sample(0, 0, true, 1), sample(0, 1, true, 1)};
    EXPECT_FALSE(reportOf(std::span(samples).first(1)).cons_at_k) << "one sample each";
    for (EvalSampleRecord& s : samples) s.rollout.reward.terms[0].kind = "code";
    EXPECT_FALSE(reportOf(samples).cons_at_k) << "programs have no votes";
    EXPECT_DOUBLE_EQ(reportOf(samples).pass_at_1, 1);
}

TEST(Report, EqualAnswersVoteTogether) {
    std::vector<EvalSampleRecord> samples;
    for (const char* answer : {"7", "1/2", "7", "0.5", "\\frac{1}{2}"}) {
        samples.push_back(sample(0, static_cast<std::int64_t>(samples.size()), answer[0] != '7', 1));
        samples.back().rollout.reward.terms[0].extracted = answer;
    }
    EXPECT_DOUBLE_EQ(reportOf(samples).cons_at_k.value(), 1) << "three halves against two sevens";
}

TEST(Report, PassAtKIsTheShareOfSubsetsWithARightOne) {
    // 3 right of 8, k = 4: 1 - C(5, 4) / C(8, 4) = 1 - 5 / 70.
    const std::vector<ProblemSamples> problems{{{true, true, true, false, false, false, false, false}, {}}};
    EXPECT_NEAR(passAtK(problems, 4), 1 - 5.0 / 70, 1e-12);
    EXPECT_NEAR(passAtK(problems, 1), 3.0 / 8, 1e-12);
    EXPECT_DOUBLE_EQ(passAtK(problems, 6), 1) << "any six hold a right one";
    EXPECT_DOUBLE_EQ(passAtK({{{false, false}, {}}}, 2), 0);
}

TEST(Report, ClassesComeBackFromTheirMetrics) {
    std::vector<EvalSampleRecord> samples;
    std::map<std::string, std::string> level_of;
    for (std::int64_t problem = 0; problem < 60; ++problem) {
        samples.push_back(sample(problem, 0, problem % 4 == 0, 1));
        level_of[samples.back().prompt_key] = problem < 20 ? "1/2" : "3";
    }
    const auto classes = breakdown(samples, level_of);
    std::vector<MetricPoint> metrics{{"pass@2", 0.5}, {"lang/consistency_mean", 1}, {"rewards/accuracy/mean", 1}};
    for (const MetricPoint& point : classMetrics("level", classes)) metrics.push_back(point);
    const ClassScores back = classScores(metrics);
    ASSERT_EQ(back.size(), 1U) << "nothing else is a class";
    ASSERT_EQ(back.at("level").size(), 2U);
    for (const auto& [value, score] : back.at("level")) {
        EXPECT_EQ(score.pass_at_1, classes.at(value).pass_at_1);
        EXPECT_EQ(score.interval.low, classes.at(value).interval.low);
        EXPECT_EQ(score.interval.high, classes.at(value).interval.high);
        EXPECT_EQ(score.problems, classes.at(value).problems);
    }
    // The interval is that of a suite with these problems alone.
    const EvalReport alone = reportOf(std::span(samples).first(20));
    EXPECT_EQ(back.at("level").at("1/2").interval.low, alone.interval.low);
    EXPECT_EQ(back.at("level").at("1/2").interval.high, alone.interval.high);
    EXPECT_LT(alone.interval.low, 0.25);
    EXPECT_GT(alone.interval.high, 0.25);
    // As older versions stored them.
    EXPECT_TRUE(std::isnan(classScores(std::vector<MetricPoint>{{"pass@1/level/3", 0.5}, {"problems/level/3", 4}})
                               .at("level")
                               .at("3")
                               .interval.low));
}

TEST(Report, ClassesAndPairsGoByKey) {
    const std::vector<EvalSampleRecord> before{sample(0, 0, true, 1), sample(1, 0, false, 1), sample(2, 0, false, 1)};
    const std::vector<EvalSampleRecord> after{sample(2, 0, true, 1), sample(0, 0, true, 1)};
    const auto classes = breakdown(before, {{"p0", "easy"}, {"p1", "hard"}, {"p2", "hard"}});
    ASSERT_EQ(classes.size(), 2u);
    EXPECT_DOUBLE_EQ(classes.at("easy").pass_at_1, 1);
    EXPECT_EQ(classes.at("hard").problems, 2);
    const auto pairs = pairProblems(before, after);
    ASSERT_EQ(pairs.size(), 2u) << "problems that both have";
    EXPECT_EQ(pairs[1].key, "p2");
    EXPECT_EQ(pairs[1].before, 0);
    EXPECT_EQ(pairs[1].after, 1);
}

}  // namespace retort
