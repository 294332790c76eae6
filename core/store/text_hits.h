// SPDX-License-Identifier: Apache-2.0
#pragma once

// Where the last text that was searched for may stand, kept for the pages that follow. Private to core/store.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/ids.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// The largest id of a table; 0: it is empty.
std::int64_t newestId(SqliteDb& db, const char* table);

/// A store only grows and gives no id twice (what a resume takes back is gone), so that what was found stays right and only
/// newer rows are looked at. Inside one snapshot.
class TextHits {
public:
    /// Begins with another text, unless it is the same.
    void setText(const std::string& text);
    const std::string& text() const { return text_; }

    /// Ids, ascending, of the prompts that contain the text (ASCII case ignored).
    const std::vector<std::int64_t>& prompts(SqliteDb& db);
    /// Ids, ascending, of all rollouts whose completion or problem contains the text, and maybe of some others.
    std::shared_ptr<const std::vector<RolloutId>> rollouts(SqliteDb& db, const SchemaFeatures& features);

private:
    std::vector<RolloutId> find(SqliteDb& db, const SchemaFeatures& features, std::int64_t newest);

    std::string text_;
    std::vector<std::int64_t> prompts_;
    std::shared_ptr<const std::vector<RolloutId>> rollouts_;
    std::int64_t last_prompt_ = 0, last_rollout_ = 0;  ///< all up to these were looked at
};

}  // namespace retort::rows
