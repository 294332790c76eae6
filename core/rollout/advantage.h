// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rollout/rollout.h"

namespace retort {

/// What the groups of one step had to teach.
struct AdvantageSummary {
    double frac_reward_zero_std = 0;  ///< share of groups whose graded rewards are all alike: no signal
    double reward = 0;                ///< mean total reward over graded rollouts
    double reward_std = 0;            ///< mean over groups of the rewards' standard deviation within the group
    std::int64_t graded = 0;          ///< rollouts without a grader error
    std::int64_t grader_errors = 0;
};

/// Sets Rollout::advantage of every rollout: (r - mean) / (std + 1e-4) over its group's graded rollouts (DeepSeekMath,
/// 2402.03300, eq. 3; the sample standard deviation and epsilon are TRL's), or r - mean without normalize_std (Dr. GRPO,
/// 2503.20783). 0 for a group whose rewards are all alike, for one with fewer than two graded rollouts, and for a rollout
/// with a grader error or an aborted completion.
AdvantageSummary assignAdvantages(std::vector<RolloutGroup>& groups, bool normalize_std);

/// The rows of a policy update: every rollout with a completion, without grader errors and aborted ones, which never train.
std::vector<TrainingSample> trainingSamples(const std::vector<RolloutGroup>& groups);

}  // namespace retort
