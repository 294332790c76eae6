// SPDX-License-Identifier: Apache-2.0
#pragma once

// Terms and spans of a rollout in one value beside its text. Private to core/store.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "rollout/rollout.h"
#include "store/sqlite_db.h"

namespace retort::rows {

/// How the values of a row of rollout_body are written: its column `packed`.
enum class Packing : std::int64_t {
    None = 0,     ///< arrays as they are, terms and spans as rows (schemas 1 to 3)
    Inline = 1,   ///< packed, every reason written out (schema 4)
    Reasons = 2,  ///< packed, a reason is 0 and its text, or the id of a row of `reason` (schema 5)
};

/// Packs terms and spans as Packing::Reasons. Rows that many rollouts share (kinds of terms and of spans, reasons given
/// before) are made when they are needed and remembered.
class PartsPacker {
public:
    explicit PartsPacker(SqliteDb& db) : db_(db) {}
    std::string pack(const Rollout& rollout);
    /// Forgets the rows: after a transaction that failed some may not be there.
    void forget();

private:
    std::int64_t termKind(const RewardTerm& term);
    std::int64_t spanKind(const TextSpan& span);
    std::int64_t reasonId(const std::string& reason);
    void loadReasons();

    SqliteDb& db_;
    std::map<std::tuple<std::string, std::string, double>, std::int64_t> term_kinds_;
    std::map<std::pair<std::string, std::string>, std::int64_t> span_kinds_;
    std::unordered_map<std::string, std::int64_t> reasons_;  ///< 0: given once so far
    bool loaded_ = false;
};

/// Adds the terms and spans in `bytes` to the rollout; what is damaged ends the reading.
void unpackParts(SqliteDb& db, std::string_view bytes, Packing packing, Rollout& rollout);

/// Writes a term as a row: for terms whose outcome has no bits in `facts`, and for all in older schemas.
void insertTerm(SqliteDb& db, std::int64_t rollout, std::int64_t position, const RewardTerm& term);

}  // namespace retort::rows
