// SPDX-License-Identifier: Apache-2.0
#include "store/run_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "store/migrations/migrations.h"
#include "store/rollout_rows.h"
#include "store/run_rows.h"

namespace retort {
namespace {

constexpr std::int64_t oldest_readable = 1;

std::string summarySelect() { return std::string("SELECT ") + rows::summary_columns + " "; }

/// Keeps the first, lowest, highest and last point of each bucket of steps.
class Decimator {
public:
    Decimator(Step from, Step to, std::int64_t buckets)
        : from_(from), width_(std::max<Step>(1, (to - from) / std::max<Step>(1, buckets) + 1)) {}

    void add(SeriesPoint point) {
        const Step bucket = (point.step - from_) / width_;
        if (count_ > 0 && bucket != bucket_) flush();
        bucket_ = bucket;
        if (count_++ == 0) {
            first_ = low_ = high_ = last_ = point;
            return;
        }
        last_ = point;
        // A comparison with NaN is false: the first number replaces it.
        if (point.value < low_.value || std::isnan(low_.value)) low_ = point;
        if (point.value > high_.value || std::isnan(high_.value)) high_ = point;
    }

    std::vector<SeriesPoint> take() {
        if (count_ > 0) flush();
        return std::move(points_);
    }

private:
    void flush() {
        std::vector<SeriesPoint> kept{first_, low_, high_, last_};
        std::sort(kept.begin(), kept.end(), [](const SeriesPoint& a, const SeriesPoint& b) { return a.step < b.step; });
        for (const SeriesPoint& point : kept)
            if (points_.empty() || points_.back().step != point.step) points_.push_back(point);
        count_ = 0;
    }

    Step from_, width_, bucket_ = 0;
    std::int64_t count_ = 0;
    SeriesPoint first_, low_, high_, last_;
    std::vector<SeriesPoint> points_;
};

std::map<PromptId, PromptLabels> labelsOfPrompts(SqliteDb& db, const rows::SchemaFeatures& features,
                                                 EvaluationId evaluation) {
    std::map<PromptId, PromptLabels> labels;
    if (!features.prompt_labels) return labels;
    // By the stage too: the index of groups begins with it.
    Statement row = db.prepare(
        "SELECT DISTINCT l.prompt_id, l.position, l.name, l.value FROM rollout_group g JOIN prompt_label l ON "
        "l.prompt_id=g.prompt_id "
        "WHERE g.stage_id=(SELECT stage_id FROM evaluation WHERE id=?1) AND g.evaluation_id=?1 ORDER BY 1, 2");
    row.bind(1, evaluation.value);
    while (row.step()) labels[{row.integer(0)}].emplace_back(row.text(2), row.text(3));
    return labels;
}

}  // namespace

RunReader::RunReader(const std::filesystem::path& run_db)
    : db_(run_db, SqliteDb::Mode::ReadOnly), features_(migrations::check(db_, migrations::runSchema(), oldest_readable)) {}

std::optional<std::string> RunReader::meta(const std::string& key) {
    Statement row = db_.prepare("SELECT value FROM meta WHERE key=?");
    row.bind(1, key);
    return row.step() ? std::optional(row.text(0)) : std::nullopt;
}

std::map<std::string, std::string> RunReader::allMeta() {
    Statement row = db_.prepare("SELECT key, value FROM meta");
    std::map<std::string, std::string> entries;
    while (row.step()) entries[row.text(0)] = row.text(1);
    return entries;
}

std::vector<StageRecord> RunReader::stages() {
    std::int64_t ignored = 0;
    return rows::stagesAfter(db_, 0, ignored);
}

std::optional<StageRecord> RunReader::stage(const std::string& name) {
    for (StageRecord& stage : stages())
        if (stage.name == name) return std::move(stage);
    return std::nullopt;
}

std::vector<StepRecord> RunReader::steps(StageId stage, Step from) {
    Statement row = db_.prepare(
        "SELECT stage_id, step, optimizer_step, time, seconds FROM step WHERE stage_id=? AND step>=? ORDER BY step");
    row.bind(1, stage.value).bind(2, from);
    std::vector<StepRecord> steps;
    while (row.step()) steps.push_back(rows::readStep(row, 0));
    return steps;
}

std::vector<std::string> RunReader::metricKeys(StageId stage) {
    Statement row = db_.prepare(
        "SELECT key FROM metric_key k WHERE EXISTS (SELECT 1 FROM metric_point WHERE stage_id=? AND key_id=k.id) ORDER BY "
        "id");
    row.bind(1, stage.value);
    std::vector<std::string> keys;
    while (row.step()) keys.push_back(row.text(0));
    return keys;
}

std::optional<std::int64_t> RunReader::metricKey(const std::string& key) {
    Statement row = db_.prepare("SELECT id FROM metric_key WHERE key=?");
    row.bind(1, key);
    return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

template <class Visit>
void RunReader::visitSeries(StageId stage, const std::string& key, Step from, Step to, Visit&& visit) {
    const std::optional<std::int64_t> key_id = metricKey(key);
    if (!key_id) return;
    Statement row = db_.prepare(
        "SELECT step, value FROM metric_point WHERE stage_id=? AND key_id=? AND step BETWEEN ? AND ? ORDER BY step");
    row.bind(1, stage.value).bind(2, *key_id).bind(3, from).bind(4, to);
    while (row.step()) visit(SeriesPoint{row.integer(0), row.real(1)});
}

std::vector<SeriesPoint> RunReader::series(StageId stage, const std::string& key, Step from, Step to) {
    std::vector<SeriesPoint> points;
    visitSeries(stage, key, from, to, [&](SeriesPoint point) { points.push_back(point); });
    return points;
}

std::vector<SeriesPoint> RunReader::seriesDecimated(StageId stage, const std::string& key, std::int64_t buckets, Step from,
                                                    Step to) {
    const std::optional<std::int64_t> key_id = metricKey(key);
    if (!key_id) return {};
    Step first = 0, last = 0;
    {
        // Two seeks: with one query for both, SQLite would scan the whole series.
        Statement low = db_.prepare("SELECT min(step) FROM metric_point WHERE stage_id=? AND key_id=? AND step>=?");
        low.bind(1, stage.value).bind(2, *key_id).bind(3, from);
        Statement high = db_.prepare("SELECT max(step) FROM metric_point WHERE stage_id=? AND key_id=? AND step<=?");
        high.bind(1, stage.value).bind(2, *key_id).bind(3, to);
        if (!low.step() || low.isNull(0) || !high.step() || high.isNull(0)) return {};
        first = low.integer(0);
        last = high.integer(0);
    }
    Decimator decimator(first, last, buckets);
    visitSeries(stage, key, first, last, [&](SeriesPoint point) { decimator.add(point); });
    return decimator.take();
}

std::vector<SeriesBlock> RunReader::seriesBlocks(StageId stage, const std::string& key) {
    const std::optional<std::int64_t> key_id = features_.blocks ? metricKey(key) : std::nullopt;
    if (!key_id) return {};
    Statement row = db_.prepare("SELECT block, low, high FROM metric_block WHERE stage_id=? AND key_id=? ORDER BY block");
    row.bind(1, stage.value).bind(2, *key_id);
    std::vector<SeriesBlock> blocks;
    while (row.step()) blocks.push_back({row.integer(0) * SeriesBlock::steps, row.real(1), row.real(2)});
    return blocks;
}

std::vector<CheckpointRecord> RunReader::checkpoints(StageId stage) {
    std::vector<CheckpointRecord> all = rows::checkpointsAfter(db_, 0);
    if (stage) std::erase_if(all, [&](const CheckpointRecord& checkpoint) { return checkpoint.stage != stage; });
    return all;
}

std::vector<EvaluationRecord> RunReader::evaluations() { return rows::evaluationsAfter(db_, 0); }

std::vector<EvalSampleRecord> RunReader::evalSamples(EvaluationId evaluation, std::int64_t problem) {
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    std::vector<EvalSampleRecord> samples;
    std::vector<RolloutSummary> summaries;
    {
        Statement row =
            db_.prepare(summarySelect() +
                        ", s.problem, s.sample, p.reference FROM eval_sample s CROSS JOIN rollout r ON r.id=s.rollout_id "
                        "CROSS JOIN prompt p ON p.id=r.prompt_id WHERE s.evaluation_id=?1 AND (?2 < 0 OR s.problem=?2) "
                        "ORDER BY s.problem, s.sample");
        row.bind(1, evaluation.value).bind(2, problem);
        while (row.step()) {
            summaries.push_back(rows::readSummary(row));
            samples.push_back({row.integer(22), row.integer(23), row.text(6), row.text(7), row.text(24), row.text(8), {}});
        }
    }
    const std::map<PromptId, PromptLabels> labels = labelsOfPrompts(db_, features_, evaluation);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i].rollout = rows::readRollout(db_, summaries[i], features_);
        if (const auto known = labels.find(summaries[i].prompt); known != labels.end()) samples[i].labels = known->second;
    }
    return samples;
}

std::map<PromptId, PromptLabels> RunReader::promptLabels(EvaluationId evaluation) {
    return labelsOfPrompts(db_, features_, evaluation);
}

std::vector<EventRecord> RunReader::events(std::int64_t limit) {
    Statement row = db_.prepare("SELECT id, time, level, kind, message, stage_id, step FROM event ORDER BY id DESC LIMIT ?");
    row.bind(1, limit);
    std::vector<EventRecord> events;
    while (row.step()) events.push_back(rows::readEvent(row));
    return events;
}

}  // namespace retort
