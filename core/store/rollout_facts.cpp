// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_facts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace retort::rows {
namespace {

constexpr int finish_shift = 3, language_shift = 8, term_shift = 12;
constexpr std::int64_t error_bit = 1 << 2, reflects_bit = 1 << 5, well_formed_bit = 1 << 6, mixed_bit = 1 << 7,
                       wordless_bit = std::int64_t{1} << 60;
constexpr std::int64_t answer_mask = 3, finish_mask = 3 << finish_shift, language_mask = 15 << language_shift;
constexpr std::int64_t last_language = 15, max_terms = 24;

std::optional<std::int64_t> position(SqliteDb& db, std::string_view kind, std::string_view name) {
    Statement row = db.prepare("SELECT position FROM fact_name WHERE kind=? AND name=?");
    row.bind(1, kind).bind(2, name);
    return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::int64_t outcomeBits(Outcome outcome) { return outcome == Outcome::Pass ? 2 : outcome == Outcome::Fail ? 1 : 3; }

std::int64_t finishBits(FinishReason reason) {
    return static_cast<std::int64_t>(reason == FinishReason::Length    ? 1
                                     : reason == FinishReason::Aborted ? 2
                                                                       : 0)
           << finish_shift;
}

void require(FactsQuery& query, std::int64_t mask, std::int64_t value) {
    query.impossible = query.impossible || (query.mask & mask & (query.value ^ value)) != 0;
    query.mask |= mask;
    query.value |= value;
}

/// False when a term has no bits.
bool requireNames(SqliteDb& db, const RolloutFilter& filter, FactsQuery& query) {
    if (!filter.language.empty()) {
        const auto at = position(db, "language", filter.language);
        if (at && *at + 1 >= last_language) return false;
        query.impossible = query.impossible || !at;
        require(query, language_mask, (at.value_or(0) + 1) << language_shift);
    }
    if (!filter.term.empty()) {
        const auto term = termQuery(db, filter.term, filter.term_outcome);
        if (!term) return false;
        query.impossible = query.impossible || term->impossible;
        require(query, term->mask, term->value);
    }
    return true;
}

}  // namespace

std::int64_t FactsMaker::position(const char* kind, const std::string& name) {
    const auto [at, is_new] = positions_.try_emplace(std::pair<std::string, std::string>(kind, name), 0);
    if (!is_new) return at->second;
    auto found = rows::position(db_, kind, name);
    if (!found) {
        db_.prepare("INSERT INTO fact_name SELECT ?1, ?2, count(*) FROM fact_name WHERE kind=?1")
            .bind(1, std::string_view(kind))
            .bind(2, name)
            .run();
        found = rows::position(db_, kind, name);
    }
    return at->second = *found;
}

void FactsMaker::writeTotals() {
    Statement row = db_.prepare(
        "INSERT INTO rollout_facts VALUES (?, ?, ?, ?) ON CONFLICT (evaluation_id, stage_id, facts) DO UPDATE SET count = "
        "count + excluded.count");
    for (const auto& [key, count] : added_) {
        const auto [evaluation, stage, facts] = key;
        row.bind(1, evaluation).bind(2, stage).bind(3, facts).bind(4, count).run();
    }
    added_.clear();
}

void FactsMaker::forget() {
    positions_.clear();
    added_.clear();
}

bool FactsMaker::hasBits(const std::string& term) { return position("term", term) < max_terms; }

std::int64_t FactsMaker::facts(const Rollout& rollout, const std::string& language) {
    const std::optional<bool> correct = rollout.reward.correct();
    std::int64_t facts = correct ? (*correct ? 2 : 1) : 0;
    if (rollout.reward.hasError()) facts |= error_bit;
    facts |= finishBits(rollout.completion.finish_reason);
    if (rollout.facts.reflects) facts |= reflects_bit;
    if (rollout.facts.well_formed) facts |= well_formed_bit;
    const double share = rollout.facts.language_share.value_or(std::numeric_limits<double>::quiet_NaN());
    if (std::isnan(share)) facts |= wordless_bit;
    else if (share < 1) facts |= mixed_bit;
    if (!language.empty()) facts |= std::min(position("language", language) + 1, last_language) << language_shift;
    for (const RewardTerm& term : rollout.reward.terms) {
        const std::int64_t at = position("term", term.name);
        if (at < max_terms) facts |= outcomeBits(term.outcome) << (term_shift + 2 * at);
    }
    return facts;
}

std::optional<double> commonShare(std::int64_t facts) {
    if ((facts & mixed_bit) != 0) return std::nullopt;
    return (facts & wordless_bit) != 0 ? 2 : 1;
}

std::optional<FactsQuery> termQuery(SqliteDb& db, const std::string& term, Outcome outcome) {
    const auto at = position(db, "term", term);
    if (at && *at >= max_terms) return std::nullopt;
    const auto shift = term_shift + 2 * at.value_or(0);
    return FactsQuery{std::int64_t{3} << shift, outcomeBits(outcome) << shift, !at};
}

std::optional<FactsQuery> factsQuery(SqliteDb& db, const RolloutFilter& filter) {
    if (!filter.text.empty() || filter.prompt || (filter.language_below && *filter.language_below != 1)) return std::nullopt;
    FactsQuery query;
    switch (filter.correctness) {
        case Correctness::Right: require(query, answer_mask, 2); break;
        case Correctness::Wrong: require(query, answer_mask, 1); break;
        case Correctness::GraderError: require(query, error_bit, error_bit); break;
        case Correctness::Any: break;
    }
    if (filter.finish_reason) require(query, finish_mask, finishBits(*filter.finish_reason));
    if (filter.language_below) require(query, mixed_bit, mixed_bit);
    if (filter.reflects) require(query, reflects_bit, *filter.reflects ? reflects_bit : 0);
    if (filter.well_formed) require(query, well_formed_bit, *filter.well_formed ? well_formed_bit : 0);
    if (!requireNames(db, filter, query)) return std::nullopt;
    return query;
}

std::vector<FactsRange> factsRanges(SqliteDb& db, const RolloutFilter& filter, const FactsQuery& query) {
    Statement row = db.prepare(
        "SELECT stage_id, facts, count FROM rollout_facts WHERE evaluation_id=?1 AND (?2=0 OR stage_id=?2) AND count>0");
    row.bind(1, filter.evaluation.value).bind(2, filter.stage.value);
    std::vector<FactsRange> ranges;
    while (row.step())
        if (query.matches(row.integer(1))) ranges.push_back({{row.integer(0)}, row.integer(1), row.integer(2)});
    return ranges;
}

std::vector<std::string> factNames(SqliteDb& db, const std::string& kind) {
    Statement row = db.prepare("SELECT name FROM fact_name WHERE kind=? ORDER BY position");
    row.bind(1, kind);
    std::vector<std::string> names;
    while (row.step()) names.push_back(row.text(0));
    return names;
}

}  // namespace retort::rows
