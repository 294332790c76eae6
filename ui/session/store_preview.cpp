// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/store_preview.h"

#include <algorithm>

#include "ui/pages/overview_charts.h"

namespace retort::ui {
namespace {

/// Fewer steps than this are read whole before a person notices.
constexpr std::int64_t large = 20'000;
constexpr std::int64_t samples_in_all = 160;

bool drawn(const std::vector<ChartSpec>& charts, const std::string& key) {
    for (const ChartSpec& chart : charts) {
        for (const LineSpec& line : chart.lines) {
            const qsizetype star = line.key.indexOf(QLatin1Char('*'));
            if (star < 0 ? line.key.toStdString() == key : QString::fromStdString(key).startsWith(line.key.left(star))) return true;
        }
    }
    return false;
}

void addStage(RunReader& reader, const StageRecord& stage, const std::vector<ChartSpec>& charts, std::int64_t samples, RunDelta& delta) {
    std::vector<Step> steps;
    const std::int64_t count = std::min<std::int64_t>(samples, stage.steps_done);
    for (std::int64_t i = 0; i < count; ++i) {
        const Step step = count == 1 ? 1 : 1 + i * (stage.steps_done - 1) / (count - 1);
        const double share = static_cast<double>(step) / static_cast<double>(stage.steps_done);
        const double end = stage.ended_at > stage.started_at ? stage.ended_at : stage.started_at + stage.seconds;
        steps.push_back(step);
        delta.steps.push_back({stage.id, step, step, stage.started_at + share * (end - stage.started_at), 0});
    }
    for (const std::string& key : reader.metricKeys(stage.id)) {
        if (!drawn(charts, key)) continue;
        SeriesDelta series{stage.id, key, {}};
        for (const Step step : steps) {
            for (const SeriesPoint& point : reader.series(stage.id, key, step, step)) series.points.push_back(point);
        }
        delta.series.push_back(std::move(series));
    }
}

}  // namespace

std::shared_ptr<const RunDelta> previewOf(RunReader& reader) {
    auto delta = std::make_shared<RunDelta>();
    delta->stages = reader.stages();
    std::int64_t steps = 0;
    for (const StageRecord& stage : delta->stages) steps += stage.steps_done;
    if (steps < large) return nullptr;
    delta->evaluations = reader.evaluations();
    const std::vector<ChartSpec> charts = overviewCharts();
    for (const StageRecord& stage : delta->stages) {
        if (stage.kind == "evaluate" || stage.steps_done == 0) continue;
        addStage(reader, stage, charts, std::max<std::int64_t>(2, samples_in_all * stage.steps_done / steps), *delta);
    }
    return delta;
}

}  // namespace retort::ui
