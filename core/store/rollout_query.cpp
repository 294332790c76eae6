// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_query.h"

#include <algorithm>
#include <limits>

#include "base/error.h"
#include "store/rollout_facts.h"

namespace retort::rows {
namespace {

constexpr std::ptrdiff_t short_list = 4000;

/// Collects conditions and their parameters in one order.
class Builder {
public:
    template <class T>
    void add(const std::string& condition, T value) {
        selection.sql += (first_ ? " WHERE " : " AND ") + condition;
        first_ = false;
        selection.parameters.emplace_back(std::move(value));
    }
    void integer(const std::string& condition, std::int64_t value) { add(condition, value); }
    /// Goes on with the last condition.
    void value(const char* rest, std::int64_t value) {
        selection.sql += rest;
        selection.parameters.emplace_back(value);
    }

    Selection selection;

private:
    bool first_ = true;
};

std::string asJson(const std::vector<RolloutId>& ids) {
    std::string text;
    for (const RolloutId id : ids) text += (text.empty() ? '[' : ',') + std::to_string(id.value);
    return text.empty() ? "[]" : text + ']';
}

/// The same for the rollouts of an evaluation, which are written in one go.
void narrowToEvaluation(SqliteDb& db, const RolloutFilter& filter, std::int64_t& lower, std::int64_t& upper) {
    Statement row = db.prepare("SELECT min(rollout_id), max(rollout_id) FROM eval_sample WHERE evaluation_id=?");
    row.bind(1, filter.evaluation.value);
    if (!row.step() || row.isNull(0)) return;
    lower = std::max(lower, row.integer(0) - 1);
    upper = std::min(upper, row.integer(1) + 1);
}

/// Ids of the first rollout at or after a step and of the last at or before one. Ids of a stage grow with its steps, so a
/// range of steps is a range of ids and pages stay in id order.
void narrowToSteps(SqliteDb& db, const SchemaFeatures& features, StageId stage, const RolloutFilter& filter,
                   std::int64_t& lower, std::int64_t& upper, bool& empty) {
    const auto edge = [&](const char* sql, Step step) -> std::int64_t {
        Statement row = db.prepare(sql);
        row.bind(1, stage.value).bind(2, step);
        return row.step() ? row.integer(0) : 0;
    };
    const std::int64_t first =
        edge(features.group_bounds
                 ? "SELECT first_rollout FROM rollout_group WHERE stage_id=? AND evaluation_id=0 AND step>=? AND "
                   "first_rollout>0 ORDER BY step, id LIMIT 1"
                 : "SELECT id FROM rollout WHERE stage_id=? AND evaluation_id=0 AND step>=? ORDER BY step, id LIMIT 1",
             filter.step_from.value_or(std::numeric_limits<Step>::min()));
    const std::int64_t last = edge(
        features.group_bounds
            ? "SELECT last_rollout FROM rollout_group WHERE stage_id=? AND evaluation_id=0 AND step<=? AND "
              "first_rollout>0 ORDER BY step DESC, id DESC LIMIT 1"
            : "SELECT id FROM rollout WHERE stage_id=? AND evaluation_id=0 AND step<=? ORDER BY step DESC, id DESC LIMIT 1",
        filter.step_to.value_or(std::numeric_limits<Step>::max()));
    empty = empty || first == 0 || last == 0;
    lower = std::max(lower, first - 1);
    upper = std::min(upper, last + 1);
}

void addTerm(SqliteDb& db, Builder& builder, const RolloutFilter& filter, bool facts) {
    if (const auto query = facts ? termQuery(db, filter.term, filter.term_outcome) : std::nullopt) {
        builder.integer("r.facts & ?", query->mask);
        return builder.value(" = ?", query->impossible ? -1 : query->value);
    }
    builder.add("EXISTS (SELECT 1 FROM reward_term x WHERE x.rollout_id=r.id AND x.name=?", filter.term);
    builder.add("x.outcome=?)", std::string(name(filter.term_outcome)));
}

void addFacts(Builder& builder, const RolloutFilter& filter) {
    switch (filter.correctness) {
        case Correctness::Right: builder.integer("r.correct=?", 1); break;
        case Correctness::Wrong: builder.integer("r.correct=?", 0); break;
        case Correctness::GraderError: builder.integer("r.grader_error=?", 1); break;
        case Correctness::Any: break;
    }
    if (filter.finish_reason) builder.add("r.finish_reason=?", std::string(name(*filter.finish_reason)));
    if (filter.language_below) builder.add("r.language_share<?", *filter.language_below);
    if (filter.reflects) builder.integer("r.reflects=?", *filter.reflects);
    if (filter.well_formed) builder.integer("r.well_formed=?", *filter.well_formed);
    if (!filter.language.empty())
        builder.add("EXISTS (SELECT 1 FROM prompt p WHERE p.id=r.prompt_id AND p.language=?)", filter.language);
}

}  // namespace

void Selection::bindTo(Statement& statement) const {
    int index = 0;
    for (const auto& parameter : parameters) {
        ++index;
        if (const auto* text = std::get_if<std::string>(&parameter)) statement.bind(index, std::string_view(*text));
        else if (const auto* real = std::get_if<double>(&parameter)) statement.bind(index, *real);
        else statement.bind(index, std::get<std::int64_t>(parameter));
    }
}

bool isShortList(const RolloutFilter& filter) {
    return filter.among && !filter.prompt && std::ssize(*filter.among) <= short_list;
}

Selection select(SqliteDb& db, const RolloutFilter& filter, std::int64_t lower, std::int64_t upper,
                 const SchemaFeatures& features) {
    Builder builder;
    const bool looked_up = isShortList(filter);
    const bool in_stage = filter.stage && !filter.evaluation;
    if (in_stage) narrowToSteps(db, features, filter.stage, filter, lower, upper, builder.selection.empty);
    if (filter.evaluation) narrowToEvaluation(db, filter, lower, upper);
    narrowToList(filter.among.get(), lower, upper);
    const bool by_group = filter.prompt && features.group_bounds;
    // Without statistics SQLite would rather trust an index than the range of ids.
    builder.selection.sql = by_group ? "FROM rollout_group g CROSS JOIN rollout r ON r.id BETWEEN g.first_rollout AND "
                                       "g.last_rollout AND r.group_id=g.id"
                            : filter.prompt ? "FROM rollout r INDEXED BY rollout_prompt"
                                            : "FROM rollout r NOT INDEXED";
    builder.integer("r.id>?", lower);
    builder.integer("r.id<?", upper);
    builder.integer("r.evaluation_id=?", filter.evaluation.value);
    if (filter.stage) builder.integer("r.stage_id=?", filter.stage.value);
    if (filter.prompt) builder.integer(by_group ? "g.prompt_id=?" : "r.prompt_id=?", filter.prompt.value);
    if (looked_up) builder.add("r.id IN (SELECT value FROM json_each(?))", asJson(*filter.among));
    if (!in_stage && filter.step_from) builder.integer("r.step>=?", *filter.step_from);
    if (!in_stage && filter.step_to) builder.integer("r.step<=?", *filter.step_to);
    addFacts(builder, filter);
    if (!filter.term.empty()) addTerm(db, builder, filter, features.facts);
    return std::move(builder.selection);
}

void narrowToList(const std::vector<RolloutId>* among, std::int64_t& lower, std::int64_t& upper) {
    if (among == nullptr) return;
    lower = std::max(lower, among->empty() ? upper : among->front().value - 1);
    if (!among->empty()) upper = std::min(upper, among->back().value + 1);
}

bool Bounds::empty() const { return upper - lower < 2; }

Bounds boundsOf(SqliteDb& db, const SchemaFeatures& features, StageId stage, const RolloutFilter& filter) {
    Bounds bounds;
    if (filter.evaluation || (!filter.step_from && !filter.step_to)) return bounds;
    bool empty = false;
    bounds.limited = true;
    narrowToSteps(db, features, stage, filter, bounds.lower, bounds.upper, empty);
    if (empty) bounds.lower = bounds.upper = 0;
    return bounds;
}

}  // namespace retort::rows
