// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/error.h"
#include "store/run_reader.h"

namespace retort {

/// What of a damaged store lies on pages that cannot be read.
struct DamagedParts {
    std::int64_t series = 0;  ///< series that lack points
    bool steps = false, rollouts = false, checkpoints = false, evaluations = false, events = false;
    bool any() const { return series > 0 || steps || rollouts || checkpoints || evaluations || events; }
};

struct SalvagedRun {
    RunDelta delta;  ///< as RunReader::since() gives it from the beginning; its cursor is not to be used
    DamagedParts damaged;
};

/// Calls read(): the error where it came upon damage, else nothing. What else goes wrong is thrown on.
template <class Read>
std::optional<Error> damageIn(Read&& read) {
    try {
        read();
        return std::nullopt;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::BadInput) throw;
        return error;
    }
}

/// Points of a series in order. Where some lie on pages that cannot be read, every range of steps from 0 to `last` is tried
/// that holds no such page, down to 16 steps. The first error where points are missing, else nothing.
std::optional<Error> salvageSeries(RunReader& reader, StageId stage, const std::string& key, Step last,
                                   std::vector<SeriesPoint>& points);

/// Reads a damaged store part by part, where RunReader::since() gives up at the first page that cannot be read. Throws
/// Error(BadInput) when not even the stages can be read.
SalvagedRun salvage(RunReader& reader, std::int64_t newest_limit = 50);

}  // namespace retort
