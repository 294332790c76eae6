// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_plot.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/charts/series_decimator.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr double tick_room_x = 80, tick_room_y = 34;
constexpr double reach_share = 0.02;
constexpr double readout_share = 0.3;

}  // namespace

ChartPlot::ChartPlot(ChartSpec spec, const ChartLink& link, const MetricSeriesStore& store)
    : spec_(std::move(spec)), link_(link), store_(store) {}

void ChartPlot::findLines() {
    QStringList keys;
    for (const LineSpec& wanted : spec_.lines) {
        for (const QString& key : store_.match(wanted.key)) {
            if (!keys.contains(key)) keys << key;
        }
    }
    bool same = keys == line_keys_;
    for (const auto& line : lines_) same = same && store_.find(line->spec.key) == line->series;
    if (same) return;
    line_keys_ = keys;
    lines_.clear();
    for (const LineSpec& wanted : spec_.lines) {
        const qsizetype star = wanted.key.indexOf(QLatin1Char('*'));
        for (const QString& key : store_.match(wanted.key)) {
            if (std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) { return line->spec.key == key; })) continue;
            auto line = std::make_unique<Line>();
            line->spec = wanted;
            line->spec.key = key;
            if (star >= 0) line->spec.label = key.mid(star, key.size() - wanted.key.size() + 1);
            line->series = store_.find(key);
            const auto number = static_cast<int>(lines_.size()), palette = static_cast<int>(tokens().series.size());
            line->color = number % palette;
            line->dashed = number >= palette;
            lines_.push_back(std::move(line));
        }
    }
}

void ChartPlot::update(const QRectF& area) {
    area_ = area;
    findLines();
    for (auto& line : lines_) line->shown.update(*line->series, link_.smoothing(), log_scale_);
    // The same room for every card of this width, so that the crosshair is one line down the page.
    const double room = std::min<double>(size::chart_right, area.width() * readout_share);
    frame_ = area.adjusted(size::chart_left, size::m, -room, -size::chart_bottom);
    computeAxes();
}

std::pair<double, double> ChartPlot::xBounds() const {
    if (link_.range()) return *link_.range();
    const bool by_time = link_.byTime();
    ValueRange all;
    if (const StageSpan* span = link_.stage() ? store_.span(link_.stage()) : nullptr) {
        all.add(by_time ? span->time_begin : span->offset + 1);
        all.add(by_time ? span->time_end : span->end);
    } else {
        // All charts of the page have the same axis, whichever stages they have points of.
        for (const StageSpan& stage : store_.spans()) {
            all.add(by_time ? stage.time_begin : stage.offset + 1);
            all.add(by_time ? stage.time_end : stage.end);
        }
    }
    if (all.empty()) return {0, 1};
    return {all.low, all.high > all.low ? all.high : all.low + 1};
}

void ChartPlot::computeAxes() {
    const auto [x_low, x_high] = xBounds();
    const int x_wanted = std::max(2, static_cast<int>(frame_.width() / tick_room_x));
    if (link_.byTime()) {
        const double origin = store_.spans().empty() ? x_low : store_.spans().front().time_begin;
        x_axis_ = timeAxis(x_low, x_high, origin, x_wanted);
    } else {
        x_axis_ = stepAxis(x_low, x_high, x_wanted);
    }
    ValueRange values;
    for (const auto& line : lines_) {
        const auto [first, last] = visibleRange(xs(*line->series), x_low, x_high);
        values.add(line->shown.raw().range(first, last));
    }
    if (!log_scale_ && spec_.share) values.add({.low = 0, .high = 1, .valid = true});
    if (!log_scale_ && spec_.from_zero && !values.empty()) values.add(0.0);
    y_axis_ = valueAxis(values, log_scale_, std::max(2, static_cast<int>(frame_.height() / tick_room_y)));
}

QColor ChartPlot::color(const Line& line) const { return tokens().series[static_cast<std::size_t>(line.color)]; }

bool ChartPlot::hasData() const {
    return std::any_of(lines_.begin(), lines_.end(), [](const auto& line) { return line->series->y.size() > 0; });
}

std::size_t ChartPlot::hiddenPoints() const {
    std::size_t hidden = 0;
    for (const auto& line : lines_) hidden += line->shown.hidden();
    return hidden;
}

std::size_t ChartPlot::nonFinitePoints() const {
    std::size_t count = 0;
    for (const auto& line : lines_) count += line->series->non_finite;
    return count;
}

std::vector<ChartPlot::Reading> ChartPlot::readings(double hover) const {
    std::vector<Reading> result;
    const double x = std::isnan(hover) ? x_axis_.high : hover;
    for (const auto& line : lines_) {
        const std::vector<double>& at = xs(*line->series);
        // Points may have come since the last update; they are read out after the next.
        const std::size_t known = std::min(at.size(), line->shown.smooth().size());
        const auto end = at.begin() + static_cast<std::ptrdiff_t>(known);
        auto index = static_cast<std::size_t>(std::upper_bound(at.begin(), end, x) - at.begin());
        if (index == 0) continue;
        --index;
        // Nearest of the two neighbours, so that the read-out names the point under the pointer.
        if (index + 1 < known && !std::isnan(hover) && at[index + 1] - x < x - at[index]) ++index;
        if (at[index] < x_axis_.low) continue;
        // A stage without this metric has no value to read out, even if the stage before had one.
        const double reach = std::max((x_axis_.high - x_axis_.low) * reach_share, link_.byTime() ? 0.0 : line->series->stride);
        if (!std::isnan(hover) && std::abs(at[index] - x) > reach) continue;
        const double shown = line->shown.smooth().at(index);
        const double value = line->shown.smoothed() ? (log_scale_ ? std::pow(10.0, shown) : shown) : line->series->y.at(index);
        result.push_back({line.get(), value, std::isfinite(shown) ? toY(shown) : frame_.bottom()});
    }
    std::sort(result.begin(), result.end(), [](const Reading& a, const Reading& b) { return a.y < b.y; });
    const double height = QFontMetricsF(labelFont()).height();
    double floor = frame_.top();
    for (Reading& reading : result) {
        reading.y = std::max(reading.y, floor);
        floor = reading.y + height;
    }
    double ceiling = frame_.bottom();
    for (auto reading = result.rbegin(); reading != result.rend(); ++reading) {
        reading->y = std::min(reading->y, ceiling);
        ceiling = reading->y - height;
    }
    return result;
}

QString ChartPlot::describe() const {
    QStringList parts;
    for (const Reading& reading : readings(std::numeric_limits<double>::quiet_NaN())) {
        parts << QStringLiteral("%1 %2").arg(reading.line->spec.label, formatMetric(reading.value, reading.line->spec.unit));
    }
    return parts.join(QStringLiteral(", "));
}

QString ChartPlot::toCsv(QChar separator) const {
    std::map<double, std::vector<QString>> rows;
    QString text = link_.byTime() ? QStringLiteral("time") : QStringLiteral("step");
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const MetricSeries& series = *lines_[i]->series;
        text += separator + series.key;
        const std::vector<double>& x = xs(series);
        for (std::size_t at = 0; at < x.size(); ++at) {
            if (x[at] < x_axis_.low || x[at] > x_axis_.high) continue;
            auto& row = rows[x[at]];
            row.resize(lines_.size());
            row[i] = QString::number(series.y.at(at), 'g', 17);
        }
    }
    text += QLatin1Char('\n');
    for (const auto& [x, row] : rows) {
        text += QString::number(x, 'f', link_.byTime() ? 3 : 0);
        for (const QString& cell : row) text += separator + cell;
        text += QLatin1Char('\n');
    }
    return text;
}

}  // namespace retort::ui
