// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "recipe/recipe.h"
#include "reward/rubric.h"
#include "rollout/rollout.h"

namespace retort {

/// Grades rollouts on a few threads of its own. One grade() at a time; the result does not depend on the threads.
class Grader {
public:
    /// threads: 0 takes a quarter of the cores, at least one; for code rewards as many as the sandbox has slots.
    Grader(Rubric rubric, TemplateSection prompt_template, int threads = 0);
    ~Grader();
    Grader(const Grader&) = delete;
    Grader& operator=(const Grader&) = delete;

    /// Fills facts and reward of every rollout from its text and completion. Blocks until all are done.
    void grade(std::span<RolloutGroup> groups);
    /// The same for one rollout, on the calling thread.
    void grade(const Prompt& prompt, Rollout& rollout) const;

    const Rubric& rubric() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort
