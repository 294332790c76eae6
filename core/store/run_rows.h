// SPDX-License-Identifier: Apache-2.0
#pragma once

// Small rows read by both halves of RunReader; private to core/store. Each binds the id it reads from as parameter 1.

#include <vector>

#include "store/records.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// Stages with revision > `revision`, by position; `last` becomes the highest revision seen.
std::vector<StageRecord> stagesAfter(SqliteDb& db, std::int64_t revision, std::int64_t& last);
std::vector<CheckpointRecord> checkpointsAfter(SqliteDb& db, std::int64_t id);
std::vector<EvaluationRecord> evaluationsAfter(SqliteDb& db, std::int64_t id);
std::vector<EventRecord> eventsAfter(SqliteDb& db, std::int64_t id);
EventRecord readEvent(const Statement& row);
StepRecord readStep(const Statement& row, int first_column);

}  // namespace retort::rows
