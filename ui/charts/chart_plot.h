// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a metric chart draws, apart from any widget: PNG, SVG and screen use the same code.

#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <limits>
#include <map>
#include <memory>
#include <vector>

#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_link.h"
#include "ui/charts/display_series.h"
#include "ui/charts/series_decimator.h"
#include "ui/charts/stage_names.h"

class QPainter;

namespace retort::ui {

/// One line of a chart. A "*" in the key makes one line of every key that matches.
struct LineSpec {
    QString key, label;
    QString spread_key;  ///< drawn as a band of value +- this; empty: none
    std::string_view unit;
};

/// A chart card.
struct ChartSpec {
    QString id, title, unit;
    std::vector<LineSpec> lines;
    bool from_zero = false;  ///< the value axis includes zero
    bool share = false;      ///< the value axis is 0 to 1
};

/// The points of a chart as a table, a row for each position; `present` tells a NaN that is a point from no point.
struct ChartTable {
    QStringList columns;  ///< names of the values' columns
    QStringList stages;   ///< by row; empty on a stacked axis
    std::vector<Step> steps;
    std::vector<std::int64_t> optimizer_steps;  ///< within the stage; empty unless the axis counts them
    std::vector<double> x;                      ///< Unix seconds by time, else the position on the axis
    std::vector<std::vector<double>> values;    ///< by column
    std::vector<std::vector<bool>> present;
};

class ChartPlot {
public:
    ChartPlot(ChartSpec spec, const ChartLink& link, const MetricSeriesStore& store);

    const ChartSpec& spec() const { return spec_; }
    bool logScale() const { return log_scale_; }
    void setLogScale(bool log_scale) { log_scale_ = log_scale; }
    /// Finds the lines, brings them up to date and computes the axes for this rectangle.
    void update(const QRectF& area);
    /// Everything but the crosshair and read-out.
    void paint(QPainter& painter) const;
    /// Crosshair, and the values there (or the last ones) at the right; below it the step, or the marked range that it is at
    /// an end of.
    void paintReadout(QPainter& painter, double hover, const std::optional<std::pair<double, double>>& marked = {}) const;

    /// Which dash is which run or stage, within `room` pixels that end at `right`: where several metrics of several are
    /// shown, a colour says the metric and a dash whose it is. Returns the pixels taken; 0: nothing to tell, or no room.
    double paintLegend(QPainter& painter, double right, double baseline, double room) const;

    bool hasData() const;
    /// Points at or below zero on a logarithmic axis; points that are NaN or infinite; places where steps are missing.
    std::size_t hiddenPoints() const;
    std::size_t nonFinitePoints() const;
    std::size_t gaps() const;
    const QRectF& frame() const { return frame_; }
    const AxisScale& xAxis() const { return x_axis_; }
    double toX(double value) const { return x_axis_.toPixel(value, frame_.left(), frame_.right()); }
    double fromX(double pixel) const { return x_axis_.fromPixel(pixel, frame_.left(), frame_.right()); }
    /// The steps behind an axis range, given from either end; `y` (pixel) at its first end chooses among lines of several
    /// runs or stages, NaN: the first of them.
    std::optional<ChartPlace> place(double from, double to, double y = std::numeric_limits<double>::quiet_NaN()) const;
    /// Raw points of the visible range.
    ChartTable table() const;
    QString toCsv(QChar separator) const;
    /// Newest values, or those at an axis position with its name, as a sentence for screen readers.
    QString describe(double at = std::numeric_limits<double>::quiet_NaN()) const;

private:
    /// Points of one store between two positions, moved along the axis: a run laid over, or a stage on a stacked axis.
    struct Group {
        const MetricSeriesStore* store = nullptr;
        QString label, run;
        double shift = 0, from = -std::numeric_limits<double>::infinity(), to = std::numeric_limits<double>::infinity();
    };
    struct Line {
        LineSpec spec;
        const MetricSeries* series = nullptr;
        DisplaySeries* shown = nullptr;
        std::size_t group = 0;
        int color = 0, dash = 0, marker = 0;
    };
    static constexpr int stage_rows = 2;      ///< of names below the frame
    static constexpr int sample_length = 18;  ///< of a line in a legend
    static constexpr int legend_letters = 4;  ///< fewer of each name say nothing
    struct Reading {
        const Line* line = nullptr;
        double value = 0;
        double y = 0;  ///< pixel wanted, then pixel given
    };
    /// Where a line lies within the visible range, in positions of its own store and in pixels.
    struct Window {
        double low = 0, high = 0, pixel_low = 0, pixel_high = 0;
        std::size_t first = 0, last = 0;
        bool empty() const { return !(high > low) || first >= last; }
    };
    /// Which update of its stage lies at an axis position.
    std::int64_t optimizerStep(double x, const QString& stage) const;
    void findGroups();
    void findLines();
    std::pair<double, double> xBounds() const;
    /// The stage that the range lies in; nullptr: it covers several, or stages are stacked.
    const StageSpan* onlyStage(double low, double high) const;
    void computeAxes();
    /// Several stages one after the other: their names stand below the frame, on the clock above it.
    bool namesStages() const { return !link_.stacked() && store_.spans().size() > 1; }
    /// Of every stage with steps; as narrow as nothing outside of the visible range.
    std::vector<StageBand> bands() const;
    double toY(double value) const { return y_axis_.toPixel(value, frame_.bottom(), frame_.top()); }
    std::span<const double> xs(const Line& line) const { return groups_[line.group].store->xs(*line.series, link_.axis()); }
    Window window(const Line& line) const;
    double shiftOf(const Line& line) const { return groups_[line.group].shift; }
    bool isFollowed(const Line& line) const;
    /// The point of a line nearest to an axis position; empty when it has none near it.
    std::optional<std::size_t> nearest(const Line& line, double x) const;
    /// Where on the axis a change began to act; empty: where stages are stacked, or not within the visible range.
    std::optional<double> positionOf(const LiveChange& change) const;
    void paintStages(QPainter& painter) const;
    void paintLiveChanges(QPainter& painter) const;
    void paintStageNames(QPainter& painter) const;
    void paintAxes(QPainter& painter) const;
    void paintLine(QPainter& painter, const Line& line) const;
    void paintSpread(QPainter& painter, const Line& line) const;
    void paintPath(QPainter& painter, const Line& line, const MinMaxPyramid& values, bool faint) const;
    void paintDense(QPainter& painter, const Line& line, const Window& window, const MinMaxPyramid& values,
                    const QColor& ink, bool faint) const;
    /// Upright lines, one in each column that a line passes.
    std::vector<QLineF> runsOf(std::span<const Column> columns, double left, double ratio, const Line& line) const;
    void paintRuns(QPainter& painter, const std::vector<QLineF>& runs, const QColor& ink) const;
    void paintEnvelope(QPainter& painter, std::span<const Column> columns, double left, double ratio,
                       const QColor& ink) const;
    void stroke(QPainter& painter, const QPolygonF& points, const Line& line, const QColor& ink, bool faint) const;
    void paintInterruptions(QPainter& painter, const Line& line) const;
    /// The place under the crosshair in words; empty: none.
    QString placeName(double hover, const std::optional<std::pair<double, double>>& marked) const;
    void paintPlaceName(QPainter& painter, double hover, const std::optional<std::pair<double, double>>& marked) const;
    void paintSample(QPainter& painter, const QPointF& left, int dash, const QColor& ink) const;
    void paintMarker(QPainter& painter, const QPointF& at, const Line& line) const;
    bool isGap(const Line& line, std::size_t at) const;
    std::vector<Reading> readings(double hover) const;
    QString labelOf(const Line& line) const;
    /// The dash of a run or stage is told once, in the legend.
    bool hasLegend() const { return many_keys_ && styles_.size() > 1; }
    QColor color(const Line& line) const;

    ChartSpec spec_;
    const ChartLink& link_;
    const MetricSeriesStore& store_;
    std::vector<Group> groups_;
    std::vector<Line> lines_;
    std::map<const MetricSeries*, std::unique_ptr<DisplaySeries>> shown_;
    QStringList styles_;  ///< runs and stages by dash; empty: the run shown
    bool log_scale_ = false, many_keys_ = false;
    QRectF area_, frame_;
    AxisScale x_axis_, y_axis_;
};

}  // namespace retort::ui
