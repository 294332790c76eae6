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

constexpr double line_width = 1.6, faint_alpha = 0.32, dot_radius = 1.8, marker_radius = 3;
constexpr int markers = 5;
/// From this many points in a column on, a line is drawn by its columns' extents: the same picture, a tenth of the time.
constexpr std::size_t dense_points = 2;
/// Lines of more points than this are drawn a device pixel wide: the raster engine strokes those directly, while the outline of
/// a wide jagged line costs tens of milliseconds.
constexpr qsizetype wide_line_points = 120;

/// Where a line's columns are this many pixels tall on average, upright runs of pixels show it: stroking its zigzag with smooth
/// edges takes ten times as long and looks the same.
constexpr double tall_column = 4;

/// The dashes of dashOf() in columns.
bool inDash(int dash, int column) {
    switch (dash % 5) {
        case 1: return column % 9 < 6;
        case 2: return column % 4 < 2;
        case 3: return column % 12 < 6 || column % 12 / 2 == 4;
        case 4: return column % 16 < 6 || column % 16 / 2 == 4 || column % 16 / 2 == 6;
        default: return true;
    }
}

Qt::PenStyle dashOf(int dash) {
    static constexpr Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};
    return styles[static_cast<std::size_t>(dash) % std::size(styles)];
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::ChartPlot)
};

}  // namespace

void ChartPlot::paint(QPainter& painter) const {
    painter.setFont(labelFont());
    if (!hasData()) {
        // No grid of figures that nothing has been measured on.
        painter.setPen(tokens().muted);
        painter.drawText(frame_, Qt::AlignCenter, Words::tr("No points yet"));
        return;
    }
    paintStages(painter);
    paintAxes(painter);
    painter.save();
    painter.setClipRect(frame_.adjusted(-size::mark, -1, size::mark, 1));
    for (const Line& line : lines_) paintSpread(painter, line);
    for (const Line& line : lines_) paintLine(painter, line);
    painter.restore();
}

void ChartPlot::paintStages(QPainter& painter) const {
    if (link_.stacked()) return;
    const Tokens& t = tokens();
    const QFontMetricsF metrics(labelFont());
    bool band = false;
    double label_free_from = frame_.left();
    for (const StageSpan& span : store_.spans()) {
        const double begin = std::clamp(toX(span.beginOn(link_.axis())), frame_.left(), frame_.right());
        const double end = std::clamp(toX(span.endOn(link_.axis())), frame_.left(), frame_.right());
        const QRectF rect(begin, frame_.top(), end - begin, frame_.height());
        if (band && rect.width() > 0) painter.fillRect(rect, solid(wash(t.text), t.surface));
        band = !band;
        // On the step axis the names stand where the ticks would; on the clock, above.
        const bool below = !link_.byTime() && x_axis_.ticks.empty();
        // Whole or not at all, a little into the next band where that is what it takes: the crosshair names every stage.
        const double width = metrics.horizontalAdvance(span.name);
        if (width > rect.width() + size::s || begin < label_free_from || begin + width > area_.right() || (!below && store_.spans().size() < 2)) continue;
        painter.setPen(t.muted);
        const double y = below ? frame_.bottom() + metrics.ascent() + size::xs : frame_.top() - size::xs;
        painter.drawText(QPointF(begin + size::xs / 2.0, y), span.name);
        label_free_from = begin + width + size::xs;
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
    const MetricSeries* spread = line.spec.spread_key.isEmpty() ? nullptr : groups_[line.group].store->find(line.spec.spread_key);
    // Bands of several runs would hide each other.
    if (spread == nullptr || log_scale_ || groups_.size() > 1) return;
    const Window shown = window(line);
    if (shown.empty()) return;
    const auto columns = static_cast<int>((shown.pixel_high - shown.pixel_low) / 2);
    const auto middle = decimate(xs(line), line.series->y, line.series->breaks, shown.low, shown.high, columns);
    const auto width = decimate(groups_[line.group].store->xs(*spread, link_.axis()), spread->y, {}, shown.low, shown.high, columns);
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

void ChartPlot::stroke(QPainter& painter, const QPolygonF& points, const Line& line, const QColor& ink, bool faint) const {
    painter.setPen(QPen(ink, faint || points.size() > wide_line_points ? 0 : line_width, faint ? Qt::SolidLine : dashOf(line.dash), Qt::FlatCap, Qt::BevelJoin));
    painter.setBrush(Qt::NoBrush);
    if (points.size() > 1) painter.drawPolyline(points);
    if (points.size() != 1) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(points.front(), dot_radius, dot_radius);
}

void ChartPlot::paintPath(QPainter& painter, const Line& line, const MinMaxPyramid& values, bool faint) const {
    const Window shown = window(line);
    if (shown.empty()) return;
    const std::vector<double>& x = xs(line);
    QColor ink = color(line);
    if (faint) {
        ink.setAlphaF(static_cast<float>(faint_alpha));
        ink = solid(ink, tokens().surface);
    }
    const double columns = std::max(1.0, (shown.pixel_high - shown.pixel_low) * painter.device()->devicePixelRatioF());
    const bool dense = shown.last - shown.first > dense_points * static_cast<std::size_t>(columns);
    painter.setRenderHint(QPainter::Antialiasing, !(dense && faint));
    if (dense) return paintDense(painter, line, shown, values, ink, faint);
    QPolygonF points;
    const double shift = shiftOf(line);
    const std::vector<std::size_t>& breaks = line.series->breaks;
    auto next_break = std::lower_bound(breaks.begin(), breaks.end(), shown.first);
    for (std::size_t i = shown.first; i < shown.last; ++i) {
        while (next_break != breaks.end() && *next_break < i) ++next_break;
        if (next_break != breaks.end() && *next_break == i) {
            stroke(painter, points, line, ink, faint);
            points.clear();
        }
        if (std::isfinite(values.at(i))) points << QPointF(toX(x[i] - shift), toY(values.at(i)));
    }
    stroke(painter, points, line, ink, faint);
}

void ChartPlot::paintDense(QPainter& painter, const Line& line, const Window& shown, const MinMaxPyramid& values, const QColor& ink, bool faint) const {
    const double ratio = painter.device()->devicePixelRatioF();
    std::vector<Column> own;
    std::span<const Column> parts;
    double left = shown.pixel_low;
    if (std::isinf(groups_[line.group].from)) {
        ColumnGrid& grid = line.shown->grid(faint);
        const double width = (x_axis_.high - x_axis_.low) / (frame_.width() * ratio);
        parts = grid.columns({xs(line), values, line.series->breaks, line.shown->version()}, shown.low, shown.high, width);
        // On whole pixels, so that each column has its own.
        left = std::round(toX(grid.origin()) * ratio) / ratio;
    } else {
        // A part of the series: its first and last columns have no points of the rest.
        own = decimate(xs(line), values, line.series->breaks, shown.low, shown.high, std::max(1, static_cast<int>((shown.pixel_high - shown.pixel_low) * ratio)));
        parts = own;
    }
    if (faint) return paintEnvelope(painter, parts, left, ratio, ink);
    double height = 0;
    for (const Column& column : parts) height += column.values.empty() ? 0 : toY(column.values.low) - toY(column.values.high);
    if (height > tall_column * static_cast<double>(parts.size())) return paintRuns(painter, parts, left, ratio, line, ink);
    QPolygonF points;
    int index_before = 0;
    for (const Column& column : parts) {
        const bool apart = column.values.empty() || column.index > index_before + 1;
        index_before = column.index;
        if (column.interrupted && apart) {
            stroke(painter, points, line, ink, false);
            points.clear();
        }
        if (column.values.empty()) continue;
        const double at = left + (column.index + 0.5) / ratio;
        const double low = toY(column.values.low), high = toY(column.values.high);
        if (low - high < 1) {
            points << QPointF(at, (low + high) / 2);
            continue;
        }
        // From the end that is nearer to where the line comes from.
        const bool low_first = points.isEmpty() || std::abs(points.back().y() - low) < std::abs(points.back().y() - high);
        points << QPointF(at, low_first ? low : high) << QPointF(at, low_first ? high : low);
    }
    stroke(painter, points, line, ink, false);
}

void ChartPlot::paintRuns(QPainter& painter, std::span<const Column> columns, double left, double ratio, const Line& line, const QColor& ink) const {
    std::vector<QLineF> runs;
    runs.reserve(columns.size());
    double top_before = 0, bottom_before = 0;
    int index_before = 0;
    bool joined = false;
    for (const Column& column : columns) {
        if (column.interrupted && (column.values.empty() || column.index > index_before + 1)) joined = false;
        index_before = column.index;
        if (column.values.empty()) continue;
        const double top = toY(column.values.high), bottom = std::max(toY(column.values.low), top + 1 / ratio);
        // Up or down to where the column before ended: the line between the two.
        const double from = joined ? std::min(top, bottom_before) : top, to = joined ? std::max(bottom, top_before) : bottom;
        const double x = left + (column.index + 0.5) / ratio;
        if (inDash(line.dash, column.index)) runs.emplace_back(x, from, x, to);
        top_before = top;
        bottom_before = bottom;
        joined = true;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(ink, 0, Qt::SolidLine, Qt::SquareCap));
    painter.drawLines(runs.data(), static_cast<int>(runs.size()));
}

void ChartPlot::paintEnvelope(QPainter& painter, std::span<const Column> columns, double left, double ratio, const QColor& ink) const {
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
        const double x = left + (column.index + 0.5) / ratio;
        upper << QPointF(x, toY(column.values.high) - 0.5);
        lower << QPointF(x, toY(column.values.low) + 0.5);
    }
    flush();
}

bool ChartPlot::isGap(const Line& line, std::size_t at) const {
    return std::binary_search(line.series->gaps.begin(), line.series->gaps.end(), at);
}

void ChartPlot::paintInterruptions(QPainter& painter, const Line& line) const {
    if (line.series->non_finite == 0 && line.series->gaps.empty()) return;
    const Window shown = window(line);
    if (shown.empty()) return;
    const std::vector<double>& x = xs(line);
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
        case 2: painter.drawPolygon(QPolygonF{{at.x(), at.y() - r}, {at.x() + r, at.y() + r}, {at.x() - r, at.y() + r}}); break;
        case 3: painter.drawPolygon(QPolygonF{{at.x(), at.y() - r}, {at.x() + r, at.y()}, {at.x(), at.y() + r}, {at.x() - r, at.y()}}); break;
        default: painter.drawPolygon(QPolygonF{{at.x(), at.y() + r}, {at.x() + r, at.y() - r}, {at.x() - r, at.y() - r}});
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
        if (const auto here = place(hover, hover)) {
            QString text = link_.stacked() ? Words::tr("step %1").arg(here->from) : QStringLiteral("%1 %2").arg(here->stage).arg(here->from);
            if (link_.axis() == ChartAxis::OptimizerStep) text += Words::tr(", optimizer step %1").arg(optimizerStep(hover, here->stage));
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
        paintMarker(painter, QPointF(row.left() + size::mark / 2.0, row.center().y()), *reading.line);
        const QString value = formatMetric(reading.value, reading.line->spec.unit);
        const QRectF text = row.adjusted(size::mark + size::xs, 0, 0, 0);
        painter.setPen(std::isfinite(reading.value) ? t.text : t.bad);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, value);
        const QString name = labelOf(*reading.line);
        if (lines_.size() < 2) continue;
        const double used = metrics.horizontalAdvance(value) + size::xs;
        painter.setPen(t.muted);
        painter.drawText(text.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(name, groups_.size() > 1 ? Qt::ElideMiddle : Qt::ElideRight, text.width() - used));
    }
}

}  // namespace retort::ui
