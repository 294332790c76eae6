// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rows of run.db as plain values, shared by the one writer (rank 0) and by every reader.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "rollout/rollout.h"

namespace retort {

/// A stage's state; the spelling in the store is the lower-case name.
enum class StageState { Pending, Running, Paused, Waiting, Done, Skipped, Failed, Stopped };
const char* name(StageState state) noexcept;
std::optional<StageState> stageStateFrom(std::string_view text) noexcept;

struct StageRecord {
    StageId id;
    std::string name, kind;
    StageState state = StageState::Pending;
    std::string key;         ///< hash of its section and inputs (hex SHA-256)
    std::string source_run;  ///< Skipped: the run whose result is used; else empty
    std::vector<std::string> inputs;
    std::int64_t position = 0;     ///< order of execution, from 0
    std::int64_t steps_total = 0;  ///< 0: not known
    Step steps_done = 0;
    double started_at = 0, ended_at = 0;  ///< Unix seconds; 0: not yet
    double seconds = 0;                   ///< time spent running, pauses left out
};

struct MetricPoint {
    std::string key;
    double value = 0;  ///< NaN and infinities are kept
};

struct StepRecord {
    StageId stage;
    Step step = 0;                    ///< rollout step within the stage
    std::int64_t optimizer_step = 0;  ///< optimizer steps of the stage when the step ended
    double time = 0;                  ///< Unix seconds when it ended
    double seconds = 0;               ///< how long it took
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
    std::string path;    ///< relative to the run directory
    std::string sha256;  ///< of its manifest
    bool final = false;  ///< the stage's result
    double time = 0;
};

/// pass@1, cons@k and their intervals for one checkpoint on one suite.
struct EvaluationRecord {
    EvaluationId id;
    StageId stage;
    std::string model;  ///< stage or [models] name that was evaluated
    std::string suite;  ///< dataset name
    std::int64_t problems = 0, k = 0;
    double pass_at_1 = 0;                        ///< mean correctness over problems x k samples
    double interval_low = 0, interval_high = 0;  ///< 95%, bootstrap over problems
    double cons_at_k = 0;                        ///< majority answer right, over problems; NaN: no votes
    double mean_length = 0;                      ///< tokens
    std::vector<MetricPoint> metrics;            ///< format, language, behaviour shares over the same samples
};

/// What the label columns of its data section say of a prompt: name, value.
using PromptLabels = std::vector<std::pair<std::string, std::string>>;

/// One sample of an evaluation.
struct EvalSampleRecord {
    std::int64_t problem = 0, sample = 0;  ///< both from 0
    std::string prompt_key, prompt, reference, language;
    Rollout rollout;
    PromptLabels labels = {};
};

struct EventRecord {
    std::int64_t id = 0;
    double time = 0;
    std::string level;    ///< "info", "warning", "error"
    std::string kind;     ///< "state", "checkpoint", "set_field", "health", "error"
    std::string message;  ///< for people
    StageId stage;
    Step step = 0;
};

/// A rollout without its full text and blobs: a row of a list. Excerpts end at a whole character.
struct RolloutSummary {
    RolloutId id;
    GroupId group;
    PromptId prompt;
    StageId stage;
    Step step = 0;
    EvaluationId evaluation;              ///< none for rollouts of training and sample stages
    std::string prompt_key, prompt_text;  ///< text: first 200 bytes
    std::string language, domain;         ///< of the prompt
    std::string excerpt;                  ///< first 200 bytes of the completion
    std::string answer;           ///< what was extracted by the accuracy term, else first 200 bytes of the answer part
    std::optional<bool> correct;  ///< empty: nothing checks the answer, or the grader failed
    bool grader_error = false;
    double reward = 0;  ///< weighted total; meaningless with grader_error
    double advantage = 0;
    std::int64_t tokens = 0;  ///< of the completion
    FinishReason finish_reason = FinishReason::Stop;
    bool well_formed = false, reflects = false;
    std::optional<double> language_share;  ///< empty when the completion has no words
    std::int64_t foreign_spans = 0;
};

/// One rollout with everything that is stored of it.
struct RolloutDetail {
    RolloutSummary summary;
    EncodedPrompt prompt;
    Rollout rollout;
};

/// The siblings of one prompt in one step.
struct GroupDetail {
    GroupId id;
    StageId stage;
    Step step = 0;
    Prompt prompt;
    std::vector<RolloutSummary> rollouts;  ///< in sampling order
};

/// How one prompt fared each time it was drawn: the strip under a trace.
struct PromptVisit {
    GroupId group;
    StageId stage;
    Step step = 0;
    std::int64_t size = 0, right = 0;  ///< rollouts, and those that were correct
    double mean_reward = 0;
    RolloutId first;  ///< the group's first rollout
};

enum class Correctness { Any, Right, Wrong, GraderError };
/// MostMixedFirst: by the share of words in the prompt's language, those without words last. Equal values: see the first
/// two.
enum class RolloutOrder {
    NewestFirst,
    OldestFirst,
    RewardHighFirst,
    RewardLowFirst,
    LongestFirst,
    ShortestFirst,
    MostMixedFirst
};

/// Conditions that all must hold. The default selects every rollout of training and sample stages.
struct RolloutFilter {
    StageId stage;                           ///< none: all stages
    EvaluationId evaluation;                 ///< set: that evaluation's samples; none: no evaluation samples at all
    PromptId prompt;                         ///< none: all prompts
    std::optional<Step> step_from, step_to;  ///< both inclusive
    Correctness correctness = Correctness::Any;
    std::optional<FinishReason> finish_reason;
    std::optional<double> language_below;  ///< language_share < this
    std::optional<bool> reflects, well_formed;
    std::string language;  ///< of the prompt; empty: any
    std::string term;      ///< a reward term that came out as term_outcome; empty: any
    Outcome term_outcome = Outcome::Fail;
    std::string text;  ///< the completion or the problem contains this (ASCII case ignored); empty: any
    /// Only these, ascending; null: any. For what no column says: where a sample ends in the funnel.
    std::shared_ptr<const std::vector<RolloutId>> among = nullptr;

    /// The same conditions, the same list at the same place.
    bool operator==(const RolloutFilter&) const = default;
};

/// One page of a list and whether more follow after its last row.
struct RolloutPage {
    std::vector<RolloutSummary> rows;
    bool more = false;
};

struct SeriesPoint {
    Step step = 0;
    double value = 0;
};

/// Extremes of the finite values of a full block of steps of a series.
struct SeriesBlock {
    static constexpr int shift = 8;
    static constexpr Step steps = Step{1} << shift;
    Step first = 0;  ///< step where the block begins: a multiple of `steps`
    double low = 0, high = 0;
};

struct SeriesDelta {
    StageId stage;
    std::string key;
    std::vector<SeriesPoint> points;  ///< by step, ascending
};

/// How far a reader has read. Default: nothing yet.
struct RunCursor {
    std::int64_t generation = 0, stage_revision = 0, step_row = 0, rollout = 0, checkpoint = 0, evaluation = 0, event = 0;
    bool operator==(const RunCursor&) const = default;
};

/// Everything that was committed since a cursor, as one consistent snapshot.
struct RunDelta {
    RunCursor cursor;                 ///< pass to the next call
    bool reset = false;               ///< steps were taken back (resume from a checkpoint): drop all that was read before
    std::vector<StageRecord> stages;  ///< new or changed, by position
    std::vector<StepRecord> steps;
    std::vector<SeriesDelta> series;     ///< new points
    std::vector<RolloutSummary> newest;  ///< at most `newest_limit` of the new rollouts, newest first; no evaluation samples
    std::int64_t new_rollouts = 0;       ///< how many were added, evaluation samples included
    std::vector<CheckpointRecord> checkpoints;
    std::vector<EvaluationRecord> evaluations;
    std::vector<EventRecord> events;
    bool empty() const {
        return !reset && stages.empty() && steps.empty() && series.empty() && new_rollouts == 0 && checkpoints.empty() &&
               evaluations.empty() && events.empty();
    }
};

}  // namespace retort
