// SPDX-License-Identifier: Apache-2.0
#include "run/stage_cache.h"

#include "base/error.h"
#include "base/log.h"
#include "store/run_reader.h"

namespace retort {
namespace {

std::optional<CachedStage> findIn(const RunDirectory& run, const std::string& key) {
    RunReader reader(run.store());
    for (const StageRecord& stage : reader.stages()) {
        if (stage.state != StageState::Done || stage.key != key) continue;
        CachedStage cached{run, stage, std::nullopt, {}, run.output(stage.name)};
        for (const CheckpointRecord& checkpoint : reader.checkpoints(stage.id))
            if (checkpoint.final) cached.checkpoint = checkpoint;
        if (cached.checkpoint) {
            cached.checkpoint_path = run.root() / cached.checkpoint->path;
            if (!std::filesystem::is_directory(cached.checkpoint_path)) continue;
        }
        return cached;
    }
    return std::nullopt;
}

}  // namespace

std::optional<CachedStage> findFinishedStage(const std::filesystem::path& project, const std::string& key) {
    for (const RunDirectory& run : listRuns(project)) {
        if (!std::filesystem::exists(run.store())) continue;
        try {
            if (auto cached = findIn(run, key)) return cached;
        } catch (const Error& error) {
            log(LogLevel::Warning, std::string("passing over a run: ") + error.what());
        }
    }
    return std::nullopt;
}

}  // namespace retort
