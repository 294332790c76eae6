// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rollouts whose completion or problem contains a text. Private to core/store.

#include <cstdint>
#include <vector>

#include "store/records.h"
#include "store/rollout_order.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// The first `limit` rollouts by age (`down`: newest first) with lower < id < upper that pass a filter with a text, each
/// once, with their values in `order`. Completions are found by the index, problems by looking at each of them: there are
/// few of these.
std::vector<SortKey> searchByAge(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                 RolloutOrder order, bool down, std::int64_t lower, std::int64_t upper, std::int64_t limit);

}  // namespace retort::rows
