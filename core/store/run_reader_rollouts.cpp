// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "store/rollout_facts.h"
#include "store/rollout_merge.h"
#include "store/rollout_query.h"
#include "store/rollout_rows.h"
#include "store/rollout_search.h"
#include "store/run_reader.h"

namespace retort {
namespace {

constexpr std::int64_t few_rollouts = 2000;  // looking at so many takes less than seeking in every range of an index

constexpr std::int64_t everything = std::numeric_limits<std::int64_t>::max();

std::string summarySelect() { return std::string("SELECT ") + rows::summary_columns + " "; }

/// Where the rollouts of a filter that facts decide lie. Indexes give them in order; but by value, those of some steps lie
/// all over an index, and those of a list lie all over every index: blocks tell both.
std::vector<rows::PageRange> rangesOf(SqliteDb& db, const rows::SchemaFeatures& features, const RolloutFilter& filter,
                                      const rows::FactsQuery& query, RolloutOrder order) {
    using From = rows::PageRange::From;
    const std::vector<RolloutId>* const among = filter.among.get();
    const bool in_blocks = features.rollout_blocks && (among != nullptr || *rows::sortColumn(order) != 0);
    std::vector<rows::PageRange> ranges;
    std::optional<StageId> stage;
    rows::Bounds bounds;
    From from = From::Index;
    for (const rows::FactsRange& range : rows::factsRanges(db, filter, query)) {
        if (stage != range.stage) {
            stage = range.stage;
            bounds = rows::boundsOf(db, features, range.stage, filter);
            rows::narrowToList(among, bounds.lower, bounds.upper);
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
std::int64_t countListed(SqliteDb& db, const std::vector<rows::PageRange>& ranges) {
    std::int64_t count = 0;
    Statement row = db.prepare(
        "SELECT id FROM rollout NOT INDEXED WHERE evaluation_id=?1 AND stage_id=?2 AND facts & ?3 = ?4 AND id>?5 AND id<?6");
    for (const auto& [from, range] : ranges) {
        row.bind(1, range.evaluation).bind(2, range.stage).bind(3, range.mask).bind(4, range.facts);
        const auto look = [&row, &count, among = range.among](std::int64_t lower, std::int64_t upper) {
            for (row.bind(5, lower).bind(6, upper); row.step();) count += rows::isListed(among, row.integer(0)) ? 1 : 0;
            row.reset();
        };
        if (from == rows::PageRange::From::Blocks) count += rows::countBlocks(db, range, look);
        else look(range.lower, range.upper);
    }
    return count;
}

/// Whole ranges are counted already; of steps, entries of the index are.
std::int64_t countByFacts(SqliteDb& db, const rows::SchemaFeatures& features, const RolloutFilter& filter,
                          const rows::FactsQuery& query, std::int64_t cap) {
    if (filter.among)
        return std::min(cap, countListed(db, rangesOf(db, features, filter, query, RolloutOrder::NewestFirst)));
    std::int64_t count = 0;
    if (filter.evaluation || (!filter.step_from && !filter.step_to)) {
        for (const rows::FactsRange& range : rows::factsRanges(db, filter, query)) count += range.count;
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
        const bool in_index = from == rows::PageRange::From::Index;
        Statement& row = in_index ? indexed : looked;
        row.bind(1, range.evaluation).bind(2, range.stage).bind(4, range.facts).bind(5, range.lower).bind(6, range.upper);
        if (!in_index) row.bind(3, range.mask);
        row.bind(7, cap - count);
        if (row.step()) count += row.integer(0);
        row.reset();
    }
    return std::min(count, cap);
}

/// Ids in order of the hits of a search; by value: of its newest hits.
std::vector<std::int64_t> search(SqliteDb& db, const RolloutFilter& filter, RolloutOrder order, RolloutId after,
                                 std::int64_t limit, const rows::SchemaFeatures& features, bool& capped) {
    const bool by_age = *rows::sortColumn(order) == 0, down = rows::descending(order);
    std::int64_t lower = 0, upper = std::numeric_limits<std::int64_t>::max();
    if (by_age && after) (down ? upper : lower) = after.value;
    std::vector<rows::SortKey> keys =
        rows::searchByAge(db, features, filter, order, !by_age || down, lower, upper, by_age ? limit : sorted_hits);
    if (!by_age) {
        const rows::SortKey last = after ? rows::sortKeyOf(db, order, after) : rows::SortKey{};
        rows::BestKeys best(order, after ? &last : nullptr, limit);
        for (const rows::SortKey& key : keys) best.offer(key);
        keys = std::move(best).sorted();
        capped = true;
    }
    std::vector<std::int64_t> ids;
    for (const rows::SortKey& key : keys) ids.push_back(key.id);
    return ids;
}

/// Ids in order by looking at every rollout of the selection.
std::vector<std::int64_t> scan(SqliteDb& db, const RolloutFilter& filter, RolloutOrder order, RolloutId after,
                               std::int64_t limit, const rows::SchemaFeatures& features) {
    const std::string column = rows::sortColumn(order);
    const bool down = rows::descending(order), by_age = column.empty();
    std::int64_t lower = 0, upper = std::numeric_limits<std::int64_t>::max();
    if (by_age && after) (down ? upper : lower) = after.value;
    const rows::Selection selection = rows::select(db, filter, lower, upper, features);
    if (selection.empty) return {};
    const char* const direction = down ? "DESC" : "ASC";
    std::string sql;
    if (by_age) {
        sql = fmt::format("SELECT {} {} ORDER BY {} {} LIMIT ?", selection.id, selection.sql, selection.id, direction);
    } else {
        sql = fmt::format("SELECT i FROM (SELECT {} AS i, {} AS v {}) {} ORDER BY v {}, i {} LIMIT ?", selection.id, column,
                          selection.sql,
                          after ? fmt::format("WHERE v {0} ?{1} OR (v = ?{1} AND i {0} ?{2})", down ? "<" : ">",
                                              selection.parameters.size() + 1, selection.parameters.size() + 2)
                                : "",
                          direction, direction);
    }
    Statement row = db.prepare(sql);
    selection.bindTo(row);
    auto next = static_cast<int>(selection.parameters.size()) + 1;
    if (!by_age && after) {
        const rows::SortKey key = rows::sortKeyOf(db, order, after);
        row.bind(next, key.value).bind(next + 1, key.id);
        next += 2;
    }
    const std::vector<RolloutId>* const among = filter.among.get();
    row.bind(next, among == nullptr ? limit : everything);
    std::vector<std::int64_t> ids;
    while (std::ssize(ids) < limit && row.step())
        if (rows::isListed(among, row.integer(0))) ids.push_back(row.integer(0));
    return ids;
}

}  // namespace

RolloutPage RunReader::rollouts(const RolloutFilter& filter, RolloutOrder order, RolloutId after, std::int64_t limit) {
    RolloutPage page;
    if (limit <= 0) return page;
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    const auto facts = features_.facts ? rows::factsQuery(db_, filter) : std::nullopt;
    // One row more than asked for tells whether there is a next page.
    std::vector<std::int64_t> ids;
    if (facts) {
        const rows::SortKey key = after ? rows::sortKeyOf(db_, order, after) : rows::SortKey{};
        ids = rows::mergeRanges(db_, features_, rangesOf(db_, features_, filter, *facts, order), order,
                                after ? &key : nullptr, limit + 1);
    } else if (!filter.text.empty()) {
        ids = search(db_, filter, order, after, limit + 1, features_, page.capped);
    } else {
        ids = scan(db_, filter, order, after, limit + 1, features_);
    }
    page.more = std::ssize(ids) > limit;
    if (page.more) ids.pop_back();
    page.rows.reserve(ids.size());
    Statement row = db_.prepare(summarySelect() + "FROM rollout r JOIN prompt p ON p.id=r.prompt_id WHERE r.id=?");
    for (const std::int64_t id : ids) {
        row.bind(1, id);
        page.rows.push_back(row.step() ? rows::readSummary(row) : RolloutSummary{});
        row.reset();
    }
    return page;
}

std::int64_t RunReader::countRollouts(const RolloutFilter& filter, std::int64_t cap) {
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    if (features_.facts) {
        if (const auto query = rows::factsQuery(db_, filter)) return countByFacts(db_, features_, filter, *query, cap);
    }
    if (!filter.text.empty())
        return std::ssize(rows::searchByAge(db_, features_, filter, RolloutOrder::NewestFirst, true, 0, everything, cap));
    const rows::Selection selection = rows::select(db_, filter, 0, everything, features_);
    if (selection.empty) return 0;
    if (filter.among) {
        Statement row = db_.prepare("SELECT " + selection.id + " " + selection.sql);
        selection.bindTo(row);
        std::int64_t count = 0;
        while (count < cap && row.step()) count += rows::isListed(filter.among.get(), row.integer(0)) ? 1 : 0;
        return count;
    }
    Statement row = db_.prepare("SELECT count(*) FROM (SELECT 1 " + selection.sql + " LIMIT ?)");
    selection.bindTo(row);
    row.bind(static_cast<int>(selection.parameters.size()) + 1, cap);
    return row.step() ? row.integer(0) : 0;
}

std::vector<std::string> RunReader::promptLanguages() {
    if (features_.facts) return rows::factNames(db_, "language");
    Statement row = db_.prepare("SELECT DISTINCT language FROM prompt WHERE language<>'' ORDER BY 1");
    std::vector<std::string> names;
    while (row.step()) names.push_back(row.text(0));
    return names;
}

std::vector<std::string> RunReader::rewardTerms() {
    if (features_.facts) return rows::factNames(db_, "term");
    // Without an index by name, those of some rollouts of each stage.
    Statement row = db_.prepare(
        "SELECT DISTINCT name FROM reward_term WHERE rollout_id IN (SELECT min(id) FROM rollout GROUP BY stage_id UNION "
        "SELECT "
        "max(id) FROM rollout GROUP BY stage_id) ORDER BY 1");
    std::vector<std::string> names;
    while (row.step()) names.push_back(row.text(0));
    return names;
}

std::optional<RolloutDetail> RunReader::rollout(RolloutId id) {
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    RolloutDetail detail;
    {
        Statement row = db_.prepare(summarySelect() + "FROM rollout r JOIN prompt p ON p.id=r.prompt_id WHERE r.id=?");
        row.bind(1, id.value);
        if (!row.step()) return std::nullopt;
        detail.summary = rows::readSummary(row);
    }
    Statement prompt = db_.prepare("SELECT key, text, reference, language, domain, ids FROM prompt WHERE id=?");
    prompt.bind(1, detail.summary.prompt.value);
    if (prompt.step())
        detail.prompt = {{prompt.text(0), prompt.text(1), prompt.text(2), prompt.text(3), prompt.text(4)},
                         rows::array<std::int32_t>(prompt.bytes(5))};
    if (features_.prompt_labels) {
        Statement label = db_.prepare("SELECT name, value FROM prompt_label WHERE prompt_id=? ORDER BY position");
        label.bind(1, detail.summary.prompt.value);
        while (label.step()) detail.prompt.prompt.labels.emplace_back(label.text(0), label.text(1));
    }
    detail.rollout = rows::readRollout(db_, detail.summary, features_);
    return detail;
}

std::optional<GroupDetail> RunReader::group(GroupId id) {
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    Statement row =
        db_.prepare(std::string("SELECT g.stage_id, g.step, p.key, p.text, p.reference, p.language, p.domain, ") +
                    (features_.group_bounds ? "g.first_rollout, g.last_rollout" : "NULL, NULL") +
                    " FROM rollout_group g JOIN prompt p ON p.id=g.prompt_id WHERE g.id=?");
    row.bind(1, id.value);
    if (!row.step()) return std::nullopt;
    GroupDetail detail{
        id, {row.integer(0)}, row.integer(1), {row.text(2), row.text(3), row.text(4), row.text(5), row.text(6)}, {}};
    Statement member =
        db_.prepare(summarySelect() + "FROM rollout r CROSS JOIN prompt p ON p.id=r.prompt_id WHERE r.group_id=?" +
                    (features_.group_bounds ? " AND r.id BETWEEN ? AND ?" : "") + " ORDER BY r.position");
    member.bind(1, id.value);
    if (features_.group_bounds) member.bind(2, row.integer(7)).bind(3, row.integer(8));
    while (member.step()) detail.rollouts.push_back(rows::readSummary(member));
    return detail;
}

std::vector<PromptVisit> RunReader::promptVisits(PromptId id) {
    // The same problem under another template is another prompt with the same key and text.
    Statement row = db_.prepare(
        std::string("SELECT g.id, g.stage_id, g.step, g.size, g.right_count, g.mean_reward, ") +
        (features_.group_bounds ? "g.first_rollout" : "(SELECT min(r.id) FROM rollout r WHERE r.group_id=g.id)") +
        " FROM prompt own JOIN prompt p ON p.key=own.key AND p.text=own.text JOIN rollout_group g ON g.prompt_id=p.id "
        "WHERE own.id=? AND g.evaluation_id=0 ORDER BY g.id");
    row.bind(1, id.value);
    std::vector<PromptVisit> visits;
    while (row.step())
        visits.push_back({{row.integer(0)},
                          {row.integer(1)},
                          row.integer(2),
                          row.integer(3),
                          row.integer(4),
                          row.real(5),
                          {row.integer(6)}});
    return visits;
}

}  // namespace retort
