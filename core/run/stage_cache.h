// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "run/run_directory.h"
#include "store/records.h"

namespace retort {

/// A finished stage whose result can be used again.
struct CachedStage {
    RunDirectory run;
    StageRecord stage;
    std::optional<CheckpointRecord> checkpoint;  ///< its final checkpoint; none for stages that make no model
    std::filesystem::path checkpoint_path;       ///< absolute; empty without checkpoint
    std::filesystem::path output_path;           ///< run.output(stage); exists when the stage writes rows
};

/// The newest run of the project with a Done stage of this key whose final checkpoint (if it had one) is still there.
/// Stores that cannot be read are passed over with a warning in the log. Does not verify the checkpoint's hashes.
std::optional<CachedStage> findFinishedStage(const std::filesystem::path& project, const std::string& key);

}  // namespace retort
