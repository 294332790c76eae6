// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

#include "ui/charts/chart_link.h"
#include "ui/charts/chart_plot.h"

class QPushButton;

namespace retort::ui {

/// A card with one chart of a run's metrics. Painted by ourselves: a shared crosshair over ten charts redraws them all on
/// every mouse move, which a cached plot with a line on top does in under a millisecond and a QChartView does not (both in
/// tests/bench/ui_bench.cpp); Qt Charts also drops NaN silently and cannot draw stage bands.
/// A click opens the step below the pointer, a dragged range its steps; with Shift it is zoomed to in all charts of the
/// page, as by Ctrl and the wheel. Keys: arrows move the crosshair (with Shift they mark a range), Enter opens the step or
/// the range, Z zooms to it,
/// + and - zoom, 0 shows everything, L switches the scale, T shows the points as a table, Ctrl+C copies the picture,
/// Ctrl+Shift+C the points.
class MetricChart : public QWidget {
    Q_OBJECT
public:
    MetricChart(ChartSpec spec, ChartLink& link, const MetricSeriesStore& store, QWidget* parent = nullptr);

    const ChartSpec& spec() const { return plot_.spec(); }
    bool logScale() const { return plot_.logScale(); }
    void setLogScale(bool log_scale);
    /// The store has more. All charts have the run's axis, so each is drawn again.
    void refresh() { invalidate(); }
    bool hasData() const { return plot_.hasData(); }
    /// Points that the scale cannot show, and points that are NaN or infinite.
    std::size_t hiddenPoints() const { return plot_.hiddenPoints(); }
    std::size_t nonFinitePoints() const { return plot_.nonFinitePoints(); }
    /// What is written beside the title: unit, scale, what could not be shown.
    QString notes() const;
    /// Where an axis position lies in the widget.
    QPointF pointAt(double x) const;
    QString toCsv(QChar separator) const { return plot_.toCsv(separator); }
    ChartTable table() const { return plot_.table(); }
    /// .png, .svg or .csv by its ending; writes the disk. False when that failed.
    bool saveAs(const QString& file);
    /// The points in a panel over the window, to read and copy.
    void showTable();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void logScaleChanged(bool log_scale);
    /// In words with a remedy.
    void problem(const QString& text);
    void notice(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void invalidate();
    void layoutPlot();
    void paintCard(QPainter& painter);
    void zoom(double factor, double around);
    /// From where marking began to where it is now, in axis positions.
    void mark(double from, double to);
    void unmark();
    void zoomMarked();
    /// `y` (pixel) chooses among lines of several runs or stages, NaN: the first of them.
    void activate(double from, double to, double y);
    /// An axis position within the frame.
    double positionAt(double pixel) const;
    void paintMarked(QPainter& painter);
    bool editKey(QKeyEvent* event);
    /// Everything that can be done with the chart.
    void openMenu(const QPoint& at);
    void chooseFile(const QString& suffix);
    /// The card without pointer, focus or buttons, in twice its pixels.
    QImage picture();
    void copyPicture();
    void copyPoints();

    ChartLink& link_;
    ChartPlot plot_;
    QImage cache_;
    QPushButton* more_;
    bool stale_ = true;
    std::optional<QPointF> pressed_;                   ///< where a click or a drag began
    bool zooms_ = false;                               ///< what the drag does
    std::optional<std::pair<double, double>> marked_;  ///< axis positions; first: where marking began
};

}  // namespace retort::ui
