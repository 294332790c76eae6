// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

#include <fmt/format.h>

#include <array>

#include "base/error.h"
#include "base/log.h"

namespace retort::migrations {
namespace {

constexpr std::int64_t run_id = 0x52743031;          // "Rt01"
constexpr std::int64_t annotations_id = 0x52743032;  // "Rt02"

bool isEmpty(SqliteDb& db) {
    Statement tables = db.prepare("SELECT count(*) FROM sqlite_master");
    return tables.step() && tables.integer(0) == 0;
}

void checkKindAndAge(SqliteDb& db, const Schema& schema) {
    if (db.pragma("application_id") != schema.application_id)
        throw Error(ErrorCode::BadInput, fmt::format("is not a {} of Retort", schema.kind), db.path().string());
    const std::int64_t version = db.pragma("user_version");
    if (version > static_cast<std::int64_t>(schema.steps.size()))
        throw Error(ErrorCode::BadInput,
                    fmt::format("has schema {}, newer than the {} this program knows", version, schema.steps.size()),
                    db.path().string(), "Open it with the newer Retort that wrote it");
}

}  // namespace

const Schema& runSchema() {
    static const std::array<const char*, 8> steps{run_001, run_002, run_003, run_004, run_005, run_006, run_007, run_008};
    static const Schema schema{"run store", run_id, steps,
                               "Resume the run once with this version of Retort; that brings its store up to date"};
    return schema;
}

const Schema& annotationsSchema() {
    static const std::array<const char*, 2> steps{annotations_001, annotations_002};
    static const Schema schema{"store of annotations", annotations_id, steps,
                               "Open the run's candidates once in the workbench or with `retort candidates`"};
    return schema;
}

void migrate(SqliteDb& db, const Schema& schema) {
    Transaction transaction(db);
    if (isEmpty(db)) db.exec(fmt::format("PRAGMA application_id={}", schema.application_id));
    checkKindAndAge(db, schema);
    const auto newest = static_cast<std::int64_t>(schema.steps.size());
    const std::int64_t oldest = db.pragma("user_version");
    // A run of a million rollouts takes its time: whoever waits is told what for.
    if (oldest > 0 && oldest < newest)
        log(LogLevel::Info,
            fmt::format("{}: bringing the {} from schema {} to {}", db.path().string(), schema.kind, oldest, newest));
    for (std::int64_t version = oldest; version < newest; ++version) {
        db.exec(schema.steps[static_cast<std::size_t>(version)]);
        db.exec(fmt::format("PRAGMA user_version={}", version + 1));
    }
    transaction.commit();
}

std::int64_t check(SqliteDb& db, const Schema& schema, std::int64_t oldest) {
    checkKindAndAge(db, schema);
    const std::int64_t version = db.pragma("user_version");
    if (version < oldest)
        throw Error(ErrorCode::BadInput, fmt::format("has the older schema {}", version), db.path().string(), schema.remedy);
    return version;
}

}  // namespace retort::migrations
