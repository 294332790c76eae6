// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/commit_queue.h"
#include "store/records.h"
#include "store/rollout_blocks.h"
#include "store/rollout_facts.h"
#include "store/rollout_parts.h"
#include "store/sqlite_db.h"

namespace retort {

/// The only writer of a run.db, owned by rank 0's run loop; called by one thread. Every call but post() is one transaction
/// that is on the disk (fsync) when it returns, or that left nothing when it throws. Calls take effect in their order: each
/// waits first for what was posted before it, and throws what went wrong there. Errors: Error(Environment) for a full disk,
/// a file that cannot be written or is locked by another process; Error(BadInput) for a file that is no run store or has a
/// newer schema. After an error the writer can be used again once the cause is gone (free space, then repeat the call).
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
    /// commit() on the writer's own thread: returns at once while few steps are under way (CommitQueue's bounds), else when
    /// there is room. `stored` is called on that thread once the step is on the disk. An error is thrown by the next call,
    /// whatever it is; the step that failed and those posted after it are then lost, and putStage leaves the steps_done of
    /// their stage as it is in the store.
    void post(StepCommit commit, std::function<void()> stored = {});
    /// Waits until everything that was posted is on the disk.
    void flush();

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
    void write(std::span<const StepCommit> commits);
    void forgetIds();
    std::int64_t metricKey(const std::string& key);
    PromptId promptId(const EncodedPrompt& prompt);
    GroupId insertGroup(StageId stage, Step step, PromptId prompt, EvaluationId evaluation, const GroupTotals& totals);
    /// Where the rollouts of a group lie, once they are there.
    void closeGroup(GroupId group, RolloutId first, RolloutId last);
    RolloutId insertRollout(const RolloutSummary& place, std::int64_t position, const Rollout& rollout);
    void insertBody(RolloutId id, const Rollout& rollout);
    void insertCommit(const StepCommit& commit);
    void insertStep(const StepRecord& step);
    void closeBlock(StageId stage, Step last);
    /// Writes the blocks of rollouts that are full, at most so many. True: all are written.
    bool closeRolloutBlocks(std::int64_t most = std::numeric_limits<std::int64_t>::max());
    void insertPoints(const StepCommit& commit);
    EvaluationId insertEvaluation(const EvaluationRecord& record);
    void insertEvalSamples(StageId stage, EvaluationId id, std::span<const EvalSampleRecord> samples);
    void deleteRollouts(const std::string& condition, StageId stage, Step last_kept);
    void requireStage(StageId stage);
    StageId stageNamed(const std::string& name);

    SqliteDb db_;
    // Ids of shared rows; forgotten when a transaction fails, for they may name rows that are not there.
    std::unordered_map<std::string, std::int64_t> metric_keys_;
    rows::FactsMaker facts_{db_};
    rows::PartsPacker parts_{db_};
    rows::BlockWriter blocks_{db_};
    std::set<StageId> lost_steps_;  ///< stages of which posted steps were lost
    CommitQueue queue_;             ///< the last member: its thread uses the others
};

}  // namespace retort
