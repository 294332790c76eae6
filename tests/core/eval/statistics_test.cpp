// SPDX-License-Identifier: Apache-2.0
#include "eval/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace retort;

namespace {

ProblemSamples problem(std::vector<bool> right, std::vector<std::string> answers) {
    return {std::move(right), std::move(answers)};
}

/// n problems of one sample, `right` of them right.
std::vector<ProblemSamples> singles(int n, int right) {
    std::vector<ProblemSamples> problems;
    for (int i = 0; i < n; ++i) problems.push_back(problem({i < right}, {"a"}));
    return problems;
}

}  // namespace

TEST(PassAt1, IsTheMeanOverProblemsOfTheMeanOverSamples) {
    // By hand: (1/2 + 1 + 0) / 3. A problem with more samples weighs no more than another.
    EXPECT_DOUBLE_EQ(passAt1({problem({true, false}, {}), problem({true, true, true, true}, {}), problem({false}, {})}),
                     0.5);
    EXPECT_EQ(passAt1({}), 0);
}

TEST(Consensus, CountsProblemsWhoseMostFrequentAnswerIsRight) {
    const auto right = problem({true, true, false}, {"25", "25", "24"});
    const auto wrong = problem({true, false, false}, {"25", "24", "24"});
    EXPECT_DOUBLE_EQ(consensus({right, wrong}), 0.5);
}

TEST(Consensus, NoAnswerHasNoVoteAndTiesGoToTheFirst) {
    EXPECT_DOUBLE_EQ(consensus({problem({false, false, true}, {"", "", "7"})}), 1);
    EXPECT_DOUBLE_EQ(consensus({problem({false, true}, {"6", "7"})}), 0);
    EXPECT_DOUBLE_EQ(consensus({problem({true, false}, {"7", "6"})}), 1);
    EXPECT_DOUBLE_EQ(consensus({problem({false, false}, {"", ""})}), 0);
}

TEST(Bootstrap, MatchesTheNormalApproximationOnManyProblems) {
    const auto problems = singles(400, 120);
    const Interval interval = bootstrapPassAt1(problems);
    const double half = 1.96 * std::sqrt(0.3 * 0.7 / 400);
    EXPECT_NEAR(interval.low, 0.3 - half, 0.008);
    EXPECT_NEAR(interval.high, 0.3 + half, 0.008);
}

TEST(Bootstrap, IsWideForFewProblemsAndReproducible) {
    const Interval few = bootstrapPassAt1(singles(10, 5)), many = bootstrapPassAt1(singles(1000, 500));
    EXPECT_GT(few.high - few.low, 3 * (many.high - many.low));
    const Interval again = bootstrapPassAt1(singles(10, 5));
    EXPECT_EQ(few.low, again.low);
    EXPECT_EQ(few.high, again.high);
}
