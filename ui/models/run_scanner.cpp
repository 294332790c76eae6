// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "project/project.h"
#include "run/run_remains.h"
#include "store/run_reader.h"

namespace retort::ui {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t spark_buckets = 24;
constexpr std::size_t most_files = 100'000;

/// Changes whenever the run does.
std::string stampOf(const RunDirectory& run) {
    std::string stamp = std::to_string(RunLock::holder(run));
    for (const fs::path& file :
         {run.store(), run.root() / "run.db-wal", run.root() / "label.json", run.root() / "checkpoints"}) {
        std::error_code error;
        const auto time = fs::last_write_time(file, error);
        stamp += error ? std::string("|-") : fmt::format("|{}", time.time_since_epoch().count());
    }
    // A checkpoint that somebody deletes changes the folder of its stage alone.
    std::error_code error;
    for (fs::directory_iterator stage(run.root() / "checkpoints", error), end; !error && stage != end;
         stage.increment(error)) {
        std::error_code gone;
        stamp += fmt::format("|{}", fs::last_write_time(*stage, gone).time_since_epoch().count());
    }
    return stamp;
}

std::uint64_t sizeOf(const fs::path& folder) {
    std::uint64_t bytes = 0;
    std::size_t seen = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && entry != end && ++seen < most_files; entry.increment(error)) {
        std::error_code gone;
        // A checkpoint's hard-linked copies are counted each; links to elsewhere are not.
        if (entry->is_regular_file(gone) && !entry->is_symlink(gone)) bytes += entry->file_size(gone);
    }
    return bytes;
}

void addEvaluation(const EvaluationRecord& evaluation, RunRow& row) {
    if (evaluation.pass_at_1 <= row.best) return;
    row.best = evaluation.pass_at_1;
    row.best_model = evaluation.model;
}

/// A skipped stage was evaluated in the run that made it. That run may be gone or unreadable: then it adds nothing.
void addTakenEvaluations(const fs::path& runs_folder, const StageRecord& stage, RunRow& row) {
    try {
        // An id from a store is no path: only the name of a sibling counts.
        RunReader reader(RunDirectory(runs_folder / fs::path(stage.source_run).filename()).store());
        const auto source = reader.stage(stage.name);
        if (!source) return;
        for (const EvaluationRecord& evaluation : reader.evaluations())
            if (evaluation.stage == source->id) addEvaluation(evaluation, row);
    } catch (const Error&) {
        return;
    }
}

/// A killed trainer did not write when its stage ended.
void readKilled(RunReader& reader, const StageRecord& stage, RunRow& row) {
    for (const StepRecord& step : reader.steps(stage.id)) row.last_step = std::max(row.last_step, step.time);
}

void readStages(RunReader& reader, const fs::path& runs_folder, RunRow& row) {
    bool at_work = false;
    const std::vector<StageRecord> stages = reader.stages();
    row.worked = secondsWorked(stages);
    for (const StageRecord& stage : stages) {
        ++row.stages;
        // That which is at work or where it ended; what comes later in the recipe may be finished before.
        const bool finished = stage.state == StageState::Done || stage.state == StageState::Skipped;
        if (stage.state != StageState::Pending && !(finished && at_work)) row.stage = stage.name;
        row.stages_done += finished;
        at_work = at_work || (stage.state != StageState::Pending && !finished);
        row.last_step = std::max(
            {row.last_step, stage.started_at, stage.ended_at, stage.started_at > 0 ? stage.started_at + stage.seconds : 0});
        if (row.state == RunState::Crashed && stage.state == StageState::Running) readKilled(reader, stage, row);
        if (stage.state == StageState::Skipped && !stage.source_run.empty()) addTakenEvaluations(runs_folder, stage, row);
        if (stage.kind != "grpo") continue;
        for (const SeriesPoint& point : reader.seriesDecimated(stage.id, "pass_rate", spark_buckets)) {
            if (std::isfinite(point.value)) row.spark.push_back(point.value);
        }
    }
}

void readStore(const RunDirectory& directory, RunRow& row) {
    RunReader reader(directory.store());
    readStages(reader, directory.root().parent_path(), row);
    for (const EvaluationRecord& evaluation : reader.evaluations()) addEvaluation(evaluation, row);
    for (const CheckpointRecord& checkpoint : reader.checkpoints()) {
        if (checkpoint.final) continue;  // nothing of its stage is left to go on with
        const fs::path folder = fs::path(checkpoint.path).lexically_relative("checkpoints");
        row.checkpoints.push_back({folder.string(), isWholeCheckpoint(directory.root() / checkpoint.path)});
    }
}

}  // namespace

RunRow RunScanner::look(const fs::path& project, const RunDirectory& directory) {
    RunRow row;
    row.project = project;
    row.run = directory.root();
    row.label = readRunLabel(directory);
    const RunStatus status = readRunStatus(directory);
    row.state = status.state;
    row.problem = status.error_message;
    row.started_at = status.started_at;
    row.ended_at = status.ended_at;
    try {
        readStore(directory, row);
    } catch (const Error& error) {
        row.readable = false;
        row.problem = error.what();
    }
    if (row.started_at == 0) {
        try {
            row.started_at = directory.readManifest().created_at;
        } catch (const Error&) {
            row.readable = row.readable && row.stages > 0;
        }
    }
    // A trainer that was killed did not write when it ended: its last step says it about right.
    if (status.pid == 0 && row.ended_at < row.started_at) row.ended_at = std::max(row.started_at, row.last_step);
    row.bytes = sizeOf(directory.root());
    return row;
}

std::vector<RunRow> RunScanner::scan() {
    const std::lock_guard lock(mutex_);
    std::vector<RunRow> rows;
    std::map<fs::path, Known> known;
    for (const RecentProject& recent : recentProjects()) {
        std::vector<RunDirectory> runs;
        std::error_code ignored;
        try {
            runs = listRuns(recent.folder);
        } catch (const Error&) {
            continue;  // a project that went away is no reason to show nothing
        }
        RunRow project;
        project.project = recent.folder;
        project.started_at = recent.opened;
        if (!fs::exists(recent.folder, ignored)) project.lack = ProjectLack::Folder;
        else if (!fs::exists(recent.folder / "recipe.toml", ignored)) project.lack = ProjectLack::Recipe;
        if (runs.empty()) rows.push_back(project);
        for (const RunDirectory& directory : runs) {
            const std::string stamp = stampOf(directory);
            const auto before = known_.find(directory.root());
            Known now = before != known_.end() && before->second.stamp == stamp
                            ? before->second
                            : Known{stamp, look(recent.folder, directory)};
            rows.push_back(now.row);
            known[directory.root()] = std::move(now);
        }
    }
    known_ = std::move(known);
    std::stable_sort(rows.begin(), rows.end(), [](const RunRow& a, const RunRow& b) { return a.started_at > b.started_at; });
    return rows;
}

}  // namespace retort::ui
