// SPDX-License-Identifier: Apache-2.0
#pragma once

// RolloutFilter to SQL; private to core/store.

#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "store/records.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// "FROM ... WHERE ..." with its parameters in order; the rollout row is `r`.
struct Selection {
    std::string sql;
    std::vector<std::variant<std::int64_t, double, std::string>> parameters;
    bool empty = false;  ///< the filter can match nothing

    void bindTo(Statement& statement) const;
};

/// Whether the filter's list is so short that its rollouts are looked up one by one, whatever else is asked of them.
bool isShortList(const RolloutFilter& filter);
/// Rows that pass the filter with lower < id < upper, whatever its `among` says: that is for isListed(). Not its text.
Selection select(SqliteDb& db, const RolloutFilter& filter, std::int64_t lower, std::int64_t upper,
                 const SchemaFeatures& features);

/// Open interval of ids.
struct Bounds {
    std::int64_t lower = 0, upper = std::numeric_limits<std::int64_t>::max();
    bool limited = false;  ///< by steps
    bool empty() const;
};
/// Where a list has anything: an open interval within the one given.
void narrowToList(const std::vector<RolloutId>* among, std::int64_t& lower, std::int64_t& upper);
/// Where a stage's rollouts of the filter's steps lie: ids of a stage grow with its steps. Everything for evaluations.
Bounds boundsOf(SqliteDb& db, const SchemaFeatures& features, StageId stage, const RolloutFilter& filter);

}  // namespace retort::rows
