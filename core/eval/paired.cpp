// SPDX-License-Identifier: Apache-2.0
#include "eval/paired.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/random.h"

namespace retort {

std::vector<PairedProblem> pairByKey(const std::vector<ProblemShare>& before, const std::vector<ProblemShare>& after) {
    std::unordered_map<std::string, double> shares;
    for (const ProblemShare& problem : after) shares.try_emplace(problem.key, problem.share);
    std::vector<PairedProblem> pairs;
    for (const ProblemShare& problem : before)
        if (const auto other = shares.find(problem.key); other != shares.end())
            pairs.push_back({problem.key, problem.share, other->second});
    return pairs;
}

FlipTable countFlips(const std::vector<PairedProblem>& problems) {
    FlipTable table;
    for (const PairedProblem& problem : problems) {
        const bool before = isSolved(problem.before), after = isSolved(problem.after);
        ++(before ? (after ? table.both_right : table.right_to_wrong) : after ? table.wrong_to_right : table.both_wrong);
    }
    return table;
}

double mcnemarExact(std::int64_t right_to_wrong, std::int64_t wrong_to_right) {
    const std::int64_t n = right_to_wrong + wrong_to_right, fewer = std::min(right_to_wrong, wrong_to_right);
    if (n <= 0) return 1;
    // Logarithms: 0.5^n underflows where there are more than a thousand flips.
    const double log_all = std::lgamma(static_cast<double>(n) + 1) - static_cast<double>(n) * std::log(2.0);
    double tail = 0;
    for (std::int64_t i = 0; i <= fewer; ++i)
        tail += std::exp(log_all - std::lgamma(static_cast<double>(i) + 1) - std::lgamma(static_cast<double>(n - i) + 1));
    return std::min(1.0, 2 * tail);
}

PairedComparison comparePaired(const std::vector<PairedProblem>& problems, double confidence, int resamples,
                               std::uint64_t seed) {
    PairedComparison result;
    result.problems = static_cast<std::int64_t>(problems.size());
    if (problems.empty()) return result;
    std::vector<double> differences;
    for (const PairedProblem& problem : problems) {
        result.before += problem.before;
        result.after += problem.after;
        differences.push_back(problem.after - problem.before);
    }
    const auto count = static_cast<double>(problems.size());
    result.before /= count;
    result.after /= count;
    result.difference = result.after - result.before;
    result.interval = bootstrapMean(differences, confidence, resamples, seed);
    result.flips = countFlips(problems);
    result.p_value = mcnemarExact(result.flips.right_to_wrong, result.flips.wrong_to_right);
    result.significant = result.p_value < 1 - confidence;
    return result;
}

}  // namespace retort
