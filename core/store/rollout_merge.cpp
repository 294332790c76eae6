// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <queue>
#include <string>

#include "store/rollout_facts.h"

namespace retort::rows {
namespace {

constexpr std::int64_t smallest_batch = 4;
constexpr std::int64_t first_window = 4 * RolloutBlock::ids;

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
        : db_(db),
          order_(order),
          column_(sortColumn(order)),
          only_mixed_(order == RolloutOrder::MostMixedFirst && features.group_bounds) {
        if (only_mixed_) column_ = "r.language_share";
    }

    /// Appends up to `count` rows after `after` (null: from the start).
    void read(const BlockQuery& range, const SortKey* after, std::int64_t count, std::vector<SortKey>& rows) {
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

    /// Offers the rollouts of a range that no index gives; `after`: where `best` begins.
    void offer(const PageRange& range, const SortKey* after, BestKeys& best) {
        const auto look_at_rows = [&](std::int64_t lower, std::int64_t upper) {
            rowsBetween(lower, upper, range.query, best);
        };
        if (range.from == PageRange::From::Rows) look_at_rows(range.query.lower, range.query.upper);
        else if (!column_.empty()) readBlocks(db_, range.query, order_, best, look_at_rows);
        else lookByAge(range.query, after, best, look_at_rows);
    }

private:
    /// Blocks from the end where the order begins, in wider and wider windows, until there are enough.
    void lookByAge(BlockQuery rest, const SortKey* after, BestKeys& best,
                   const std::function<void(std::int64_t, std::int64_t)>& gap) {
        const bool down = descending(order_);
        if (after != nullptr) {
            if (down) rest.upper = std::min(rest.upper, after->id);
            else rest.lower = std::max(rest.lower, after->id);
        }
        for (std::int64_t width = first_window; rest.upper - rest.lower > 1 && !best.full(); width *= 2) {
            BlockQuery window = rest;
            if (down) window.lower = std::max(rest.lower, rest.upper - width);
            else window.upper = std::min(rest.upper, rest.lower + width);
            readBlocks(db_, window, order_, best, gap);
            // Bounds are open: the next window begins with the rollout at which this one ended.
            if (down) rest.upper = window.lower + 1;
            else rest.lower = window.upper - 1;
        }
    }

    /// In order of age. `value`: the sort value of them all; empty: their ids are.
    void byId(const BlockQuery& range, const SortKey* after, std::optional<double> value, std::int64_t count,
              std::vector<SortKey>& rows) {
        const bool down = descending(order_);
        if (!by_age_)
            by_age_.emplace(db_.prepare(
                fmt::format("SELECT id FROM rollout INDEXED BY rollout_by_facts WHERE evaluation_id=? AND stage_id=? AND "
                            "facts=? AND id>? AND id<? ORDER BY id {} LIMIT ?",
                            down ? "DESC" : "ASC")));
        Statement& row = *by_age_;
        row.bind(1, range.evaluation).bind(2, range.stage).bind(3, range.facts);
        row.bind(4, after != nullptr && !down ? after->id : range.lower)
            .bind(5, after != nullptr && down ? after->id : range.upper);
        row.bind(6, count);
        while (row.step()) rows.push_back({value.value_or(static_cast<double>(row.integer(0))), row.integer(0)});
        row.reset();
    }

    void rowsBetween(std::int64_t lower, std::int64_t upper, const BlockQuery& query, BestKeys& best) {
        if (!rows_)
            rows_.emplace(
                db_.prepare(fmt::format("SELECT {}, id FROM rollout r NOT INDEXED WHERE id>? AND id<? AND evaluation_id=? "
                                        "AND ? IN (0, stage_id) AND facts & ? = ?",
                                        column_.empty() ? "id" : sortColumn(order_))));
        rows_->bind(1, lower)
            .bind(2, upper)
            .bind(3, query.evaluation)
            .bind(4, query.stage)
            .bind(5, query.mask)
            .bind(6, query.facts);
        while (rows_->step())
            if (isListed(query.among, rows_->integer(1))) best.offer({rows_->real(0), rows_->integer(1)});
        rows_->reset();
    }

    void byValue(std::optional<Statement>& statement, const char* comparison, const BlockQuery& range, const SortKey* after,
                 std::int64_t count, std::vector<SortKey>& rows) {
        const bool down = descending(order_), ties = *comparison == '=';
        if (!statement) {
            const char* const direction = down ? "DESC" : "ASC";
            // Among equal values the index is in order of id, so bounds are sought; between different values they can only
            // be looked at. likely(): of a share that is equal and one that is below 1, SQLite might seek by the latter.
            statement.emplace(db_.prepare(
                fmt::format("SELECT {0}, id FROM rollout r INDEXED BY {3} WHERE evaluation_id=? AND stage_id=? AND facts=? "
                            "AND {4}id>? AND {4}id<? "
                            "{6} {1} ORDER BY {5} id {2} LIMIT ?",
                            column_, after != nullptr ? fmt::format("AND {} {} ?", column_, comparison) : "", direction,
                            indexName(order_), ties ? "" : "+", ties ? "" : fmt::format("{} {},", column_, direction),
                            only_mixed_ ? "AND likely(r.language_share < 1)" : "")));
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
    std::optional<Statement> by_age_, from_start_, ties_, beyond_, rows_;
};

/// Walks one range in order, a few rows at a time.
class Cursor {
public:
    /// `most`: how many are asked for at the most.
    Cursor(RangeReader& reader, const PageRange& range, RolloutOrder order, const SortKey* after, std::int64_t batch,
           std::int64_t most)
        : reader_(reader), range_(range.query), batch_(std::min(batch, most)) {
        if (after != nullptr) last_ = *after;
        if (range.from == PageRange::From::Index) return;
        BestKeys best(order, after, most);
        reader.offer(range, after, best);
        rows_ = std::move(best).sorted();
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
    BlockQuery range_;
    std::int64_t batch_;
    std::optional<SortKey> last_;
    std::vector<SortKey> rows_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

}  // namespace

std::vector<std::int64_t> mergeRanges(SqliteDb& db, const SchemaFeatures& features, const std::vector<PageRange>& ranges,
                                      RolloutOrder order, const SortKey* after, std::int64_t limit) {
    const std::int64_t batch = std::max(smallest_batch, 2 * limit / std::max<std::int64_t>(1, std::ssize(ranges)));
    RangeReader reader(db, features, order);
    std::vector<Cursor> cursors;
    cursors.reserve(ranges.size());
    for (const PageRange& range : ranges) cursors.emplace_back(reader, range, order, after, batch, limit);
    const Earlier earlier(order);
    const auto later = [&](const std::pair<SortKey, std::size_t>& a, const std::pair<SortKey, std::size_t>& b) {
        return earlier(b.first, a.first);
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

std::vector<SortKey> keysOfRanges(SqliteDb& db, const SchemaFeatures& features, const std::vector<PageRange>& ranges,
                                  RolloutOrder order, const SortKey* after) {
    RangeReader reader(db, features, order);
    BestKeys all(order, after, std::numeric_limits<std::int64_t>::max());
    for (const PageRange& range : ranges) reader.offer(range, after, all);
    return std::move(all).all();
}

}  // namespace retort::rows
