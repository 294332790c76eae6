// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_series.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace retort::ui {
namespace {

/// Points further apart than this many strides are drawn as interrupted.
constexpr double gap_strides = 1.5;
constexpr Step max_step = 100'000'000;
constexpr double supervised_scale = 0.2;

}  // namespace

void MetricSeriesStore::clear() {
    for (auto& [key, series] : series_) {
        const std::uint64_t generation = series->generation + 1;
        const QString name = series->key;
        *series = {};
        series->key = name;
        series->generation = generation;
    }
    positions_.clear();
    spans_.clear();
    times_.clear();
    stages_.clear();
    next_offset_ = next_optimizer_offset_ = 0;
}

MetricSeriesStore::StageTimes& MetricSeriesStore::stageTimes(StageId stage) {
    auto [found, fresh] = times_.try_emplace(stage);
    if (fresh) {
        found->second.span = spans_.size();
        const auto record = stages_.find(stage);
        StageSpan span;
        span.stage = stage;
        if (record != stages_.end()) {
            span.name = QString::fromStdString(record->second.name);
            span.kind = QString::fromStdString(record->second.kind);
            static const std::set<std::string> supervised{"pretrain", "sft", "reward_model", "distill"};
            span.scale = supervised.contains(record->second.kind) ? supervised_scale : 1;
            span.source_run = QString::fromStdString(record->second.source_run);
        }
        span.offset = span.end = next_offset_;
        span.optimizer_offset = span.optimizer_end = next_optimizer_offset_;
        spans_.push_back(span);
    }
    return found->second;
}

void MetricSeriesStore::append(const RunDelta& delta) {
    if (delta.reset) clear();
    for (const StageRecord& stage : delta.stages) stages_[stage.id] = stage;
    // An evaluation trains nothing: its batches would only push the curves apart.
    auto off_axis = [&](StageId stage) {
        const auto record = stages_.find(stage);
        return record != stages_.end() && record->second.kind == "evaluate";
    };
    for (const StepRecord& step : delta.steps) {
        if (step.step < 0 || step.step > max_step || off_axis(step.stage)) continue;
        StageTimes& times = stageTimes(step.stage);
        const auto index = static_cast<std::size_t>(step.step);
        if (times.time.size() <= index) times.time.resize(index + 1, 0);
        times.time[index] = step.time;
        const std::int64_t before = times.optimizer_step.empty() ? 0 : times.optimizer_step.back();
        times.optimizer_step.resize(times.time.size(), before);
        times.optimizer_step[index] = std::max(step.optimizer_step, before);
        StageSpan& span = spans_[times.span];
        span.end = std::max(span.end, span.at(static_cast<double>(step.step)));
        span.optimizer_end = span.optimizer_offset + static_cast<double>(times.optimizer_step.back()) * span.scale;
        next_optimizer_offset_ = std::max(next_optimizer_offset_, span.optimizer_end);
        span.time_begin =
            span.time_begin == 0 ? step.time - step.seconds : std::min(span.time_begin, step.time - step.seconds);
        span.time_end = std::max(span.time_end, step.time);
        next_offset_ = std::max(next_offset_, span.end);
    }
    for (const SeriesDelta& part : delta.series) {
        if (off_axis(part.stage)) continue;
        auto& slot = series_[part.key];
        if (!slot) {
            slot = std::make_unique<MetricSeries>();
            slot->key = QString::fromStdString(part.key);
            order_ << slot->key;
        }
        for (const SeriesPoint& point : part.points) appendPoint(*slot, part.stage, point);
    }
}

/// Where the series' next point lies: as the others whose positions it shares, else on positions of its own from here on.
void MetricSeriesStore::place(MetricSeries& series, double step, double time) {
    const std::size_t at = series.y.size();
    const auto agrees = [&](const PointPositions& shared) {
        return at < shared.step.size() && shared.step[at] == step && shared.time[at] == time;
    };
    if (!series.positions) {
        for (const auto& known : positions_) {
            const auto shared = known.lock();
            if (shared && agrees(*shared) && (!series.positions || shared->step.size() > series.positions->step.size()))
                series.positions = shared;
        }
    }
    if (!series.positions || (at < series.positions->step.size() && !agrees(*series.positions))) {
        auto own = std::make_shared<PointPositions>();
        if (series.positions) {
            own->step.assign(series.positions->step.begin(),
                             series.positions->step.begin() + static_cast<std::ptrdiff_t>(at));
            own->time.assign(series.positions->time.begin(),
                             series.positions->time.begin() + static_cast<std::ptrdiff_t>(at));
        }
        std::erase_if(positions_, [](const auto& known) { return known.expired(); });
        positions_.push_back(own);
        series.positions = std::move(own);
    }
    if (at < series.positions->step.size()) return;
    series.positions->step.push_back(step);
    series.positions->time.push_back(time);
}

void MetricSeriesStore::appendPoint(MetricSeries& series, StageId stage, const SeriesPoint& point) {
    const StageTimes& times = stageTimes(stage);
    StageSpan& span = spans_[times.span];
    const double x = span.at(static_cast<double>(point.step));
    const std::size_t at = series.y.size();
    const double x_before = at > 0 ? series.positions->step[at - 1] : x,
                 time_before = at > 0 ? series.positions->time[at - 1] : 0;
    // Two stages that write at the same time would interleave; the axis keeps one order, so a late point is left out.
    if (x < x_before) return;
    const auto index = static_cast<std::size_t>(std::max<Step>(point.step, 0));
    const double time = std::max(index < times.time.size() ? times.time[index] : 0, time_before);

    bool interrupted = at > 0 && series.last_stage != stage;
    if (interrupted) series.stride = 0;
    if (at > 0 && !interrupted) {
        const double distance = x - x_before;
        if (series.stride == 0 || (distance > 0 && distance < series.stride)) series.stride = distance;
        interrupted = series.stride > 0 && distance > gap_strides * series.stride;
        if (interrupted) series.gaps.push_back(at);
    }
    const bool finite = std::isfinite(point.value);
    if (!finite) ++series.non_finite;
    if (interrupted || !finite || (at > 0 && !std::isfinite(series.y.at(at - 1)))) series.breaks.push_back(at);
    place(series, x, time);
    series.y.append(point.value);
    series.last_stage = stage;
    span.end = std::max(span.end, x);
    next_offset_ = std::max(next_offset_, span.end);
}

const MetricSeries* MetricSeriesStore::find(const QString& key) const {
    const auto found = series_.find(key.toStdString());
    return found == series_.end() ? nullptr : found->second.get();
}

QStringList MetricSeriesStore::match(const QString& pattern) const {
    const qsizetype star = pattern.indexOf(QLatin1Char('*'));
    if (star < 0) return find(pattern) != nullptr ? QStringList{pattern} : QStringList{};
    const QString head = pattern.left(star), tail = pattern.mid(star + 1);
    QStringList found;
    for (const QString& key : order_) {
        if (key.size() > head.size() + tail.size() && key.startsWith(head) && key.endsWith(tail)) found << key;
    }
    return found;
}

const StageSpan* MetricSeriesStore::span(StageId stage) const {
    const auto found = times_.find(stage);
    return found == times_.end() ? nullptr : &spans_[found->second.span];
}

double MetricSeriesStore::StageTimes::optimizerStep(Step step) const {
    if (optimizer_step.empty()) return 0;
    return static_cast<double>(
        optimizer_step[std::min(static_cast<std::size_t>(std::max<Step>(step, 0)), optimizer_step.size() - 1)]);
}

std::span<const double> MetricSeriesStore::xs(const MetricSeries& series, ChartAxis axis) const {
    if (axis == ChartAxis::Step) return series.steps();
    if (axis == ChartAxis::Time) return series.times();
    const std::span<const double> steps = series.steps();
    if (steps.empty()) return {};
    std::vector<double>& x = series.positions->optimizer;
    auto span = spans_.begin();
    for (std::size_t at = x.size(); at < steps.size(); ++at) {
        // Stages follow one another on the step axis, each behind its offset.
        while (span + 1 != spans_.end() && steps[at] > (span + 1)->offset) ++span;
        const StageTimes& times = times_.at(span->stage);
        const double position =
            span->optimizer_offset + times.optimizerStep(std::llround(span->stepAt(steps[at]))) * span->scale;
        x.push_back(x.empty() ? position : std::max(position, x.back()));
    }
    return std::span<const double>(x).first(steps.size());
}

std::optional<StageStep> MetricSeriesStore::locate(double x, ChartAxis axis) const {
    if (spans_.empty() || !std::isfinite(x)) return std::nullopt;
    const StageSpan* best = &spans_.front();
    for (const StageSpan& span : spans_) {
        if (x > span.beginOn(axis)) best = &span;
    }
    StageStep place{best->stage, best->name, 1};
    if (axis == ChartAxis::OptimizerStep) {
        // The first step that ends with this update or a later one.
        const std::vector<std::int64_t>& steps = times_.at(best->stage).optimizer_step;
        const auto wanted = static_cast<std::int64_t>(std::llround((x - best->optimizer_offset) / best->scale));
        const auto found = std::lower_bound(steps.begin() + (steps.size() > 1 ? 1 : 0), steps.end(), wanted);
        place.step = std::max<Step>(1, std::min<Step>(found - steps.begin(), static_cast<Step>(steps.size()) - 1));
        return place;
    }
    if (axis == ChartAxis::Step) {
        place.step =
            static_cast<Step>(std::llround(best->stepAt(std::clamp(x, best->at(1), std::max(best->end, best->at(1))))));
        return place;
    }
    const std::vector<double>& time = times_.at(best->stage).time;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t step = 0; step < time.size(); ++step) {
        if (time[step] == 0 || std::abs(time[step] - x) >= nearest) continue;
        nearest = std::abs(time[step] - x);
        place.step = static_cast<Step>(step);
    }
    return place;
}

std::optional<double> MetricSeriesStore::position(StageId stage, Step step, ChartAxis axis) const {
    const auto found = times_.find(stage);
    if (found == times_.end()) return std::nullopt;
    const StageSpan& span = spans_[found->second.span];
    if (axis == ChartAxis::Step) return span.at(static_cast<double>(step));
    if (axis == ChartAxis::OptimizerStep) return span.optimizer_offset + found->second.optimizerStep(step) * span.scale;
    const auto index = static_cast<std::size_t>(std::max<Step>(step, 0));
    if (index >= found->second.time.size() || found->second.time[index] == 0) return std::nullopt;
    return found->second.time[index];
}

}  // namespace retort::ui
