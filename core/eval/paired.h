// SPDX-License-Identifier: Apache-2.0
#pragma once

// Two models on the same problems. Pairing by problem takes the problems' difficulty out of the comparison.

#include <cstdint>
#include <string>
#include <vector>

#include "eval/statistics.h"

namespace retort {

/// One problem that both models answered: the share of each one's samples that were right, in [0, 1].
struct PairedProblem {
    std::string key;  ///< tells the problem: prompt key
    double before = 0, after = 0;
};

/// One model on one problem.
struct ProblemShare {
    std::string key;
    double share = 0;  ///< of its samples that were right
};
/// Problems that both models answered, in the order of `before`. A key that comes twice is paired with its first.
std::vector<PairedProblem> pairByKey(const std::vector<ProblemShare>& before, const std::vector<ProblemShare>& after);

/// A problem counts as solved when more than half of its samples are right (with one sample: when that is right).
constexpr bool isSolved(double share) noexcept { return share > 0.5; }

/// Problems by what became of them.
struct FlipTable {
    std::int64_t both_right = 0, right_to_wrong = 0, wrong_to_right = 0, both_wrong = 0;
    std::int64_t total() const { return both_right + right_to_wrong + wrong_to_right + both_wrong; }
    bool operator==(const FlipTable&) const = default;
};
FlipTable countFlips(const std::vector<PairedProblem>& problems);

/// Two-sided p of McNemar's exact test (binomial with p = 1/2 over the discordant pairs; McNemar 1947, exact form as in R's
/// binom.test and scipy.stats.binomtest). 1 when nothing flipped.
double mcnemarExact(std::int64_t right_to_wrong, std::int64_t wrong_to_right);

/// Two-sided p of the sign-flip test (Fisher 1935, The Design of Experiments, section 21) on the sum of `differences`, one
/// of each problem: how often a sum at least as far from 0 comes up when every sign is as likely as the other. Differences
/// of -1, 0 and 1, those of one sample a problem, make it McNemar's exact test. Exact where the differences are multiples
/// of one fraction and not too many; else from 20,000 draws of `seed`, never 0.
double signFlipTest(const std::vector<double>& differences, std::uint64_t seed = 1);

/// Difference of pass@1 (after - before), its percentile bootstrap interval over problems, and the sign-flip test's p: flips
/// alone would call a fall from 18% to 4% chance where no problem had more than half of its samples right.
struct PairedComparison {
    std::int64_t problems = 0;
    double before = 0, after = 0, difference = 0;
    Interval interval;
    FlipTable flips;
    double p_value = 1;
    /// p_value < 1 - confidence.
    bool significant = false;
};
PairedComparison comparePaired(const std::vector<PairedProblem>& problems, double confidence = 0.95, int resamples = 2000,
                               std::uint64_t seed = 1);

}  // namespace retort
