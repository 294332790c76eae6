// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the index of completions is asked for a text. Private to core/store.

#include <cstdint>
#include <string>
#include <vector>

#include "store/sqlite_db.h"

namespace retort::rows {

/// The condition that a column contains a text, ASCII case ignored: an SQL expression and its parameters in order.
struct TextCondition {
    TextCondition(const std::string& column, const std::string& text);
    /// Binds the parameters; index: of the first. They must outlive the statement's steps.
    void bindTo(Statement& statement, int index) const;

    std::string sql;
    std::vector<std::string> parameters;
};

/// An FTS5 query that every completion with the text passes (and others, which are to be looked at): its pieces of three
/// characters that are rare among some completions with lower < id < upper. The index goes through the whole list of each
/// piece that it is asked for, and that of " = " may hold every completion. Empty where the text has no such pieces or bytes
/// that SQLite ends a text at.
std::string rareTerms(SqliteDb& db, const std::string& text, std::int64_t lower, std::int64_t upper);

/// Which share of some completions with lower < id < upper, old ones and new ones, begins with a part that has the text.
double shareWith(SqliteDb& db, const std::string& text, std::int64_t lower, std::int64_t upper);

/// The pieces of three characters in the index that begin with a text of one or two, as a range of terms: from `begin` to
/// before `end`. Every completion with the text has one of them, since two signs follow its end in the index (schema 8).
struct PieceRange {
    std::string begin, end;
};
/// Both empty for any other text.
PieceRange piecesWith(const std::string& text);
/// An FTS5 query that every completion with one of these pieces passes; empty for none.
std::string anyOf(const std::vector<std::string>& pieces);

}  // namespace retort::rows
