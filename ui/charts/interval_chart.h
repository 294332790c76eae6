// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QPainter;

namespace retort::ui {

/// One model's score with its interval, all shares in [0, 1].
struct IntervalRow {
    QString name, note;  ///< note: what kind of model it is, muted
    double value = 0, low = 0, high = 0;
    int color = 0;  ///< index into the series colours: one per kind
};

/// A figure that others published.
struct ReferenceLine {
    QString name;
    double value = 0;
    bool same_problems = false;  ///< as far as the names tell
};

/// Scores on a common axis, one row each, as dots or bars with their intervals, the figures at the right.
class IntervalChart : public QWidget {
    Q_OBJECT
public:
    explicit IntervalChart(QWidget* parent = nullptr);
    void setRows(std::vector<IntervalRow> rows);
    void setBars(bool bars);
    /// Dashed lines across all rows, each named below as published.
    void setReferences(std::vector<ReferenceLine> references);
    void setHighlighted(int row);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clicked(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void describe();
    int heightWith(double row) const;
    double rowHeight() const;
    double referenceHeight() const;
    void paintReferences(QPainter& painter, const QRectF& frame) const;

    std::vector<IntervalRow> rows_;
    std::vector<ReferenceLine> references_;
    bool bars_ = false;
    int highlighted_ = -1;
};

}  // namespace retort::ui
