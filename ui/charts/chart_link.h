// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "ui/models/metric_series.h"

namespace retort::ui {

/// What a person pointed at in a chart: steps of a stage, of this run or of one laid over it.
struct ChartPlace {
    QString run;  ///< folder of a run laid over; empty: the run shown
    QString stage;
    Step from = 0, to = 0;  ///< both inclusive
    QString last_stage;     ///< where a dragged range ends, when that is another stage; `to` is then a step of it
};

/// Another run in the same charts.
struct ChartOverlay {
    const MetricSeriesStore* store = nullptr;
    QString name, run;  ///< for people; its folder
    bool operator==(const ChartOverlay&) const = default;
};

/// A field that a person changed while its stage ran.
struct LiveChange {
    StageId stage;
    Step from = 0;  ///< the first step with it
    QString text;   ///< for people: the field, its value and the step
    bool operator==(const LiveChange&) const = default;
};

/// What all charts of a page share: axis, range, smoothing, crosshair. GUI thread.
class ChartLink : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    ChartAxis axis() const { return axis_; }
    bool byTime() const { return axis_ == ChartAxis::Time; }
    void setAxis(ChartAxis axis);
    /// Share of the past in the exponential mean, [0, 1).
    double smoothing() const { return smoothing_; }
    void setSmoothing(double weight);
    /// Zoomed range in axis units; empty: everything.
    const std::optional<std::pair<double, double>>& range() const { return range_; }
    void setRange(std::optional<std::pair<double, double>> range);
    /// Only this stage is shown; none: all.
    StageId stage() const { return stage_; }
    void setStage(StageId stage);
    /// Every stage begins at zero, one over the other; else one after the other.
    bool stacked() const { return stacked_; }
    void setStacked(bool stacked);
    /// Names of the stages that are stacked; empty: all.
    const QStringList& stackedStages() const { return stacked_stages_; }
    void setStackedStages(const QStringList& names);
    /// Runs laid over; stages of the same name begin at the same place. The stores live until they are taken out again.
    const std::vector<ChartOverlay>& overlays() const { return overlays_; }
    void setOverlays(std::vector<ChartOverlay> overlays);
    /// Of the run shown; marked at their steps.
    const std::vector<LiveChange>& liveChanges() const { return live_changes_; }
    void setLiveChanges(std::vector<LiveChange> changes);
    /// The store has yet to answer: that there are no points is not known.
    bool reading() const { return reading_; }
    void setReading(bool reading);
    /// Crosshair position in axis units; NaN: none.
    double hover() const { return hover_; }
    void setHover(double x);

Q_SIGNALS:
    void changed();
    /// Before changed(): stores that are laid over no more go as soon as this returns.
    void overlaysChanged();
    void hoverChanged();
    /// A person asked for what lies behind a point or a dragged range.
    void activated(const retort::ui::ChartPlace& place);

private:
    ChartAxis axis_ = ChartAxis::Step;
    bool stacked_ = false, reading_ = false;
    QStringList stacked_stages_;
    std::vector<ChartOverlay> overlays_;
    std::vector<LiveChange> live_changes_;
    double smoothing_ = 0.6;
    std::optional<std::pair<double, double>> range_;
    StageId stage_;
    double hover_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace retort::ui
