// SPDX-License-Identifier: Apache-2.0
#pragma once

// `rollout.facts`: what filters ask about a rollout, packed into one integer. Private to core/store.
//
//   bits 0-1   answer: 0 not checked, 1 wrong, 2 right        bit 5  reflects
//   bit 2      grader error                                    bit 6  well formed
//   bits 3-4   finish: 0 stop, 1 length, 2 aborted             bit 7  words of another language (language_share < 1)
//   bits 8-11  prompt's language: 0 unknown, else fact_name position + 1; 15 is every language from the 15th on
//   12 to 59   two bits a reward term: 0 absent, 1 fail, 2 pass, 3 grader error; 24 terms
//   bit 60     no words at all (language_share is NULL); from schema 5 on

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "store/records.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// Facts of rollouts that are being written; gives new languages and terms their bits and remembers them.
class FactsMaker {
public:
    explicit FactsMaker(SqliteDb& db) : db_(db) {}
    std::int64_t facts(const Rollout& rollout, const std::string& language);
    /// A rollout with these facts was written: counted when writeTotals() is called, before its transaction ends.
    void count(StageId stage, EvaluationId evaluation, std::int64_t facts) {
        ++added_[{evaluation.value, stage.value, facts}];
    }
    void writeTotals();
    /// Whether the term's outcome is among the facts: that of the first 24 of a run.
    bool hasBits(const std::string& term);
    /// Forgets positions and counts: after a transaction that failed.
    void forget();

private:
    std::int64_t position(const char* kind, const std::string& name);

    SqliteDb& db_;
    std::map<std::pair<std::string, std::string>, std::int64_t> positions_;
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, std::int64_t> added_;  ///< by evaluation, stage and facts
};

/// The language_share that all rollouts with these facts have: 1, or what stands for "no words" in orders. Empty: theirs
/// differ. Schema 5.
std::optional<double> commonShare(std::int64_t facts);

/// Part of a filter that facts decide.
struct FactsQuery {
    std::int64_t mask = 0, value = 0;  ///< passes: (facts & mask) == value
    bool impossible = false;           ///< names a language or term that no rollout has
    bool matches(std::int64_t facts) const { return !impossible && (facts & mask) == value; }
};

/// Empty when facts cannot decide all of the filter's conditions besides stage, evaluation, steps and a list.
std::optional<FactsQuery> factsQuery(SqliteDb& db, const RolloutFilter& filter);

/// Bits that say how a reward term came out. Empty for a term without: the 25th of a run on, whose outcomes are rows of
/// reward_term.
std::optional<FactsQuery> termQuery(SqliteDb& db, const std::string& term, Outcome outcome);

/// One stage's rollouts with the same facts.
struct FactsRange {
    StageId stage;
    std::int64_t facts = 0, count = 0;
};
std::vector<FactsRange> factsRanges(SqliteDb& db, const RolloutFilter& filter, const FactsQuery& query);

/// Names of a kind ("language", "term") in order of first appearance.
std::vector<std::string> factNames(SqliteDb& db, const std::string& kind);

}  // namespace retort::rows
