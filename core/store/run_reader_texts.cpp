// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "store/rollout_query.h"
#include "store/rollout_rows.h"
#include "store/run_reader.h"

namespace retort {

RolloutId RunReader::visitTexts(StageId stage, RolloutId after, std::int64_t limit,
                                const std::function<void(const RolloutSummary&, std::string_view)>& visit) {
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    rows::Bounds bounds;
    if (features_.group_bounds) {
        RolloutFilter all_steps;
        all_steps.step_from = std::numeric_limits<Step>::min();
        bounds = rows::boundsOf(db_, features_, stage, all_steps);
    }
    // By the index of facts every page would read all texts of the stage and sort them.
    Statement row = db_.prepare(
        std::string("SELECT ") + rows::summary_columns +
        ", b.text FROM rollout r NOT INDEXED CROSS JOIN prompt p ON p.id=r.prompt_id CROSS JOIN rollout_body b ON b.id=r.id "
        "WHERE r.stage_id=? AND r.evaluation_id=0 AND r.id>? AND r.id<? ORDER BY r.id LIMIT ?");
    row.bind(1, stage.value).bind(2, std::max(after.value, bounds.lower)).bind(3, bounds.upper).bind(4, limit);
    RolloutId last;
    while (row.step()) {
        const RolloutSummary summary = rows::readSummary(row);
        visit(summary, row.bytes(22));
        last = summary.id;
    }
    return last;
}

std::optional<RunReader::Texts> RunReader::texts(RolloutId id) {
    Statement row = db_.prepare(
        "SELECT p.text, b.text FROM rollout r CROSS JOIN prompt p ON p.id=r.prompt_id CROSS JOIN rollout_body b ON "
        "b.id=r.id "
        "WHERE r.id=?");
    row.bind(1, id.value);
    if (!row.step()) return std::nullopt;
    return Texts{row.text(0), row.text(1)};
}

StageId RunReader::stageOf(RolloutId id) {
    Statement row = db_.prepare("SELECT stage_id FROM rollout WHERE id=? AND evaluation_id=0");
    row.bind(1, id.value);
    return {row.step() ? row.integer(0) : 0};
}

}  // namespace retort
