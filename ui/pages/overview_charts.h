// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/charts/chart_plot.h"

namespace retort::ui {

/// The curated charts of Overview in order.
std::vector<ChartSpec> overviewCharts();
/// A line for a key, with the unit and label of the metric list.
LineSpec metricLine(const QString& key, const QString& label = {}, const QString& spread_key = {});

}  // namespace retort::ui
