// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "recipe/recipe.h"
#include "reward/rubric.h"
#include "rollout/rollout.h"

namespace retort {

/// Grades rollouts on threads of its own: all of a set at once, or each as soon as it is there, while others are still
/// generated. The result does not depend on the threads, nor on the order. A rubric whose rewards judge many at once
/// (Rubric::judgesTogether) waits for the whole set.
class Grader {
public:
    /// threads, with the one that calls finish(): 0 takes a quarter of the cores, at least one; for code rewards as many as
    /// the sandbox has slots.
    Grader(Rubric rubric, TemplateSection prompt_template, int threads = 0);
    ~Grader();
    Grader(const Grader&) = delete;
    Grader& operator=(const Grader&) = delete;

    /// Fills facts and reward of the rollout from its text and completion, sometime before finish() returns. Both must stay
    /// where they are until then. Any thread.
    void submit(const Prompt& prompt, Rollout& rollout);
    /// Blocks until all that was submitted is graded; works as well. Throws what a thread threw first.
    void finish();
    /// Forgets what was submitted and is not graded; blocks until no thread touches any of it.
    void discard();

    /// submit() and finish() for all of these.
    void grade(std::span<RolloutGroup> groups);
    /// The same for one rollout, on the calling thread.
    void grade(const Prompt& prompt, Rollout& rollout) const;

    const Rubric& rubric() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort
