// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every point of a run in memory, by key, on one axis that runs through all its stages.

#include <QString>
#include <QStringList>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/records.h"
#include "ui/charts/min_max_pyramid.h"

namespace retort::ui {

/// What the horizontal axis counts: rollout steps, optimizer steps, or the clock.
enum class ChartAxis { Step, OptimizerStep, Time };

/// Where points lie on each axis, ascending. Series with points at the same steps share them: a run writes most of its keys
/// at every step, and what one series has read of them is in the caches for the next.
struct PointPositions {
    std::vector<double> step;       ///< on the run's step axis
    std::vector<double> time;       ///< Unix seconds
    std::vector<double> optimizer;  ///< on the axis of optimizer steps; filled by MetricSeriesStore::xs()
};

/// One key's points through all stages, ascending in x.
struct MetricSeries {
    QString key;
    std::shared_ptr<PointPositions>
        positions;                    ///< of the points and, where another series is ahead, of more; nullptr: no points yet
    MinMaxPyramid y;                  ///< values as stored, NaN included
    std::vector<std::size_t> breaks;  ///< indices before which the line is interrupted: new stage, missing steps, NaN
    std::vector<std::size_t> gaps;    ///< those of them before which steps are missing
    std::size_t non_finite = 0;
    double stride = 0;             ///< smallest distance between two points of the newest stage; 0: not known
    std::uint64_t generation = 0;  ///< grows when the run takes steps back and everything starts over
    StageId last_stage;

    std::span<const double> steps() const {
        return positions ? std::span<const double>(positions->step).first(y.size()) : std::span<const double>();
    }
    std::span<const double> times() const {
        return positions ? std::span<const double>(positions->time).first(y.size()) : std::span<const double>();
    }
};

/// A stage's place on the axes: its step s lies at offset + s * scale, its optimizer step o at optimizer_offset + o * scale.
/// Supervised stages have many quick steps of which little is read; a smaller scale leaves the room to reinforcement and
/// sampling.
struct StageSpan {
    StageId stage;
    QString name, kind;
    double scale = 1;
    double offset = 0, end = 0;  ///< end: axis position of its last step so far
    double optimizer_offset = 0, optimizer_end = 0;
    double time_begin = 0, time_end = 0;
    double beginOn(ChartAxis axis) const {
        return axis == ChartAxis::Time ? time_begin : axis == ChartAxis::Step ? offset : optimizer_offset;
    }
    double endOn(ChartAxis axis) const {
        return axis == ChartAxis::Time ? time_end : axis == ChartAxis::Step ? end : optimizer_end;
    }
    double at(double step) const { return offset + step * scale; }
    double stepAt(double x) const { return (x - offset) / scale; }
    QString source_run;  ///< id of the earlier run that made the stage; empty: this run did
};

/// Where a point on the axis comes from.
struct StageStep {
    StageId stage;
    QString stage_name;
    Step step = 0;
};

/// Filled by RunSession from RunDelta; GUI thread only.
class MetricSeriesStore {
public:
    /// Series stay where they are, empty: charts hold on to them.
    void clear();
    void append(const RunDelta& delta);

    /// nullptr when the run has no such key (yet).
    const MetricSeries* find(const QString& key) const;
    /// Keys that match; one trailing or inner "*" stands for one name. In order of first appearance.
    QStringList match(const QString& pattern) const;
    const QStringList& keys() const { return order_; }
    /// Stages that have steps, in order of the axis; evaluations have no place on it.
    const std::vector<StageSpan>& spans() const { return spans_; }
    const StageSpan* span(StageId stage) const;
    /// Positions of a series' points on an axis, good until the next append(). Those on the axis of optimizer steps are
    /// computed when first asked for.
    std::span<const double> xs(const MetricSeries& series, ChartAxis axis) const;
    /// The stage and step nearest to an axis position. Empty when there are no steps.
    std::optional<StageStep> locate(double x, ChartAxis axis) const;
    /// Axis position of a stage's step.
    std::optional<double> position(StageId stage, Step step, ChartAxis axis) const;

private:
    struct StageTimes {
        std::size_t span = 0;
        std::vector<double> time;                  ///< by step; 0: not known
        std::vector<std::int64_t> optimizer_step;  ///< by step, never falling
        double optimizerStep(Step step) const;
    };
    StageTimes& stageTimes(StageId stage);
    void appendPoint(MetricSeries& series, StageId stage, const SeriesPoint& point);
    void place(MetricSeries& series, double step, double time);

    std::unordered_map<std::string, std::unique_ptr<MetricSeries>> series_;
    std::vector<std::weak_ptr<PointPositions>> positions_;  ///< that series have
    QStringList order_;
    std::vector<StageSpan> spans_;
    std::map<StageId, StageTimes> times_;
    std::map<StageId, StageRecord> stages_;
    double next_offset_ = 0, next_optimizer_offset_ = 0;
};

}  // namespace retort::ui
