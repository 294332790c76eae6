// SPDX-License-Identifier: Apache-2.0
#include "eval/report.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>

#include "reward/answer_compare.h"

namespace retort {
namespace {

double fullMarks(const RewardBreakdown& reward) {
    double sum = 0;
    for (const RewardTerm& term : reward.terms) sum += std::max(0.0, term.weight);
    return sum;
}

std::vector<double> lengthsOf(std::span<const EvalSampleRecord> samples) {
    std::vector<double> lengths;
    for (const EvalSampleRecord& sample : samples)
        lengths.push_back(static_cast<double>(sample.rollout.completion.ids.size()));
    std::ranges::sort(lengths);
    return lengths;
}

std::map<std::string, double> sharesOf(std::span<const EvalSampleRecord> samples) {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;
    for (const EvalSampleRecord& sample : samples) {
        auto& [right, all] = counts[sample.prompt_key];
        right += isRight(sample.rollout.reward) ? 1 : 0;
        ++all;
    }
    std::map<std::string, double> shares;
    for (const auto& [key, count] : counts)
        shares[key] = static_cast<double>(count.first) / static_cast<double>(count.second);
    return shares;
}

// Metric keys of a class: one of these, "/", the column, "/", the value.
const std::string kClassScore = "pass@1", kClassLow = "pass@1_low", kClassHigh = "pass@1_high", kClassProblems = "problems";

/// More spellings than these in one problem are taken apart by their letters alone.
constexpr std::size_t kMostSpellings = 24;

/// The first spelling that is equal, or the answer itself, which then is one more.
const std::string& spellingOf(const std::string& answer, std::vector<std::string>& known) {
    for (const std::string& spelling : known)
        if (spelling == answer) return spelling;
    for (const std::string& spelling : known)
        if (known.size() <= kMostSpellings && compareAnswers(spelling, answer).match == AnswerMatch::Equal) return spelling;
    return known.emplace_back(answer);
}

bool hasVotes(const ProblemSamples& problem) {
    return std::ranges::any_of(problem.answers, [](const std::string& answer) { return !answer.empty(); });
}

}  // namespace

bool isRight(const RewardBreakdown& reward) {
    if (const RewardTerm* accuracy = reward.accuracy()) return accuracy->outcome == Outcome::Pass;
    return !reward.hasError() && reward.total >= 0.5 * fullMarks(reward);
}

std::vector<ProblemSamples> byProblem(std::span<const EvalSampleRecord> samples) {
    std::map<std::int64_t, ProblemSamples> problems;
    std::map<std::int64_t, std::vector<std::string>> spellings;
    for (const EvalSampleRecord& sample : samples) {
        const RewardTerm* accuracy = sample.rollout.reward.accuracy();
        const bool votes =
            accuracy != nullptr && !accuracy->extracted.empty() && accuracy->kind != "code" && accuracy->name != "code";
        ProblemSamples& problem = problems[sample.problem];
        problem.right.push_back(isRight(sample.rollout.reward));
        problem.answers.push_back(votes ? spellingOf(accuracy->extracted, spellings[sample.problem]) : "");
    }
    std::vector<ProblemSamples> result;
    for (auto& [unused, problem] : problems) result.push_back(std::move(problem));
    return result;
}

EvalReport reportOf(std::span<const EvalSampleRecord> samples) {
    EvalReport report;
    const std::vector<ProblemSamples> problems = byProblem(samples);
    report.problems = static_cast<std::int64_t>(problems.size());
    if (problems.empty()) return report;
    std::size_t fewest = problems.front().right.size();
    for (const ProblemSamples& problem : problems) fewest = std::min(fewest, problem.right.size());
    report.k = static_cast<std::int64_t>(fewest);
    report.pass_at_1 = passAt1(problems);
    report.interval = bootstrapPassAt1(problems);
    for (std::int64_t k = 1; k < report.k; k *= 2) report.pass_at_k.emplace_back(k, passAtK(problems, k));
    report.pass_at_k.emplace_back(report.k, passAtK(problems, report.k));
    if (report.k > 1 && std::ranges::any_of(problems, hasVotes)) report.cons_at_k = consensus(problems);
    const std::vector<double> lengths = lengthsOf(samples);
    report.mean_length = std::accumulate(lengths.begin(), lengths.end(), 0.0) / static_cast<double>(lengths.size());
    report.median_length = (lengths[(lengths.size() - 1) / 2] + lengths[lengths.size() / 2]) / 2;
    report.longest = lengths.back();
    for (const EvalSampleRecord& sample : samples) {
        report.truncated += sample.rollout.completion.finish_reason == FinishReason::Length ? 1 : 0;
        report.grader_errors += sample.rollout.reward.hasError() ? 1 : 0;
    }
    report.truncated /= static_cast<double>(samples.size());
    return report;
}

std::map<std::string, EvalReport> breakdown(std::span<const EvalSampleRecord> samples,
                                            const std::map<std::string, std::string>& label_of_key) {
    std::map<std::string, std::vector<EvalSampleRecord>> classes;
    for (const EvalSampleRecord& sample : samples)
        if (const auto label = label_of_key.find(sample.prompt_key); label != label_of_key.end() && !label->second.empty())
            classes[label->second].push_back(sample);
    std::map<std::string, EvalReport> result;
    for (const auto& [label, members] : classes) result[label] = reportOf(members);
    return result;
}

std::vector<MetricPoint> classMetrics(const std::string& column, const std::map<std::string, EvalReport>& classes) {
    std::vector<MetricPoint> metrics;
    for (const auto& [value, report] : classes) {
        const std::string place = "/" + column + "/" + value;
        metrics.push_back({kClassScore + place, report.pass_at_1});
        metrics.push_back({kClassLow + place, report.interval.low});
        metrics.push_back({kClassHigh + place, report.interval.high});
        metrics.push_back({kClassProblems + place, static_cast<double>(report.problems)});
    }
    return metrics;
}

ClassScores classScores(std::span<const MetricPoint> metrics) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    ClassScores all;
    for (const MetricPoint& point : metrics) {
        const std::size_t first = point.key.find('/'),
                          second = first == std::string::npos ? first : point.key.find('/', first + 1);
        if (second == std::string::npos) continue;
        const std::string kind = point.key.substr(0, first);
        if (kind != kClassScore && kind != kClassLow && kind != kClassHigh && kind != kClassProblems) continue;
        ClassScore& score = all[point.key.substr(first + 1, second - first - 1)]
                                .try_emplace(point.key.substr(second + 1), ClassScore{unknown, {unknown, unknown}, 0})
                                .first->second;
        if (kind == kClassScore) score.pass_at_1 = point.value;
        if (kind == kClassLow) score.interval.low = point.value;
        if (kind == kClassHigh) score.interval.high = point.value;
        if (kind == kClassProblems) score.problems = static_cast<std::int64_t>(point.value);
    }
    return all;
}

std::vector<PairedProblem> pairProblems(std::span<const EvalSampleRecord> before, std::span<const EvalSampleRecord> after) {
    const auto first = sharesOf(before), second = sharesOf(after);
    std::vector<PairedProblem> pairs;
    for (const EvalSampleRecord& sample : before)
        if (const auto other = second.find(sample.prompt_key); sample.sample == 0 && other != second.end())
            pairs.push_back({sample.prompt_key, first.at(sample.prompt_key), other->second});
    return pairs;
}

}  // namespace retort
