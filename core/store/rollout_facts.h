// SPDX-License-Identifier: Apache-2.0
#pragma once

// `rollout.facts`: what filters ask about a rollout, packed into one integer. Private to core/store.
//
//   bits 0-1   answer: 0 not checked, 1 wrong, 2 right        bit 5  reflects
//   bit 2      grader error                                    bit 6  well formed
//   bits 3-4   finish: 0 stop, 1 length, 2 aborted             bit 7  words of another language (language_share < 1)
//   bits 8-11  prompt's language: 0 unknown, else fact_name position + 1; 15 is every language from the 15th on
//   from 12    two bits a reward term: 0 absent, 1 fail, 2 pass, 3 grader error; 24 terms

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/records.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// Facts of a rollout that is being written; gives new languages and terms their bits.
std::int64_t factsOf(SqliteDb& db, const Rollout& rollout, const std::string& language);

/// Part of a filter that facts decide.
struct FactsQuery {
    std::int64_t mask = 0, value = 0;  ///< passes: (facts & mask) == value
    bool impossible = false;           ///< names a language or term that no rollout has
    bool matches(std::int64_t facts) const { return !impossible && (facts & mask) == value; }
};

/// Empty when facts cannot decide all of the filter's conditions besides stage, evaluation and steps.
std::optional<FactsQuery> factsQuery(SqliteDb& db, const RolloutFilter& filter);

/// Bits that say how a reward term came out. Empty for a term without: the 25th of a run on, whose outcomes are rows of reward_term.
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
