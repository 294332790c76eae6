// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace retort {

struct Interval {
    double low = 0, high = 0;
};

/// One problem's k samples: which were right, and what each answered ("" for no answer).
struct ProblemSamples {
    std::vector<bool> right;
    std::vector<std::string> answers;
};

/// Mean correctness over problems of the mean over samples (DeepSeek-R1's pass@1, Nature SI D.1). 0 without samples.
double passAt1(const std::vector<ProblemSamples>& problems);

/// Percentile bootstrap of passAt1 over problems: samples of one problem are not independent, problems are.
Interval bootstrapPassAt1(const std::vector<ProblemSamples>& problems, double confidence = 0.95, int resamples = 2000,
                          std::uint64_t seed = 1);

/// Percentile bootstrap of the mean of independent values; {0, 0} without any.
Interval bootstrapMean(const std::vector<double>& values, double confidence = 0.95, int resamples = 2000,
                       std::uint64_t seed = 1);

/// Mean over problems of 1 - C(n - c, k) / C(n, k): the chance that one of k samples is right, without bias (Chen et al.
/// 2021, arXiv 2107.03374, section 2.1). n of each problem must be at least k.
double passAtK(const std::vector<ProblemSamples>& problems, std::int64_t k);

/// Share of problems whose most frequent answer is right; ties go to the answer that came first; no answer has no vote.
double consensus(const std::vector<ProblemSamples>& problems);

}  // namespace retort
