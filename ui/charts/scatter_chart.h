// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

namespace retort::ui {

/// One model: its mean response length and its accuracy with interval.
struct ScatterPoint {
    QString name;
    double x = 0, y = 0, low = 0, high = 0;  ///< x in tokens; the others shares
    int color = 0;
};

/// Accuracy against length. Names stand beside their points, the best first; one that has no room is left out and told on
/// hovering. The arrows go from point to point in the order of lengths; a click or Enter opens one.
class ScatterChart : public QWidget {
    Q_OBJECT
public:
    explicit ScatterChart(QWidget* parent = nullptr);
    void setPoints(std::vector<ScatterPoint> points);
    void setHighlighted(int point);
    QSize sizeHint() const override;

Q_SIGNALS:
    void clicked(int point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF frame() const;
    double highestX() const;
    QPointF place(const ScatterPoint& point) const;
    int pointAt(QPointF at) const;
    QString words(const ScatterPoint& point) const;
    void describe();
    void move(int by);
    void paintAxes(QPainter& painter, const QRectF& area) const;
    void paintNames(QPainter& painter, const QRectF& area) const;

    std::vector<ScatterPoint> points_;
    int highlighted_ = -1;
};

}  // namespace retort::ui
