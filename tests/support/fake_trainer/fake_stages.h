// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/records.h"
#include "support/fake_trainer/fake_rollouts.h"

namespace retort::test {

/// A stage of the imagined run and where its model starts and ends.
struct FakeStage {
    std::string name, kind;
    std::vector<std::string> inputs;
    FakeSkill from, to;
};

/// R1's line at small scale: zero, candidates, cold_start, sft_cold, reasoning, rejection, sft_full, all_scenario, student,
/// student_rl, with an evaluation ("bench.MODEL") after every model.
std::vector<FakeStage> fakeStages();

/// Points and rollouts of step `step` of `steps`; what each kind of stage logs.
StepCommit fakeStep(Random& random, const FakeStage& stage, StageId id, Step step, Step steps, std::int64_t groups,
                    std::int64_t size);

/// An evaluation of `problems` x `k` samples with its intervals.
EvaluationRecord fakeEvaluation(Random& random, const FakeStage& stage, StageId id, std::int64_t problems, std::int64_t k,
                                std::vector<EvalSampleRecord>& samples);

}  // namespace retort::test
