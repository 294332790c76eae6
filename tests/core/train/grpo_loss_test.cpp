// SPDX-License-Identifier: Apache-2.0
#include "train/grpo_loss.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/random.h"

namespace retort {
namespace {

/// Random log-probabilities of four completions, ratios spread well over the clip range.
struct Batch {
    std::vector<float> logprobs, old, ref, advantages{0.7f, -1.2f, 0, 2.5f};
    std::vector<std::int32_t> starts{0, 5, 6, 13, 20};

    Batch() {
        Random random(3, 3);
        for (int t = 0; t < starts.back(); ++t) {
            logprobs.push_back(static_cast<float>(-3 * random.uniform()));
            old.push_back(static_cast<float>(logprobs.back() + 0.4 * random.normal()));
            ref.push_back(static_cast<float>(logprobs.back() + 0.5 * random.normal()));
        }
    }
    GrpoTotals totals() const { return {4, starts.back()}; }
    GrpoTokens tokens() const { return {logprobs, old, ref, advantages, starts}; }
};

/// The objective as the papers write it, in double, one completion after another.
double objective(const Batch& batch, const std::vector<double>& logprobs, const GrpoLossOptions& o) {
    double total = 0;
    for (std::size_t s = 0; s < 4; ++s) {
        double completion = 0;
        for (auto t = static_cast<std::size_t>(batch.starts[s]); t < static_cast<std::size_t>(batch.starts[s + 1]); ++t) {
            const double rho = std::exp(logprobs[t] - batch.old[t]), a = batch.advantages[s];
            const double clipped = std::max(1 - o.clip_low, std::min(1 + o.clip_high, rho));
            const double r = std::exp(static_cast<double>(batch.ref[t])) / std::exp(logprobs[t]);
            completion += std::min(rho * a, clipped * a) - o.kl_beta * (r - std::log(r) - 1);
        }
        const double length = batch.starts[s + 1] - batch.starts[s];
        if (o.aggregation == Aggregation::Sequence) total += completion / length / 4;
        if (o.aggregation == Aggregation::Token) total += completion / batch.starts.back();
        if (o.aggregation == Aggregation::Constant) total += completion / (4.0 * static_cast<double>(o.max_tokens));
    }
    return -total;
}

std::vector<GrpoLossOptions> everyOption() {
    std::vector<GrpoLossOptions> all;
    for (const Aggregation aggregation : {Aggregation::Sequence, Aggregation::Token, Aggregation::Constant})
        for (const double beta : {0.0, 0.001, 0.5})
            for (const double high : {0.2, 0.28, 10.0})
                all.push_back({aggregation, high == 10.0 ? 10.0 : 0.2, high, beta, 9});
    return all;
}

TEST(GrpoLoss, MatchesTheObjectiveInDouble) {
    const Batch batch;
    const std::vector<double> at(batch.logprobs.begin(), batch.logprobs.end());
    for (const GrpoLossOptions& options : everyOption()) {
        std::vector<float> gradient(at.size());
        const GrpoSums sums = grpoLoss(batch.tokens(), batch.totals(), options, gradient);
        EXPECT_NEAR(sums.loss, objective(batch, at, options), 1e-9);
        GrpoLossOptions without = options;
        without.kl_beta = 0;
        EXPECT_NEAR(sums.policy_loss, objective(batch, at, without), 1e-9);
    }
}

TEST(GrpoLoss, GradientMatchesFiniteDifferences) {
    const Batch batch;
    for (const GrpoLossOptions& options : everyOption()) {
        std::vector<float> gradient(batch.logprobs.size());
        grpoLoss(batch.tokens(), batch.totals(), options, gradient);
        for (std::size_t t = 0; t < gradient.size(); ++t) {
            std::vector<double> up(batch.logprobs.begin(), batch.logprobs.end()), down = up;
            up[t] += 1e-6;
            down[t] -= 1e-6;
            const double slope = (objective(batch, up, options) - objective(batch, down, options)) / 2e-6;
            EXPECT_NEAR(gradient[t], slope, 1e-7 + 1e-6 * std::abs(slope)) << t;
        }
    }
}

TEST(GrpoLoss, SplittingIntoMicrobatchesChangesNothing) {
    const Batch batch;
    for (const GrpoLossOptions& options : everyOption()) {
        std::vector<float> whole(batch.logprobs.size()), split(batch.logprobs.size());
        const GrpoSums expected = grpoLoss(batch.tokens(), batch.totals(), options, whole);
        GrpoSums sums;
        for (std::size_t s = 0; s < 4; ++s) {
            const auto begin = static_cast<std::size_t>(batch.starts[s]);
            const auto size = static_cast<std::size_t>(batch.starts[s + 1]) - begin;
            const std::vector<std::int32_t> starts{0, static_cast<std::int32_t>(size)};
            const auto cut = [&](const std::vector<float>& all) { return std::span(all).subspan(begin, size); };
            sums.add(grpoLoss(
                {cut(batch.logprobs), cut(batch.old), cut(batch.ref), std::span(batch.advantages).subspan(s, 1), starts},
                batch.totals(), options, std::span(split).subspan(begin, size)));
        }
        EXPECT_NEAR(sums.loss, expected.loss, 1e-12);
        EXPECT_EQ(split, whole);
        EXPECT_EQ(sums.tokens, expected.tokens);
        EXPECT_DOUBLE_EQ(sums.ratio_min, expected.ratio_min);
        EXPECT_DOUBLE_EQ(sums.ratio_max, expected.ratio_max);
        EXPECT_DOUBLE_EQ(sums.clipped_high, expected.clipped_high);
    }
}

TEST(GrpoLoss, CountsClippedTokensBySideAndSign) {
    const std::vector<float> now{0, 0, 0, 0}, old{std::log(2.0f), std::log(0.5f), std::log(2.0f), std::log(0.5f)};
    const std::vector<float> advantages{1, -1};  // ratios 0.5, 2 with A > 0, then with A < 0
    const std::vector<std::int32_t> starts{0, 2, 4};
    std::vector<float> gradient(4);
    const GrpoSums sums = grpoLoss({now, old, {}, advantages, starts}, {2, 4}, {}, gradient);
    EXPECT_EQ(sums.clipped_high, 1);  // ratio 2, A > 0
    EXPECT_EQ(sums.clipped_low, 1);   // ratio 0.5, A < 0
    EXPECT_EQ(gradient[1], 0);
    EXPECT_EQ(gradient[2], 0);
    EXPECT_LT(gradient[0], 0);  // a positive advantage pushes up
    EXPECT_GT(gradient[3], 0);
    EXPECT_NEAR(sums.ratio_min, 0.5, 1e-6);
    EXPECT_NEAR(sums.ratio_max, 2.0, 1e-6);
}

TEST(GrpoLoss, ClipOfTenTouchesOnlyLargePositiveRatios) {
    const std::vector<float> now{0, 0}, old{-3, 3};  // ratios 20 and 0.05
    const std::vector<float> advantages{1, -1};
    const std::vector<std::int32_t> starts{0, 1, 2};
    std::vector<float> gradient(2);
    const GrpoSums sums = grpoLoss({now, old, {}, advantages, starts}, {2, 2}, {Aggregation::Token, 10, 10, 0, 8}, gradient);
    EXPECT_EQ(sums.clipped_high, 1);
    EXPECT_EQ(sums.clipped_low, 0);
    EXPECT_EQ(gradient[0], 0);
    EXPECT_GT(gradient[1], 0);
}

TEST(GrpoLoss, ANaNReachesTheLoss) {
    const std::vector<float> now{std::nanf("")}, old{-1}, advantages{1};
    const std::vector<std::int32_t> starts{0, 1};
    std::vector<float> gradient(1);
    EXPECT_TRUE(std::isnan(grpoLoss({now, old, {}, advantages, starts}, {1, 1}, {}, gradient).loss));
}

TEST(Aggregation, RefusesUnknownNames) { EXPECT_THROW(aggregationFrom("mean"), Error); }

}  // namespace
}  // namespace retort
