// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <queue>
#include <string>

#include "store/rollout_facts.h"

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

/// Reads rows of any range in an order. Its statements are prepared once for all ranges of a page.
class RangeReader {
public:
    RangeReader(SqliteDb& db, const SchemaFeatures& features, RolloutOrder order)
        : db_(db), order_(order), column_(sortColumn(order)), only_mixed_(order == RolloutOrder::MostMixedFirst && features.group_bounds) {
        if (only_mixed_) column_ = "r.language_share";
    }

    /// Appends up to `count` rows after `after` (null: from the start).
    void read(const IndexRange& range, const SortKey* after, std::int64_t count, std::vector<SortKey>& rows) {
        if (column_.empty()) return byId(range, after, std::nullopt, count, rows);
        if (const auto common = only_mixed_ ? commonShare(range.facts) : std::nullopt) {
            if (after != nullptr && after->value > *common) return;
            return byId(range, after != nullptr && after->value == *common ? after : nullptr, common, count, rows);
        }
        if (after == nullptr) return byValue(from_start_, "", range, nullptr, count, rows);
        const std::ptrdiff_t before = std::ssize(rows);
        // Equal values first: one condition for both would walk over all of them.
        byValue(ties_, "=", range, after, count, rows);
        const std::int64_t left = count - (std::ssize(rows) - before);
        if (left > 0) byValue(beyond_, descending(order_) ? "<" : ">", range, after, left, rows);
    }

    /// All rows of a range with a mask, in order.
    void readFew(const IndexRange& range, const SortKey* after, std::vector<SortKey>& rows) {
        if (!few_)
            few_.emplace(db_.prepare(fmt::format(
                "SELECT {}, id FROM rollout r NOT INDEXED WHERE id>? AND id<? AND evaluation_id=? AND stage_id=? AND facts & ? = ?",
                column_.empty() ? "id" : sortColumn(order_))));
        few_->bind(1, range.lower).bind(2, range.upper).bind(3, range.evaluation).bind(4, range.stage);
        few_->bind(5, range.mask).bind(6, range.facts);
        const bool down = descending(order_);
        const auto earlier = [down](const SortKey& a, const SortKey& b) {
            if (a.value != b.value) return (a.value > b.value) == down;
            return a.id != b.id && (a.id > b.id) == down;
        };
        for (; few_->step();) {
            const SortKey key{few_->real(0), few_->integer(1)};
            if (after == nullptr || earlier(*after, key)) rows.push_back(key);
        }
        few_->reset();
        std::sort(rows.begin(), rows.end(), earlier);
    }

private:
    /// In order of age. `value`: the sort value of them all; empty: their ids are.
    void byId(const IndexRange& range, const SortKey* after, std::optional<double> value, std::int64_t count, std::vector<SortKey>& rows) {
        const bool down = descending(order_);
        if (!by_age_)
            by_age_.emplace(db_.prepare(fmt::format("SELECT id FROM rollout INDEXED BY rollout_by_facts WHERE evaluation_id=? AND stage_id=? AND "
                                                        "facts=? AND id>? AND id<? ORDER BY id {} LIMIT ?",
                                                        down ? "DESC" : "ASC")));
        Statement& row = *by_age_;
        row.bind(1, range.evaluation).bind(2, range.stage).bind(3, range.facts);
        row.bind(4, after != nullptr && !down ? after->id : range.lower).bind(5, after != nullptr && down ? after->id : range.upper);
        row.bind(6, count);
        while (row.step()) rows.push_back({value.value_or(static_cast<double>(row.integer(0))), row.integer(0)});
        row.reset();
    }

    void byValue(std::optional<Statement>& statement, const char* comparison, const IndexRange& range, const SortKey* after, std::int64_t count,
                 std::vector<SortKey>& rows) {
        const bool down = descending(order_), ties = *comparison == '=';
        if (!statement) {
            const char* const direction = down ? "DESC" : "ASC";
            // Among equal values the index is in order of id, so bounds are sought; between different values they can only be looked at.
            statement.emplace(db_.prepare(fmt::format(
                "SELECT {0}, id FROM rollout r INDEXED BY {3} WHERE evaluation_id=? AND stage_id=? AND facts=? AND {4}id>? AND {4}id<? "
                "{6} {1} ORDER BY {5} id {2} LIMIT ?",
                column_, after != nullptr ? fmt::format("AND {} {} ?", column_, comparison) : "", direction, indexName(order_),
                ties ? "" : "+", ties ? "" : fmt::format("{} {},", column_, direction), only_mixed_ ? "AND r.language_share < 1" : "")));
        }
        std::int64_t lower = range.lower, upper = range.upper;
        if (ties && down) upper = std::min(upper, after->id);
        if (ties && !down) lower = std::max(lower, after->id);
        Statement& row = *statement;
        row.bind(1, range.evaluation).bind(2, range.stage).bind(3, range.facts).bind(4, lower).bind(5, upper);
        if (after != nullptr) row.bind(6, after->value);
        row.bind(after != nullptr ? 7 : 6, count);
        while (row.step()) rows.push_back({row.real(0), row.integer(1)});
        row.reset();
    }

    SqliteDb& db_;
    RolloutOrder order_;
    std::string column_;  ///< the sort value as the index spells it; "" where the id is the order
    bool only_mixed_;     ///< the index has only the rollouts whose share is below 1
    std::optional<Statement> by_age_, from_start_, ties_, beyond_, few_;
};

/// Walks one range in order, a few rows at a time.
class Cursor {
public:
    Cursor(RangeReader& reader, const IndexRange& range, const SortKey* after, std::int64_t batch)
        : reader_(reader), range_(range), batch_(batch) {
        if (after != nullptr) last_ = *after;
        if (range.mask == every_bit) return;
        reader_.readFew(range_, after, rows_);
        ended_ = true;
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
        reader_.read(range_, last_ ? &*last_ : nullptr, batch_, rows_);
        ended_ = std::ssize(rows_) < batch_;
        batch_ *= 2;
    }

    RangeReader& reader_;
    IndexRange range_;
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

std::vector<std::int64_t> mergeRanges(SqliteDb& db, const SchemaFeatures& features, const std::vector<IndexRange>& ranges, RolloutOrder order,
                                      const SortKey* after, std::int64_t limit) {
    const std::int64_t batch = std::max(smallest_batch, 2 * limit / std::max<std::int64_t>(1, std::ssize(ranges)));
    RangeReader reader(db, features, order);
    std::vector<Cursor> cursors;
    cursors.reserve(ranges.size());
    for (const IndexRange& range : ranges) cursors.emplace_back(reader, range, after, std::min(batch, limit));
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
