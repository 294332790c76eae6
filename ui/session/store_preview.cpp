// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/store_preview.h"

#include "ui/pages/overview_charts.h"

namespace retort::ui {
namespace {

/// Fewer steps than this are read whole before a person notices.
constexpr std::int64_t large = 20'000;

bool drawn(const std::vector<ChartSpec>& charts, const std::string& key) {
    for (const ChartSpec& chart : charts) {
        for (const LineSpec& line : chart.lines) {
            const qsizetype star = line.key.indexOf(QLatin1Char('*'));
            if (star < 0 ? line.key.toStdString() == key : QString::fromStdString(key).startsWith(line.key.left(star)))
                return true;
        }
    }
    return false;
}

/// Two points for each block, its lowest and its highest, then what follows the last block.
SeriesDelta seriesOf(RunReader& reader, StageId stage, const std::string& key) {
    SeriesDelta series{stage, key, {}};
    Step from = 0;
    for (const SeriesBlock& block : reader.seriesBlocks(stage, key)) {
        series.points.push_back({block.first + SeriesBlock::steps / 4, block.low});
        series.points.push_back({block.first + SeriesBlock::steps * 3 / 4, block.high});
        from = block.first + SeriesBlock::steps;
    }
    const std::vector<SeriesPoint> rest = reader.series(stage, key, from);
    series.points.insert(series.points.end(), rest.begin(), rest.end());
    return series;
}

/// Steps where the points of a preview lie, with their times between those of the stage's beginning and end.
void addSteps(const StageRecord& stage, RunDelta& delta) {
    const double end = stage.ended_at > stage.started_at ? stage.ended_at : stage.started_at + stage.seconds;
    const double pace = (end - stage.started_at) / static_cast<double>(stage.steps_done);
    auto add = [&](Step step) {
        delta.steps.push_back({stage.id, step, step, stage.started_at + pace * static_cast<double>(step), 0});
    };
    const Step whole = stage.steps_done / SeriesBlock::steps * SeriesBlock::steps;
    for (Step first = 0; first < whole; first += SeriesBlock::steps) {
        add(first + SeriesBlock::steps / 4);
        add(first + SeriesBlock::steps * 3 / 4);
    }
    for (Step step = whole; step <= stage.steps_done; ++step) add(step);
}

}  // namespace

std::shared_ptr<const RunDelta> previewOf(RunReader& reader) {
    auto delta = std::make_shared<RunDelta>();
    delta->stages = reader.stages();
    std::int64_t steps = 0;
    for (const StageRecord& stage : delta->stages) steps += stage.steps_done;
    if (steps < large || !reader.hasBlocks()) return nullptr;
    delta->evaluations = reader.evaluations();
    const std::vector<ChartSpec> charts = overviewCharts();
    for (const StageRecord& stage : delta->stages) {
        if (stage.kind == "evaluate" || stage.steps_done == 0) continue;
        addSteps(stage, *delta);
        for (const std::string& key : reader.metricKeys(stage.id)) {
            if (drawn(charts, key)) delta->series.push_back(seriesOf(reader, stage.id, key));
        }
    }
    return delta;
}

}  // namespace retort::ui
