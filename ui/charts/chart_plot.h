// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a metric chart draws, apart from any widget: PNG, SVG and screen use the same code.

#include <QRectF>
#include <QString>
#include <vector>

#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_link.h"
#include "ui/charts/display_series.h"
#include "ui/charts/series_decimator.h"

class QPainter;

namespace retort::ui {

/// One line of a chart. A "*" in the key makes one line of every key that matches.
struct LineSpec {
    QString key, label;
    QString spread_key;        ///< drawn as a band of value +- this; empty: none
    std::string_view unit;
};

/// A chart card.
struct ChartSpec {
    QString id, title, unit;
    std::vector<LineSpec> lines;
    bool from_zero = false;    ///< the value axis includes zero
    bool share = false;        ///< the value axis is 0 to 1
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
    /// Crosshair, and the values there (or the last ones) at the right.
    void paintReadout(QPainter& painter, double hover) const;

    bool hasData() const;
    std::size_t hiddenPoints() const;
    std::size_t nonFinitePoints() const;
    const QRectF& frame() const { return frame_; }
    const AxisScale& xAxis() const { return x_axis_; }
    double toX(double value) const { return x_axis_.toPixel(value, frame_.left(), frame_.right()); }
    double fromX(double pixel) const { return x_axis_.fromPixel(pixel, frame_.left(), frame_.right()); }
    /// Raw points of the visible range: x, then one column per line.
    QString toCsv(QChar separator) const;
    /// Title and newest values as a sentence, for screen readers and tooltips.
    QString describe() const;

private:
    struct Line {
        LineSpec spec;
        const MetricSeries* series = nullptr;
        DisplaySeries shown;
        int color = 0;
        bool dashed = false;
    };
    struct Reading {
        const Line* line = nullptr;
        double value = 0;
        double y = 0;          ///< pixel wanted, then pixel given
    };
    void findLines();
    std::pair<double, double> xBounds() const;
    void computeAxes();
    double toY(double value) const { return y_axis_.toPixel(value, frame_.bottom(), frame_.top()); }
    const std::vector<double>& xs(const MetricSeries& series) const { return link_.byTime() ? series.time_x : series.step_x; }
    void paintStages(QPainter& painter) const;
    void paintAxes(QPainter& painter) const;
    void paintLine(QPainter& painter, const Line& line) const;
    void paintSpread(QPainter& painter, const Line& line) const;
    void paintPath(QPainter& painter, const Line& line, const MinMaxPyramid& values, bool faint) const;
    void paintEnvelope(QPainter& painter, const std::vector<Column>& columns, const QColor& ink) const;
    void paintNonFinite(QPainter& painter, const Line& line) const;
    std::vector<Reading> readings(double hover) const;
    QColor color(const Line& line) const;

    ChartSpec spec_;
    const ChartLink& link_;
    const MetricSeriesStore& store_;
    std::vector<std::unique_ptr<Line>> lines_;
    QStringList line_keys_;
    bool log_scale_ = false;
    QRectF area_, frame_;
    AxisScale x_axis_, y_axis_;
};

}  // namespace retort::ui
