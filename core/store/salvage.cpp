// SPDX-License-Identifier: Apache-2.0
#include "store/salvage.h"

#include <algorithm>
#include <limits>

namespace retort {
namespace {

constexpr Step smallest_range = 16;

/// Appends the points of [from, to] that can be read.
void readPoints(RunReader& reader, StageId stage, const std::string& key, Step from, Step to,
                std::vector<SeriesPoint>& points) {
    std::vector<SeriesPoint> found;
    const bool damaged = damageIn([&] { found = reader.series(stage, key, from, to); }).has_value();
    if (!damaged) points.insert(points.end(), found.begin(), found.end());
    if (!damaged || to - from < smallest_range) return;
    const Step middle = from + (to - from) / 2;
    readPoints(reader, stage, key, from, middle, points);
    readPoints(reader, stage, key, middle + 1, to, points);
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
        if (salvageSeries(reader, stage.id, key, stage.steps_done, series.points)) ++run.damaged.series;
        if (!series.points.empty()) run.delta.series.push_back(std::move(series));
    }
}

}  // namespace

std::optional<Error> salvageSeries(RunReader& reader, StageId stage, const std::string& key, Step last,
                                   std::vector<SeriesPoint>& points) {
    std::vector<SeriesPoint> whole;
    const std::optional<Error> damage = damageIn([&] { whole = reader.series(stage, key); });
    if (damage) readPoints(reader, stage, key, 0, std::max<Step>(last, 1), points);
    else points.insert(points.end(), whole.begin(), whole.end());
    return damage;
}

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
