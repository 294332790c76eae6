// SPDX-License-Identifier: Apache-2.0
#pragma once

// A rollout's place in the orders that pages have. Private to core/store.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "store/records.h"
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

/// Whether the list (ascending; null: of everything) has this rollout.
inline bool isListed(const std::vector<RolloutId>* among, std::int64_t id) {
    return among == nullptr || std::binary_search(among->begin(), among->end(), RolloutId{id});
}

/// Whether a comes before b.
class Earlier {
public:
    explicit Earlier(RolloutOrder order) : down_(descending(order)) {}
    bool operator()(const SortKey& a, const SortKey& b) const {
        if (a.value != b.value) return (a.value > b.value) == down_;
        return a.id != b.id && (a.id > b.id) == down_;
    }

private:
    bool down_;
};

/// The first `limit` keys of an order after `after` (null: from the start), of keys offered in any order.
class BestKeys {
public:
    BestKeys(RolloutOrder order, const SortKey* after, std::int64_t limit);
    void offer(const SortKey& key) {
        if (full_ && !earlier_(key, heap_.front())) return;
        if (!after_ || earlier_(*after_, key)) insert(key);
    }
    /// Whether there are as many as are wanted.
    bool full() const { return full_; }
    /// In order.
    std::vector<SortKey> sorted() &&;
    /// In no order.
    std::vector<SortKey> all() && { return std::move(heap_); }

private:
    void insert(const SortKey& key);

    Earlier earlier_;
    std::optional<SortKey> after_;
    std::size_t limit_;
    std::vector<SortKey> heap_;  ///< once it is full: the last in order is in front
    bool full_ = false;
};

/// Keys in order, of which each is sought when it is asked for: of many, some.
class NextKeys {
public:
    NextKeys(RolloutOrder order, std::vector<SortKey> keys);
    /// Null at the end.
    const SortKey* peek() const { return heap_.empty() ? nullptr : &heap_.front(); }
    void pop();

private:
    /// Whether a comes after b.
    class Later {
    public:
        explicit Later(RolloutOrder order) : earlier_(order) {}
        bool operator()(const SortKey& a, const SortKey& b) const { return earlier_(b, a); }

    private:
        Earlier earlier_;
    };

    Later later_;
    std::vector<SortKey> heap_;  ///< the first in order is in front
};

}  // namespace retort::rows
