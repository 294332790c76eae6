// SPDX-License-Identifier: Apache-2.0
#include "run/run_remains.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "store/annotations.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_folders = 10000;
constexpr std::uintmax_t most_manifest_bytes = 1 << 20;

void countCheckpoints(const fs::path& folder, RunRemains& remains) {
    std::error_code error;
    std::size_t seen = 0;
    for (fs::directory_iterator stage(folder, error), end; !error && stage != end && ++seen < most_folders;
         stage.increment(error)) {
        std::error_code inner;
        for (fs::directory_iterator step(stage->path(), inner), none; !inner && step != none && ++seen < most_folders;
             step.increment(inner)) {
            if (step->is_directory(inner))
                ++(isWholeCheckpoint(step->path()) ? remains.checkpoints : remains.partial_checkpoints);
        }
    }
}

}  // namespace

bool isWholeCheckpoint(const fs::path& folder) {
    std::error_code error;
    const fs::path manifest = folder / "manifest.json";
    if (const auto bytes = fs::file_size(manifest, error); error || bytes > most_manifest_bytes) return false;
    std::ifstream file(manifest);
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (!json.is_object() || !json.contains("files") || !json["files"].is_object()) return false;
    for (const auto& [name, facts] : json["files"].items()) {
        const auto size = fs::file_size(folder / name, error);
        if (error || !facts.is_object() || !facts.contains("size") || facts["size"] != size) return false;
    }
    return true;
}

RunRemains whatRemains(const RunDirectory& run) {
    RunRemains remains;
    std::error_code ignored;
    try {
        remains.manifest = run.readManifest();
    } catch (const Error&) {
        // Said by its absence.
    }
    remains.store = fs::exists(run.store(), ignored);
    remains.recipe = fs::exists(run.recipe(), ignored);
    countCheckpoints(run.root() / "checkpoints", remains);
    try {
        if (fs::exists(run.annotations(), ignored)) {
            Annotations annotations(run.annotations(), SqliteDb::Mode::ReadOnly);
            remains.annotations_of_another_run = !annotations.belongsTo(run.id());
            if (!remains.annotations_of_another_run) {
                remains.verdicts = annotations.candidates().size();
                remains.notes = annotations.notes().size();
            }
        }
    } catch (const Error&) {
        remains.annotations_unreadable = true;
    }
    if (fs::exists(run.log(), ignored)) remains.log = run.log();
    return remains;
}

}  // namespace retort
