// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/charts/chart_plot.h"

namespace retort::ui {

/// The curated charts of Overview in order.
std::vector<ChartSpec> overviewCharts();
/// A chart of one metric that no curated chart has. Its id is "metric:" and the key.
ChartSpec metricChart(const QString& key);
inline constexpr char metric_chart_prefix[] = "metric:";
/// Whether the stage (none: any) has a point of one of the chart's lines.
bool hasPoints(const MetricSeriesStore& store, const ChartSpec& chart, StageId stage);
/// A line for a key, with the unit and label of the metric list.
LineSpec metricLine(const QString& key, const QString& label = {}, const QString& spread_key = {});

}  // namespace retort::ui
