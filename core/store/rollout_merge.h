// SPDX-License-Identifier: Apache-2.0
#pragma once

// Pages of rollout ids by merging what indexes give in order. Private to core/store.

#include <cstdint>
#include <vector>

#include "store/records.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// A rollout's place in an order: its sort value, then its id (both the same way round).
struct SortKey {
    double value = 0;
    std::int64_t id = 0;
};

/// The value column of an order as SQL over `rollout r`, as the indexes spell it; "" where the id itself is the order.
const char* sortColumn(RolloutOrder order);
bool descending(RolloutOrder order);
/// The key of a stored rollout, from which a page goes on. Key {0, 0} when it is gone.
SortKey sortKeyOf(SqliteDb& db, RolloutOrder order, RolloutId id);

inline constexpr std::int64_t every_bit = -1;

/// Rollouts of one stage with (facts & mask) == this range's facts, lower < id < upper. With every_bit an index gives them in
/// order; with another mask all ids between the bounds are looked at, which must be few.
struct IndexRange {
    std::int64_t evaluation = 0, stage = 0, facts = 0, mask = every_bit, lower = 0, upper = 0;
};

/// The first `limit` ids of all ranges in `order`, after `after` (null: from the start). A seek or two for each range of an
/// index, then as many rows as are returned, however many rows there are.
std::vector<std::int64_t> mergeRanges(SqliteDb& db, const SchemaFeatures& features, const std::vector<IndexRange>& ranges, RolloutOrder order,
                                      const SortKey* after, std::int64_t limit);

}  // namespace retort::rows
