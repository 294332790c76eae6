// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <queue>

namespace retort::rows {
namespace {

constexpr std::int64_t smallest_batch = 4;

const char* indexName(RolloutOrder order) {
    switch (order) {
        case RolloutOrder::RewardHighFirst:
        case RolloutOrder::RewardLowFirst: return "rollout_by_reward";
        case RolloutOrder::LongestFirst:
        case RolloutOrder::ShortestFirst: return "rollout_by_tokens";
        case RolloutOrder::MostMixedFirst: return "rollout_by_share";
        default: return "rollout_by_facts";
    }
}

/// Reads one range in order, a few rows at a time.
class Cursor {
public:
    Cursor(SqliteDb& db, const IndexRange& range, RolloutOrder order, const SortKey* after, std::int64_t batch)
        : db_(db), range_(range), order_(order), batch_(batch) {
        if (after != nullptr) last_ = *after;
    }

    /// Null at the end.
    const SortKey* peek() {
        if (at_ == rows_.size() && !ended_) refill();
        return at_ < rows_.size() ? &rows_[at_] : nullptr;
    }
    void next() { last_ = rows_[at_++]; }

private:
    void refill() {
        rows_.clear();
        at_ = 0;
        if (*sortColumn(order_) == 0) {
            byId();
        } else {
            // Equal values first: one condition for both would walk over all of them.
            if (last_) byValue("=", true);
            if (std::ssize(rows_) < batch_) byValue(descending(order_) ? "<" : ">", false);
        }
        ended_ = std::ssize(rows_) < batch_;
        batch_ *= 2;
    }

    void byId() {
        IndexRange range = range_;
        if (last_) (descending(order_) ? range.upper : range.lower) = last_->id;
        Statement row =
            db_.prepare(fmt::format("SELECT id, id FROM rollout r INDEXED BY rollout_by_facts WHERE evaluation_id=? AND "
                                    "stage_id=? AND facts=? AND id>? AND "
                                    "id<? ORDER BY id {} LIMIT ?",
                                    descending(order_) ? "DESC" : "ASC"));
        read(row, range, 6);
    }

    void byValue(const char* comparison, bool ties) {
        IndexRange range = range_;
        if (ties) {
            auto& bound = descending(order_) ? range.upper : range.lower;
            bound = descending(order_) ? std::min(bound, last_->id) : std::max(bound, last_->id);
        }
        const char* const direction = descending(order_) ? "DESC" : "ASC";
        // Among equal values the index is in order of id, so bounds are sought; between different values they can only be looked at.
        const std::string sign = ties ? "" : "+";
        Statement row = db_.prepare(fmt::format(
            "SELECT {0}, id FROM rollout r INDEXED BY {3} WHERE evaluation_id=? AND stage_id=? AND facts=? AND {4}id>? AND {4}id<? "
            "{1} ORDER BY {5} id {2} LIMIT ?",
            sortColumn(order_), last_ ? fmt::format("AND {} {} ?", sortColumn(order_), comparison) : "", direction,
            indexName(order_), sign, ties ? "" : fmt::format("{} {},", sortColumn(order_), direction)));
        if (last_) row.bind(6, last_->value);
        read(row, range, last_ ? 7 : 6);
    }

    void read(Statement& row, const IndexRange& range, int limit_index) {
        row.bind(1, range.evaluation).bind(2, range.stage).bind(3, range.facts).bind(4, range.lower).bind(5, range.upper);
        row.bind(limit_index, batch_ - std::ssize(rows_));
        while (row.step()) rows_.push_back({row.real(0), row.integer(1)});
    }

    SqliteDb& db_;
    IndexRange range_;
    RolloutOrder order_;
    std::int64_t batch_;
    std::optional<SortKey> last_;
    std::vector<SortKey> rows_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

}  // namespace

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

std::vector<std::int64_t> mergeRanges(SqliteDb& db, const std::vector<IndexRange>& ranges, RolloutOrder order,
                                      const SortKey* after, std::int64_t limit) {
    const std::int64_t batch = std::max(smallest_batch, 2 * limit / std::max<std::int64_t>(1, std::ssize(ranges)));
    std::vector<Cursor> cursors;
    cursors.reserve(ranges.size());
    for (const IndexRange& range : ranges) cursors.emplace_back(db, range, order, after, std::min(batch, limit));
    const bool high_first = descending(order);
    const auto later = [high_first](const std::pair<SortKey, std::size_t>& a, const std::pair<SortKey, std::size_t>& b) {
        if (a.first.value != b.first.value) return (a.first.value < b.first.value) == high_first;
        return (a.first.id < b.first.id) == high_first;
    };
    std::priority_queue<std::pair<SortKey, std::size_t>, std::vector<std::pair<SortKey, std::size_t>>, decltype(later)>
        heads(later);
    for (std::size_t i = 0; i < cursors.size(); ++i)
        if (const SortKey* head = cursors[i].peek()) heads.push({*head, i});
    std::vector<std::int64_t> ids;
    while (!heads.empty() && std::ssize(ids) < limit) {
        const auto [key, i] = heads.top();
        heads.pop();
        ids.push_back(key.id);
        cursors[i].next();
        if (const SortKey* head = cursors[i].peek()) heads.push({*head, i});
    }
    return ids;
}

}  // namespace retort::rows
