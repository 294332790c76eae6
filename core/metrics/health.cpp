// SPDX-License-Identifier: Apache-2.0
#include "metrics/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "metrics/metric_keys.h"

namespace retort {
namespace {

constexpr std::size_t window = 5, enough = 10, median_samples = 501;
constexpr double silence_limit = 30;  // seconds; a long evaluation batch stays below
constexpr double kl_limit = 1.0;      // nats per token: e times as unlikely per token as to the reference
constexpr double entropy_floor = 0.01, entropy_share = 0.1, solved = 0.8, unsolved = 0.2;
constexpr double dead_limit = 0.9, cut_limit = 0.2, mismatch_limit = 0.05, grader_limit = 0.02;
constexpr double spike_factor = 10, fall_share = 0.5, least_gain = 0.2;  // gain: share of the best

const HealthRule* rule(std::string_view id) {
    const auto all = healthRules();
    return &*std::find_if(all.begin(), all.end(), [&](const HealthRule& one) { return one.id == id; });
}

double meanOf(std::span<const double> values) {
    double sum = 0;
    std::size_t count = 0;
    for (double value : values) {
        if (!std::isfinite(value)) continue;
        sum += value;
        ++count;
    }
    return count == 0 ? std::nan("") : sum / static_cast<double>(count);
}

Step stepOf(const HealthSeries& series, std::size_t index) {
    return std::llround((series.steps[index] - series.step_offset) / series.step_scale);
}

/// A series long enough to be judged, and its windows.
class Judged {
public:
    Judged(HealthSeries series, const std::string& stage) : series_(series), stage_(stage) {}
    bool enoughSteps() const { return series_.values.size() >= enough; }
    double first() const { return meanOf(series_.values.first(window)); }
    double last() const { return meanOf(series_.values.last(window)); }
    std::span<const double> tail() const { return series_.values.last(window); }
    /// Of evenly spaced points, so that a long run costs no more than a short one.
    double median() const {
        std::vector<double> some;
        const std::size_t stride = std::max<std::size_t>(1, series_.values.size() / median_samples);
        for (std::size_t i = 0; i < series_.values.size(); i += stride) {
            if (std::isfinite(series_.values[i])) some.push_back(series_.values[i]);
        }
        if (some.empty()) return std::nan("");
        const auto middle = some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2);
        std::nth_element(some.begin(), middle, some.end());
        return *middle;
    }
    /// Highest mean of a window, of at most `median_samples` evenly spaced ones.
    double best() const {
        double best = -std::numeric_limits<double>::infinity();
        const std::size_t count = series_.values.size() - window + 1,
                          stride = std::max<std::size_t>(1, count / median_samples);
        for (std::size_t i = 0; i < count; i += stride) {
            if (const double mean = meanOf(series_.values.subspan(i, window)); mean > best) best = mean;
        }
        return best;
    }
    Step step(std::size_t index) const { return stepOf(series_, index); }
    HealthFinding finding(const char* id, double value, double threshold) const {
        const HealthRule* found = rule(id);
        return {found,
                stage_,
                std::string(found->metric),
                step(series_.values.size() - window),
                step(series_.values.size() - 1),
                value,
                threshold};
    }

private:
    HealthSeries series_;
    const std::string& stage_;
};

class Check {
public:
    Check(const std::string& stage, const HealthSource& source) : stage_(stage), source_(source) {}

    void notANumber(std::span<const std::string> keys) {
        for (const std::string& key : keys) {
            const HealthSeries series = source_(key);
            if (series.all_finite) continue;
            const auto bad =
                std::find_if(series.values.begin(), series.values.end(), [](double value) { return !std::isfinite(value); });
            if (bad == series.values.end()) continue;
            const auto at = static_cast<std::size_t>(bad - series.values.begin());
            const Step step = stepOf(series, at);
            found_.push_back({rule("nan"), stage_, key, step, step, *bad, 0});
            return;  // one NaN makes others; the first key named is enough
        }
    }

    void tooHigh(const char* id, double limit) {
        const Judged series = judged(rule(id)->metric);
        if (series.enoughSteps() && series.last() > limit) found_.push_back(series.finding(id, series.last(), limit));
    }

    void rewardFall() {
        const Judged reward = judged("reward");
        if (!reward.enoughSteps()) return;
        const double first = reward.first(), best = reward.best(), last = reward.last();
        if (best - first < least_gain * std::abs(best) || last > best - fall_share * (best - first)) return;
        found_.push_back(reward.finding("reward_fall", last, best));
    }

    void entropyCollapse() {
        const Judged entropy = judged("entropy");
        // Supervised stages are meant to become sure; only where answers are tried does it end the learning.
        const std::optional<double> right = passRate();
        if (!entropy.enoughSteps() || !right || *right > solved) return;
        const double limit = std::max(entropy_floor, entropy_share * entropy.first());
        if (entropy.last() < limit) found_.push_back(entropy.finding("entropy_collapse", entropy.last(), limit));
    }

    void deadGroups() {
        const Judged dead = judged("frac_reward_zero_std");
        const std::optional<double> right = passRate();
        if (!dead.enoughSteps() || dead.last() < dead_limit || !right) return;
        if (*right >= solved) found_.push_back(dead.finding("dead_groups_solved", dead.last(), dead_limit));
        if (*right <= unsolved) found_.push_back(dead.finding("dead_groups_hard", dead.last(), dead_limit));
    }

    void gradientSpike() {
        const Judged norm = judged("grad_norm");
        if (!norm.enoughSteps()) return;
        const double limit = spike_factor * norm.median(),
                     highest = *std::max_element(norm.tail().begin(), norm.tail().end());
        if (limit > 0 && highest > limit) found_.push_back(norm.finding("gradient_spike", highest, limit));
    }

    std::vector<HealthFinding> result() {
        std::stable_sort(found_.begin(), found_.end(),
                         [](const auto& a, const auto& b) { return a.rule->level < b.rule->level; });
        return std::move(found_);
    }

private:
    Judged judged(std::string_view key) const { return {source_(key), stage_}; }
    std::optional<double> passRate() const {
        const Judged right = judged("pass_rate");
        return right.enoughSteps() ? std::optional(right.last()) : std::nullopt;
    }

    const std::string& stage_;
    const HealthSource& source_;
    std::vector<HealthFinding> found_;
};

void put(std::string& text, std::string_view name, const std::string& value) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
}

}  // namespace

std::string HealthFinding::text(const char* words) const {
    std::string text = words;
    put(text, "{metric}", metric);
    put(text, "{from}", std::to_string(from));
    const MetricInfo* info = findMetricInfo(metric);
    const bool share = info != nullptr && info->unit == "share";
    const auto number = [share](double figure) {
        return share ? fmt::format("{:.3g}%", 100 * figure) : fmt::format("{:.3g}", figure);
    };
    put(text, "{value}", number(value));
    put(text, "{threshold}", number(threshold));
    return text;
}

std::vector<HealthFinding> checkHealth(const std::string& stage, std::span<const std::string> keys,
                                       const HealthSource& series) {
    Check check(stage, series);
    check.notANumber(keys);
    check.tooHigh("kl_blow_up", kl_limit);
    check.rewardFall();
    check.entropyCollapse();
    check.deadGroups();
    check.tooHigh("truncation", cut_limit);
    check.tooHigh("sampler_mismatch", mismatch_limit);
    check.gradientSpike();
    check.tooHigh("grader_errors", grader_limit);
    return check.result();
}

std::vector<HealthFinding> checkLife(const std::string& stage, double silent_seconds) {
    if (silent_seconds <= silence_limit) return {};
    return {{rule("stalled"), stage, {}, 0, 0, silent_seconds, silence_limit}};
}

}  // namespace retort
