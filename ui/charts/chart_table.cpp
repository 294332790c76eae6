// SPDX-License-Identifier: GPL-3.0-or-later
// A chart's points as figures.
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_plot.h"

namespace retort::ui {

std::int64_t ChartPlot::optimizerStep(double x, const QString& stage) const {
    for (const StageSpan& span : store_.spans()) {
        if (span.name == stage) return std::llround((x - (link_.stacked() ? 0 : span.optimizer_offset)) / span.scale);
    }
    return std::llround(x);
}

ChartTable ChartPlot::table() const {
    ChartTable table;
    std::vector<Window> windows;
    for (const Line& line : lines_) {
        windows.push_back(window(line));
        const Window& shown = windows.back();
        for (std::size_t at = shown.first; at < shown.last; ++at) table.x.push_back(xs(line)[at] - shiftOf(line));
    }
    std::sort(table.x.begin(), table.x.end());
    table.x.erase(std::unique(table.x.begin(), table.x.end()), table.x.end());
    std::erase_if(table.x, [&](double x) { return x < x_axis_.low || x > x_axis_.high; });
    for (const double x : table.x) {
        const auto here = place(x, x);
        table.stages << (here && !link_.stacked() ? here->stage : QString());
        table.steps.push_back(here ? here->from : 0);
        if (link_.axis() == ChartAxis::OptimizerStep)
            table.optimizer_steps.push_back(here ? optimizerStep(x, here->stage) : 0);
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const Line& line = lines_[i];
        if (windows[i].empty()) continue;  // a column without a value
        const QString& group = groups_[line.group].label;
        table.columns << (group.isEmpty() ? line.spec.key : QStringLiteral("%1 %2").arg(line.spec.key, group));
        auto& values = table.values.emplace_back(table.x.size(), std::nan(""));
        auto& present = table.present.emplace_back(table.x.size(), false);
        auto row = table.x.begin();
        for (std::size_t at = windows[i].first; at < windows[i].last; ++at) {
            const double x = xs(line)[at] - shiftOf(line);
            row = std::lower_bound(row, table.x.end(), x);
            if (row == table.x.end()) break;
            if (*row != x) continue;
            const auto place = static_cast<std::size_t>(row - table.x.begin());
            values[place] = line.series->y.at(at);
            present[place] = true;
        }
    }
    return table;
}

QString ChartPlot::toCsv(QChar separator) const {
    const ChartTable all = table();
    QStringList head;
    if (!link_.stacked()) head << QStringLiteral("stage");
    head << QStringLiteral("step");
    if (!all.optimizer_steps.empty()) head << QStringLiteral("optimizer_step");
    if (link_.byTime()) head << QStringLiteral("time");
    QString text = (head + all.columns).join(separator) + QLatin1Char('\n');
    for (std::size_t row = 0; row < all.x.size(); ++row) {
        if (!link_.stacked()) text += all.stages[static_cast<qsizetype>(row)] + separator;
        text += QString::number(all.steps[row]);
        if (!all.optimizer_steps.empty()) text += separator + QString::number(all.optimizer_steps[row]);
        if (link_.byTime()) text += separator + QString::number(all.x[row], 'f', 3);
        for (std::size_t column = 0; column < all.values.size(); ++column) {
            text += separator;
            if (all.present[column][row]) text += QString::number(all.values[column][row], 'g', 17);
        }
        text += QLatin1Char('\n');
    }
    return text;
}

}  // namespace retort::ui
