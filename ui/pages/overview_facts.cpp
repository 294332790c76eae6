// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "ui/format.h"
#include "ui/session/run_session.h"

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::OverviewFacts)
};

constexpr std::size_t window = 5;

/// A stage's part of a series.
HealthSeries partOf(const MetricSeriesStore& store, const StageSpan& span, const QString& key) {
    const MetricSeries* series = store.find(key);
    if (series == nullptr) return {};
    const auto begin = series->step_x.begin();
    const auto first = static_cast<std::size_t>(std::upper_bound(begin, series->step_x.end(), span.offset) - begin);
    const auto last = static_cast<std::size_t>(std::upper_bound(begin, series->step_x.end(), span.end) - begin);
    HealthSeries part;
    part.values = series->y.values().subspan(first, last - first);
    part.steps = std::span<const double>(series->step_x).subspan(first, last - first);
    part.step_offset = span.offset;
    part.step_scale = span.scale;
    part.all_finite = series->non_finite == 0;
    return part;
}

double meanOf(std::span<const double> values) {
    double sum = 0;
    for (double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

QString moved(double from, double now, const QString& written) {
    const QString arrow = now > from ? QStringLiteral("↑") : now < from ? QStringLiteral("↓") : QStringLiteral("→");
    return Words::tr("%1 from %2").arg(arrow, written);
}

/// The stage whose figures are wanted: chosen, at work, or the last that has the metric.
const StageSpan* spanWith(const RunSession& session, StageId chosen, const QString& key) {
    const MetricSeriesStore& store = session.series();
    if (chosen) return store.span(chosen);
    for (auto span = store.spans().rbegin(); span != store.spans().rend(); ++span) {
        if (!partOf(store, *span, key).values.empty()) return &*span;
    }
    return nullptr;
}

OverviewFigure fromSeries(const RunSession& session, StageId chosen, const QString& label, const char* metric, const char* unit, bool trend) {
    const QString key = QString::fromLatin1(metric);
    const StageSpan* span = spanWith(session, chosen, key);
    const HealthSeries part = span == nullptr ? HealthSeries{} : partOf(session.series(), *span, key);
    if (part.values.empty()) return {label, QStringLiteral("–"), {}};
    const std::size_t count = std::min(window, part.values.size());
    const double now = meanOf(part.values.last(count)), first = meanOf(part.values.first(count));
    OverviewFigure figure{label, formatMetric(now, unit), {}};
    if (trend && part.values.size() > 2 * window) figure.trend = moved(first, now, formatMetric(first, unit));
    if (!chosen && session.series().spans().size() > 1) figure.label = QStringLiteral("%1 · %2").arg(label, span->name);
    return figure;
}

/// The evaluations of the suite that most models were tried on, in order.
std::vector<const EvaluationRecord*> mainSuite(const RunSession& session) {
    std::map<std::string, std::vector<const EvaluationRecord*>> suites;
    for (const EvaluationRecord& evaluation : session.evaluations()) suites[evaluation.suite].push_back(&evaluation);
    std::vector<const EvaluationRecord*> most;
    for (auto& [suite, evaluations] : suites) {
        if (evaluations.size() > most.size()) most = std::move(evaluations);
    }
    return most;
}

std::optional<double> metricOf(const EvaluationRecord& evaluation, std::string_view key) {
    for (const MetricPoint& point : evaluation.metrics) {
        if (point.key == key) return point.value;
    }
    return std::nullopt;
}

/// A finished run is judged by its evaluations: what the best model reaches, and where the base had begun.
std::vector<OverviewFigure> fromEvaluations(const std::vector<const EvaluationRecord*>& suite) {
    const EvaluationRecord& first = *suite.front();
    const EvaluationRecord& best = **std::max_element(suite.begin(), suite.end(), [](auto* a, auto* b) { return a->pass_at_1 < b->pass_at_1; });
    const QString model = QString::fromStdString(best.model);
    auto figure = [&](const QString& label, std::optional<double> now, std::optional<double> before, const char* unit) {
        if (!now) return OverviewFigure{label, QStringLiteral("–"), {}};
        return OverviewFigure{label, formatMetric(*now, unit), before && &best != &first ? moved(*before, *now, formatMetric(*before, unit)) : QString()};
    };
    return {figure(Words::tr("Right answers · %1").arg(model), best.pass_at_1, first.pass_at_1, "share"),
            figure(Words::tr("Response length, tokens"), best.mean_length, first.mean_length, "tokens"),
            figure(Words::tr("Language consistency"), metricOf(best, "lang/consistency_mean"), metricOf(first, "lang/consistency_mean"), "share")};
}

OverviewFigure timeFigure(const RunSession& session) {
    const double all = session.secondsLeft(), stage = session.progress().seconds_left;
    const RunStatus& status = session.status();
    const bool running = session.state() == RunState::Running;
    if (running && all >= 0) return {Words::tr("Time left"), formatDuration(all), {}};
    if (running && stage >= 0) return {Words::tr("Time left"), formatDuration(stage), Words::tr("in this stage")};
    double spent = 0;
    for (const StageRecord& each : session.stages()) {
        if (each.source_run.empty()) spent += each.seconds;
    }
    if (status.started_at > 0 && status.ended_at > status.started_at) spent = std::max(spent, status.ended_at - status.started_at);
    return {running ? Words::tr("Time left") : Words::tr("Duration"), running || spent <= 0 ? QStringLiteral("–") : formatDuration(spent), {}};
}

}  // namespace

std::vector<OverviewFigure> overviewFigures(const RunSession& session, StageId chosen) {
    const bool live = session.state() == RunState::Running || session.state() == RunState::Paused || session.state() == RunState::Starting;
    std::vector<OverviewFigure> figures;
    if (const auto suite = mainSuite(session); !chosen && !live && !suite.empty()) {
        figures = fromEvaluations(suite);
    } else {
        figures = {fromSeries(session, chosen, Words::tr("Right answers"), "pass_rate", "share", true),
                   fromSeries(session, chosen, Words::tr("Response length, tokens"), "completions/mean_length", "tokens", true),
                   fromSeries(session, chosen, Words::tr("Language consistency"), "lang/consistency_mean", "share", true)};
    }
    figures.push_back(fromSeries(session, chosen, Words::tr("Tokens per second"), "perf/generate_tokens_per_second", "tokens/s", false));
    figures.push_back(timeFigure(session));
    return figures;
}

std::vector<HealthFinding> overviewHealth(const RunSession& session, StageId chosen) {
    std::vector<HealthFinding> all;
    if (session.state() == RunState::Running) all = checkLife(session.progress().stage, session.silentSeconds());
    std::vector<std::string> keys;
    for (const QString& key : session.series().keys()) {
        if (session.series().find(key)->non_finite > 0) keys.push_back(key.toStdString());
    }
    const std::vector<StageSpan>& spans = session.series().spans();
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        if (chosen && span->stage != chosen) continue;
        const auto found = checkHealth(span->name.toStdString(), keys, [&](std::string_view key) {
            return partOf(session.series(), *span, QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())));
        });
        all.insert(all.end(), found.begin(), found.end());
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.rule->level < b.rule->level; });
    return all;
}

}  // namespace retort::ui
