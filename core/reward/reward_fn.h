// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rollout/rollout.h"

namespace retort {

/// One reward. Needs rollout.text, rollout.completion and rollout.facts; reads no other term.
class RewardFn {
public:
    virtual ~RewardFn() = default;
    /// Fills score, outcome, extracted and reason; the rubric sets name and weight. A rollout that cannot be judged (no
    /// reference, an unreadable one) is Outcome::GraderError, never a zero. Safe from many threads at once; may throw.
    virtual RewardTerm score(const Prompt& prompt, const Rollout& rollout) const = 0;
};

}  // namespace retort
