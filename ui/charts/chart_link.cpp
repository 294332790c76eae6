// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_link.h"

#include <cmath>

namespace retort::ui {

void ChartLink::setAxis(ChartAxis axis) {
    if (axis_ == axis) return;
    axis_ = axis;
    range_.reset();
    hover_ = std::numeric_limits<double>::quiet_NaN();
    Q_EMIT changed();
}

void ChartLink::setSmoothing(double weight) {
    if (smoothing_ == weight) return;
    smoothing_ = weight;
    Q_EMIT changed();
}

void ChartLink::setRange(std::optional<std::pair<double, double>> range) {
    if (range && !(range->second > range->first)) range.reset();
    range_ = range;
    Q_EMIT changed();
}

void ChartLink::setStage(StageId stage) {
    if (stage_ == stage) return;
    stage_ = stage;
    range_.reset();
    Q_EMIT changed();
}

void ChartLink::setStacked(bool stacked) {
    if (stacked_ == stacked) return;
    stacked_ = stacked;
    range_.reset();
    hover_ = std::numeric_limits<double>::quiet_NaN();
    Q_EMIT changed();
}

void ChartLink::setStackedStages(const QStringList& names) {
    if (stacked_stages_ == names) return;
    stacked_stages_ = names;
    range_.reset();
    Q_EMIT changed();
}

void ChartLink::setOverlays(std::vector<ChartOverlay> overlays) {
    if (overlays_ == overlays) return;
    overlays_ = std::move(overlays);
    Q_EMIT overlaysChanged();
    Q_EMIT changed();
}

void ChartLink::setReading(bool reading) {
    if (reading_ == reading) return;
    reading_ = reading;
    Q_EMIT changed();
}

void ChartLink::setLiveChanges(std::vector<LiveChange> changes) {
    if (live_changes_ == changes) return;
    live_changes_ = std::move(changes);
    Q_EMIT changed();
}

void ChartLink::setHover(double x) {
    if (hover_ == x || (std::isnan(hover_) && std::isnan(x))) return;
    hover_ = x;
    Q_EMIT hoverChanged();
}

}  // namespace retort::ui
