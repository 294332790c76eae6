// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rows of run.db as plain values, shared by the one writer (rank 0) and by every reader.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "rollout/rollout.h"

namespace retort {

/// A stage's and a run's state; the spelling in the store is the lower-case name.
enum class StageState { Pending, Running, Paused, Waiting, Done, Skipped, Failed, Stopped };
const char* name(StageState state) noexcept;
std::optional<StageState> stageStateFrom(std::string_view text) noexcept;

struct StageRecord {
    StageId id;
    std::string name, kind;
    StageState state = StageState::Pending;
    std::string key;                   ///< hash of its section and inputs (hex SHA-256)
    std::string source_run;            ///< Skipped: the run whose result is used; else empty
    std::vector<std::string> inputs;
    std::int64_t position = 0;         ///< order of execution, from 0
    std::int64_t steps_total = 0;      ///< 0: not known
    Step steps_done = 0;
    double started_at = 0, ended_at = 0;  ///< Unix seconds; 0: not yet
    double seconds = 0;                ///< time spent running, pauses left out
};

struct MetricPoint {
    std::string key;
    double value = 0;                  ///< NaN and infinities are kept
};

struct StepRecord {
    StageId stage;
    Step step = 0;                     ///< rollout step within the stage
    std::int64_t optimizer_step = 0;   ///< optimizer steps of the stage when the step ended
    double time = 0;                   ///< Unix seconds when it ended
    double seconds = 0;                ///< how long it took
};

/// Everything that one step commits in one transaction.
struct StepCommit {
    StepRecord step;
    std::vector<MetricPoint> points;
    std::vector<RolloutGroup> groups;
};

struct CheckpointRecord {
    CheckpointId id;
    StageId stage;
    Step step = 0;
    std::string path;                  ///< relative to the run directory
    std::string sha256;                ///< of its manifest
    bool final = false;                ///< the stage's result
    double time = 0;
};

/// pass@1, cons@k and their intervals for one checkpoint on one suite.
struct EvaluationRecord {
    EvaluationId id;
    StageId stage;
    std::string model;                 ///< stage or [models] name that was evaluated
    std::string suite;                 ///< dataset name
    std::int64_t problems = 0, k = 0;
    double pass_at_1 = 0;              ///< mean correctness over problems x k samples
    double interval_low = 0, interval_high = 0;  ///< 95%, bootstrap over problems
    double cons_at_k = 0;              ///< majority answer right, over problems
    double mean_length = 0;            ///< tokens
    std::vector<MetricPoint> metrics;  ///< format, language, behaviour shares over the same samples
};

/// One sample of an evaluation.
struct EvalSampleRecord {
    std::int64_t problem = 0, sample = 0;  ///< both from 0
    std::string prompt_key, prompt, reference, language;
    Rollout rollout;
};

struct EventRecord {
    std::int64_t id = 0;
    double time = 0;
    std::string level;                 ///< "info", "warning", "error"
    std::string kind;                  ///< "state", "checkpoint", "set_field", "health", "error"
    std::string message;               ///< for people
    StageId stage;
    Step step = 0;
};

}  // namespace retort
