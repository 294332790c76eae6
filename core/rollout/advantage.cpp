// SPDX-License-Identifier: Apache-2.0
#include "rollout/advantage.h"

#include <cmath>

namespace retort {
namespace {

constexpr double kEpsilon = 1e-4;
// Rewards of a dead group differ by no more than rounding.
constexpr double kAlike = 1e-8;

bool trains(const Rollout& rollout) {
    return !rollout.reward.hasError() && rollout.completion.finish_reason != FinishReason::Aborted;
}

struct Moments {
    double mean = 0, deviation = 0;
    std::int64_t count = 0;
};

Moments momentsOf(const RolloutGroup& group) {
    Moments moments;
    for (const Rollout& rollout : group.rollouts) {
        if (!trains(rollout)) continue;
        moments.mean += rollout.reward.total;
        ++moments.count;
    }
    if (moments.count == 0) return moments;
    moments.mean /= static_cast<double>(moments.count);
    double squares = 0;
    for (const Rollout& rollout : group.rollouts)
        if (trains(rollout)) squares += (rollout.reward.total - moments.mean) * (rollout.reward.total - moments.mean);
    if (moments.count > 1) moments.deviation = std::sqrt(squares / static_cast<double>(moments.count - 1));
    return moments;
}

}  // namespace

AdvantageSummary assignAdvantages(std::vector<RolloutGroup>& groups, bool normalize_std) {
    AdvantageSummary summary;
    double reward_sum = 0;
    std::int64_t graded_groups = 0, dead_groups = 0;
    for (RolloutGroup& group : groups) {
        const Moments moments = momentsOf(group);
        const bool dead = moments.deviation <= kAlike;
        for (Rollout& rollout : group.rollouts) {
            rollout.advantage = 0;
            summary.grader_errors += rollout.reward.hasError() ? 1 : 0;
            if (!trains(rollout)) continue;
            reward_sum += rollout.reward.total;
            if (dead) continue;
            rollout.advantage = rollout.reward.total - moments.mean;
            if (normalize_std) rollout.advantage /= moments.deviation + kEpsilon;
        }
        if (moments.count == 0) continue;
        ++graded_groups;
        dead_groups += dead ? 1 : 0;
        summary.graded += moments.count;
        summary.reward_std += moments.deviation;
    }
    if (graded_groups == 0) return summary;
    summary.frac_reward_zero_std = static_cast<double>(dead_groups) / static_cast<double>(graded_groups);
    summary.reward = reward_sum / static_cast<double>(summary.graded);
    summary.reward_std /= static_cast<double>(graded_groups);
    return summary;
}

std::vector<TrainingSample> trainingSamples(const std::vector<RolloutGroup>& groups) {
    std::vector<TrainingSample> samples;
    for (const RolloutGroup& group : groups) {
        for (const Rollout& rollout : group.rollouts) {
            if (!trains(rollout) || rollout.completion.ids.empty()) continue;
            TrainingSample sample;
            sample.ids = group.prompt.ids;
            sample.prompt_length = static_cast<std::int32_t>(sample.ids.size());
            sample.ids.insert(sample.ids.end(), rollout.completion.ids.begin(), rollout.completion.ids.end());
            sample.old_logprobs = rollout.completion.logprobs;
            sample.advantage = static_cast<float>(rollout.advantage);
            samples.push_back(std::move(sample));
        }
    }
    return samples;
}

}  // namespace retort
