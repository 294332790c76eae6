// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/source_runs.h"

#include <algorithm>

#include "base/error.h"
#include "run/run_directory.h"
#include "store/run_reader.h"

namespace retort::ui {

void SourceRuns::add(RunDelta& delta) {
    if (delta.reset) taken_.clear();
    bool added = false;
    for (const StageRecord& stage : delta.stages) {
        positions_[stage.id] = stage.position;
        if (stage.state != StageState::Skipped || stage.source_run.empty() || !taken_.insert(stage.id).second) continue;
        try {
            addStage(stage, delta);
            added = true;
        } catch (const Error&) {
            // The strip says which run it was; its curves are simply not there.
        }
    }
    if (!added) return;
    std::stable_sort(delta.steps.begin(), delta.steps.end(),
                     [&](const StepRecord& a, const StepRecord& b) { return positions_[a.stage] < positions_[b.stage]; });
}

void SourceRuns::addStage(const StageRecord& stage, RunDelta& delta) {
    // An id from a store is no path: only the name of a sibling counts.
    const std::filesystem::path name = std::filesystem::path(stage.source_run).filename();
    RunReader reader(RunDirectory(runs_folder_ / name).store());
    const auto source = reader.stage(stage.name);
    if (!source) return;
    for (StepRecord step : reader.steps(source->id)) {
        step.stage = stage.id;
        delta.steps.push_back(step);
    }
    for (const std::string& key : reader.metricKeys(source->id)) {
        delta.series.push_back({stage.id, key, reader.series(source->id, key)});
    }
    for (EvaluationRecord evaluation : reader.evaluations()) {
        if (evaluation.stage != source->id) continue;
        evaluation.stage = stage.id;
        evaluation.id = EvaluationId{next_evaluation_--};
        delta.evaluations.push_back(std::move(evaluation));
    }
}

}  // namespace retort::ui
