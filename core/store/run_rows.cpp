// SPDX-License-Identifier: Apache-2.0
#include "store/run_rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace retort::rows {
namespace {

std::vector<std::string> namesFrom(const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    std::vector<std::string> names;
    if (json.is_array())
        for (const auto& item : json)
            if (item.is_string()) names.push_back(item.get<std::string>());
    return names;
}

std::vector<MetricPoint> evaluationMetrics(SqliteDb& db, EvaluationId id) {
    Statement row = db.prepare("SELECT key, value FROM evaluation_metric WHERE evaluation_id=? ORDER BY position");
    row.bind(1, id.value);
    std::vector<MetricPoint> points;
    while (row.step()) points.push_back({row.text(0), row.real(1)});
    return points;
}

}  // namespace

std::vector<StageRecord> stagesAfter(SqliteDb& db, std::int64_t revision, std::int64_t& last) {
    Statement row = db.prepare(
        "SELECT id, name, kind, state, key, source_run, inputs, position, steps_total, steps_done, started_at, ended_at, "
        "seconds, revision "
        "FROM stage WHERE revision>? ORDER BY position, id");
    row.bind(1, revision);
    std::vector<StageRecord> stages;
    while (row.step()) {
        StageRecord stage;
        stage.id = {row.integer(0)};
        stage.name = row.text(1);
        stage.kind = row.text(2);
        stage.state = stageStateFrom(row.text(3)).value_or(StageState::Pending);
        stage.key = row.text(4);
        stage.source_run = row.text(5);
        stage.inputs = namesFrom(row.text(6));
        stage.position = row.integer(7);
        stage.steps_total = row.integer(8);
        stage.steps_done = row.integer(9);
        stage.started_at = row.real(10);
        stage.ended_at = row.real(11);
        stage.seconds = row.real(12);
        last = std::max(last, row.integer(13));
        stages.push_back(std::move(stage));
    }
    return stages;
}

std::vector<CheckpointRecord> checkpointsAfter(SqliteDb& db, std::int64_t id) {
    Statement row =
        db.prepare("SELECT id, stage_id, step, path, sha256, final, time FROM checkpoint WHERE id>? ORDER BY id");
    row.bind(1, id);
    std::vector<CheckpointRecord> checkpoints;
    while (row.step())
        checkpoints.push_back({{row.integer(0)},
                               {row.integer(1)},
                               row.integer(2),
                               row.text(3),
                               row.text(4),
                               row.integer(5) != 0,
                               row.real(6)});
    return checkpoints;
}

std::vector<EvaluationRecord> evaluationsAfter(SqliteDb& db, std::int64_t id) {
    Statement row = db.prepare(
        "SELECT id, stage_id, model, suite, problems, k, pass_at_1, interval_low, interval_high, cons_at_k, mean_length "
        "FROM evaluation WHERE id>? ORDER BY id");
    row.bind(1, id);
    std::vector<EvaluationRecord> evaluations;
    while (row.step())
        evaluations.push_back({{row.integer(0)},
                               {row.integer(1)},
                               row.text(2),
                               row.text(3),
                               row.integer(4),
                               row.integer(5),
                               row.real(6),
                               row.real(7),
                               row.real(8),
                               row.real(9),
                               row.real(10),
                               {}});
    for (EvaluationRecord& evaluation : evaluations) evaluation.metrics = evaluationMetrics(db, evaluation.id);
    return evaluations;
}

EventRecord readEvent(const Statement& row) {
    return {row.integer(0), row.real(1), row.text(2), row.text(3), row.text(4), {row.integer(5)}, row.integer(6)};
}

std::vector<EventRecord> eventsAfter(SqliteDb& db, std::int64_t id) {
    Statement row = db.prepare("SELECT id, time, level, kind, message, stage_id, step FROM event WHERE id>? ORDER BY id");
    row.bind(1, id);
    std::vector<EventRecord> events;
    while (row.step()) events.push_back(readEvent(row));
    return events;
}

StepRecord readStep(const Statement& row, int first_column) {
    return {{row.integer(first_column)},
            row.integer(first_column + 1),
            row.integer(first_column + 2),
            row.real(first_column + 3),
            row.real(first_column + 4)};
}

}  // namespace retort::rows
