// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_facts.h"
#include "store/rollout_list.h"
#include "store/rollout_rows.h"
#include "store/rollout_search.h"
#include "store/run_reader.h"

namespace retort {
namespace {

std::string summarySelect() { return std::string("SELECT ") + rows::summary_columns + " "; }

}  // namespace

RolloutPage RunReader::rollouts(const RolloutFilter& filter, RolloutOrder order, RolloutId after, std::int64_t limit) {
    RolloutPage page;
    if (limit <= 0) return page;
    const Transaction snapshot(db_, Transaction::Kind::Snapshot);
    // One row more than asked for tells whether there is a next page.
    std::vector<std::int64_t> ids = filter.text.empty() ? rows::listRollouts(db_, features_, filter, order, after, limit + 1)
                                                        : search_.page(db_, features_, filter, order, after, limit + 1);
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
    if (filter.text.empty()) return rows::countList(db_, features_, filter, cap);
    return search_.count(db_, features_, filter, cap);
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
