// SPDX-License-Identifier: Apache-2.0
#include "support/fake_trainer/fake_stages.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "base/log.h"
#include "eval/report.h"
#include "metrics/metrics_recorder.h"

namespace retort::test {
namespace {

constexpr FakeSkill base_skill{0.22, 0.45, 0.55, 0.08, 0.15};
constexpr FakeSkill zero_skill{0.92, 0.97, 0.58, 0.9, 0.9};
constexpr FakeSkill cold_skill{0.55, 0.99, 0.97, 0.5, 0.6};
constexpr FakeSkill reasoning_skill{0.95, 0.995, 0.99, 0.95, 0.95};
constexpr FakeSkill full_skill{0.93, 0.99, 0.99, 0.9, 0.8};
constexpr FakeSkill r1_skill{0.96, 0.997, 0.995, 0.95, 0.85};
constexpr FakeSkill student_skill{0.85, 0.99, 0.98, 0.8, 0.75};
constexpr FakeSkill student_rl_skill{0.62, 0.93, 0.7, 0.3, 0.4};

/// Saturating growth: fast at first, level at the end.
double growth(Step step, Step steps) {
    const double t = static_cast<double>(step) / static_cast<double>(std::max<Step>(1, steps));
    return (1 - std::exp(-3 * t)) / (1 - std::exp(-3.0));
}

void addOptimizer(Random& random, double t, bool policy, std::vector<MetricPoint>& points) {
    const auto noisy = [&](double value, double spread) { return value * (1 + spread * random.normal()); };
    points.push_back({"loss", policy ? 0.002 * random.normal() : noisy(1.6 * std::exp(-2.5 * t) + 0.25, 0.05)});
    points.push_back({"grad_norm", std::abs(noisy(policy ? 0.35 : 0.9, 0.25))});
    points.push_back({"learning_rate", 1e-3 * (policy ? 1 : 0.1 + 0.9 * 0.5 * (1 + std::cos(3.14159265 * t)))});
    points.push_back({"perf/train_tokens_per_second", noisy(21000, 0.04)});
    points.push_back({"perf/max_memory_mb", 900 + 40 * t});
    points.push_back({"step_time", noisy(4.1, 0.05)});
    points.push_back({"perf/train_seconds", noisy(2.2, 0.05)});
    points.push_back({"perf/checkpoint_seconds", std::abs(noisy(0.005, 0.2))});
}

void addPolicy(Random& random, double t, std::vector<MetricPoint>& points) {
    const auto noisy = [&](double value, double spread) { return std::abs(value * (1 + spread * random.normal())); };
    points.push_back({"policy_loss", 0.002 * random.normal()});
    points.push_back({"kl", noisy(0.08 * t, 0.15)});
    points.push_back({"clip_ratio/low_mean", noisy(0.002, 0.5)});
    points.push_back({"clip_ratio/high_mean", noisy(0.004, 0.5)});
    points.push_back({"sampling/sampling_logp_difference/mean", noisy(4e-7, 0.3)});
    points.push_back({"sampling/sampling_logp_difference/max", noisy(3e-6, 0.3)});
    points.push_back({"perf/generate_seconds", noisy(1.6, 0.08)});
    points.push_back({"perf/grade_seconds", noisy(0.12, 0.1)});
    points.push_back({"perf/generate_tokens_per_second", noisy(9500, 0.05)});
}

/// Three levels, turn by turn.
std::string levelOf(std::int64_t problem) { return std::to_string(1 + problem % 3); }

}  // namespace

std::vector<FakeStage> fakeStages() {
    return {
        {"bench.base", "evaluate", {"base"}, base_skill, base_skill},
        {"zero", "grpo", {"base"}, base_skill, zero_skill},
        {"bench.zero", "evaluate", {"zero"}, zero_skill, zero_skill},
        {"candidates", "sample", {"zero"}, zero_skill, zero_skill},
        {"cold_start", "curate", {"candidates"}, zero_skill, zero_skill},
        {"sft_cold", "sft", {"base", "cold_start"}, base_skill, cold_skill},
        {"reasoning", "grpo", {"sft_cold"}, cold_skill, reasoning_skill},
        {"bench.reasoning", "evaluate", {"reasoning"}, reasoning_skill, reasoning_skill},
        {"rejection", "sample", {"reasoning"}, reasoning_skill, reasoning_skill},
        {"sft_full", "sft", {"base", "rejection"}, base_skill, full_skill},
        {"all_scenario", "grpo", {"sft_full"}, full_skill, r1_skill},
        {"bench.all_scenario", "evaluate", {"all_scenario"}, r1_skill, r1_skill},
        {"student", "distill", {"base", "rejection"}, base_skill, student_skill},
        {"bench.student", "evaluate", {"student"}, student_skill, student_skill},
        {"student_rl", "grpo", {"base"}, base_skill, student_rl_skill},
        {"bench.student_rl", "evaluate", {"student_rl"}, student_rl_skill, student_rl_skill},
    };
}

StepCommit fakeStep(Random& random, const FakeStage& stage, StageId id, Step step, Step steps, std::int64_t groups,
                    std::int64_t size) {
    StepCommit commit;
    const bool policy = stage.kind == "grpo";
    const double t = growth(step, steps);
    const std::int64_t updates = stage.kind == "sample" ? 0 : policy ? 4 * step : step;
    commit.step = {id, step, updates, unixTime(), 4.1};
    if (policy || stage.kind == "sample") {
        const FakeSkill skill = FakeSkill::between(stage.from, stage.to, t);
        commit.groups = fakeGroups(random, skill, static_cast<std::int64_t>(random.below(400)), groups, size);
        commit.points = rolloutMetrics(commit.groups);
    }
    if (stage.kind == "sample") return commit;
    addOptimizer(random, t, policy, commit.points);
    if (policy) addPolicy(random, t, commit.points);
    if (!policy) commit.points.push_back({"mean_token_accuracy", 0.55 + 0.4 * t + 0.01 * random.normal()});
    commit.points.push_back({"epoch", 2 * static_cast<double>(step) / static_cast<double>(steps)});
    commit.points.push_back({"num_tokens", 16384.0 * static_cast<double>(step)});
    return commit;
}

EvaluationRecord fakeEvaluation(Random& random, const FakeStage& stage, StageId id, std::int64_t problems, std::int64_t k,
                                std::vector<EvalSampleRecord>& samples) {
    EvaluationRecord record;
    record.stage = id;
    record.model = stage.inputs.front();
    record.suite = "test";
    record.problems = problems;
    record.k = k;
    const std::vector<RolloutGroup> groups = fakeGroups(random, stage.to, 1000, problems, k);
    double squares = 0;
    for (std::int64_t problem = 0; problem < problems; ++problem) {
        const RolloutGroup& group = groups[static_cast<std::size_t>(problem)];
        std::int64_t right = 0, sample = 0;
        for (const Rollout& rollout : group.rollouts) {
            right += rollout.reward.correct().value_or(false);
            record.mean_length += static_cast<double>(rollout.completion.ids.size()) / static_cast<double>(problems * k);
            samples.push_back({problem,
                               sample++,
                               group.prompt.prompt.key,
                               group.prompt.prompt.text,
                               group.prompt.prompt.reference,
                               group.prompt.prompt.language,
                               rollout,
                               {{"level", levelOf(problem)}}});
        }
        const double share = static_cast<double>(right) / static_cast<double>(k);
        record.pass_at_1 += share / static_cast<double>(problems);
        record.cons_at_k += 2 * right > k ? 1.0 / static_cast<double>(problems) : 0;
        squares += share * share / static_cast<double>(problems);
    }
    const double spread =
        1.96 * std::sqrt(std::max(0.0, squares - record.pass_at_1 * record.pass_at_1) / static_cast<double>(problems));
    record.interval_low = std::max(0.0, record.pass_at_1 - spread);
    record.interval_high = std::min(1.0, record.pass_at_1 + spread);
    for (MetricPoint& point : rolloutMetrics(groups))
        if (point.key.starts_with("lang/") || point.key.starts_with("format/") || point.key.starts_with("behaviour/"))
            record.metrics.push_back(std::move(point));
    std::map<std::string, std::string> levels;
    for (const EvalSampleRecord& sample : samples) levels[sample.prompt_key] = levelOf(sample.problem);
    std::ranges::move(classMetrics("level", breakdown(samples, levels)), std::back_inserter(record.metrics));
    return record;
}

}  // namespace retort::test
