// SPDX-License-Identifier: Apache-2.0
#include "store/salvage.h"

#include <algorithm>
#include <limits>

namespace retort {
namespace {

constexpr Step smallest_range = 16;

/// Points of [from, to] in order; false where some of them cannot be read.
bool readPoints(RunReader& reader, const SeriesDelta& series, Step from, Step to, std::vector<SeriesPoint>& points) {
    std::vector<SeriesPoint> found;
    if (!damageIn([&] { found = reader.series(series.stage, series.key, from, to); })) {
        points.insert(points.end(), found.begin(), found.end());
        return true;
    }
    if (to - from < smallest_range) return false;
    const Step middle = from + (to - from) / 2;
    readPoints(reader, series, from, middle, points);
    readPoints(reader, series, middle + 1, to, points);
    return false;
}

void readStage(RunReader& reader, const StageRecord& stage, SalvagedRun& run) {
    std::vector<StepRecord> steps;
    if (!damageIn([&] { steps = reader.steps(stage.id); }))
        run.delta.steps.insert(run.delta.steps.end(), steps.begin(), steps.end());
    else run.damaged.steps = true;
    std::vector<std::string> keys;
    if (damageIn([&] { keys = reader.metricKeys(stage.id); })) ++run.damaged.series;
    for (const std::string& key : keys) {
        SeriesDelta series{stage.id, key, {}};
        if (!readPoints(reader, series, 0, std::max<Step>(stage.steps_done, 1), series.points)) ++run.damaged.series;
        if (!series.points.empty()) run.delta.series.push_back(std::move(series));
    }
}

}  // namespace

SalvagedRun salvage(RunReader& reader, std::int64_t newest_limit) {
    SalvagedRun run;
    RunDelta& delta = run.delta;
    delta.stages = reader.stages();
    for (const StageRecord& stage : delta.stages) readStage(reader, stage, run);
    run.damaged.rollouts = damageIn([&] {
                               delta.new_rollouts = reader.countRollouts({}, std::numeric_limits<std::int64_t>::max());
                               delta.newest = reader.rollouts({}, RolloutOrder::NewestFirst, {}, newest_limit).rows;
                           }).has_value();
    run.damaged.checkpoints = damageIn([&] { delta.checkpoints = reader.checkpoints(); }).has_value();
    run.damaged.evaluations = damageIn([&] { delta.evaluations = reader.evaluations(); }).has_value();
    run.damaged.events = damageIn([&] { delta.events = reader.events(); }).has_value();
    return run;
}

}  // namespace retort
