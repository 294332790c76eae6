// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rollouts whose completion or problem contains a text. Private to core/store.

#include <cstdint>
#include <vector>

#include "store/records.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"
#include "store/text_hits.h"

namespace retort::rows {

/// Searches within one snapshot. A text that many have is found by looking at some rollouts in the order that is asked for;
/// where that does not give enough, the index tells all that may have it.
class TextSearch {
public:
    TextSearch(SqliteDb& db, const SchemaFeatures& features, TextHits& hits) : db_(db), features_(features), hits_(hits) {}

    /// Ids of the first `limit` that pass a filter with a text, in an order, after the rollout `after` (none: from the
    /// start). Throws Error(Usage) for a text above 1000 bytes.
    std::vector<std::int64_t> find(const RolloutFilter& filter, RolloutOrder order, RolloutId after, std::int64_t limit);

private:
    std::vector<std::int64_t> byAge(const RolloutFilter& filter, const std::string& terms, bool down, RolloutId after,
                                    std::int64_t limit);
    bool walk(const RolloutFilter& rest, RolloutOrder order, std::int64_t most, std::int64_t limit, RolloutId& after,
              std::vector<std::int64_t>& found);

    SqliteDb& db_;
    const SchemaFeatures& features_;
    TextHits& hits_;
};

}  // namespace retort::rows
