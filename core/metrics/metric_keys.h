// SPDX-License-Identifier: Apache-2.0
#pragma once

// Every metric key of a run, its unit and what it means: one spelling from the store to the chart label.
// TRL's names where TRL has one; ours under lang/, format/, verify/, behaviour/, perf/.

#include <span>
#include <string_view>

namespace retort {

struct MetricInfo {
    std::string_view key;      ///< "*" stands for a name given by the recipe, e.g. rewards/*/mean
    std::string_view label;    ///< short English label for a chart
    std::string_view unit;     ///< "", "tokens", "tokens/s", "s", "nats", "share" (0 to 1), "MiB"
    std::string_view meaning;  ///< one sentence: what it is and what a healthy value looks like
};

/// All known keys in display order.
std::span<const MetricInfo> metricInfos();
/// The entry whose key matches, wildcards included; nullptr when unknown.
const MetricInfo* findMetricInfo(std::string_view key);

}  // namespace retort
