// SPDX-License-Identifier: Apache-2.0
#include "generate/sampler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

namespace retort::test {
namespace {

/// Logits of the given probabilities.
std::vector<float> logitsOf(const std::vector<double>& probabilities) {
    std::vector<float> logits;
    for (const double p : probabilities) logits.push_back(static_cast<float>(std::log(p) + 2));
    return logits;
}

/// Pearson's statistic of `draws` draws; also checks the reported log-probability of every draw.
double chiSquare(Sampler& sampler, const std::vector<float>& logits, const std::vector<double>& expected, int draws) {
    Random random(42, 0);
    std::vector<int> counts(expected.size());
    for (int i = 0; i < draws; ++i) {
        const SampledToken token = sampler.sample(logits.data(), random);
        ++counts.at(token.id);
        EXPECT_NEAR(token.logprob, std::log(expected.at(token.id)), 2e-6);
    }
    double statistic = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i] == 0) {
            EXPECT_EQ(counts[i], 0) << "id " << i;
            continue;
        }
        statistic += std::pow(counts[i] - draws * expected[i], 2) / (draws * expected[i]);
    }
    return statistic;
}

constexpr double kChi4 = 18.5;  // 0.999 quantile, 4 degrees of freedom
constexpr double kChi2 = 13.8;  // 2 degrees

TEST(Sampler, DrawsFromTheSoftmax) {
    const std::vector<double> p{0.5, 0.25, 0.125, 0.1, 0.025};
    Sampler sampler(1, 1, 5);
    EXPECT_LT(chiSquare(sampler, logitsOf(p), p, 40000), kChi4);
}

TEST(Sampler, TemperatureReshapesTheDistribution) {
    const std::vector<double> p{0.5, 0.25, 0.125, 0.1, 0.025};
    for (const double temperature : {0.5, 2.0}) {
        std::vector<double> expected;
        double sum = 0;
        for (const double x : p) sum += expected.emplace_back(std::pow(x, 1 / temperature));
        for (double& x : expected) x /= sum;
        Sampler sampler(temperature, 1, 5);
        EXPECT_LT(chiSquare(sampler, logitsOf(p), expected, 40000), kChi4) << temperature;
    }
}

TEST(Sampler, TopPKeepsTheNucleusAndRenormalises) {
    Sampler sampler(1, 0.7, 5);
    // 0.4 + 0.25 < 0.7 <= 0.4 + 0.25 + 0.2
    EXPECT_LT(chiSquare(sampler, logitsOf({0.1, 0.25, 0.4, 0.05, 0.2}), {0, 0.25 / 0.85, 0.4 / 0.85, 0, 0.2 / 0.85}, 40000),
              kChi2);
}

TEST(Sampler, TopPBoundaries) {
    const std::vector<float> equal(4, 1.5f);
    Random random(1, 0);
    const auto support = [&](double top_p, const std::vector<float>& logits) {
        Sampler sampler(1, top_p, static_cast<std::int32_t>(logits.size()));
        std::map<std::int32_t, int> seen;
        for (int i = 0; i < 400; ++i) ++seen[sampler.sample(logits.data(), random).id];
        std::vector<std::int32_t> ids;
        for (const auto& [id, count] : seen) ids.push_back(id);
        return ids;
    };
    using Ids = std::vector<std::int32_t>;
    // Four equal ids: mass reaches 0.5 exactly with two, and ties go to the lower id.
    EXPECT_EQ(support(0.5, equal), (Ids{0, 1}));
    EXPECT_EQ(support(0.51, equal), (Ids{0, 1, 2}));
    EXPECT_EQ(support(1e-9, equal), (Ids{0}));
    EXPECT_EQ(support(0.999, equal), (Ids{0, 1, 2, 3}));
    EXPECT_EQ(support(0.9, {1, 30, 2}), (Ids{1}));
}

TEST(Sampler, GreedyTakesTheFirstOfTheMostProbable) {
    Sampler sampler(0, 0.5, 4);
    Random random(1, 0);
    const std::vector<float> logits{0, 2, 2, 1};
    const SampledToken token = sampler.sample(logits.data(), random);
    EXPECT_EQ(token.id, 1);
    EXPECT_NEAR(token.logprob, 2 - std::log(1 + 2 * std::exp(2) + std::exp(1)), 1e-6);
    EXPECT_EQ(random.state().counter, 0u);
}

TEST(Sampler, EntropyIsOfTheDistributionSampledFrom) {
    Random random(1, 0);
    const auto logits = logitsOf({0.5, 0.25, 0.25});
    EXPECT_NEAR(Sampler(1, 1, 3).sample(logits.data(), random).entropy, 1.5 * std::log(2), 1e-6);
    EXPECT_NEAR(Sampler(1, 0.7, 3).sample(logits.data(), random).entropy,
                -(2.0 / 3) * std::log(2.0 / 3) - (1.0 / 3) * std::log(1.0 / 3), 1e-6);
    EXPECT_NEAR(Sampler(1, 0.3, 3).sample(logits.data(), random).entropy, 0, 1e-7);
}

TEST(Sampler, RefusesLogitsThatAreNotFinite) {
    Random random(1, 0);
    const std::vector<float> logits{0, std::numeric_limits<float>::quiet_NaN(), 1};
    EXPECT_EQ(Sampler(1, 1, 3).sample(logits.data(), random).id, -1);
    EXPECT_EQ(Sampler(1, 0.5, 3).sample(logits.data(), random).id, -1);
}

TEST(Sampler, ExtremeLogitsStayInRange) {
    Random random(1, 0);
    const std::vector<float> logits{-3e38f, 3e38f, 0};
    for (const double top_p : {1.0, 0.9}) {
        const SampledToken token = Sampler(1, top_p, 3).sample(logits.data(), random);
        EXPECT_EQ(token.id, 1);
        EXPECT_EQ(token.logprob, 0);
        EXPECT_EQ(token.entropy, 0);
    }
}

}  // namespace
}  // namespace retort::test
