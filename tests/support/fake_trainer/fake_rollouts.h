// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rollouts that look like those of a small model learning arithmetic in English and Chinese, without a model: for tests and
// for looking at the workbench.

#include <vector>

#include "base/random.h"
#include "rollout/rollout.h"

namespace retort::test {

/// How well the imagined model does; each in [0, 1].
struct FakeSkill {
    double right = 0.3, well_formed = 0.5, consistent = 0.6, reflects = 0.1;
    double length = 0.2;  ///< 0: answers at once; 1: many steps
    /// Linear between two skills; t in [0, 1].
    static FakeSkill between(const FakeSkill& from, const FakeSkill& to, double t);
};

/// `groups` problems with `size` rollouts each: texts with think and answer parts, spans, reward terms (accuracy, format,
/// language) and advantages. Problem numbers start at `first`, so that problems come back when it does.
std::vector<RolloutGroup> fakeGroups(Random& random, const FakeSkill& skill, std::int64_t first, std::int64_t groups,
                                     std::int64_t size);

}  // namespace retort::test
