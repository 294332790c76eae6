// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_rows.h"
#include "store/run_reader.h"

namespace retort {

RolloutId RunReader::visitTexts(StageId stage, RolloutId after, std::int64_t limit,
                                const std::function<void(const RolloutSummary&, std::string_view)>& visit) {
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    Statement row =
        db_.prepare(std::string("SELECT ") + rows::summary_columns +
                    ", b.text FROM rollout r CROSS JOIN prompt p ON p.id=r.prompt_id CROSS JOIN rollout_body b ON b.id=r.id "
                    "WHERE r.stage_id=? AND r.evaluation_id=0 AND r.id>? ORDER BY r.id LIMIT ?");
    row.bind(1, stage.value).bind(2, after.value).bind(3, limit);
    RolloutId last;
    while (row.step()) {
        const RolloutSummary summary = rows::readSummary(row);
        visit(summary, row.bytes(22));
        last = summary.id;
    }
    return last;
}

StageId RunReader::stageOf(RolloutId id) {
    Statement row = db_.prepare("SELECT stage_id FROM rollout WHERE id=? AND evaluation_id=0");
    row.bind(1, id.value);
    return {row.step() ? row.integer(0) : 0};
}

}  // namespace retort
