// SPDX-License-Identifier: Apache-2.0
#pragma once

// Schemas, one file per version: NAME_NNN.cpp brings a database from version NNN - 1 to NNN and never changes once released.

#include <cstdint>
#include <span>

#include "store/sqlite_db.h"

namespace retort::migrations {

struct Schema {
    const char* kind;                    ///< for messages: "run store"
    std::int64_t application_id;         ///< marks the file as ours (SQLite's application_id)
    std::span<const char* const> steps;  ///< SQL; steps[n] leads to version n + 1
    const char* remedy;                  ///< how an older file is brought up to date
};

const Schema& runSchema();
const Schema& annotationsSchema();

/// Brings a database that is open for writing to the newest version. Throws Error(BadInput) when the file is another kind of
/// database or its schema is newer than this program.
void migrate(SqliteDb& db, const Schema& schema);

/// The same checks for a reader, which cannot migrate: a schema older than `oldest` is refused too, naming the remedy.
/// Returns the file's version.
std::int64_t check(SqliteDb& db, const Schema& schema, std::int64_t oldest);

extern const char* const run_001;
extern const char* const run_002;
extern const char* const run_003;
extern const char* const run_004;
extern const char* const run_005;
extern const char* const run_006;
extern const char* const run_007;
extern const char* const run_008;
extern const char* const annotations_001;
extern const char* const annotations_002;

}  // namespace retort::migrations
