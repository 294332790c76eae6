// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "store/rollout_facts.h"
#include "store/rollout_merge.h"
#include "store/rollout_query.h"

namespace retort::rows {
namespace {

constexpr std::int64_t few_rollouts = 2000;  // looking at so many takes less than seeking in every range of an index

constexpr std::int64_t everything = std::numeric_limits<std::int64_t>::max();

/// Where the rollouts of a filter that facts decide lie. Indexes give them in order; but by value, those of some steps lie
/// all over an index, and those of a list lie all over every index: blocks tell both.
std::vector<PageRange> rangesOf(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                const FactsQuery& query, RolloutOrder order) {
    using From = PageRange::From;
    const std::vector<RolloutId>* const among = filter.among.get();
    const bool in_blocks = features.rollout_blocks && (among != nullptr || *sortColumn(order) != 0);
    std::vector<PageRange> ranges;
    if (among != nullptr && !filter.step_from && !filter.step_to) {
        if (query.impossible) return {};
        Bounds bounds;
        narrowToList(among, bounds.lower, bounds.upper);
        return {{in_blocks ? From::Blocks : From::Rows,
                 {filter.evaluation.value, filter.stage.value, query.value, query.mask, bounds.lower, bounds.upper, among}}};
    }
    std::optional<StageId> stage;
    Bounds bounds;
    From from = From::Index;
    for (const FactsRange& range : factsRanges(db, filter, query)) {
        if (stage != range.stage) {
            stage = range.stage;
            bounds = boundsOf(db, features, range.stage, filter);
            narrowToList(among, bounds.lower, bounds.upper);
            from = among != nullptr                              ? in_blocks ? From::Blocks : From::Rows
                   : !bounds.limited                             ? From::Index
                   : in_blocks                                   ? From::Blocks
                   : bounds.upper - bounds.lower <= few_rollouts ? From::Rows
                                                                 : From::Index;
            if (from != From::Index && !bounds.empty())
                ranges.push_back({from,
                                  {filter.evaluation.value, range.stage.value, query.value, query.mask, bounds.lower,
                                   bounds.upper, among}});
        }
        if (from == From::Index && !bounds.empty())
            ranges.push_back(
                {from, {filter.evaluation.value, range.stage.value, range.facts, 0, bounds.lower, bounds.upper}});
    }
    return ranges;
}

/// Those of a list.
std::int64_t countListed(SqliteDb& db, const std::vector<PageRange>& ranges) {
    std::int64_t count = 0;
    Statement row = db.prepare(
        "SELECT id FROM rollout NOT INDEXED WHERE evaluation_id=?1 AND ?2 IN (0, stage_id) AND facts & ?3 = ?4 AND "
        "id>?5 AND id<?6");
    for (const auto& [from, range] : ranges) {
        row.bind(1, range.evaluation).bind(2, range.stage).bind(3, range.mask).bind(4, range.facts);
        const auto look = [&row, &count, among = range.among](std::int64_t lower, std::int64_t upper) {
            for (row.bind(5, lower).bind(6, upper); row.step();) count += isListed(among, row.integer(0)) ? 1 : 0;
            row.reset();
        };
        if (from == PageRange::From::Blocks) count += countBlocks(db, range, look);
        else look(range.lower, range.upper);
    }
    return count;
}

/// Whole ranges are counted already; of steps, entries of the index are.
std::int64_t countByFacts(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, const FactsQuery& query,
                          std::int64_t cap) {
    if (filter.among)
        return std::min(cap, countListed(db, rangesOf(db, features, filter, query, RolloutOrder::NewestFirst)));
    std::int64_t count = 0;
    if (filter.evaluation || (!filter.step_from && !filter.step_to)) {
        for (const FactsRange& range : factsRanges(db, filter, query)) count += range.count;
        return std::min(count, cap);
    }
    Statement indexed = db.prepare(
        "SELECT count(*) FROM (SELECT 1 FROM rollout INDEXED BY rollout_by_facts WHERE evaluation_id=?1 AND stage_id=?2 AND "
        "facts=?4 AND id>?5 AND id<?6 LIMIT ?7)");
    Statement looked = db.prepare(
        "SELECT count(*) FROM rollout NOT INDEXED WHERE evaluation_id=?1 AND stage_id=?2 AND facts & ?3 = ?4 AND id>?5 AND "
        "id<?6 LIMIT ?7");
    for (const auto& [from, range] : rangesOf(db, features, filter, query, RolloutOrder::NewestFirst)) {
        if (count >= cap) break;
        const bool in_index = from == PageRange::From::Index;
        Statement& row = in_index ? indexed : looked;
        row.bind(1, range.evaluation).bind(2, range.stage).bind(4, range.facts).bind(5, range.lower).bind(6, range.upper);
        if (!in_index) row.bind(3, range.mask);
        row.bind(7, cap - count);
        if (row.step()) count += row.integer(0);
        row.reset();
    }
    return std::min(count, cap);
}

/// Ids in order by looking at every rollout of the selection.
std::vector<std::int64_t> scan(SqliteDb& db, const RolloutFilter& filter, RolloutOrder order, RolloutId after,
                               std::int64_t limit, const SchemaFeatures& features) {
    const std::string column = sortColumn(order);
    const bool down = descending(order), by_age = column.empty();
    std::int64_t lower = 0, upper = std::numeric_limits<std::int64_t>::max();
    if (by_age && after) (down ? upper : lower) = after.value;
    const Selection selection = select(db, filter, lower, upper, features);
    if (selection.empty) return {};
    const char* const direction = down ? "DESC" : "ASC";
    std::string sql;
    if (by_age) {
        sql = fmt::format("SELECT r.id {} ORDER BY r.id {} LIMIT ?", selection.sql, direction);
    } else {
        sql =
            fmt::format("SELECT i FROM (SELECT r.id AS i, {} AS v {}) {} ORDER BY v {}, i {} LIMIT ?", column, selection.sql,
                        after ? fmt::format("WHERE v {0} ?{1} OR (v = ?{1} AND i {0} ?{2})", down ? "<" : ">",
                                            selection.parameters.size() + 1, selection.parameters.size() + 2)
                              : "",
                        direction, direction);
    }
    Statement row = db.prepare(sql);
    selection.bindTo(row);
    auto next = static_cast<int>(selection.parameters.size()) + 1;
    if (!by_age && after) {
        const SortKey key = sortKeyOf(db, order, after);
        row.bind(next, key.value).bind(next + 1, key.id);
        next += 2;
    }
    const std::vector<RolloutId>* const among = filter.among.get();
    row.bind(next, among == nullptr ? limit : everything);
    std::vector<std::int64_t> ids;
    while (std::ssize(ids) < limit && row.step())
        if (isListed(among, row.integer(0))) ids.push_back(row.integer(0));
    return ids;
}

}  // namespace

std::vector<std::int64_t> listRollouts(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                       RolloutOrder order, RolloutId after, std::int64_t limit) {
    const auto facts = features.facts ? factsQuery(db, filter) : std::nullopt;
    if (!facts) return scan(db, filter, order, after, limit, features);
    const SortKey key = after ? sortKeyOf(db, order, after) : SortKey{};
    return mergeRanges(db, features, rangesOf(db, features, filter, *facts, order), order, after ? &key : nullptr, limit);
}

std::vector<SortKey> listKeys(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, RolloutOrder order,
                              RolloutId after) {
    const SortKey start = after ? sortKeyOf(db, order, after) : SortKey{};
    const SortKey* const from = after ? &start : nullptr;
    const auto facts = features.facts && !isShortList(filter) ? factsQuery(db, filter) : std::nullopt;
    if (facts) return keysOfRanges(db, features, rangesOf(db, features, filter, *facts, order), order, from);
    BestKeys all(order, from, everything);
    const Selection selection = select(db, filter, 0, everything, features);
    if (selection.empty) return {};
    const std::string column = sortColumn(order);
    Statement row = db.prepare(fmt::format("SELECT r.id, {} {}", column.empty() ? "r.id" : column, selection.sql));
    selection.bindTo(row);
    while (row.step())
        if (isListed(filter.among.get(), row.integer(0))) all.offer({row.real(1), row.integer(0)});
    return std::move(all).all();
}

std::int64_t countList(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, std::int64_t cap) {
    if (features.facts) {
        if (const auto query = factsQuery(db, filter)) return countByFacts(db, features, filter, *query, cap);
    }
    const Selection selection = select(db, filter, 0, everything, features);
    if (selection.empty) return 0;
    if (filter.among) {
        Statement row = db.prepare("SELECT r.id " + selection.sql);
        selection.bindTo(row);
        std::int64_t count = 0;
        while (count < cap && row.step()) count += isListed(filter.among.get(), row.integer(0)) ? 1 : 0;
        return count;
    }
    Statement row = db.prepare("SELECT count(*) FROM (SELECT 1 " + selection.sql + " LIMIT ?)");
    selection.bindTo(row);
    row.bind(static_cast<int>(selection.parameters.size()) + 1, cap);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace retort::rows
