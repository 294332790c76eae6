// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rollouts whose completion or problem contains a text. Private to core/store.

#include <cstdint>
#include <optional>
#include <vector>

#include "store/records.h"
#include "store/rollout_order.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"
#include "store/text_hits.h"

namespace retort::rows {

/// The last search and what it found so far, kept for the pages that follow. A text that many have is found by looking at
/// rollouts in the order that is asked for; once too few of them have it, the index tells all that may, which are then
/// looked at in that order. A search that is interrupted goes on where it was. Calls are inside one snapshot each and throw
/// Error(Usage) for a text above 1000 bytes.
class TextSearch {
public:
    /// Ids of the first `limit` that pass a filter with a text, in an order, after the rollout `after` (none: from the
    /// start). Of rollouts that were written since the page from the start, the later pages may have some or none.
    std::vector<std::int64_t> page(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                   RolloutOrder order, RolloutId after, std::int64_t limit);
    /// How many pass it; counting stops at `cap`. In the order of the last pages, which are then at hand.
    std::int64_t count(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, std::int64_t cap);

private:
    /// Which rollouts there are: while it is the same there are no others.
    struct Extent {
        std::int64_t newest = 0, generation = 0;
        bool operator==(const Extent&) const = default;
    };
    enum class Way {
        First,       ///< looks at the first rollouts of the order, to see how many have the text
        Walk,        ///< looks at one after the other
        Gather,      ///< is about to ask the index
        Listed,      ///< walks over those that the index told, by age
        Candidates,  ///< looks at those that the index told, by value
    };
    struct Search {
        RolloutFilter filter, rest;  ///< `rest`: without the text
        RolloutOrder order = RolloutOrder::NewestFirst;
        RolloutId start;  ///< it found what comes after this
        Extent extent;    ///< at its beginning
        Way way = Way::First;
        bool ended = false;
        RolloutId last;                      ///< of a walk: the last that was looked at
        std::int64_t looked = 0, had = 0;    ///< of a walk: lately, and how many of them had the text
        std::optional<NextKeys> candidates;  ///< after a walk: those that are left to look at
        std::vector<std::int64_t> found;     ///< in order
    };
    class Look;

    static Extent extentOf(SqliteDb& db);
    void begin(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, RolloutOrder order,
               RolloutId start, const Extent& extent);
    void findUntil(SqliteDb& db, const SchemaFeatures& features, std::size_t wanted);
    void walk(SqliteDb& db, const SchemaFeatures& features, Look& look, std::size_t wanted);
    void gather(SqliteDb& db, const SchemaFeatures& features);
    void lookAtCandidates(Look& look, std::size_t wanted);

    TextHits hits_;
    std::optional<Search> search_;
};

}  // namespace retort::rows
