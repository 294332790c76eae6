// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_plot.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/charts/series_decimator.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr double tick_room_x = 56, tick_room_y = 34;
constexpr double reach_share = 0.02;
constexpr double readout_share = 0.34;
constexpr double half_step = 0.5;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::ChartPlot)
};

}  // namespace

ChartPlot::ChartPlot(ChartSpec spec, const ChartLink& link, const MetricSeriesStore& store)
    : spec_(std::move(spec)), link_(link), store_(store) {}

void ChartPlot::findGroups() {
    groups_.clear();
    const ChartAxis axis = link_.axis();
    auto add = [&](const MetricSeriesStore& store, const StageSpan& span, const QString& label, const QString& run,
                   double shift) {
        const double margin = axis == ChartAxis::Time ? 0 : half_step * span.scale;
        groups_.push_back({&store, label, run, shift, span.beginOn(axis) + margin, span.endOn(axis) + margin});
    };
    auto wanted = [&](const StageSpan& span) {
        if (link_.stacked() && !link_.stackedStages().isEmpty() && !link_.stage())
            return link_.stackedStages().contains(span.name);
        return !link_.stage() || store_.span(link_.stage()) == nullptr || store_.span(link_.stage())->name == span.name;
    };
    if (!link_.stacked()) groups_.push_back({&store_, {}, {}});
    else
        for (const StageSpan& span : store_.spans()) {
            if (wanted(span)) add(store_, span, span.name, {}, span.beginOn(axis));
        }
    for (const ChartOverlay& overlay : link_.overlays()) {
        for (const StageSpan& span : overlay.store->spans()) {
            if (!wanted(span)) continue;
            if (link_.stacked()) {
                add(*overlay.store, span, QStringLiteral("%1 %2").arg(span.name, overlay.name), overlay.run,
                    span.beginOn(axis));
                continue;
            }
            for (const StageSpan& here : store_.spans()) {
                if (here.name == span.name)
                    add(*overlay.store, span, overlay.name, overlay.run, span.beginOn(axis) - here.beginOn(axis));
            }
        }
    }
}

void ChartPlot::findLines() {
    findGroups();
    lines_.clear();
    QStringList keys, styles;
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        const MetricSeriesStore& store = *groups_[group].store;
        if (!styles.contains(groups_[group].label)) styles << groups_[group].label;
        for (const LineSpec& wanted : spec_.lines) {
            const qsizetype star = wanted.key.indexOf(QLatin1Char('*'));
            for (const QString& key : store.match(wanted.key)) {
                if (std::any_of(lines_.begin(), lines_.end(),
                                [&](const Line& line) { return line.spec.key == key && line.group == group; }))
                    continue;
                if (!keys.contains(key)) keys << key;
                Line line{wanted,
                          store.find(key),
                          nullptr,
                          group,
                          static_cast<int>(keys.indexOf(key)),
                          static_cast<int>(styles.indexOf(groups_[group].label)),
                          0};
                line.spec.key = key;
                if (star >= 0) line.spec.label = key.mid(star, key.size() - wanted.key.size() + 1);
                auto& shown = shown_[line.series];
                if (!shown) shown = std::make_unique<DisplaySeries>();
                line.shown = shown.get();
                lines_.push_back(std::move(line));
            }
        }
    }
    many_keys_ = keys.size() > 1;
    styles_ = styles;
    const auto palette = static_cast<int>(tokens().series.size());
    for (Line& line : lines_) {
        // One metric of several runs: a colour each. Several metrics: a colour for the metric, a dash for the run.
        const int number = many_keys_ ? line.color : line.dash;
        line.dash = many_keys_ ? line.dash + number / palette : number / palette;
        line.color = number % palette;
        line.marker = number;
    }
    std::erase_if(shown_, [&](const auto& entry) {
        return std::none_of(lines_.begin(), lines_.end(), [&](const Line& line) { return line.series == entry.first; });
    });
}

void ChartPlot::update(const QRectF& area) {
    area_ = area;
    findLines();
    for (auto& [series, shown] : shown_) shown->update(*series, link_.smoothing(), log_scale_);
    // The same room for every card of this width, so that the crosshair is one line down the page.
    const double room = std::min<double>(size::chart_right + size::m, area.width() * readout_share);
    const double row = QFontMetricsF(labelFont()).height();
    const double above = namesStages() && link_.byTime() ? row + size::xs : size::s;
    const double below = size::chart_bottom + (namesStages() && !link_.byTime() ? (stage_rows - 1) * row : 0);
    frame_ = area.adjusted(size::chart_left, above, -room, -below);
    computeAxes();
}

std::pair<double, double> ChartPlot::xBounds() const {
    if (link_.range()) return *link_.range();
    const ChartAxis axis = link_.axis();
    const bool by_time = link_.byTime();
    const auto firstOf = [axis](const StageSpan& span) {
        return span.beginOn(axis) + (axis == ChartAxis::Time ? 0 : span.scale);
    };
    ValueRange all;
    if (link_.stacked()) {
        for (const Group& group : groups_) {
            all.add(by_time ? 0 : 1);
            all.add(group.to - group.shift - (by_time ? 0 : half_step));
        }
    } else if (const StageSpan* span = link_.stage() ? store_.span(link_.stage()) : nullptr) {
        all.add(firstOf(*span));
        all.add(span->endOn(axis));
    } else {
        // All charts of the page have the same axis, whichever stages they have points of.
        for (const StageSpan& stage : store_.spans()) {
            // Made by an earlier run, perhaps days ago: it would leave the clock no room for this one.
            if (by_time && !stage.source_run.isEmpty()) continue;
            all.add(firstOf(stage));
            all.add(stage.endOn(axis));
        }
    }
    if (all.empty()) return {0, 1};
    return {all.low, all.high > all.low ? all.high : all.low + 1};
}

ChartPlot::Window ChartPlot::window(const Line& line) const {
    const Group& group = groups_[line.group];
    Window window;
    window.low = std::max(x_axis_.low + group.shift, group.from);
    window.high = std::min(x_axis_.high + group.shift, group.to);
    window.pixel_low = toX(window.low - group.shift);
    window.pixel_high = toX(window.high - group.shift);
    if (!(window.high > window.low)) return window;
    const std::span<const double> x = xs(line);
    std::tie(window.first, window.last) = visibleRange(x, window.low, window.high);
    // Not beyond what belongs to the group.
    while (window.first < window.last && x[window.first] < group.from) ++window.first;
    while (window.last > window.first && x[window.last - 1] > group.to) --window.last;
    // Points may have come since the last update; they are drawn after the next.
    window.last = std::min({window.last, line.shown->raw().size(), line.shown->smooth().size()});
    return window;
}

const StageSpan* ChartPlot::onlyStage(double low, double high) const {
    const StageSpan* only = nullptr;
    for (const StageSpan& span : store_.spans()) {
        if (span.endOn(link_.axis()) <= low || span.beginOn(link_.axis()) >= high) continue;
        if (only != nullptr || link_.stacked()) return nullptr;
        only = &span;
    }
    return only;
}

void ChartPlot::computeAxes() {
    const auto [x_low, x_high] = xBounds();
    const int x_wanted = std::max(2, static_cast<int>(frame_.width() / tick_room_x));
    if (link_.byTime()) {
        const auto own = std::find_if(store_.spans().begin(), store_.spans().end(),
                                      [](const StageSpan& span) { return span.source_run.isEmpty(); });
        const double origin = link_.stacked() ? 0 : own == store_.spans().end() ? x_low : own->time_begin;
        x_axis_ = timeAxis(x_low, x_high, origin, x_wanted);
    } else if (const StageSpan* only = onlyStage(x_low, x_high)) {
        // Steps are counted within the stage.
        const double begin = only->beginOn(link_.axis());
        x_axis_ = stepAxis((x_low - begin) / only->scale, (x_high - begin) / only->scale, x_wanted);
        for (Tick& tick : x_axis_.ticks) tick.position = begin + tick.position * only->scale;
        x_axis_.low = x_low;
        x_axis_.high = x_high;
    } else {
        x_axis_ = stepAxis(x_low, x_high, x_wanted);
        // Over several stages the bands with their names say where one is.
        if (!link_.stacked()) x_axis_.ticks.clear();
    }
    ValueRange values;
    for (const Line& line : lines_) {
        const Window shown = window(line);
        if (!shown.empty()) values.add(line.shown->raw().range(shown.first, shown.last));
    }
    if (!log_scale_ && spec_.share) values.add({.low = 0, .high = 1, .valid = true});
    if (!log_scale_ && spec_.from_zero && !values.empty()) values.add(0.0);
    y_axis_ = valueAxis(values, log_scale_, std::max(2, static_cast<int>(frame_.height() / tick_room_y)));
}

QColor ChartPlot::color(const Line& line) const { return tokens().series[static_cast<std::size_t>(line.color)]; }

QString ChartPlot::labelOf(const Line& line) const {
    const QString& group = groups_[line.group].label;
    if (group.isEmpty() || (many_keys_ && styles_.size() < 2)) return line.spec.label;  // nobody else to be told apart from
    return many_keys_ ? QStringLiteral("%1 · %2").arg(line.spec.label, group) : group;
}

bool ChartPlot::hasData() const {
    return std::any_of(lines_.begin(), lines_.end(), [](const Line& line) { return line.series->y.size() > 0; });
}

std::size_t ChartPlot::hiddenPoints() const {
    std::size_t hidden = 0;
    for (const auto& [series, shown] : shown_) hidden += shown->hidden();
    return hidden;
}

std::size_t ChartPlot::nonFinitePoints() const {
    std::size_t count = 0;
    for (const auto& [series, shown] : shown_) count += series->non_finite;
    return count;
}

std::size_t ChartPlot::gaps() const {
    std::size_t count = 0;
    for (const auto& [series, shown] : shown_) count += series->gaps.size();
    return count;
}

std::optional<std::size_t> ChartPlot::nearest(const Line& line, double x) const {
    const Window shown = window(line);
    if (shown.empty()) return std::nullopt;
    const std::span<const double> at = xs(line);
    const double wanted = x + shiftOf(line);
    const auto begin = at.begin() + static_cast<std::ptrdiff_t>(shown.first),
               end = at.begin() + static_cast<std::ptrdiff_t>(shown.last);
    auto found = std::lower_bound(begin, end, wanted);
    if (found == end || (found != begin && wanted - *(found - 1) < *found - wanted)) --found;
    // A stage without this metric has no value to read out, even if the stage before had one.
    const double reach =
        std::max((x_axis_.high - x_axis_.low) * reach_share, link_.axis() == ChartAxis::Step ? line.series->stride : 0.0);
    if (std::abs(*found - wanted) > reach) return std::nullopt;
    return static_cast<std::size_t>(found - at.begin());
}

std::optional<ChartPlace> ChartPlot::place(double from, double to, double y) const {
    const Group* group = groups_.empty() ? nullptr : &groups_.front();
    double best = std::numeric_limits<double>::infinity();
    for (const Line& line : lines_) {
        if (groups_.size() < 2 || std::isnan(y)) break;
        const auto point = nearest(line, from);
        if (!point || !std::isfinite(line.shown->smooth().at(*point))) continue;
        if (const double distance = std::abs(toY(line.shown->smooth().at(*point)) - y); distance < best) {
            best = distance;
            group = &groups_[line.group];
        }
    }
    if (group == nullptr) return std::nullopt;
    auto locate = [&](double x) {
        return group->store->locate(std::clamp(x + group->shift, group->from, group->to), link_.axis());
    };
    const auto first = locate(std::min(from, to)), last = locate(std::max(from, to));
    if (!first || !last) return std::nullopt;
    return ChartPlace{group->run, first->stage_name, first->step, last->step,
                      last->stage == first->stage ? QString() : last->stage_name};
}

// Each stage of another run is a line of its own; of a metric and a run there is one last value.
bool ChartPlot::isFollowed(const Line& line) const {
    const Group& own = groups_[line.group];
    return std::any_of(lines_.begin(), lines_.end(), [&](const Line& other) {
        const Group& group = groups_[other.group];
        return other.spec.key == line.spec.key && group.label == own.label && group.to - group.shift > own.to - own.shift &&
               !window(other).empty();
    });
}

std::vector<ChartPlot::Reading> ChartPlot::readings(double hover) const {
    std::vector<Reading> result;
    for (const Line& line : lines_) {
        if (std::isnan(hover) && !link_.stacked() && isFollowed(line)) continue;
        std::optional<std::size_t> index;
        if (!std::isnan(hover)) index = nearest(line, hover);
        else if (const Window shown = window(line); !shown.empty()) index = shown.last - 1;
        if (!index) continue;
        const double shown = line.shown->smooth().at(*index);
        // What a logarithmic scale cannot show has its value all the same.
        const bool off_scale = log_scale_ && !std::isfinite(shown);
        const double value =
            line.shown->smoothed() && !off_scale ? (log_scale_ ? std::pow(10.0, shown) : shown) : line.series->y.at(*index);
        result.push_back({&line, value, std::isfinite(shown) ? toY(shown) : frame_.bottom()});
    }
    std::sort(result.begin(), result.end(), [](const Reading& a, const Reading& b) { return a.y < b.y; });
    const double height = QFontMetricsF(labelFont()).height();
    const auto room = static_cast<std::size_t>(std::max(1.0, frame_.height() / height));
    if (result.size() > room) result.resize(room);
    double floor = frame_.top();
    for (Reading& reading : result) {
        reading.y = std::max(reading.y, floor);
        floor = reading.y + height;
    }
    double ceiling = frame_.bottom();
    for (auto reading = result.rbegin(); reading != result.rend(); ++reading) {
        reading->y = std::min(reading->y, ceiling);
        ceiling = reading->y - height;
    }
    return result;
}

QString ChartPlot::describe(double at) const {
    if (!hasData()) return link_.reading() ? Words::tr("Reading the points") : Words::tr("No points yet");
    QStringList parts;
    if (!std::isnan(at)) parts << placeName(at, {});
    for (const Reading& reading : readings(at)) {
        parts << QStringLiteral("%1 %2").arg(labelOf(*reading.line), formatMetric(reading.value, reading.line->spec.unit));
    }
    for (const LiveChange& change : link_.liveChanges())
        if (std::isnan(at) && positionOf(change)) parts << change.text;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

std::optional<double> ChartPlot::positionOf(const LiveChange& change) const {
    if (link_.stacked()) return {};
    const auto x = store_.position(change.stage, change.from, link_.axis());
    return x && *x >= x_axis_.low && *x <= x_axis_.high ? x : std::nullopt;
}

}  // namespace retort::ui
