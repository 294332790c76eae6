// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <tuple>

#include "base/error.h"
#include "store/rollout_facts.h"
#include "store/rollout_list.h"
#include "store/rollout_order.h"
#include "store/rollout_query.h"
#include "store/search_terms.h"

namespace retort::rows {
namespace {

constexpr std::size_t max_search_bytes = 1000;
constexpr std::int64_t first_looks = 1024;   // texts that are looked at before the index is asked for all hits
constexpr std::int64_t known_looks = 4096;   // the same where the hits are known: most need no look at the text
constexpr std::int64_t smallest_batch = 64;  // of a walk
constexpr std::int64_t often = 16;           // one of so many: a page is found among the first looks
constexpr std::int64_t very_often = 4;       // one of so many: looking on takes less than the index
constexpr std::int64_t everything = std::numeric_limits<std::int64_t>::max();

/// Whether stage, evaluation and steps are all that a filter asks for besides its text.
bool asksNothingElse(const RolloutFilter& filter) {
    return !filter.among && !filter.prompt && filter.correctness == Correctness::Any && !filter.finish_reason &&
           !filter.language_below && !filter.reflects && !filter.well_formed && filter.language.empty() &&
           filter.term.empty();
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
    ProblemSearch(SqliteDb& db, const RolloutFilter& filter, bool down, const Selection& rest)
        : db_(db), filter_(filter), rest_(rest), down_(down) {
        sql_ = fmt::format("SELECT r.id {} AND r.group_id=?", rest.sql);
        lower_ = std::get<std::int64_t>(rest.parameters[0]);
        upper_ = std::get<std::int64_t>(rest.parameters[1]);
    }

    std::vector<std::int64_t> run(const std::vector<std::int64_t>& prompts, std::int64_t limit) {
        if (areFewPrompts(db_, prompts)) seek(prompts, limit);
        else walk(prompts, limit);
        return std::move(found_);
    }

private:
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
        while (row.step()) found_.push_back(row.integer(0));
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
    std::vector<std::int64_t> found_;
};

/// Looks at rollouts one by one.
class Look {
public:
    Look(SqliteDb& db, const std::string& text, const std::vector<std::int64_t>& prompts)
        : condition_("b.text", text),
          prompts_(prompts),
          row_(db.prepare("SELECT " + condition_.sql +
                          (prompts.empty() ? ", 0" : ", (SELECT prompt_id FROM rollout r WHERE r.id=b.id)") +
                          " FROM rollout_body b WHERE b.id=?")) {
        condition_.bindTo(row_, 1);
    }
    /// Whether its completion or its problem contains the text.
    bool operator()(std::int64_t id) {
        row_.bind(static_cast<int>(condition_.parameters.size()) + 1, id);
        const bool has = row_.step() && (row_.integer(0) != 0 ||
                                         (!prompts_.empty() && std::ranges::binary_search(prompts_, row_.integer(1))));
        row_.reset();
        return has;
    }

private:
    TextCondition condition_;
    const std::vector<std::int64_t>& prompts_;
    Statement row_;
};

std::shared_ptr<const std::vector<RolloutId>> both(const std::shared_ptr<const std::vector<RolloutId>>& hits,
                                                   const std::vector<RolloutId>* among) {
    if (among == nullptr) return hits;
    auto common = std::make_shared<std::vector<RolloutId>>();
    std::ranges::set_intersection(*hits, *among, std::back_inserter(*common));
    return common;
}

}  // namespace

std::vector<std::int64_t> TextSearch::find(const RolloutFilter& filter, RolloutOrder order, RolloutId after,
                                           std::int64_t limit) {
    if (filter.text.size() > max_search_bytes) throw Error(ErrorCode::Usage, "the search text is longer than 1000 bytes");
    hits_.setText(filter.text);
    const bool by_age = *sortColumn(order) == 0;
    if (by_age && features_.group_bounds && asksNothingElse(filter)) {
        const std::string terms = rareTerms(db_, filter.text, 0, newestId(db_, "rollout") + 1);
        if (!terms.empty()) return byAge(filter, terms, descending(order), after, limit);
    }
    RolloutFilter rest = filter;
    rest.text.clear();
    std::vector<std::int64_t> found;
    if (isShortList(rest)) {
        walk(rest, order, everything, limit, after, found);
        return found;
    }
    // Where a walk in this order reads all rows, it is no short cut; nor is it for a text that few are known to have.
    const bool in_order = by_age || (features_.facts && factsQuery(db_, rest));
    const auto* const known = hits_.known(db_);
    const bool seldom = known != nullptr && std::ssize(*known) * often < newestId(db_, "rollout");
    const std::int64_t most = known != nullptr ? known_looks : first_looks;
    if (in_order && !seldom && walk(rest, order, most, limit, after, found)) return found;
    rest.among = both(hits_.rollouts(db_, features_), filter.among.get());
    walk(rest, order, everything, limit, after, found);
    return found;
}

/// Goes on with the rollouts of a filter without text, in order, and looks at `most` of them, at more while very many have
/// the text. True: `found` has `limit`, or there are no more. `after`: the last that was looked at.
bool TextSearch::walk(const RolloutFilter& rest, RolloutOrder order, std::int64_t most, std::int64_t limit, RolloutId& after,
                      std::vector<std::int64_t>& found) {
    Look look(db_, hits_.text(), hits_.prompts(db_));
    const auto* const known = hits_.known(db_);
    std::int64_t looked = 0, batch = std::max(smallest_batch, limit);
    while (looked < most || std::ssize(found) * very_often > looked) {
        if (looked < most) batch = std::min(batch, most - looked);
        const std::vector<std::int64_t> ids = listRollouts(db_, features_, rest, order, after, batch);
        for (const std::int64_t id : ids) {
            after = {id};
            if (isListed(known, id) && look(id)) found.push_back(id);
            if (std::ssize(found) >= limit) return true;
        }
        if (std::ssize(ids) < batch) return true;
        looked += batch;
        batch *= 4;
    }
    return false;
}

/// Completions with these terms, which the index gives by age, and the rollouts of problems with the text.
std::vector<std::int64_t> TextSearch::byAge(const RolloutFilter& filter, const std::string& terms, bool down,
                                            RolloutId after, std::int64_t limit) {
    std::int64_t lower = 0, upper = newestId(db_, "rollout") + 1;
    if (after) (down ? upper : lower) = after.value;
    std::vector<std::int64_t> found;
    {
        const Selection selection = select(db_, filter, lower, upper, features_, terms);
        if (selection.empty) return found;
        Statement row =
            db_.prepare(fmt::format("SELECT {0} {1} ORDER BY {0} {2}", selection.id, selection.sql, down ? "DESC" : "ASC"));
        selection.bindTo(row);
        while (std::ssize(found) < limit && row.step()) found.push_back(row.integer(0));
    }
    const std::vector<std::int64_t>& prompts = hits_.prompts(db_);
    if (prompts.empty()) return found;
    const Selection all = select(db_, filter, lower, upper, features_);
    const std::vector<std::int64_t> problems = ProblemSearch(db_, filter, down, all).run(prompts, limit);
    found.insert(found.end(), problems.begin(), problems.end());
    std::ranges::sort(found, [down](std::int64_t a, std::int64_t b) { return down ? a > b : a < b; });
    const auto twice = std::ranges::unique(found);
    found.erase(twice.begin(), twice.end());
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

}  // namespace retort::rows
