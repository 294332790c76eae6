// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rollout/rollout.h"
#include "store/records.h"

namespace retort {

enum class Reduction { Mean, Min, Max, Sum, Last };

/// Collects values during a step and reduces each key once. Keeps keys in order of first use. One thread.
class MetricsRecorder {
public:
    /// `weight` counts for Mean only (e.g. tokens of a microbatch). One key has one reduction per step; NaN is kept, not
    /// hidden.
    void add(std::string_view key, double value, Reduction reduction = Reduction::Mean, double weight = 1);
    /// Points that are reduced already (rolloutMetrics).
    void add(const std::vector<MetricPoint>& points);
    /// The points of the step; starts the next one empty. A Mean whose weights sum to 0 gives no point.
    std::vector<MetricPoint> reduce();

private:
    struct Entry {
        std::string key;
        Reduction reduction;
        double value = 0, weight = 0;
    };
    std::vector<Entry> entries_;
};

/// What the rollouts of a step say: reward, reward_std, rewards/TERM/{mean,std}, frac_reward_zero_std, completions/*,
/// pass_rate, entropy (when sampled with entropies), lang/*, format/well_formed, verify/grader_error, behaviour/*.
/// Aborted completions count for nothing. Rollouts with a grader error count for lengths, text facts and verify/grader_error
/// only. Standard deviations are the sample's (n - 1) and reward_std is the mean over groups, as TRL's. Keys without
/// anything to average are left out.
std::vector<MetricPoint> rolloutMetrics(const std::vector<RolloutGroup>& groups);

}  // namespace retort
