// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the index of completions is asked for a text. Private to core/store.

#include <cstdint>
#include <string>

#include "store/sqlite_db.h"

namespace retort::rows {

/// An FTS5 query that every completion with the text passes (and others, which are to be looked at): its pieces of three
/// characters that are rare among some completions with lower < id < upper. The index goes through the whole list of each
/// piece that it is asked for, and that of " = " may hold every completion. Empty where the text has no such pieces or bytes
/// that SQLite ends a text at.
std::string rareTerms(SqliteDb& db, const std::string& text, std::int64_t lower, std::int64_t upper);

}  // namespace retort::rows
