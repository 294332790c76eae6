// SPDX-License-Identifier: Apache-2.0
#include "eval/paired.h"

#include <gtest/gtest.h>

namespace retort {
namespace {

// Expected values: exact rationals, p = min(1, 2 * sum(C(n, i), i <= min(b, c)) / 2^n).
TEST(McNemarExact, AgreesWithTheBinomialTest) {
    EXPECT_EQ(mcnemarExact(0, 0), 1);
    EXPECT_NEAR(mcnemarExact(0, 1), 1, 1e-12);
    EXPECT_NEAR(mcnemarExact(0, 5), 0.0625, 1e-12);
    EXPECT_NEAR(mcnemarExact(0, 6), 0.03125, 1e-12);
    EXPECT_NEAR(mcnemarExact(3, 12), 0.03515625, 1e-12);
    EXPECT_NEAR(mcnemarExact(12, 3), 0.03515625, 1e-12);
    EXPECT_NEAR(mcnemarExact(10, 10), 1, 1e-12);
    EXPECT_NEAR(mcnemarExact(40, 60), 0.056887933640980, 1e-10);
    EXPECT_NEAR(mcnemarExact(900, 1100), 8.457089535503927e-06, 1e-14);
    EXPECT_GT(mcnemarExact(0, 1000), 0);
}

std::vector<PairedProblem> problems(int both_right, int lost, int won, int both_wrong) {
    std::vector<PairedProblem> all;
    auto add = [&](int count, double before, double after) {
        for (int i = 0; i < count; ++i) all.push_back({std::to_string(all.size()), before, after});
    };
    add(both_right, 1, 1);
    add(lost, 1, 0);
    add(won, 0, 1);
    add(both_wrong, 0, 0);
    return all;
}

TEST(ComparePaired, CountsFlipsAndTheDifference) {
    const PairedComparison result = comparePaired(problems(40, 3, 12, 45));
    EXPECT_EQ(result.flips, (FlipTable{40, 3, 12, 45}));
    EXPECT_EQ(result.problems, 100);
    EXPECT_NEAR(result.before, 0.43, 1e-12);
    EXPECT_NEAR(result.after, 0.52, 1e-12);
    EXPECT_NEAR(result.difference, 0.09, 1e-12);
    EXPECT_LT(result.interval.low, 0.09);
    EXPECT_GT(result.interval.high, 0.09);
    EXPECT_GT(result.interval.low, 0) << "12 against 3 is more than chance";
    EXPECT_TRUE(result.significant);
}

TEST(ComparePaired, OneMoreFlipEachWayIsNotSignificant) {
    const PairedComparison result = comparePaired(problems(40, 10, 11, 39));
    EXPECT_FALSE(result.significant);
    EXPECT_LT(result.interval.low, 0);
    EXPECT_GT(result.interval.high, 0);
}

TEST(ComparePaired, AModelAgainstItselfDiffersByNothing) {
    const PairedComparison result = comparePaired(problems(5, 0, 0, 7));
    EXPECT_EQ(result.difference, 0);
    EXPECT_EQ(result.p_value, 1);
    EXPECT_EQ(result.interval.low, 0);
    EXPECT_EQ(result.interval.high, 0);
    EXPECT_FALSE(result.significant);
}

TEST(ComparePaired, HalfOfTheSamplesIsNotSolved) {
    EXPECT_FALSE(isSolved(0.5));
    EXPECT_TRUE(isSolved(0.75));
    EXPECT_EQ(countFlips({{"a", 0.5, 0.75}, {"b", 0.75, 0.5}}), (FlipTable{0, 1, 1, 0}));
}

TEST(PairByKey, KeepsWhatBothAnsweredInOrder) {
    const auto pairs = pairByKey({{"c", 1}, {"a", 0.5}, {"b", 0}}, {{"a", 0.25}, {"c", 0.75}, {"d", 1}});
    ASSERT_EQ(pairs.size(), 2U);
    EXPECT_EQ(pairs[0].key, "c");
    EXPECT_EQ(pairs[0].before, 1);
    EXPECT_EQ(pairs[0].after, 0.75);
    EXPECT_EQ(pairs[1].key, "a");
    EXPECT_EQ(pairs[1].after, 0.25);
}

TEST(ComparePaired, NothingInCommonIsEmpty) {
    const PairedComparison result = comparePaired({});
    EXPECT_EQ(result.problems, 0);
    EXPECT_EQ(result.p_value, 1);
}

}  // namespace
}  // namespace retort
