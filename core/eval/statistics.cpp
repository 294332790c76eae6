// SPDX-License-Identifier: Apache-2.0
#include "eval/statistics.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/random.h"

namespace retort {
namespace {

std::vector<double> means(const std::vector<ProblemSamples>& problems) {
    std::vector<double> result;
    for (const ProblemSamples& problem : problems)
        if (!problem.right.empty())
            result.push_back(static_cast<double>(std::count(problem.right.begin(), problem.right.end(), true)) /
                             static_cast<double>(problem.right.size()));
    return result;
}

double mean(const std::vector<double>& values) {
    return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

bool majorityIsRight(const ProblemSamples& problem) {
    std::map<std::string, int> votes;
    for (const std::string& answer : problem.answers)
        if (!answer.empty()) ++votes[answer];
    std::size_t winner = problem.answers.size();
    int most = 0;
    for (std::size_t i = 0; i < problem.answers.size(); ++i) {
        if (problem.answers[i].empty() || votes[problem.answers[i]] <= most) continue;
        most = votes[problem.answers[i]];
        winner = i;
    }
    return winner < problem.right.size() && problem.right[winner];
}

}  // namespace

double passAt1(const std::vector<ProblemSamples>& problems) { return mean(means(problems)); }

Interval bootstrapMean(const std::vector<double>& values, double confidence, int resamples, std::uint64_t seed) {
    if (values.empty()) return {};
    Random random(seed, 0);
    std::vector<double> estimates(resamples);
    for (double& estimate : estimates) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i) sum += values[random.below(values.size())];
        estimate = sum / static_cast<double>(values.size());
    }
    std::sort(estimates.begin(), estimates.end());
    const auto at = [&](double share) { return estimates[static_cast<std::size_t>(share * (resamples - 1) + 0.5)]; };
    return {at((1 - confidence) / 2), at((1 + confidence) / 2)};
}

Interval bootstrapPassAt1(const std::vector<ProblemSamples>& problems, double confidence, int resamples,
                          std::uint64_t seed) {
    return bootstrapMean(means(problems), confidence, resamples, seed);
}

double passAtK(const std::vector<ProblemSamples>& problems, std::int64_t k) {
    std::vector<double> values;
    for (const ProblemSamples& problem : problems) {
        const auto n = static_cast<std::int64_t>(problem.right.size());
        const auto right = static_cast<std::int64_t>(std::count(problem.right.begin(), problem.right.end(), true));
        double none = n - right < k ? 0 : 1;
        for (std::int64_t i = n - right + 1; none > 0 && i <= n; ++i)
            none *= 1 - static_cast<double>(k) / static_cast<double>(i);
        values.push_back(1 - none);
    }
    return mean(values);
}

double consensus(const std::vector<ProblemSamples>& problems) {
    if (problems.empty()) return 0;
    return static_cast<double>(std::count_if(problems.begin(), problems.end(), majorityIsRight)) /
           static_cast<double>(problems.size());
}

}  // namespace retort
