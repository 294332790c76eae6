// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/run_writer.h"

namespace retort {

/// What a group's row says of its rollouts; private to core/store.
struct RunWriter::GroupTotals {
    std::int64_t size = 0, right = 0, graded = 0;
    double reward = 0;

    void add(const Rollout& rollout) {
        ++size;
        right += rollout.reward.correct().value_or(false);
        if (rollout.reward.hasError()) return;
        ++graded;
        reward += rollout.reward.total;
    }
};

}  // namespace retort
