// SPDX-License-Identifier: Apache-2.0
#pragma once

// Pages of rollout ids by merging what indexes give in order. Private to core/store.

#include <cstdint>
#include <vector>

#include "store/records.h"
#include "store/rollout_blocks.h"
#include "store/rollout_order.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// Rollouts of one stage (of rows and blocks 0: of any) with (facts & mask) == this range's facts, lower < id < upper.
struct PageRange {
    enum class From {
        Index,   ///< an index gives them in order: all facts are given, the mask does not matter
        Rows,    ///< all rows between the bounds are looked at, which must be few
        Blocks,  ///< all ids between the bounds are looked at, in blocks where the store has them (store/rollout_blocks.h)
    };
    From from = From::Index;
    BlockQuery query;
};

/// The first `limit` ids of all ranges in `order`, after `after` (null: from the start). A seek or two for each range of an
/// index, then as many rows as are returned, however many rows there are; some nanoseconds for each id of blocks.
std::vector<std::int64_t> mergeRanges(SqliteDb& db, const SchemaFeatures& features, const std::vector<PageRange>& ranges,
                                      RolloutOrder order, const SortKey* after, std::int64_t limit);
/// All keys of the ranges, which must be of rows or blocks, after `after`, in no order.
std::vector<SortKey> keysOfRanges(SqliteDb& db, const SchemaFeatures& features, const std::vector<PageRange>& ranges,
                                  RolloutOrder order, const SortKey* after);

}  // namespace retort::rows
