// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/records.h"
#include "store/run_writer.h"
#include "support/fake_trainer/fake_rollouts.h"

namespace retort::test {

inline StageRecord stageNamed(const std::string& name, const std::string& kind = "grpo") {
    StageRecord record;
    record.name = name;
    record.kind = kind;
    record.state = StageState::Running;
    record.key = "key of " + name;
    record.inputs = {"base", "数据"};
    return record;
}

/// A step with two points and `groups` x `size` rollouts that depend on the step only.
inline StepCommit stepOf(StageId stage, Step step, std::int64_t groups = 2, std::int64_t size = 4) {
    Random random(7, static_cast<std::uint64_t>(step));
    StepCommit commit;
    commit.step = {stage, step, 2 * step, 1000.0 + static_cast<double>(step), 0.5};
    commit.points = {{"reward", 0.25 * static_cast<double>(step)}, {"kl", 1.0 / static_cast<double>(step)}};
    commit.groups = fakeGroups(random, {0.5, 0.5, 0.5, 0.5, 0.5}, step * 3, groups, size);
    return commit;
}

/// A rollout with this text and nothing else.
inline Rollout rolloutOf(const std::string& text) {
    Rollout rollout;
    rollout.text = text;
    rollout.completion.ids = {1, 2, 3};
    return rollout;
}

/// A step whose single group has one rollout for each text.
inline StepCommit stepWithTexts(StageId stage, Step step, const std::vector<std::string>& texts) {
    StepCommit commit;
    commit.step = {stage, step, step, 0, 0};
    commit.groups.resize(1);
    commit.groups[0].prompt.prompt.key = "p";
    for (const std::string& text : texts) commit.groups[0].rollouts.push_back(rolloutOf(text));
    return commit;
}

}  // namespace retort::test
