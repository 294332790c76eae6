// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <limits>
#include <optional>
#include <utility>

#include "base/ids.h"

namespace retort::ui {

/// What all charts of a page share: axis, range, smoothing, crosshair. GUI thread.
class ChartLink : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    bool byTime() const { return by_time_; }
    void setByTime(bool by_time);
    /// Share of the past in the exponential mean, [0, 1).
    double smoothing() const { return smoothing_; }
    void setSmoothing(double weight);
    /// Zoomed range in axis units; empty: everything.
    const std::optional<std::pair<double, double>>& range() const { return range_; }
    void setRange(std::optional<std::pair<double, double>> range);
    /// Only this stage is shown; none: all.
    StageId stage() const { return stage_; }
    void setStage(StageId stage);
    /// Crosshair position in axis units; NaN: none.
    double hover() const { return hover_; }
    void setHover(double x);

Q_SIGNALS:
    void changed();
    void hoverChanged();
    /// A person asked for what lies behind this axis position.
    void activated(double x);

private:
    bool by_time_ = false;
    double smoothing_ = 0.6;
    std::optional<std::pair<double, double>> range_;
    StageId stage_;
    double hover_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace retort::ui
