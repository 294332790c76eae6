// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the samples of one evaluation amount to.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "eval/paired.h"
#include "eval/statistics.h"
#include "store/records.h"

namespace retort {

/// Whether a sample counts as right: by its accuracy term; without one (a suite without references) when it has at least
/// half of what its rubric can give. A grader's error is not right.
bool isRight(const RewardBreakdown& reward);

/// The samples by problem, in order of problem and sample. Answers that are equal as compareAnswers sees them have one
/// spelling; programs have none, since they are not voted on.
std::vector<ProblemSamples> byProblem(std::span<const EvalSampleRecord> samples);

struct EvalReport {
    std::int64_t problems = 0, k = 0;  ///< k: samples of each problem
    double pass_at_1 = 0;
    Interval interval;                                       ///< 95%, bootstrap over problems
    std::vector<std::pair<std::int64_t, double>> pass_at_k;  ///< unbiased, k = 1, 2, 4, ... and the number of samples
    std::optional<double> cons_at_k;                         ///< nothing where there is nothing to vote on
    double mean_length = 0, median_length = 0, longest = 0;  ///< tokens
    double truncated = 0;                                    ///< share that ended at max_tokens
    std::int64_t grader_errors = 0;
};
EvalReport reportOf(std::span<const EvalSampleRecord> samples);

/// The same of each class of samples; `label` of a sample, empty: it belongs to none.
std::map<std::string, EvalReport> breakdown(std::span<const EvalSampleRecord> samples,
                                            const std::map<std::string, std::string>& label_of_key);

/// What the problems of one class ("level": "3") reach.
struct ClassScore {
    double pass_at_1 = 0;
    Interval interval;  ///< 95%, as the whole suite's; NaN: the evaluation was stored without one
    std::int64_t problems = 0;
};
/// By label column, then value.
using ClassScores = std::map<std::string, std::map<std::string, ClassScore>>;

/// A column's breakdown as metrics of the evaluation, and all columns back from these. A column's name has no slash.
std::vector<MetricPoint> classMetrics(const std::string& column, const std::map<std::string, EvalReport>& classes);
ClassScores classScores(std::span<const MetricPoint> metrics);

/// Two evaluations on the problems that both have, by key, in the order of the first.
std::vector<PairedProblem> pairProblems(std::span<const EvalSampleRecord> before, std::span<const EvalSampleRecord> after);

}  // namespace retort
