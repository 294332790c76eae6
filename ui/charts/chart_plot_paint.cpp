// SPDX-License-Identifier: GPL-3.0-or-later
// The painting half of ChartPlot.
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <cmath>

#include "ui/charts/chart_plot.h"
#include "ui/charts/series_decimator.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr double line_width = 1.6, marker_radius = 3;
constexpr int markers = 5;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::ChartPlot)
};

}  // namespace

void ChartPlot::paint(QPainter& painter) const {
    painter.setFont(labelFont());
    if (!hasData()) {
        // No grid of figures that nothing has been measured on.
        painter.setPen(tokens().muted);
        painter.drawText(frame_, Qt::AlignCenter, describe());
        return;
    }
    paintStages(painter);
    paintAxes(painter);
    painter.save();
    painter.setClipRect(frame_.adjusted(-size::mark, -1, size::mark, 1));
    for (const Line& line : lines_) paintSpread(painter, line);
    for (const Line& line : lines_) paintLine(painter, line);
    painter.restore();
    paintLiveChanges(painter);
}

std::vector<StageBand> ChartPlot::bands() const {
    std::vector<StageBand> bands;
    const auto pixel = [&](double x) { return std::clamp(toX(x), frame_.left(), frame_.right()); };
    for (const StageSpan& span : store_.spans()) {
        const double begin = span.beginOn(link_.axis()), end = span.endOn(link_.axis());
        if (end > begin) bands.push_back({span.name, pixel(begin), pixel(end)});
    }
    return bands;
}

void ChartPlot::paintStages(QPainter& painter) const {
    if (link_.stacked()) return;
    bool filled = false;
    for (const StageBand& band : bands()) {
        if (filled)
            painter.fillRect(QRectF(band.begin, frame_.top(), band.end - band.begin, frame_.height()),
                             solid(wash(tokens().text), tokens().surface));
        filled = !filled;
    }
    if (namesStages()) paintStageNames(painter);
}

void ChartPlot::paintLiveChanges(QPainter& painter) const {
    for (const LiveChange& change : link_.liveChanges()) {
        const auto position = positionOf(change);
        if (!position) continue;
        const double x = std::round(toX(*position)) + 0.5;
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(tokens().muted, 0, Qt::DotLine));
        painter.drawLine(QPointF(x, frame_.top()), QPointF(x, frame_.bottom()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens().text);
        painter.drawPolygon(QPolygonF({QPointF(x - marker_radius, frame_.top()), QPointF(x + marker_radius, frame_.top()),
                                       QPointF(x, frame_.top() + 2 * marker_radius)}));
    }
}

void ChartPlot::paintStageNames(QPainter& painter) const {
    const QFontMetricsF metrics(labelFont());
    const bool above = link_.byTime(), below_ticks = !x_axis_.ticks.empty();
    const std::vector<StageBand> stages = bands();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(tokens().muted, 0));
    for (const StageBand& band : stages) {
        if (band.end > band.begin && !above)
            painter.drawLine(QPointF(band.begin, frame_.bottom()), QPointF(band.begin, frame_.bottom() + size::tick));
    }
    for (const StageName& name : placeStageNames(stages, area_.right(), below_ticks ? 1 : stage_rows, metrics)) {
        const double row = metrics.height() * (below_ticks ? 1 : name.row);
        const double baseline = above ? frame_.top() - size::xs : frame_.bottom() + size::xs + metrics.ascent() + row;
        painter.drawText(QPointF(name.at + size::tick_gap, baseline), name.text);
    }
}

void ChartPlot::paintAxes(QPainter& painter) const {
    const Tokens& t = tokens();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QFontMetricsF metrics(labelFont());
    for (const Tick& tick : y_axis_.ticks) {
        const double y = std::round(toY(tick.position));
        if (y < frame_.top() - 1 || y > frame_.bottom() + 1) continue;
        painter.setPen(QPen(t.line, 0));
        painter.drawLine(QPointF(frame_.left(), y), QPointF(frame_.right(), y));
        painter.setPen(t.muted);
        painter.drawText(QRectF(area_.left(), y - metrics.height() / 2, size::chart_left - size::xs, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, tick.text);
    }
    painter.setPen(t.muted);
    double free_from = area_.left();
    for (const Tick& tick : x_axis_.ticks) {
        const double width = metrics.horizontalAdvance(tick.text);
        const double left = toX(tick.position) - width / 2;
        if (left < free_from || left + width > area_.right()) continue;
        painter.drawText(QPointF(left, frame_.bottom() + metrics.ascent() + size::xs), tick.text);
        free_from = left + width + size::m;
    }
}

void ChartPlot::paintSpread(QPainter& painter, const Line& line) const {
    const MetricSeries* spread =
        line.spec.spread_key.isEmpty() ? nullptr : groups_[line.group].store->find(line.spec.spread_key);
    // Bands of several runs would hide each other.
    if (spread == nullptr || log_scale_ || groups_.size() > 1) return;
    const Window shown = window(line);
    if (shown.empty()) return;
    const auto columns = static_cast<int>((shown.pixel_high - shown.pixel_low) / 2);
    const auto middle = decimate(xs(line), line.series->y, line.series->breaks, shown.low, shown.high, columns);
    const auto width =
        decimate(groups_[line.group].store->xs(*spread, link_.axis()), spread->y, {}, shown.low, shown.high, columns);
    QPolygonF upper, lower;
    auto flush = [&] {
        for (auto point = lower.crbegin(); point != lower.crend(); ++point) upper << *point;
        painter.setPen(Qt::NoPen);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(solid(tint(color(line)), tokens().surface));
        painter.drawPolygon(upper);
        upper.clear();
        lower.clear();
    };
    auto next = width.begin();
    for (const Column& column : middle) {
        while (next != width.end() && next->index < column.index) ++next;
        if (column.interrupted) flush();
        if (next == width.end() || next->index != column.index || column.values.empty() || next->values.empty()) continue;
        const double x = toX(xs(line)[column.begin] - shiftOf(line));
        upper << QPointF(x, toY(column.values.high + next->values.high));
        lower << QPointF(x, toY(column.values.low - next->values.high));
    }
    flush();
}

void ChartPlot::paintLine(QPainter& painter, const Line& line) const {
    if (line.shown->smoothed()) paintPath(painter, line, line.shown->raw(), true);
    paintPath(painter, line, line.shown->smooth(), false);
    paintInterruptions(painter, line);
}

bool ChartPlot::isGap(const Line& line, std::size_t at) const {
    return std::binary_search(line.series->gaps.begin(), line.series->gaps.end(), at);
}

void ChartPlot::paintInterruptions(QPainter& painter, const Line& line) const {
    if (line.series->non_finite == 0 && line.series->gaps.empty()) return;
    const Window shown = window(line);
    if (shown.empty()) return;
    const std::span<const double> x = xs(line);
    const double shift = shiftOf(line), y = frame_.bottom() - size::mark, r = size::mark / 2.0;
    double drawn = -size::mark;
    // NaN and missing steps always interrupt, so only interruptions need looking at.
    for (auto at = std::lower_bound(line.series->breaks.begin(), line.series->breaks.end(), shown.first);
         at != line.series->breaks.end() && *at < shown.last; ++at) {
        const double center = toX(x[*at] - shift);
        if (*at > shown.first && isGap(line, *at)) {
            // Missing steps: a dotted bar as long as what is missing.
            const double from = toX(x[*at - 1] - shift);
            painter.setPen(QPen(tokens().muted, line_width, Qt::DotLine));
            if (center - from > 1) painter.drawLine(QPointF(from, y), QPointF(center, y));
        }
        if (std::isfinite(line.series->y.at(*at)) || center - drawn < size::mark) continue;
        drawn = center;
        painter.setPen(QPen(tokens().bad, line_width));
        painter.drawLine(QPointF(center - r, y - r), QPointF(center + r, y + r));
        painter.drawLine(QPointF(center - r, y + r), QPointF(center + r, y - r));
    }
}

void ChartPlot::paintMarker(QPainter& painter, const QPointF& at, const Line& line) const {
    const double r = marker_radius;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(line));
    switch (line.marker % markers) {
        case 0: painter.drawEllipse(at, r, r); break;
        case 1: painter.drawRect(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r)); break;
        case 2:
            painter.drawPolygon(QPolygonF{{at.x(), at.y() - r}, {at.x() + r, at.y() + r}, {at.x() - r, at.y() + r}});
            break;
        case 3:
            painter.drawPolygon(
                QPolygonF{{at.x(), at.y() - r}, {at.x() + r, at.y()}, {at.x(), at.y() + r}, {at.x() - r, at.y()}});
            break;
        default: painter.drawPolygon(QPolygonF{{at.x(), at.y() + r}, {at.x() + r, at.y() - r}, {at.x() - r, at.y() - r}});
    }
}

QString ChartPlot::placeName(double hover, const std::optional<std::pair<double, double>>& marked) const {
    const auto here = marked ? place(marked->first, marked->second) : place(hover, hover);
    if (!here) return {};
    QString text =
        link_.stacked() ? Words::tr("step %1").arg(here->from) : QStringLiteral("%1 %2").arg(here->stage).arg(here->from);
    if (!here->last_stage.isEmpty()) text += QStringLiteral(" – %1 %2").arg(here->last_stage).arg(here->to);
    else if (here->to != here->from) text += QStringLiteral(" – %1").arg(here->to);
    else if (link_.axis() == ChartAxis::OptimizerStep)
        text += Words::tr(", optimizer step %1").arg(optimizerStep(hover, here->stage));
    for (const LiveChange& change : link_.liveChanges()) {
        const auto position = positionOf(change);
        if (position && std::abs(toX(*position) - toX(hover)) <= size::mark) text += QStringLiteral(" · ") + change.text;
    }
    return text;
}

void ChartPlot::paintPlaceName(QPainter& painter, double hover,
                               const std::optional<std::pair<double, double>>& marked) const {
    const QString text = placeName(hover, marked);
    if (text.isEmpty()) return;
    const double width = QFontMetricsF(labelFont()).horizontalAdvance(text) + size::s;
    // Left of the frame the lowest figure of the axis is to be read.
    const double left = std::max(frame_.left(), std::min(std::round(toX(hover)) + 0.5 - width / 2, area_.right() - width));
    const QRectF box(left, frame_.bottom() + 1, width, size::chart_bottom - 2);
    painter.fillRect(box, tokens().raised);
    painter.setPen(tokens().text);
    painter.drawText(box, Qt::AlignCenter, text);
}

void ChartPlot::paintReadout(QPainter& painter, double hover, const std::optional<std::pair<double, double>>& marked) const {
    if (!hasData()) return;
    const Tokens& t = tokens();
    const QFontMetricsF metrics(labelFont());
    painter.setFont(labelFont());
    if (!std::isnan(hover) && hover >= x_axis_.low && hover <= x_axis_.high) {
        const double x = std::round(toX(hover)) + 0.5;
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(t.muted, 0, Qt::DashLine));
        painter.drawLine(QPointF(x, frame_.top()), QPointF(x, frame_.bottom()));
        paintPlaceName(painter, hover, marked);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const double left = frame_.right() + size::s, right = area_.right();
    for (const Reading& reading : readings(hover)) {
        const QRectF row(left, reading.y - metrics.height() / 2, right - left, metrics.height());
        const double sign = hasLegend() ? sample_length : size::mark;
        if (hasLegend()) paintSample(painter, {row.left(), row.center().y()}, reading.line->dash, color(*reading.line));
        else paintMarker(painter, QPointF(row.left() + size::mark / 2.0, row.center().y()), *reading.line);
        const QString value = formatMetric(reading.value, reading.line->spec.unit);
        const QRectF text = row.adjusted(sign + size::xs, 0, 0, 0);
        painter.setPen(std::isfinite(reading.value) ? t.text : t.bad);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, value);
        const QString name = hasLegend() ? reading.line->spec.label : labelOf(*reading.line);
        if (lines_.size() < 2) continue;
        const double used = metrics.horizontalAdvance(value) + size::xs;
        painter.setPen(t.muted);
        painter.drawText(text.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(name, groups_.size() > 1 && !hasLegend() ? Qt::ElideMiddle : Qt::ElideRight,
                                            text.width() - used));
    }
}

double ChartPlot::paintLegend(QPainter& painter, double right, double baseline, double room) const {
    if (!hasLegend()) return 0;
    const QFontMetricsF metrics(labelFont());
    constexpr double sign = sample_length + size::xs;
    QStringList names;
    double taken = 0;
    for (const QString& style : styles_) {
        names << (style.isEmpty() ? Words::tr("this run") : style);
        taken += sign + metrics.horizontalAdvance(names.back()) + size::m;
    }
    const double most = (room - static_cast<double>(names.size()) * (sign + size::m)) / static_cast<double>(names.size());
    if (most < metrics.averageCharWidth() * legend_letters) return 0;
    if (taken > room) {
        taken = 0;
        for (QString& name : names) {
            name = metrics.elidedText(name, Qt::ElideMiddle, most);
            taken += sign + metrics.horizontalAdvance(name) + size::m;
        }
    }
    double x = right - taken;
    painter.setFont(labelFont());
    for (int style = 0; style < names.size(); ++style) {
        paintSample(painter, {x, baseline - metrics.xHeight() / 2}, style, tokens().text);
        painter.setPen(tokens().muted);
        painter.drawText(QPointF(x + sign, baseline), names[style]);
        x += sign + metrics.horizontalAdvance(names[style]) + size::m;
    }
    return taken;
}

}  // namespace retort::ui
