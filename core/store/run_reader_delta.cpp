// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <map>

#include "store/rollout_rows.h"
#include "store/run_reader.h"
#include "store/run_rows.h"

namespace retort {
namespace {

std::int64_t wholeNumber(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::int64_t single(Statement row) { return row.step() ? row.integer(0) : 0; }

}  // namespace

RunDelta RunReader::since(const RunCursor& cursor, std::int64_t newest_limit) {
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    RunDelta delta;
    RunCursor from = cursor;
    const std::int64_t generation = wholeNumber(meta("generation").value_or("0"));
    if (from.generation != generation) {
        delta.reset = !(cursor == RunCursor{});
        from = {};
    }
    delta.cursor = from;
    delta.cursor.generation = generation;
    delta.stages = rows::stagesAfter(db_, from.stage_revision, delta.cursor.stage_revision);
    readSteps(from, delta);
    readNewest(from, newest_limit, delta);
    delta.checkpoints = rows::checkpointsAfter(db_, from.checkpoint);
    delta.evaluations = rows::evaluationsAfter(db_, from.evaluation);
    delta.events = rows::eventsAfter(db_, from.event);
    if (!delta.checkpoints.empty()) delta.cursor.checkpoint = delta.checkpoints.back().id.value;
    if (!delta.evaluations.empty()) delta.cursor.evaluation = delta.evaluations.back().id.value;
    if (!delta.events.empty()) delta.cursor.event = delta.events.back().id;
    return delta;
}

void RunReader::readSteps(const RunCursor& from, RunDelta& delta) {
    std::map<StageId, Step> first_new;
    {
        Statement row =
            db_.prepare("SELECT id, stage_id, step, optimizer_step, time, seconds FROM step WHERE id>? ORDER BY id");
        row.bind(1, from.step_row);
        while (row.step()) {
            delta.cursor.step_row = row.integer(0);
            delta.steps.push_back(rows::readStep(row, 1));
            first_new.try_emplace(delta.steps.back().stage, delta.steps.back().step);
        }
    }
    for (const auto& [stage, step] : first_new) readSeries(stage, step, delta);
}

void RunReader::readSeries(StageId stage, Step from, RunDelta& delta) {
    for (const std::string& key : metricKeys(stage)) {
        std::vector<SeriesPoint> points = series(stage, key, from);
        if (!points.empty()) delta.series.push_back({stage, key, std::move(points)});
    }
}

void RunReader::readNewest(const RunCursor& from, std::int64_t limit, RunDelta& delta) {
    // Counting all rows of a long run is slow; sums know.
    if (from.rollout == 0) {
        delta.new_rollouts = single(db_.prepare(features_.facts ? "SELECT coalesce(sum(count), 0) FROM rollout_facts"
                                                                : "SELECT coalesce(sum(size), 0) FROM rollout_group"));
    } else {
        Statement row = db_.prepare("SELECT count(*) FROM rollout WHERE id>?");
        row.bind(1, from.rollout);
        delta.new_rollouts = row.step() ? row.integer(0) : 0;
    }
    delta.cursor.rollout = std::max(from.rollout, single(db_.prepare("SELECT coalesce(max(id), 0) FROM rollout")));
    if (delta.new_rollouts == 0 || limit <= 0) return;
    Statement row = db_.prepare(std::string("SELECT ") + rows::summary_columns +
                                " FROM rollout r CROSS JOIN prompt p ON p.id=r.prompt_id WHERE r.evaluation_id=0 AND r.id>? "
                                "ORDER BY r.id DESC LIMIT ?");
    row.bind(1, from.rollout).bind(2, limit);
    while (row.step()) delta.newest.push_back(rows::readSummary(row));
}

}  // namespace retort
