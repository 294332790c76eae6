// SPDX-License-Identifier: GPL-3.0-or-later
// The painting half of ChartPlot.
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "ui/charts/chart_plot.h"
#include "ui/charts/series_decimator.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr double line_width = 1.6, faint_alpha = 0.32, dot_radius = 1.8;
/// From this many points in a column on, a line is drawn by its columns' extents: the same picture, a tenth of the time.
constexpr std::size_t dense_points = 2;
/// Lines of more points than this are drawn a device pixel wide: the raster engine strokes those directly, while the outline of
/// a wide jagged line costs tens of milliseconds.
constexpr qsizetype wide_line_points = 120;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::ChartPlot)
};

}  // namespace

void ChartPlot::paint(QPainter& painter) const {
    painter.setFont(labelFont());
    paintStages(painter);
    paintAxes(painter);
    painter.save();
    painter.setClipRect(frame_.adjusted(-size::mark, -1, size::mark, 1));
    for (const auto& line : lines_) paintSpread(painter, *line);
    for (const auto& line : lines_) paintLine(painter, *line);
    painter.restore();
    if (hasData()) return;
    painter.setPen(tokens().muted);
    painter.drawText(frame_, Qt::AlignCenter, Words::tr("No points yet"));
}

void ChartPlot::paintStages(QPainter& painter) const {
    const Tokens& t = tokens();
    const QFontMetricsF metrics(labelFont());
    bool band = false;
    double label_free_from = frame_.left();
    for (const StageSpan& span : store_.spans()) {
        const double begin = std::clamp(toX(link_.byTime() ? span.time_begin : span.offset), frame_.left(), frame_.right());
        const double end = std::clamp(toX(link_.byTime() ? span.time_end : span.end), frame_.left(), frame_.right());
        const QRectF rect(begin, frame_.top(), end - begin, frame_.height());
        if (band && rect.width() > 0) painter.fillRect(rect, solid(wash(t.text), t.surface));
        band = !band;
        const double width = metrics.horizontalAdvance(span.name);
        if (rect.width() >= width + size::xs && begin >= label_free_from && store_.spans().size() > 1) {
            painter.setPen(t.muted);
            painter.drawText(QPointF(begin + size::xs / 2.0, frame_.top() - size::xs), span.name);
            label_free_from = begin + width + size::s;
        }
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
    const MetricSeries* spread = line.spec.spread_key.isEmpty() ? nullptr : store_.find(line.spec.spread_key);
    if (spread == nullptr || log_scale_) return;
    const auto columns = static_cast<int>(frame_.width() / 2);
    const auto middle = decimate(xs(*line.series), line.series->y, line.series->breaks, x_axis_.low, x_axis_.high, columns);
    const auto width = decimate(xs(*spread), spread->y, {}, x_axis_.low, x_axis_.high, columns);
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
        const double x = toX(xs(*line.series)[column.begin]);
        upper << QPointF(x, toY(column.values.high + next->values.high));
        lower << QPointF(x, toY(column.values.low - next->values.high));
    }
    flush();
}

void ChartPlot::paintLine(QPainter& painter, const Line& line) const {
    if (line.shown.smoothed()) paintPath(painter, line, line.shown.raw(), true);
    paintPath(painter, line, line.shown.smooth(), false);
    paintNonFinite(painter, line);
}

void ChartPlot::paintPath(QPainter& painter, const Line& line, const MinMaxPyramid& values, bool faint) const {
    const std::vector<double>& x = xs(*line.series);
    const auto columns = static_cast<int>(frame_.width());
    const auto [first, last] = visibleRange(x, x_axis_.low, x_axis_.high);
    QColor ink = color(line);
    if (faint) ink.setAlphaF(static_cast<float>(faint_alpha));
    if (faint) ink = solid(ink, tokens().surface);
    const bool dense = last - first > dense_points * static_cast<std::size_t>(std::max(columns, 1));
    painter.setRenderHint(QPainter::Antialiasing, !(dense && faint));
    QPolygonF points;
    auto flush = [&] {
        QPen pen(ink, faint || points.size() > wide_line_points ? 0 : line_width, line.dashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        if (points.size() > 1) painter.drawPolyline(points);
        if (points.size() == 1) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(ink);
            painter.drawEllipse(points.front(), dot_radius, dot_radius);
        }
        points.clear();
    };
    if (!dense) {
        auto next_break = std::lower_bound(line.series->breaks.begin(), line.series->breaks.end(), first);
        for (std::size_t i = first; i < last; ++i) {
            while (next_break != line.series->breaks.end() && *next_break < i) ++next_break;
            if (next_break != line.series->breaks.end() && *next_break == i) flush();
            if (std::isfinite(values.at(i))) points << QPointF(toX(x[i]), toY(values.at(i)));
        }
        flush();
        return;
    }
    const auto shown = decimate(x, values, line.series->breaks, x_axis_.low, x_axis_.high, columns);
    if (faint) {
        paintEnvelope(painter, shown, ink);
        return;
    }
    for (const Column& column : shown) {
        if (column.interrupted && column.values.empty()) flush();
        if (column.values.empty()) continue;
        const double at = frame_.left() + column.index + 0.5;
        const double low = toY(column.values.low), high = toY(column.values.high);
        if (low - high < 1) {
            points << QPointF(at, (low + high) / 2);
            continue;
        }
        // From the end that is nearer to where the line comes from.
        const bool low_first = points.isEmpty() || std::abs(points.back().y() - low) < std::abs(points.back().y() - high);
        points << QPointF(at, low_first ? low : high) << QPointF(at, low_first ? high : low);
    }
    flush();
}

void ChartPlot::paintEnvelope(QPainter& painter, const std::vector<Column>& columns, const QColor& ink) const {
    // One polygon for each unbroken stretch: the raster engine hands every filled rectangle to its thread pool and waits, which
    // for hundreds of narrow ones takes a hundred times as long.
    QPolygonF upper, lower;
    auto flush = [&] {
        for (auto point = lower.crbegin(); point != lower.crend(); ++point) upper << *point;
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        if (upper.size() > 2) painter.drawPolygon(upper);
        upper.clear();
        lower.clear();
    };
    for (const Column& column : columns) {
        if (column.interrupted) flush();
        if (column.values.empty()) continue;
        const double x = frame_.left() + column.index + 0.5;
        upper << QPointF(x, toY(column.values.high) - 0.5);
        lower << QPointF(x, toY(column.values.low) + 0.5);
    }
    flush();
}

void ChartPlot::paintNonFinite(QPainter& painter, const Line& line) const {
    if (line.series->non_finite == 0) return;
    const std::vector<double>& x = xs(*line.series);
    const auto [first, last] = visibleRange(x, x_axis_.low, x_axis_.high);
    painter.setPen(QPen(tokens().bad, line_width));
    double drawn = -size::mark;
    // A NaN always interrupts, so only interruptions need looking at.
    for (auto at = std::lower_bound(line.series->breaks.begin(), line.series->breaks.end(), first);
         at != line.series->breaks.end() && *at < last; ++at) {
        if (std::isfinite(line.series->y.at(*at))) continue;
        const double center = toX(x[*at]);
        if (center - drawn < size::mark) continue;
        drawn = center;
        const double y = frame_.bottom() - size::mark, r = size::mark / 2.0;
        painter.drawLine(QPointF(center - r, y - r), QPointF(center + r, y + r));
        painter.drawLine(QPointF(center - r, y + r), QPointF(center + r, y - r));
    }
}

void ChartPlot::paintReadout(QPainter& painter, double hover) const {
    if (!hasData()) return;
    const Tokens& t = tokens();
    const QFontMetricsF metrics(labelFont());
    painter.setFont(labelFont());
    if (!std::isnan(hover) && hover >= x_axis_.low && hover <= x_axis_.high) {
        const double x = std::round(toX(hover)) + 0.5;
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(t.muted, 0, Qt::DashLine));
        painter.drawLine(QPointF(x, frame_.top()), QPointF(x, frame_.bottom()));
        if (const auto place = store_.locate(hover, link_.byTime())) {
            const QString text = QStringLiteral("%1 %2").arg(place->stage_name).arg(place->step);
            const double width = metrics.horizontalAdvance(text) + size::s;
            QRectF box(std::clamp(x - width / 2, area_.left(), area_.right() - width), frame_.bottom() + 1, width, size::chart_bottom - 2);
            painter.fillRect(box, t.raised);
            painter.setPen(t.text);
            painter.drawText(box, Qt::AlignCenter, text);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const double left = frame_.right() + size::s, right = area_.right();
    for (const Reading& reading : readings(hover)) {
        const QRectF row(left, reading.y - metrics.height() / 2, right - left, metrics.height());
        painter.setPen(QPen(color(*reading.line), line_width, reading.line->dashed ? Qt::DotLine : Qt::SolidLine));
        painter.drawLine(QPointF(row.left(), row.center().y()), QPointF(row.left() + size::mark, row.center().y()));
        const QString value = formatMetric(reading.value, reading.line->spec.unit);
        const QRectF text = row.adjusted(size::mark + size::xs, 0, 0, 0);
        painter.setPen(std::isfinite(reading.value) ? t.text : t.bad);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, value);
        if (lines_.size() < 2) continue;
        const double used = metrics.horizontalAdvance(value) + size::xs;
        painter.setPen(t.muted);
        painter.drawText(text.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(reading.line->spec.label, Qt::ElideRight, text.width() - used));
    }
}

}  // namespace retort::ui
