// SPDX-License-Identifier: Apache-2.0
#pragma once

// How rollouts lie in their rows: shared by writer and reader, private to core/store.

#include <bit>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "store/records.h"
#include "store/schema_features.h"
#include "store/sqlite_db.h"

namespace retort::rows {

static_assert(std::endian::native == std::endian::little, "blobs are little-endian");

inline constexpr std::size_t excerpt_bytes = 200;

/// At most `bytes` of UTF-8, cut between two characters.
std::string_view clip(std::string_view text, std::size_t bytes);

/// The bytes of an array as a blob, and back; a blob of a damaged length loses its tail.
template <class T>
std::string_view blob(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}
template <class T>
std::vector<T> array(std::string_view bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
    return values;
}

/// Columns of a RolloutSummary over `rollout r JOIN prompt p`, in the order readSummary expects.
extern const char* const summary_columns;
RolloutSummary readSummary(const Statement& row);

/// The completion as stored: text, facts, ids, terms, spans. `summary` supplies what the narrow row holds.
Rollout readRollout(SqliteDb& db, const RolloutSummary& summary, const SchemaFeatures& features);

FinishReason finishReasonFrom(std::string_view text);
Outcome outcomeFrom(std::string_view text);

}  // namespace retort::rows
