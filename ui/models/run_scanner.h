// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "run/run_label.h"
#include "run/run_state.h"

namespace retort::ui {

/// A checkpoint as a person may fork from it.
struct RunCheckpoint {
    std::string place;  ///< "STAGE/step-000020", what --fork wants after the @
    bool there = true;  ///< its folder still is
    bool operator==(const RunCheckpoint&) const = default;
};

/// What a recent project lacks.
enum class ProjectLack { Nothing, Folder, Recipe };

/// A run of a recent project, or a project that has none yet (run empty).
struct RunRow {
    std::filesystem::path project, run;
    ProjectLack lack = ProjectLack::Nothing;  ///< looked at only where there is no run
    RunLabel label;
    RunState state = RunState::Stopped;
    std::string problem;   ///< why the store cannot be read, or why the run failed
    bool readable = true;  ///< of the store
    double started_at = 0, ended_at = 0;
    double worked = 0;     ///< seconds that its own stages took
    double last_step = 0;  ///< Unix seconds of the last thing that a stage is known to have done; 0: nothing
    std::string stage;     ///< the one at work, or the last that was
    std::int64_t stages_done = 0, stages = 0;
    double best = -1;  ///< highest pass@1 of its evaluations and those of the stages it took; -1: none
    std::string best_model;
    std::vector<double> spark;  ///< pass rate through all stages, thinned; empty: none
    std::vector<RunCheckpoint> checkpoints;
    std::uint64_t bytes = 0;  ///< on disk
    bool operator==(const RunRow&) const = default;
};

/// Looks at the recent projects and their runs, newest first. What has not changed on the disk since the last look is not
/// read again. Blocks on the disk; safe from any thread, one look at a time.
class RunScanner {
public:
    std::vector<RunRow> scan();

private:
    struct Known {
        std::string stamp;
        RunRow row;
    };
    RunRow look(const std::filesystem::path& project, const RunDirectory& run);
    std::mutex mutex_;
    std::map<std::filesystem::path, Known> known_;
};

}  // namespace retort::ui
