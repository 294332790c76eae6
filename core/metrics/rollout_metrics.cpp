// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <optional>

#include "metrics/metrics_recorder.h"

namespace retort {
namespace {

// Rewards of a group without signal differ by no more than rounding; as in rollout/advantage.cpp.
constexpr double alike = 1e-8;

/// The numbers of one metric; empty ones give no point.
class Sample {
public:
    void add(double value) { values_.push_back(value); }
    void add(std::optional<bool> value) {
        if (value) values_.push_back(*value ? 1 : 0);
    }
    bool empty() const { return values_.empty(); }
    double mean() const {
        double sum = 0;
        for (const double value : values_) sum += value;
        return sum / static_cast<double>(values_.size());
    }
    double deviation() const {
        if (values_.size() < 2) return 0;
        const double center = mean();
        double squares = 0;
        for (const double value : values_) squares += (value - center) * (value - center);
        return std::sqrt(squares / static_cast<double>(values_.size() - 1));
    }
    double lowest() const { return *std::min_element(values_.begin(), values_.end()); }
    double highest() const { return *std::max_element(values_.begin(), values_.end()); }

private:
    std::vector<double> values_;
};

class Collector {
public:
    void addGroup(const RolloutGroup& group) {
        Sample totals;
        for (const Rollout& rollout : group.rollouts) {
            if (rollout.completion.finish_reason == FinishReason::Aborted) continue;
            addLength(rollout);
            addText(rollout);
            errors_.add(rollout.reward.hasError() ? 1.0 : 0.0);
            if (rollout.reward.hasError() || rollout.reward.terms.empty()) continue;
            totals.add(rollout.reward.total);
            reward_.add(rollout.reward.total);
            for (const RewardTerm& term : rollout.reward.terms) termSample(term.name).add(term.score);
        }
        if (totals.empty()) return;
        deviation_.add(totals.deviation());
        dead_.add(totals.deviation() <= alike ? 1.0 : 0.0);
    }

    std::vector<MetricPoint> points() const {
        std::vector<MetricPoint> all;
        const auto mean = [&](const char* key, const Sample& sample) {
            if (!sample.empty()) all.push_back({key, sample.mean()});
        };
        mean("reward", reward_);
        mean("reward_std", deviation_);
        mean("frac_reward_zero_std", dead_);
        for (const auto& [term, sample] : terms_) {
            all.push_back({"rewards/" + term + "/mean", sample.mean()});
            all.push_back({"rewards/" + term + "/std", sample.deviation()});
        }
        mean("pass_rate", right_);
        mean("completions/mean_length", length_);
        if (!length_.empty()) {
            all.push_back({"completions/min_length", length_.lowest()});
            all.push_back({"completions/max_length", length_.highest()});
        }
        mean("completions/mean_terminated_length", terminated_);
        mean("completions/clipped_ratio", clipped_);
        mean("completions/mean_length_right", length_right_);
        mean("completions/mean_length_wrong", length_wrong_);
        mean("entropy", entropy_);
        mean("lang/consistency_mean", language_);
        mean("lang/mix_span_rate", mixed_);
        mean("format/well_formed", well_formed_);
        mean("verify/grader_error", errors_);
        mean("behaviour/reflection_rate", reflects_);
        mean("behaviour/reflection_accuracy", right_reflecting_);
        return all;
    }

private:
    void addLength(const Rollout& rollout) {
        const auto length = static_cast<double>(rollout.completion.ids.size());
        const std::optional<bool> correct = rollout.reward.correct();
        length_.add(length);
        const bool clipped = rollout.completion.finish_reason == FinishReason::Length;
        clipped_.add(clipped ? 1.0 : 0.0);
        if (!clipped) terminated_.add(length);
        if (correct) (*correct ? length_right_ : length_wrong_).add(length);
        right_.add(correct);
        for (const float entropy : rollout.completion.entropies) entropy_.add(static_cast<double>(entropy));
    }

    void addText(const Rollout& rollout) {
        const TextFacts& facts = rollout.facts;
        if (facts.language_share) language_.add(*facts.language_share);
        const bool mixed =
            std::any_of(facts.spans.begin(), facts.spans.end(), [](const TextSpan& span) { return span.kind == "foreign"; });
        mixed_.add(mixed ? 1.0 : 0.0);
        well_formed_.add(facts.well_formed ? 1.0 : 0.0);
        reflects_.add(facts.reflects ? 1.0 : 0.0);
        if (facts.reflects) right_reflecting_.add(rollout.reward.correct());
    }

    Sample& termSample(const std::string& term) {
        for (auto& [name, sample] : terms_)
            if (name == term) return sample;
        return terms_.emplace_back(term, Sample()).second;
    }

    Sample reward_, deviation_, dead_, errors_, right_, length_, terminated_, clipped_, length_right_, length_wrong_,
        entropy_;
    Sample language_, mixed_, well_formed_, reflects_, right_reflecting_;
    std::vector<std::pair<std::string, Sample>> terms_;  // in order of first appearance
};

}  // namespace

std::vector<MetricPoint> rolloutMetrics(const std::vector<RolloutGroup>& groups) {
    Collector collector;
    for (const RolloutGroup& group : groups) collector.addGroup(group);
    return collector.points();
}

}  // namespace retort
