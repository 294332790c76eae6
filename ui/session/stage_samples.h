// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The samples of sample stages, read once for all pages that ask where they end.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "curate/gate.h"
#include "curate/sieve_bounds.h"
#include "curate/sift.h"

namespace retort::ui {

/// As they are now. What somebody still holds, or asked for last, is only read on with. Reads the disk, for seconds where
/// there are a million: any thread but that of the GUI; who asks for what another is just reading waits for it.
std::shared_ptr<const StageSamples> samplesOf(const Sampling& sampling);

/// A test of the funnel at which samples end (Kept: those that pass all), by the recipe's bounds but for those tried.
struct Ending {
    SieveStep step = SieveStep::Kept;
    TriedBounds tried;
    std::optional<SieveFault> fault;  ///< only those that the test lost for this
    bool operator==(const Ending&) const = default;
};
/// As links name a step. The last two have one name in the store's metrics.
std::string linkName(SieveStep step);
std::optional<SieveStep> stepFromLink(const std::string& name);
/// A fault of that test.
std::optional<SieveFault> faultFromLink(SieveStep step, const std::string& name);

/// The traces of a run that end there.
struct EndedTraces {
    enum class Found {
        Here,
        NoFunnel,   ///< no stage that was asked for has samples that went through tests
        Elsewhere,  ///< its samples lie in the run that it was taken from
    };
    Found found = Found::NoFunnel;
    std::shared_ptr<const std::vector<RolloutId>> traces = std::make_shared<std::vector<RolloutId>>();  ///< ascending
    std::filesystem::path elsewhere;  ///< that run's folder
    std::string stage;                ///< its name there
};
/// Of this stage, or of all (empty). Reads the disk as samplesOf(); throws as findSamplings.
EndedTraces findEnded(const RunDirectory& run, const std::string& stage, const Ending& ending);

}  // namespace retort::ui
