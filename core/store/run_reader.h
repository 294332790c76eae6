// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/records.h"
#include "store/rollout_search.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort {

/// A read-only view of a run.db that may be written at the same time: never blocks the writer, never checkpoints the WAL.
/// Every call reads one consistent snapshot and touches the disk: keep off the GUI thread. One thread per reader.
/// Reads stores of every released schema. Errors: Error(BadInput) when the file is missing, no run store, damaged, or of a
/// newer schema; Error(Environment) otherwise.
class RunReader {
public:
    explicit RunReader(const std::filesystem::path& run_db);

    /// See SqliteDb::setCancelled: for answers that nobody waits for any more.
    void setCancelled(std::function<bool()> cancelled) { db_.setCancelled(std::move(cancelled)); }

    /// Everything committed since `cursor` (default: since the beginning), at most `newest_limit` rollout summaries.
    RunDelta since(const RunCursor& cursor, std::int64_t newest_limit = 50);

    std::optional<std::string> meta(const std::string& key);
    std::map<std::string, std::string> allMeta();

    /// All stages by position; the stage of this name.
    std::vector<StageRecord> stages();
    std::optional<StageRecord> stage(const std::string& name);
    /// Steps of a stage in order: what maps a step to optimizer step and time for a chart's x-axis.
    std::vector<StepRecord> steps(StageId stage, Step from = 0);

    /// Keys that a stage has points of, in order of first appearance in the run.
    std::vector<std::string> metricKeys(StageId stage);
    /// Points with from <= step <= to, ascending; empty for an unknown key.
    std::vector<SeriesPoint> series(StageId stage, const std::string& key, Step from = 0,
                                    Step to = std::numeric_limits<Step>::max());
    /// The same range for a chart of `buckets` columns: of each equal range of steps the first, lowest, highest and last
    /// point (so that no peak is lost), ascending, at most 4 * buckets points.
    std::vector<SeriesPoint> seriesDecimated(StageId stage, const std::string& key, std::int64_t buckets, Step from = 0,
                                             Step to = std::numeric_limits<Step>::max());

    /// Extremes of every full block of a series, ascending: a long run at a glance. Empty for a store without them (of an
    /// older schema) and for a series shorter than a block.
    bool hasBlocks() const { return features_.blocks; }
    std::vector<SeriesBlock> seriesBlocks(StageId stage, const std::string& key);

    /// Up to `limit` rows that pass the filter, after (in `order`) the rollout `after`; none: from the start. Cost does not
    /// grow with the position, nor with the number of rollouts where facts alone decide (everything but text, prompt and a
    /// language_below other than 1); where a list of them is given (`among`), some nanoseconds for each of the list. `after`
    /// must be of the page before. Of a text that few of an order's first rollouts have, the first page takes tens of
    /// nanoseconds for each rollout that has it; what was found is kept for the pages that follow, until another is
    /// searched.
    RolloutPage rollouts(const RolloutFilter& filter, RolloutOrder order = RolloutOrder::NewestFirst, RolloutId after = {},
                         std::int64_t limit = 100);
    /// How many pass the filter; counting stops at `cap`. Counts nothing one by one where facts alone decide. Of the last
    /// text it looks on in the order of its pages, which are then at hand.
    std::int64_t countRollouts(const RolloutFilter& filter, std::int64_t cap = 100000);

    /// What filters can name: languages of prompts, reward terms.
    std::vector<std::string> promptLanguages();
    std::vector<std::string> rewardTerms();

    /// Calls visit(row, completion text) for up to `limit` rollouts of a training or sample stage after `after`, oldest
    /// first: what a pass over all texts needs, without blobs. The last one visited; none: there were no more.
    RolloutId visitTexts(StageId stage, RolloutId after, std::int64_t limit,
                         const std::function<void(const RolloutSummary&, std::string_view)>& visit);

    /// What was asked and what was written; nothing when there is no such row (any more).
    struct Texts {
        std::string problem, completion;
    };
    std::optional<Texts> texts(RolloutId id);
    /// The stage that wrote a rollout; none: there is no such row, or it is an evaluation's.
    StageId stageOf(RolloutId id);
    /// Empty when there is no such row (any more).
    std::optional<RolloutDetail> rollout(RolloutId id);
    std::optional<GroupDetail> group(GroupId id);
    /// Every time a problem (the prompt's key and text) was drawn for training or sampling, oldest first.
    std::vector<PromptVisit> promptVisits(PromptId id);

    std::vector<CheckpointRecord> checkpoints(StageId stage = {});
    std::vector<EvaluationRecord> evaluations();
    /// Samples of an evaluation in order of problem and sample; `problem` < 0: all problems.
    std::vector<EvalSampleRecord> evalSamples(EvaluationId evaluation, std::int64_t problem = -1);
    /// What label columns say of an evaluation's prompts; nothing in stores of before schema 7, which kept no labels.
    std::map<PromptId, PromptLabels> promptLabels(EvaluationId evaluation);
    /// Newest first.
    std::vector<EventRecord> events(std::int64_t limit = 200);

private:
    void readSteps(const RunCursor& from, RunDelta& delta);
    void readSeries(StageId stage, Step from, RunDelta& delta);
    void readNewest(const RunCursor& from, std::int64_t limit, RunDelta& delta);
    std::optional<std::int64_t> metricKey(const std::string& key);
    template <class Visit>
    void visitSeries(StageId stage, const std::string& key, Step from, Step to, Visit&& visit);

    SqliteDb db_;
    rows::SchemaFeatures features_;
    rows::TextSearch search_;
};

}  // namespace retort
