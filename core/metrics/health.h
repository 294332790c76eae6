// SPDX-License-Identifier: Apache-2.0
#pragma once

// What may be going wrong in a run, from its metrics: rules with a threshold, a reason and a remedy in plain words.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/records.h"

namespace retort {

enum class HealthLevel { Bad, Warn };

/// A rule as people read it. The English texts are the keys of their translations; {value} and {threshold} stand for
/// figures.
struct HealthRule {
    std::string_view id;  ///< "nan", "entropy_collapse", ...: stable, for scripts
    HealthLevel level = HealthLevel::Warn;
    std::string_view metric;  ///< key of metric_keys.h; empty: any, or none
    const char* headline;     ///< what is so, with the figure
    const char* why;          ///< what it means, and when it is no fault
    const char* remedy;       ///< what to do
};
std::span<const HealthRule> healthRules();

/// A rule that holds for a stage.
struct HealthFinding {
    const HealthRule* rule = nullptr;
    std::string stage;
    std::string metric;     ///< the rule's, or the one found (nan)
    Step from = 0, to = 0;  ///< steps on which the judgement rests
    double value = 0, threshold = 0;
    /// A text of the rule with the figures put in.
    std::string text(const char* words) const;
};

/// One metric of one stage, oldest first. The step of values[i] is (steps[i] - step_offset) / step_scale. Spans stay the
/// caller's.
struct HealthSeries {
    std::span<const double> values, steps;
    double step_offset = 0, step_scale = 1;
    bool all_finite = false;  ///< known to hold neither NaN nor infinity: they are not looked for
};
/// Empty series for a key the stage has not.
using HealthSource = std::function<HealthSeries(std::string_view key)>;

/// Every rule that holds for a stage, worst first. `keys`: those looked through for NaN. The last steps decide (five, of at
/// least ten), so that a stage that has recovered is well; NaN counts wherever it was. Cost does not grow with the
/// number of steps, the search for NaN apart.
std::vector<HealthFinding> checkHealth(const std::string& stage, std::span<const std::string> keys,
                                       const HealthSource& series);

/// The trainer of a running stage has shown no life for `silent_seconds`; a finding when that is too long.
std::vector<HealthFinding> checkLife(const std::string& stage, double silent_seconds);

}  // namespace retort
