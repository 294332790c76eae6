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
    const std::span<const double> steps = series->steps();
    const auto first = static_cast<std::size_t>(std::upper_bound(steps.begin(), steps.end(), span.offset) - steps.begin());
    const auto last = static_cast<std::size_t>(std::upper_bound(steps.begin(), steps.end(), span.end) - steps.begin());
    HealthSeries part;
    part.values = series->y.values().subspan(first, last - first);
    part.steps = steps.subspan(first, last - first);
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

/// Where a figure began: without the decimals that nobody compares by, so that it fits beside the figure.
QString startOf(double value, const char* unit) {
    return qstrcmp(unit, "share") == 0 ? QStringLiteral("%1%").arg(std::lround(value * 100)) : formatMetric(value, unit);
}

QString moved(double from, double now, const QString& written) {
    const QString arrow = now > from ? QStringLiteral("↑") : now < from ? QStringLiteral("↓") : QStringLiteral("→");
    return Words::tr("%1 from %2").arg(arrow, written);
}

/// A figure that is read off a series.
struct Wanted {
    QString label;
    const char* metric;
    const char* unit;
    bool trend;
    const char* chart;
    QString brief = {};  ///< the label where there is little room; empty: none
};

/// The last stage that has the metric.
const StageSpan* lastWith(const RunSession& session, const char* metric) {
    const auto& spans = session.series().spans();
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        if (!partOf(session.series(), *span, QString::fromLatin1(metric)).values.empty()) return &*span;
    }
    return nullptr;
}

/// The stage that ends with the most right answers.
const StageSpan* bestStage(const RunSession& session) {
    const StageSpan* best = nullptr;
    double most = -1;
    for (const StageSpan& span : session.series().spans()) {
        const HealthSeries part = partOf(session.series(), span, QStringLiteral("pass_rate"));
        if (part.values.empty()) continue;
        const double now = meanOf(part.values.last(std::min(window, part.values.size())));
        if (!(now > most)) continue;
        most = now;
        best = &span;
    }
    return best;
}

OverviewFigure fromSeries(const RunSession& session, const StageSpan* span, bool named, const Wanted& wanted) {
    OverviewFigure figure{wanted.label, QStringLiteral("–"), {}, QString::fromLatin1(wanted.chart), {}};
    if (!wanted.brief.isEmpty()) figure.shorter << wanted.brief;
    const HealthSeries part =
        span == nullptr ? HealthSeries{} : partOf(session.series(), *span, QString::fromLatin1(wanted.metric));
    if (part.values.empty()) return figure;
    const std::size_t count = std::min(window, part.values.size());
    const double now = meanOf(part.values.last(count)), first = meanOf(part.values.first(count));
    figure.value = formatMetric(now, wanted.unit);
    if (wanted.trend && part.values.size() > 2 * window) figure.trend = moved(first, now, startOf(first, wanted.unit));
    const StageRecord* stage = session.stage(span->stage);
    const bool taken = stage != nullptr && !stage->source_run.empty();
    if (named && (taken || session.series().spans().size() > 1)) {
        figure.shorter.prepend(wanted.label);
        figure.label = QStringLiteral("%1 · %2").arg(wanted.label, span->name);
    }
    // Else the figures of an old stage look like those of the one that has yet to make its first step.
    if (named && taken) figure.trend = Words::tr("of an earlier run");
    return figure;
}

/// What the figures of a kind of stage are.
std::vector<Wanted> wantedOf(const std::string& kind) {
    const Wanted loss{Words::tr("Loss"), "loss", "", true, "loss"},
        norm{Words::tr("Gradient norm"), "grad_norm", "", false, "grad_norm"};
    const Wanted train{Words::tr("Tokens per second, training"),
                       "perf/train_tokens_per_second",
                       "tokens/s",
                       false,
                       "speed",
                       Words::tr("Tokens/s")};
    if (kind == "pretrain" || kind == "sft" || kind == "distill")
        return {loss, {Words::tr("Token accuracy"), "mean_token_accuracy", "share", true, "supervised"}, norm, train};
    if (kind == "reward_model") {
        return {loss,
                {Words::tr("Held-out pairs right"), "reward_model/accuracy", "share", true, "supervised",
                 Words::tr("Held-out pairs")},
                {Words::tr("Training pairs right"), "reward_model/batch_accuracy", "share", true, "supervised",
                 Words::tr("Training pairs")},
                norm};
    }
    return {
        {Words::tr("Right answers"), "pass_rate", "share", true, "pass_rate"},
        {Words::tr("Response length, tokens"), "completions/mean_length", "tokens", true, "length",
         Words::tr("Length, tokens")},
        {Words::tr("Language consistency"), "lang/consistency_mean", "share", true, "language", Words::tr("Consistency")},
        {Words::tr("Tokens per second"), "perf/generate_tokens_per_second", "tokens/s", false, "speed",
         Words::tr("Tokens/s")}};
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
    const EvaluationRecord& best =
        **std::max_element(suite.begin(), suite.end(), [](auto* a, auto* b) { return a->pass_at_1 < b->pass_at_1; });
    const QString model = QString::fromStdString(best.model);
    auto figure = [&](const QString& label, const QString& brief, std::optional<double> now, std::optional<double> before,
                      const char* unit, const char* chart) {
        OverviewFigure made{
            label, now ? formatMetric(*now, unit) : QStringLiteral("–"), {}, QString::fromLatin1(chart), {brief}};
        if (now && before && &best != &first) made.trend = moved(*before, *now, startOf(*before, unit));
        return made;
    };
    return {figure(Words::tr("Right answers · %1").arg(model), Words::tr("Right answers"), best.pass_at_1, first.pass_at_1,
                   "share", "pass_rate"),
            figure(Words::tr("Response length, tokens"), Words::tr("Length, tokens"), best.mean_length, first.mean_length,
                   "tokens", "length"),
            figure(Words::tr("Language consistency"), Words::tr("Consistency"), metricOf(best, "lang/consistency_mean"),
                   metricOf(first, "lang/consistency_mean"), "share", "language")};
}

/// The time that a stage takes or took.
OverviewFigure stageTime(const RunSession& session, const StageRecord& stage) {
    const QString chart = QStringLiteral("step_time");
    const bool running = stage.state == StageState::Running;
    const double left = running && session.progress().stage == stage.name ? session.progress().seconds_left : -1;
    if (left >= 0) return {Words::tr("Time left"), formatDuration(left), Words::tr("in this stage"), chart, {}};
    return {running ? Words::tr("Time left") : Words::tr("Duration"),
            running || stage.seconds <= 0 ? QStringLiteral("–") : formatDuration(stage.seconds),
            running ? QString() : Words::tr("of this stage"),
            chart,
            {}};
}

OverviewFigure timeFigure(const RunSession& session) {
    const QString chart = QStringLiteral("step_time");
    const double all = session.secondsLeft(), stage = session.progress().seconds_left;
    const bool running = session.state() == RunState::Running;
    if (running && all >= 0) return {Words::tr("Time left"), formatDuration(all), {}, chart, {}};
    if (running && stage >= 0) return {Words::tr("Time left"), formatDuration(stage), Words::tr("in this stage"), chart, {}};
    const double spent = session.secondsTaken();
    return {running ? Words::tr("Time left") : Words::tr("Duration"),
            running || spent <= 0 ? QStringLiteral("–") : formatDuration(spent),
            {},
            chart,
            {}};
}

}  // namespace

std::vector<OverviewFigure> overviewFigures(const RunSession& session, StageId chosen) {
    std::vector<OverviewFigure> figures;
    if (const StageRecord* stage = chosen ? session.stage(chosen) : nullptr) {
        for (const Wanted& wanted : wantedOf(stage->kind))
            figures.push_back(fromSeries(session, session.series().span(chosen), false, wanted));
        figures.push_back(stageTime(session, *stage));
        return figures;
    }
    const bool live =
        session.state() == RunState::Running || session.state() == RunState::Paused || session.state() == RunState::Starting;
    const std::vector<Wanted> usual = wantedOf("grpo");
    const StageSpan* best = live ? nullptr : bestStage(session);
    if (const auto suite = mainSuite(session); !live && !suite.empty()) {
        figures = fromEvaluations(suite);
        const StageSpan* of_model = nullptr;
        const std::string& model = (*std::max_element(suite.begin(), suite.end(), [](auto* a, auto* b) {
                                       return a->pass_at_1 < b->pass_at_1;
                                   }))->model;
        for (const StageSpan& span : session.series().spans())
            if (span.name.toStdString() == model) of_model = &span;
        // A model that was fine-tuned has written nothing itself.
        const Wanted& speed = usual.back();
        const bool wrote =
            of_model != nullptr && !partOf(session.series(), *of_model, QString::fromLatin1(speed.metric)).values.empty();
        figures.push_back(fromSeries(session, wrote ? of_model : lastWith(session, speed.metric), !wrote, speed));
    } else {
        for (const Wanted& wanted : usual)
            figures.push_back(fromSeries(session, best != nullptr ? best : lastWith(session, wanted.metric), true, wanted));
    }
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
