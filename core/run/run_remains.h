// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "run/run_directory.h"

namespace retort {

/// What a run's folder holds beside its store.
struct RunRemains {
    std::optional<RunManifest> manifest;  ///< none: run.json is missing or damaged
    bool store = false, recipe = false;   ///< run.db, recipe.resolved.toml are there
    int checkpoints = 0, partial_checkpoints = 0;
    std::size_t verdicts = 0, notes = 0;  ///< what people wrote in annotations.db
    bool annotations_unreadable = false, annotations_of_another_run = false;
    std::filesystem::path log;  ///< empty: none
};

/// For a run whose store cannot be read. Reads the disk, changes nothing; never throws.
RunRemains whatRemains(const RunDirectory& run);

/// Every file that the folder's manifest.json names is there, of the size it says: neither deleted nor copied in part. Reads
/// no file but the manifest; never throws.
bool isWholeCheckpoint(const std::filesystem::path& folder);

}  // namespace retort
