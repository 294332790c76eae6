// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "rollout/rollout.h"

namespace retort {

/// One reward. Needs rollout.text, rollout.completion and rollout.facts; reads no other term.
class RewardFn {
public:
    virtual ~RewardFn() = default;
    /// One call of score() to come; both outlive it.
    struct Asked {
        const Prompt* prompt = nullptr;
        const Rollout* rollout = nullptr;
    };
    /// Fills score, outcome, extracted and reason; the rubric sets name and weight. A rollout that cannot be judged (no
    /// reference, an unreadable one) is Outcome::GraderError, never a zero. Safe from many threads at once; may throw.
    virtual RewardTerm score(const Prompt& prompt, const Rollout& rollout) const = 0;
    /// Told what score() will be asked for next, before the threads begin: a reward that is cheaper for many at once
    /// computes them here. One thread; may throw.
    virtual void prepare(std::span<const Asked> asked) const { static_cast<void>(asked); }
    /// Whether it wants prepare() to name a whole set of rollouts, so that none may be scored while others are still
    /// written.
    virtual bool judgesTogether() const { return false; }
};

}  // namespace retort
