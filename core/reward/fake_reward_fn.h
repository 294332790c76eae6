// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>

#include "reward/reward_fn.h"

namespace retort {

/// A RewardFn out of a function, for tests of what uses rewards.
class FakeRewardFn : public RewardFn {
public:
    using Function = std::function<RewardTerm(const Prompt&, const Rollout&)>;
    explicit FakeRewardFn(Function function) : function_(std::move(function)) {}
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override { return function_(prompt, rollout); }

private:
    Function function_;
};

}  // namespace retort
