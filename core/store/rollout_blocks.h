// SPDX-License-Identifier: Apache-2.0
#pragma once

// Columns of 1024 consecutive rollout ids at a time (rollout_block): what an order and a range of steps together ask for,
// which no index gives. Private to core/store.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/records.h"
#include "store/rollout_order.h"
#include "store/sqlite_db.h"

namespace retort::rows {

struct RolloutBlock {
    static constexpr int shift = 10;  ///< a rollout's block is its id >> shift
    static constexpr std::int64_t ids = std::int64_t{1} << shift;
};

/// Writes the blocks of a store that is being written. A block appears when no id of it can come any more; ids are never
/// given twice.
class BlockWriter {
public:
    explicit BlockWriter(SqliteDb& db) : db_(db) {}
    /// Writes up to `most` blocks that are full when `last` is the last id given. True: none is left to write. Inside a
    /// transaction.
    bool complete(std::int64_t last, std::int64_t most);
    /// Rollouts with these ids, and maybe others between them, are gone: their blocks too, until complete() writes the last
    /// ones again.
    void remove(std::int64_t first, std::int64_t last);
    /// Forgets which block is next: after a transaction that failed.
    void forget() { next_.reset(); }

private:
    void write(std::int64_t block);

    SqliteDb& db_;
    std::optional<std::int64_t> next_;
};

/// Rollouts of one stage (0: of any) and one evaluation (0: of none) with (facts & mask) == facts and lower < id < upper.
struct BlockQuery {
    std::int64_t evaluation = 0, stage = 0, facts = 0, mask = 0, lower = 0, upper = 0;
    const std::vector<RolloutId>* among = nullptr;  ///< only these, ascending; null: all
};

/// Offers the sort key of every rollout that a block of the store answers for. `gap(lower, upper)` is called for ids (open
/// interval) of which there is no block, or a damaged one.
void readBlocks(SqliteDb& db, const BlockQuery& query, RolloutOrder order, BestKeys& best,
                const std::function<void(std::int64_t, std::int64_t)>& gap);
/// How many rollouts a block of the store answers for; `gap` as above.
std::int64_t countBlocks(SqliteDb& db, const BlockQuery& query, const std::function<void(std::int64_t, std::int64_t)>& gap);

}  // namespace retort::rows
