// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "reward/code_tests.h"
#include "reward/reward_fn.h"

namespace retort {

/// Verdicts on one completion.
struct CodeJudgement {
    std::vector<TestVerdict> tests;  ///< in order; those after a failure are missing when judging stops there
    std::size_t count = 0;           ///< of all tests
    std::size_t passed() const;
};

/// Compiles the completion's program and runs it against the tests, as many at a time as the sandbox has slots. Throws
/// Error(Environment) where no sandbox works.
CodeJudgement judgeCode(const CodeTests& tests, std::string_view completion, const Sandbox& sandbox, bool stop_at_failure);

/// 1 when the completion's program passes every test of the prompt's reference (JSON, see parseCodeTests), else 0: R1's rule
/// reward for code. No tests, or unreadable ones: GraderError. Without a working sandbox score() throws Error(Environment):
/// nothing is run.
class CodeReward : public RewardFn {
public:
    explicit CodeReward(bool stop_at_failure = true) : stop_at_failure_(stop_at_failure) {}
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    bool stop_at_failure_;
};

}  // namespace retort
