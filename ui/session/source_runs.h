// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <set>

#include "store/records.h"

namespace retort::ui {

/// A stage that was skipped has its steps, points and evaluations in the run that made it: they are read from there, as
/// `retort inspect` does. Blocks on the disk; one thread.
class SourceRuns {
public:
    explicit SourceRuns(std::filesystem::path runs_folder) : runs_folder_(std::move(runs_folder)) {}

    /// Adds them to a delta, each once, all steps in order of their stages. Evaluations get ids below zero, since their
    /// samples are not in this run's store. A run that is gone or unreadable adds nothing.
    void add(RunDelta& delta);

private:
    void addStage(const StageRecord& stage, RunDelta& delta);

    std::filesystem::path runs_folder_;
    std::map<StageId, std::int64_t> positions_;
    std::set<StageId> taken_;
    std::int64_t next_evaluation_ = -1;
};

}  // namespace retort::ui
