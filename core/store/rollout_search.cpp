// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>

#include "store/rollout_query.h"

namespace retort::rows {
namespace {

constexpr std::int64_t first_window = 4096;  // rollouts that are looked at without an index before all of them are
constexpr std::int64_t few_prompts = 64;     // of so many, one: its groups are sought one by one
constexpr std::int64_t everything = std::numeric_limits<std::int64_t>::max();

/// Ids, ascending, of the prompts that contain the text (ASCII case ignored).
std::vector<std::int64_t> promptsWith(SqliteDb& db, const std::string& text) {
    // LIKE is twice as fast; what it takes for wildcards selects too much.
    const bool wild = text.find_first_of("%_") != std::string::npos;
    Statement row = db.prepare(wild ? "SELECT id FROM prompt WHERE instr(lower(text), lower(?)) > 0 ORDER BY id"
                                    : "SELECT id FROM prompt WHERE text LIKE '%' || ? || '%' ORDER BY id");
    row.bind(1, std::string_view(text));
    std::vector<std::int64_t> ids;
    while (row.step()) ids.push_back(row.integer(0));
    return ids;
}

/// What a group holds; all groups of a step are written at once, so that steps do not overlap in ids, while groups of one
/// may.
struct Group {
    std::int64_t id = 0, stage = 0, step = 0, evaluation = 0, prompt = 0, first = 0, last = 0;
    bool sameStep(const Group& other) const {
        return std::tie(stage, step, evaluation) == std::tie(other.stage, other.step, other.evaluation);
    }
};

constexpr const char* group_columns = "id, stage_id, step, evaluation_id, prompt_id, first_rollout, last_rollout";

/// Goes through the groups of wanted prompts by age and looks at their rollouts.
class ProblemSearch {
public:
    ProblemSearch(SqliteDb& db, const RolloutFilter& filter, const char* value, bool down, const Selection& rest)
        : db_(db), filter_(filter), rest_(rest), down_(down) {
        sql_ = fmt::format("SELECT r.id, {} {} AND r.group_id=?", value, rest.sql);
        lower_ = std::get<std::int64_t>(rest.parameters[0]);
        upper_ = std::get<std::int64_t>(rest.parameters[1]);
    }

    std::vector<SortKey> run(const std::vector<std::int64_t>& prompts, std::int64_t limit) {
        if (std::ssize(prompts) * few_prompts < promptCount()) seek(prompts, limit);
        else walk(prompts, limit);
        return std::move(found_);
    }

private:
    std::int64_t promptCount() {
        Statement row = db_.prepare("SELECT count(*) FROM prompt");
        return row.step() ? row.integer(0) : 0;
    }
    static Group read(const Statement& row) {
        return {row.integer(0), row.integer(1), row.integer(2), row.integer(3),
                row.integer(4), row.integer(5), row.integer(6)};
    }
    /// Groups one after the other until there are enough hits.
    void walk(const std::vector<std::int64_t>& prompts, std::int64_t limit) {
        Statement row = db_.prepare(fmt::format("SELECT {} FROM rollout_group WHERE id {} ?1 ORDER BY id {}", group_columns,
                                                down_ ? "<=" : ">=", down_ ? "DESC" : "ASC"));
        row.bind(1, start());
        while (row.step())
            if (!take(read(row), prompts, limit)) return;
    }
    /// The groups of each prompt, then by age.
    void seek(const std::vector<std::int64_t>& prompts, std::int64_t limit) {
        std::vector<Group> groups;
        Statement row = db_.prepare(fmt::format("SELECT {} FROM rollout_group WHERE prompt_id=?1", group_columns));
        for (const std::int64_t prompt : prompts) {
            row.bind(1, prompt);
            while (row.step())
                if (const Group group = read(row); wanted(group)) groups.push_back(group);
            row.reset();
        }
        std::ranges::sort(groups, [this](const Group& a, const Group& b) { return down_ ? a.id > b.id : a.id < b.id; });
        for (const Group& group : groups)
            if (!take(group, prompts, limit)) return;
    }
    /// False once nothing that follows can be among the first hits.
    bool take(const Group& now, const std::vector<std::int64_t>& prompts, std::int64_t limit) {
        const bool past = now.first > 0 && (down_ ? now.last <= lower_ : now.first >= upper_);
        if (!now.sameStep(last_) && (past || std::ssize(found_) >= limit)) return false;
        last_ = now;
        if (wanted(now) && std::ranges::binary_search(prompts, now.prompt)) look(now);
        return true;
    }
    bool wanted(const Group& group) const {
        return group.first > 0 && group.evaluation == filter_.evaluation.value && group.last > lower_ &&
               group.first < upper_ && (!filter_.stage || group.stage == filter_.stage.value);
    }
    void look(const Group& group) {
        Selection rows = rest_;
        rows.parameters[0] = std::max(lower_, group.first - 1);
        rows.parameters[1] = std::min(upper_, group.last + 1);
        Statement row = db_.prepare(sql_);
        rows.bindTo(row);
        row.bind(static_cast<int>(rows.parameters.size()) + 1, group.id);
        while (row.step())
            if (isListed(filter_.among.get(), row.integer(0))) found_.push_back({row.real(1), row.integer(0)});
    }
    /// The group to begin with: the outermost of the step in which the nearest rollout within the bounds lies.
    std::int64_t start() {
        const std::int64_t end = down_ ? everything : 0;
        if (down_ ? upper_ == everything : lower_ == 0) return end;
        Statement nearest = db_.prepare(down_ ? "SELECT group_id FROM rollout WHERE id<?1 ORDER BY id DESC LIMIT 1"
                                              : "SELECT group_id FROM rollout WHERE id>?1 ORDER BY id LIMIT 1");
        nearest.bind(1, down_ ? upper_ : lower_);
        if (!nearest.step()) return end;
        Statement next = db_.prepare(fmt::format(
            "SELECT o.id FROM rollout_group g JOIN rollout_group o ON o.id {0} g.id AND (o.stage_id<>g.stage_id OR "
            "o.step<>g.step OR o.evaluation_id<>g.evaluation_id) WHERE g.id=?1 ORDER BY o.id {1} LIMIT 1",
            down_ ? ">" : "<", down_ ? "ASC" : "DESC"));
        next.bind(1, nearest.integer(0));
        return next.step() ? next.integer(0) : end;
    }

    SqliteDb& db_;
    const RolloutFilter& filter_;
    const Selection& rest_;
    bool down_;
    std::string sql_;
    std::int64_t lower_ = 0, upper_ = 0;
    Group last_;
    std::vector<SortKey> found_;
};

/// Rows of a selection by age, those of the list `among` whose prompt is among `prompts` (nullptr: all).
std::vector<SortKey> rowsOf(SqliteDb& db, const Selection& selection, const std::vector<RolloutId>* among, const char* value,
                            bool down, std::int64_t limit, const std::vector<std::int64_t>* prompts) {
    std::vector<SortKey> keys;
    if (selection.empty) return keys;
    Statement row = db.prepare(fmt::format("SELECT {0}, {1}, r.prompt_id {2} ORDER BY {0} {3}", selection.id, value,
                                           selection.sql, down ? "DESC" : "ASC"));
    selection.bindTo(row);
    while (std::ssize(keys) < limit && row.step())
        if (isListed(among, row.integer(0)) && (prompts == nullptr || std::ranges::binary_search(*prompts, row.integer(2))))
            keys.push_back({row.real(1), row.integer(0)});
    return keys;
}

std::vector<SortKey> problemHits(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                 const std::vector<std::int64_t>& prompts, const char* value, bool down, std::int64_t lower,
                                 std::int64_t upper, std::int64_t limit) {
    if (prompts.empty()) return {};
    RolloutFilter others = filter;
    others.text.clear();
    const Selection rest = select(db, others, lower, upper, features);
    if (rest.empty) return {};
    // One prompt's rows are few, and so are those of a short list; an old store does not say where a group's rows lie.
    if (filter.prompt || isShortList(filter) || !features.group_bounds)
        return rowsOf(db, rest, filter.among.get(), value, down, limit, &prompts);
    return ProblemSearch(db, filter, value, down, rest).run(prompts, limit);
}

/// Both kinds of hits, by age, each once.
std::vector<SortKey> bothHits(std::vector<SortKey> keys, const std::vector<SortKey>& more, bool down) {
    keys.insert(keys.end(), more.begin(), more.end());
    std::ranges::sort(keys, [down](const SortKey& a, const SortKey& b) { return down ? a.id > b.id : a.id < b.id; });
    const auto twice = std::ranges::unique(keys, {}, &SortKey::id);
    keys.erase(twice.begin(), twice.end());
    return keys;
}

std::int64_t newestRollout(SqliteDb& db) {
    Statement row = db.prepare("SELECT max(id) FROM rollout");
    return row.step() && !row.isNull(0) ? row.integer(0) : 0;
}

}  // namespace

std::vector<SortKey> searchByAge(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                 RolloutOrder order, bool down, std::int64_t lower, std::int64_t upper, std::int64_t limit) {
    const char* const column = sortColumn(order);
    const char* const value = *column == 0 ? "0" : column;
    const std::vector<std::int64_t> prompts = promptsWith(db, filter.text);
    upper = std::min(upper, newestRollout(db) + 1);
    std::vector<SortKey> found;
    // Without the index, window after window, each wider than the last: where one kind of hit is near, the other is not
    // looked for in the whole run. The index takes as long for a window as for everything.
    std::int64_t width = searchIsIndexed(filter.text) || isShortList(filter) ? upper - lower : first_window;
    for (; upper - lower > 1 && std::ssize(found) < limit; width *= 4) {
        const std::int64_t from = down ? std::max(lower, upper - width) : lower;
        const std::int64_t to = down ? upper : std::min(upper, lower + width);
        const std::int64_t wanted = limit - std::ssize(found);
        std::vector<SortKey> completions =
            rowsOf(db, select(db, filter, from, to, features), filter.among.get(), value, down, wanted, nullptr);
        const std::vector<SortKey> problems = problemHits(db, features, filter, prompts, value, down, from, to, wanted);
        for (const SortKey& key : bothHits(std::move(completions), problems, down)) found.push_back(key);
        // Bounds are open: the next window begins with the rollout at which this one ended.
        (down ? upper : lower) = down ? from + 1 : to - 1;
    }
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

}  // namespace retort::rows
