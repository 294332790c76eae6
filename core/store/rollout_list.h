// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rollouts that pass a filter without a text. Private to core/store.

#include <cstdint>
#include <vector>

#include "store/records.h"
#include "store/rollout_order.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// Ids of the first `limit` in an order, after the rollout `after` (none: from the start). By indexes where facts decide the
/// filter, else by looking at every rollout.
std::vector<std::int64_t> listRollouts(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                       RolloutOrder order, RolloutId after, std::int64_t limit);
/// All of a list (`among`), after `after`, in no order; without a list those of a filter that facts do not decide.
std::vector<SortKey> listKeys(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, RolloutOrder order,
                              RolloutId after);
/// How many there are; counting stops at `cap`.
std::int64_t countList(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, std::int64_t cap);

}  // namespace retort::rows
