// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/records.h"
#include "store/sqlite_db.h"

namespace retort {

/// The only writer of a run.db, owned by rank 0's run loop; one thread. Every call is one transaction that is on the disk
/// (fsync) when it returns, or that left nothing when it throws. Errors: Error(Environment) for a full disk, a file that
/// cannot be written or is locked by another process; Error(BadInput) for a file that is no run store or has a newer schema.
/// After an error the writer can be used again once the cause is gone (free space, then repeat the call).
class RunWriter {
public:
    /// Creates run.db, or opens it and brings an older schema up to date.
    explicit RunWriter(const std::filesystem::path& run_db);

    /// Free key-value facts of the run. Keys in use: see run/run_state.h.
    void setMeta(std::string_view key, std::string_view value);
    /// Several at once, in one transaction.
    void setMeta(std::span<const std::pair<std::string, std::string>> entries);
    std::optional<std::string> meta(std::string_view key);

    /// Inserts a stage or replaces all fields of the one with this name; returns its id (`record.id` is ignored).
    StageId putStage(const StageRecord& record);

    /// A step, its points and all its rollouts with their terms and spans, or nothing. Sets the stage's steps_done.
    /// Throws Error(RunFailed) unless the step is later than all of its stage (rewindStage first) and the stage is known.
    void commit(const StepCommit& commit);
    /// Several steps in one transaction: for imports, where one at a time would wait for the disk at each.
    void commit(std::span<const StepCommit> commits);

    /// Forgets every step of a stage after `last_kept` with its points, rollouts and checkpoints: what a resume from an
    /// older checkpoint does before it repeats them. last_kept 0 starts the stage over and forgets its evaluations too.
    /// Readers see RunDelta::reset when anything was forgotten.
    void rewindStage(StageId stage, Step last_kept);

    CheckpointId addCheckpoint(const CheckpointRecord& record);
    /// The row of a checkpoint whose folder was pruned.
    void removeCheckpoint(CheckpointId id);

    /// An evaluation and its samples, searchable as rollouts of that stage at step 0. `record.id` is ignored.
    EvaluationId addEvaluation(const EvaluationRecord& record, std::span<const EvalSampleRecord> samples);

    /// `record.id` is ignored; time 0 becomes now.
    std::int64_t addEvent(EventRecord record);

private:
    struct GroupTotals;
    std::int64_t metricKey(std::string_view key);
    PromptId promptId(const EncodedPrompt& prompt);
    GroupId insertGroup(StageId stage, Step step, PromptId prompt, EvaluationId evaluation, const GroupTotals& totals);
    RolloutId insertRollout(const RolloutSummary& place, std::int64_t position, const Rollout& rollout);
    void insertBody(RolloutId id, const Rollout& rollout);
    std::string packParts(const Rollout& rollout);
    void insertTerm(RolloutId id, std::int64_t position, const RewardTerm& term);
    std::int64_t termKind(const RewardTerm& term);
    std::int64_t spanKind(const TextSpan& span);
    void insertCommit(const StepCommit& commit);
    void insertStep(const StepRecord& step);
    void closeBlock(StageId stage, Step last);
    void insertPoints(const StepCommit& commit);
    void insertEvalSamples(StageId stage, EvaluationId id, std::span<const EvalSampleRecord> samples);
    void deleteRollouts(const std::string& condition, StageId stage, Step last_kept);
    void requireStage(StageId stage);

    SqliteDb db_;
    std::unordered_map<std::string, std::int64_t> metric_keys_;  ///< cleared when a transaction fails
};

}  // namespace retort
