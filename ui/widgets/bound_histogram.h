// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/funnel_model.h"

namespace retort::ui {

/// How a figure is spread over all samples, and where its bound cuts: what passes in one colour, what is lost in another.
/// Clicking or dragging moves the bound.
class BoundHistogram : public QWidget {
    Q_OBJECT
public:
    explicit BoundHistogram(QWidget* parent = nullptr);
    struct Look {
        QString title;
        bool least = false;   ///< the bound is the least that passes; else the most
        bool bounded = true;  ///< false: everything passes
        double bound = 0;
        bool share = true;  ///< figures are shares; else characters
    };
    void show(const FunnelDistribution& spread, const Look& look);
    QSize sizeHint() const override;

Q_SIGNALS:
    void boundWanted(double bound);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    QRectF plot() const;
    double toX(double value) const;
    void moveBound(double x);
    QString written(double value) const;

    FunnelDistribution spread_;
    Look look_;
};

}  // namespace retort::ui
