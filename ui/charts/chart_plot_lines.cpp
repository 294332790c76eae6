// SPDX-License-Identifier: GPL-3.0-or-later
// How ChartPlot draws the lines themselves.
#include <QImage>
#include <QPainter>
#include <cmath>

#include "ui/charts/chart_plot.h"
#include "ui/charts/series_decimator.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr double line_width = 1.6, faint_alpha = 0.32, dot_radius = 1.8;
/// From more points a column than this, a line is drawn by its columns' extents, a tenth of the time; with fewer it would be
/// thin and ragged.
constexpr std::size_t dense_points = 2;
/// Lines of more points than this are drawn a device pixel wide: the raster engine strokes those directly, while the outline
/// of a wide jagged line costs tens of milliseconds.
constexpr qsizetype wide_line_points = 120;

/// Where a line's columns are this many pixels tall on average, upright runs of pixels show it: stroking its zigzag with
/// smooth edges takes ten times as long and looks the same.
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

/// Upright runs as whole device pixels, written into the picture itself: QPainter's set-up of each line takes many times as
/// long as its pixels. False, and nothing drawn, where the painter draws on no picture or through a turn of the axes.
bool fillRuns(QPainter& painter, std::span<const QLineF> runs, const QColor& ink) {
    const QTransform& device = painter.deviceTransform();
    if (painter.device()->devType() != QInternal::Image || device.type() > QTransform::TxScale || ink.alpha() != 255)
        return false;
    auto& image = *static_cast<QImage*>(painter.device());
    if (image.format() != QImage::Format_ARGB32_Premultiplied && image.format() != QImage::Format_RGB32) return false;
    const QRect clip = device.mapRect(painter.clipBoundingRect()).toAlignedRect().intersected(QRect(QPoint(), image.size()));
    const QRgb color = ink.rgb();
    const auto stride = static_cast<std::ptrdiff_t>(image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb)));
    auto* pixels = reinterpret_cast<QRgb*>(image.bits());
    for (const QLineF& run : runs) {
        const QPointF top = device.map(run.p1()), bottom = device.map(run.p2());
        const auto column = static_cast<int>(std::floor(top.x()));
        if (column < clip.left() || column > clip.right()) continue;
        const int first = std::max(static_cast<int>(std::floor(top.y())), clip.top()),
                  last = std::min(static_cast<int>(std::floor(bottom.y())), clip.bottom());
        for (int row = first; row <= last; ++row) pixels[row * stride + column] = color;
    }
    return true;
}

}  // namespace

void ChartPlot::paintSample(QPainter& painter, const QPointF& left, int dash, const QColor& ink) const {
    painter.setPen(QPen(ink, line_width, dashOf(dash), Qt::FlatCap));
    painter.drawLine(left, left + QPointF(sample_length, 0));
}

void ChartPlot::stroke(QPainter& painter, const QPolygonF& points, const Line& line, const QColor& ink, bool faint) const {
    painter.setPen(QPen(ink, faint || points.size() > wide_line_points ? 0 : line_width,
                        faint ? Qt::SolidLine : dashOf(line.dash), Qt::FlatCap, Qt::BevelJoin));
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
    const std::span<const double> x = xs(line);
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

void ChartPlot::paintDense(QPainter& painter, const Line& line, const Window& shown, const MinMaxPyramid& values,
                           const QColor& ink, bool faint) const {
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
        own = decimate(xs(line), values, line.series->breaks, shown.low, shown.high,
                       std::max(1, static_cast<int>((shown.pixel_high - shown.pixel_low) * ratio)));
        parts = own;
    }
    // A stage's line ends with its stage, and a diverged value in the middle of a column parts it too.
    std::vector<Column> pieces;
    if (std::any_of(parts.begin(), parts.end(), [](const Column& column) { return column.interrupted; })) {
        pieces = cutAtBreaks(parts, values, line.series->breaks);
        parts = pieces;
    }
    if (faint) return paintEnvelope(painter, parts, left, ratio, ink);
    const std::vector<QLineF> runs = runsOf(parts, left, ratio, line);
    double height = 0;
    for (const QLineF& run : runs) height += run.dy();
    if (height > tall_column * static_cast<double>(runs.size())) return paintRuns(painter, runs, ink);
    QPolygonF points;
    const auto finish = [&] {
        // A piece of one height is a pixel wide, not the dot that stands for a lone point of a line with room.
        if (points.size() == 1)
            points = {points.front() - QPointF(0.5 / ratio, 0), points.front() + QPointF(0.5 / ratio, 0)};
        stroke(painter, points, line, ink, false);
        points.clear();
    };
    for (const Column& column : parts) {
        if (column.interrupted) finish();
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
    finish();
}

std::vector<QLineF> ChartPlot::runsOf(std::span<const Column> columns, double left, double ratio, const Line& line) const {
    std::vector<QLineF> runs;
    runs.reserve(columns.size());
    double top_before = 0, bottom_before = 0;
    int index_before = 0;
    bool joined = false;
    const auto add = [&](int column, double from, double to) {
        const double x = left + (column + 0.5) / ratio;
        if (inDash(line.dash, column)) runs.emplace_back(x, from, x, to);
    };
    for (const Column& column : columns) {
        const int skipped = column.index - index_before - 1;
        if (column.interrupted) joined = false;
        if (column.values.empty()) {
            index_before = column.index;
            continue;
        }
        const double top = toY(column.values.high), bottom = std::max(toY(column.values.low), top + 1 / ratio);
        // Where points stand further apart than columns, the line between them.
        const double middle = (top + bottom) / 2, middle_before = (top_before + bottom_before) / 2,
                     slope = (middle - middle_before) / (skipped + 1);
        for (int i = 1; joined && i <= skipped; ++i) {
            const double at = middle_before + slope * i, half = std::max(std::abs(slope), 1 / ratio) / 2;
            add(index_before + i, at - half, at + half);
        }
        // Up or down to where the column before ended: the line between the two.
        if (joined && skipped == 0) add(column.index, std::min(top, bottom_before), std::max(bottom, top_before));
        else add(column.index, top, bottom);
        index_before = column.index;
        top_before = top;
        bottom_before = bottom;
        joined = true;
    }
    return runs;
}

void ChartPlot::paintRuns(QPainter& painter, const std::vector<QLineF>& runs, const QColor& ink) const {
    if (fillRuns(painter, runs, ink)) return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(ink, 0, Qt::SolidLine, Qt::SquareCap));
    painter.drawLines(runs.data(), static_cast<int>(runs.size()));
}

void ChartPlot::paintEnvelope(QPainter& painter, std::span<const Column> columns, double left, double ratio,
                              const QColor& ink) const {
    // One polygon for each unbroken stretch: the raster engine hands every filled rectangle to its thread pool and waits,
    // which for hundreds of narrow ones takes a hundred times as long.
    QPolygonF upper, lower;
    auto flush = [&] {
        for (QPolygonF* side : {&upper, &lower}) {
            if (side->size() == 1)
                *side = {side->front() - QPointF(0.5 / ratio, 0), side->front() + QPointF(0.5 / ratio, 0)};
        }
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

}  // namespace retort::ui
