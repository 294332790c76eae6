// SPDX-License-Identifier: Apache-2.0
#include "eval/paired.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

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

/// By trying every choice of signs.
double bruteSignFlips(const std::vector<double>& differences) {
    double observed = 0;
    for (const double d : differences) observed += d;
    int as_far = 0;
    for (std::size_t signs = 0; signs < (std::size_t{1} << differences.size()); ++signs) {
        double sum = 0;
        for (std::size_t i = 0; i < differences.size(); ++i) sum += (signs >> i & 1) != 0 ? differences[i] : -differences[i];
        as_far += std::abs(sum) >= std::abs(observed) - 1e-9 ? 1 : 0;
    }
    return as_far / std::ldexp(1.0, static_cast<int>(differences.size()));
}

TEST(SignFlipTest, AgreesWithEveryChoiceOfSigns) {
    Random random(7, 0);
    for (const int samples : {1, 2, 3, 8, 16}) {
        for (int round = 0; round < 8; ++round) {
            std::vector<double> differences(13);
            for (double& d : differences)
                d = (static_cast<double>(random.next() % (2 * samples + 1)) - samples) / samples +
                    (round % 2 != 0 ? 1.0 / samples : 0);
            EXPECT_NEAR(signFlipTest(differences), bruteSignFlips(differences), 1e-12) << samples;
        }
    }
    // Problems with other numbers of samples.
    const std::vector<double> mixed{0.5, 1.0 / 3, -0.125, 0.75, 2.0 / 3, -0.25, 0.5, 1, 0.875};
    EXPECT_NEAR(signFlipTest(mixed), bruteSignFlips(mixed), 1e-12);
}

TEST(SignFlipTest, IsMcNemarsWithOneSampleOfEachProblem) {
    std::vector<double> differences(60, 0.0);
    for (int i = 0; i < 12; ++i) differences[i] = 1;
    for (int i = 20; i < 23; ++i) differences[i] = -1;
    EXPECT_NEAR(signFlipTest(differences), mcnemarExact(3, 12), 1e-15);
    EXPECT_EQ(signFlipTest({}), 1);
    EXPECT_EQ(signFlipTest({0, 0, 0}), 1);
    EXPECT_GT(signFlipTest(std::vector<double>(5000, 1.0)), 0);
}

TEST(SignFlipTest, DrawsWhereThereAreTooManySums) {
    // Shares of no common fraction; the sum's distribution is close to normal.
    Random random(3, 0);
    std::vector<double> differences(12);
    for (double& d : differences) d = random.uniform() - 0.4;
    EXPECT_NEAR(signFlipTest(differences), bruteSignFlips(differences), 0.015);
    EXPECT_EQ(signFlipTest(differences), signFlipTest(differences));
    std::vector<double> many(4000);
    for (double& d : many) d = random.uniform() - 0.3;
    EXPECT_EQ(signFlipTest(many), 1.0 / 20000);
}

TEST(ComparePaired, AFallWithoutFlipsIsMoreThanChance) {
    // A quarter of the samples right before, nearly none after; no problem had more than half of them right.
    std::vector<PairedProblem> problems;
    for (int i = 0; i < 100; ++i)
        problems.push_back({std::to_string(i), i % 4 == 0 ? 0.5 : 0.125, i % 8 == 0 ? 0.125 : 0.0});
    const PairedComparison result = comparePaired(problems);
    EXPECT_EQ(result.flips, (FlipTable{0, 0, 0, 100}));
    EXPECT_LT(result.interval.high, 0);
    EXPECT_LT(result.p_value, 1e-6);
    EXPECT_TRUE(result.significant);
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
