// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QScrollArea>
#include <QSplitter>
#include <cmath>

#include "metrics/metric_keys.h"
#include "ui/charts/metric_chart.h"
#include "ui/format.h"
#include "ui/pages/overview_charts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/figure_button.h"
#include "ui/widgets/live_traces.h"

namespace retort::ui {
namespace {

/// Columns of cards by the width there is.
int columnsFor(int width) { return std::clamp(width / (size::card_width + size::m), 1, 4); }

QString meaningOf(const ChartSpec& spec) {
    QStringList lines;
    for (const LineSpec& line : spec.lines) {
        const MetricInfo* info = findMetricInfo(line.key.toStdString());
        if (info == nullptr) continue;
        lines << QStringLiteral("%1 (%2): %3").arg(line.label, line.key, QString::fromUtf8(info->meaning.data(), static_cast<qsizetype>(info->meaning.size())));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

OverviewPage::OverviewPage(QWidget* parent) : Page(parent) {
    problem_ = makeLabel({}, "bad");
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    problem_->setAccessibleName(tr("What went wrong"));
    problem_->hide();

    auto* inside = new QWidget;
    setRole(inside, "page");
    grid_ = new QGridLayout;
    grid_->setSpacing(size::m);
    grid_->setContentsMargins(0, 0, size::xs, 0);
    auto* inner = column(0);
    inner->addLayout(grid_);
    inner->addStretch(1);
    inside->setLayout(inner);
    scroll_ = new QScrollArea;
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setWidget(inside);

    auto* left = new QWidget;
    auto* left_layout = column(size::s);
    left_layout->addWidget(problem_);
    left_layout->addWidget(makeFigures());
    left_layout->addWidget(makeTools());
    left_layout->addWidget(scroll_, 1);
    left->setLayout(left_layout);
    live_ = new LiveTraces;
    splitter_ = new QSplitter;
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(left);
    splitter_->addWidget(live_);
    splitter_->setStretchFactor(0, 5);
    splitter_->setStretchFactor(1, 2);
    empty_ = new EmptyState;
    auto* all = column(0);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(splitter_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);

    connect(empty_, &EmptyState::clicked, this, [this] { Q_EMIT linkWanted({QStringLiteral("runs"), {}}); });
    connect(live_, &LiveTraces::opened, this, [this](RolloutId rollout) {
        Q_EMIT linkWanted(PageLink{QStringLiteral("traces"), {}}.set(QStringLiteral("rollout"), QString::number(rollout.value)));
    });
    connect(&link_, &ChartLink::changed, this, [this] { whole_->setVisible(link_.range().has_value()); });
    connect(&link_, &ChartLink::activated, this, [this](double x) { showTraces(x, x); });
    // New points are drawn together, at most ten times a second.
    repaint_.setSingleShot(true);
    repaint_.setInterval(duration::frame);
    connect(&repaint_, &QTimer::timeout, this, &OverviewPage::refresh);
    setSession(nullptr);
}

QWidget* OverviewPage::makeFigures() {
    auto* frame = new QFrame;
    setRole(frame, "card");
    auto* layout = row(0, size::xs);
    const std::vector<std::pair<QString, QString>> wanted{{tr("Right answers"), QStringLiteral("pass_rate")},
                                                          {tr("Response length, tokens"), QStringLiteral("length")},
                                                          {tr("Language consistency"), QStringLiteral("language")},
                                                          {tr("Tokens per second"), QStringLiteral("speed")},
                                                          {tr("Time left"), QStringLiteral("step_time")}};
    for (const auto& [label, chart] : wanted) {
        auto* figure = new FigureButton(label);
        connect(figure, &QAbstractButton::clicked, this, [this, chart = chart] { scrollTo(chart); });
        layout->addWidget(figure, 1);
        figures_.emplace_back(figure, chart);
    }
    frame->setLayout(layout);
    return frame;
}

QWidget* OverviewPage::makeTools() {
    axis_ = new Chooser(tr("Horizontal axis"));
    axis_->addItem(tr("by step"), false);
    axis_->addItem(tr("by time"), true);
    smoothing_ = new Chooser(tr("Smoothing"));
    for (const auto& [word, weight] : std::initializer_list<std::pair<QString, double>>{
             {tr("raw points"), 0.0}, {tr("smoothed a little"), 0.6}, {tr("smoothed"), 0.85}, {tr("smoothed much"), 0.95}, {tr("smoothed strongly"), 0.99}}) {
        smoothing_->addItem(word, weight);
    }
    smoothing_->setCurrentIndex(1);
    smoothing_->setToolTip(tr("Exponential mean over all raw points; the raw points stay visible behind it"));
    whole_ = makeButton(tr("Show everything"), {}, "chip", tr("Back from the zoomed range (0)"));
    whole_->hide();
    auto* hint = new ElidedLabel(tr("Click a point to read that step's traces · drag to zoom"));
    setRole(hint, "label");
    auto* bar = new QWidget;
    auto* layout = row(size::s);
    layout->addWidget(axis_);
    layout->addWidget(smoothing_);
    layout->addWidget(whole_);
    layout->addStretch(1);
    layout->addWidget(hint);
    bar->setLayout(layout);
    connect(axis_, &QComboBox::currentIndexChanged, this, [this] { link_.setByTime(axis_->currentData().toBool()); });
    connect(smoothing_, &QComboBox::currentIndexChanged, this, [this] { link_.setSmoothing(smoothing_->currentData().toDouble()); });
    connect(whole_, &QPushButton::clicked, this, [this] { link_.setRange(std::nullopt); });
    return bar;
}

void OverviewPage::makeCharts() {
    for (MetricChart* chart : charts_) delete chart;
    charts_.clear();
    columns_ = 0;
    if (session_ == nullptr) return;
    for (ChartSpec& spec : overviewCharts()) {
        const QString meaning = meaningOf(spec);
        auto* chart = new MetricChart(std::move(spec), link_, session_->series());
        chart->setWhatsThis(meaning);
        charts_.push_back(chart);
    }
    arrangeCharts();
}

void OverviewPage::arrangeCharts() {
    const int columns = columnsFor(scroll_->viewport()->width());
    if (columns == columns_) return;
    columns_ = columns;
    for (std::size_t i = 0; i < charts_.size(); ++i) {
        grid_->addWidget(charts_[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
    }
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    QTimer::singleShot(0, this, &OverviewPage::arrangeCharts);
}

void OverviewPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    link_.setStage({});
    link_.setRange(std::nullopt);
    makeCharts();
    live_->setSession(session);
    splitter_->setVisible(session != nullptr);
    empty_->setVisible(session == nullptr);
    empty_->setText(tr("No run is open"), tr("Choose a run, or start one: its curves and traces appear here while it trains."), tr("Choose a run"));
    if (session_ == nullptr) return;
    connect(session_, &RunSession::advanced, this, [this] { if (!repaint_.isActive()) repaint_.start(); });
    connect(session_, &RunSession::ready, this, &OverviewPage::refresh);
    connect(session_, &RunSession::stateChanged, this, [this] {
        refreshProblem();
        refreshFigures();
    });
    refresh();
}

void OverviewPage::setStage(StageId stage) {
    link_.setStage(stage);
    live_->setStage(stage);
}

void OverviewPage::refresh() {
    if (session_ == nullptr) return;
    arrangeCharts();
    for (MetricChart* chart : charts_) chart->refresh();
    refreshFigures();
}

void OverviewPage::refreshProblem() {
    const QString problem = session_->problem();
    QString text = problem;
    if (session_->state() == RunState::Crashed || session_->state() == RunState::Failed) {
        text += QLatin1Char(' ') + tr("What was committed is kept; Resume goes on from the last checkpoint.");
    } else if (session_->stalled()) {
        text = tr("The trainer has shown no sign of life for %1. It may be busy with one long batch, or hang; if it does, stop process %2 and resume.")
                   .arg(formatDuration(session_->silentSeconds())).arg(session_->status().pid);
    }
    problem_->setText(text);
    problem_->setVisible(!text.isEmpty());
}

void OverviewPage::refreshFigures() {
    if (session_ == nullptr) return;
    const char* const keys[] = {"pass_rate", "completions/mean_length", "lang/consistency_mean", "perf/generate_tokens_per_second"};
    const char* const units[] = {"share", "tokens", "share", "tokens/s"};
    for (std::size_t i = 0; i < std::size(keys); ++i) {
        const MetricSeries* series = session_->series().find(QString::fromLatin1(keys[i]));
        if (series == nullptr || series->y.size() == 0) {
            figures_[i].first->setFigure(QStringLiteral("–"), {});
            continue;
        }
        const double now = series->y.at(series->y.size() - 1), first = series->y.at(0);
        const QString figure = formatMetric(now, units[i]);
        const bool compare = i < 3 && std::isfinite(first) && std::isfinite(now) && series->y.size() > 1;
        figures_[i].first->setFigure(figure, compare ? tr("%1 from %2").arg(now > first ? QStringLiteral("↑") : now < first ? QStringLiteral("↓") : QStringLiteral("→"),
                                                                            formatMetric(first, units[i])) : QString());
    }
    const double all = session_->secondsLeft(), stage = session_->progress().seconds_left;
    const bool running = session_->state() == RunState::Running;
    const RunStatus& status = session_->status();
    figures_[4].first->setLabel(status.pid != 0 || status.ended_at <= status.started_at ? tr("Time left") : tr("Duration"));
    if (running && all >= 0) figures_[4].first->setFigure(formatDuration(all), {});
    else if (running && stage >= 0) figures_[4].first->setFigure(formatDuration(stage), tr("in this stage"));
    else if (status.ended_at > status.started_at && status.started_at > 0) figures_[4].first->setFigure(formatDuration(status.ended_at - status.started_at), {});
    else figures_[4].first->setFigure(QStringLiteral("–"), {});
}

void OverviewPage::scrollTo(const QString& id) {
    for (MetricChart* chart : charts_) {
        if (chart->spec().id != id) continue;
        scroll_->ensureWidgetVisible(chart, 0, size::l);
        chart->setFocus(Qt::OtherFocusReason);
    }
}

void OverviewPage::showTraces(double from, double to) {
    if (session_ == nullptr) return;
    const auto first = session_->series().locate(from, link_.byTime()), last = session_->series().locate(to, link_.byTime());
    if (!first || !last) return;
    PageLink link{QStringLiteral("traces"), {}};
    link.set(QStringLiteral("stage"), first->stage_name).set(QStringLiteral("from"), QString::number(first->step));
    if (last->stage == first->stage) link.set(QStringLiteral("to"), QString::number(last->step));
    Q_EMIT linkWanted(link);
}

QJsonObject OverviewPage::saveState() const { return {{QStringLiteral("splitter"), toText(splitter_->saveState())}}; }
void OverviewPage::restoreState(const QJsonObject& state) { splitter_->restoreState(fromText(state[QStringLiteral("splitter")])); }

}  // namespace retort::ui
