// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace retort::rows {

const char* sortColumn(RolloutOrder order) {
    switch (order) {
        case RolloutOrder::RewardHighFirst:
        case RolloutOrder::RewardLowFirst: return "ifnull(r.reward, -9e999)";
        case RolloutOrder::LongestFirst:
        case RolloutOrder::ShortestFirst: return "r.tokens";
        case RolloutOrder::MostMixedFirst: return "ifnull(r.language_share, 2)";
        case RolloutOrder::NewestFirst:
        case RolloutOrder::OldestFirst: break;
    }
    return "";
}

bool descending(RolloutOrder order) {
    return order == RolloutOrder::NewestFirst || order == RolloutOrder::RewardHighFirst ||
           order == RolloutOrder::LongestFirst;
}

SortKey sortKeyOf(SqliteDb& db, RolloutOrder order, RolloutId id) {
    const char* const column = sortColumn(order);
    if (*column == 0) return {static_cast<double>(id.value), id.value};
    Statement row = db.prepare(fmt::format("SELECT {} FROM rollout r WHERE id=?", column));
    row.bind(1, id.value);
    return row.step() ? SortKey{row.real(0), id.value} : SortKey{};
}

BestKeys::BestKeys(RolloutOrder order, const SortKey* after, std::int64_t limit)
    : earlier_(order),
      after_(after != nullptr ? std::optional(*after) : std::nullopt),
      limit_(static_cast<std::size_t>(limit)) {}

void BestKeys::insert(const SortKey& key) {
    if (full_) {
        std::pop_heap(heap_.begin(), heap_.end(), earlier_);
        heap_.back() = key;
        return std::push_heap(heap_.begin(), heap_.end(), earlier_);
    }
    heap_.push_back(key);
    full_ = heap_.size() >= limit_;
    if (full_) std::make_heap(heap_.begin(), heap_.end(), earlier_);
}

std::vector<SortKey> BestKeys::sorted() && {
    std::sort(heap_.begin(), heap_.end(), earlier_);
    return std::move(heap_);
}

NextKeys::NextKeys(RolloutOrder order, std::vector<SortKey> keys) : later_(order), heap_(std::move(keys)) {
    std::make_heap(heap_.begin(), heap_.end(), later_);
}

void NextKeys::pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later_);
    heap_.pop_back();
}

}  // namespace retort::rows
