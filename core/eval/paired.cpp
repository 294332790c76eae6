// SPDX-License-Identifier: Apache-2.0
#include "eval/paired.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "base/random.h"

namespace retort {
namespace {

constexpr double kMostSums = 3e7;  // looked at by the exact test: some ten milliseconds
constexpr int kDraws = 20000;
constexpr std::int64_t kFinest = 5040;  // parts of one that differences may be multiples of

/// The differences in whole multiples of one fraction; empty where there is none.
std::vector<std::int64_t> inUnits(const std::vector<double>& differences) {
    const auto isWhole = [](double x) { return std::abs(x - std::round(x)) < 1e-6; };
    std::int64_t parts = 1;
    for (const double difference : differences) {
        std::int64_t own = 1;
        while (own <= kFinest && !isWhole(difference * static_cast<double>(parts * own))) ++own;
        parts *= own;
        if (parts > kFinest) return {};
    }
    std::vector<std::int64_t> units;
    for (const double difference : differences) units.push_back(std::llround(difference * static_cast<double>(parts)));
    return units;
}

/// Share of all choices of signs whose sum is at least as far from 0 as that of `units`, by the distribution of the sums.
double exactSignFlips(const std::vector<std::int64_t>& units, std::int64_t total) {
    const std::int64_t observed = std::abs(std::accumulate(units.begin(), units.end(), std::int64_t{0}));
    std::vector<double> now(static_cast<std::size_t>(2 * total + 1)), next(now.size());
    now[static_cast<std::size_t>(total)] = 1;
    std::int64_t reach = 0;
    for (const std::int64_t unit : units) {
        const std::int64_t step = std::abs(unit);
        if (step == 0) continue;
        std::fill(next.begin(), next.end(), 0.0);
        for (std::int64_t sum = -reach; sum <= reach; ++sum) {
            const double half = now[static_cast<std::size_t>(total + sum)] / 2;
            next[static_cast<std::size_t>(total + sum - step)] += half;
            next[static_cast<std::size_t>(total + sum + step)] += half;
        }
        reach += step;
        now.swap(next);
    }
    double tail = 0;
    for (std::int64_t sum = observed; sum <= total; ++sum)
        tail += now[static_cast<std::size_t>(total + sum)] + (sum > 0 ? now[static_cast<std::size_t>(total - sum)] : 0);
    return std::clamp(tail, std::numeric_limits<double>::min(), 1.0);
}

double drawnSignFlips(const std::vector<double>& differences, std::uint64_t seed) {
    const double observed = std::abs(std::accumulate(differences.begin(), differences.end(), 0.0)) * (1 - 1e-12);
    Random random(seed, 0);
    int as_far = 1;  // the signs as they are, one of the possible choices
    for (int draw = 1; draw < kDraws; ++draw) {
        double sum = 0;
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < differences.size(); ++i, bits >>= 1) {
            if (i % 64 == 0) bits = random.next();
            sum += (bits & 1) != 0 ? differences[i] : -differences[i];
        }
        as_far += std::abs(sum) >= observed ? 1 : 0;
    }
    return static_cast<double>(as_far) / kDraws;
}

}  // namespace

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

double signFlipTest(const std::vector<double>& differences, std::uint64_t seed) {
    const std::vector<std::int64_t> units = inUnits(differences);
    std::int64_t total = 0, count = 0, largest = 0, ups = 0;
    for (const std::int64_t unit : units) {
        total += std::abs(unit);
        count += unit != 0 ? 1 : 0;
        ups += unit > 0 ? 1 : 0;
        largest = std::max(largest, std::abs(unit));
    }
    if (!units.empty() && total == count * largest)  // all of one size
        return std::max(mcnemarExact(count - ups, ups), std::numeric_limits<double>::min());
    if (units.empty() || static_cast<double>(count) * static_cast<double>(total) > kMostSums)
        return differences.empty() ? 1 : drawnSignFlips(differences, seed);
    return exactSignFlips(units, total);
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
    result.p_value = signFlipTest(differences, seed);
    result.significant = result.p_value < 1 - confidence;
    return result;
}

}  // namespace retort
