// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QGridLayout>
#include <QJsonArray>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>

#include "metrics/metric_keys.h"
#include "ui/charts/chart_table_view.h"
#include "ui/charts/metric_chart.h"
#include "ui/format.h"
#include "ui/pages/overview_charts.h"
#include "ui/pages/overview_facts.h"
#include "ui/session/background.h"
#include "ui/session/run_remains.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/advice_bar.h"
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
        lines << QStringLiteral("%1 (%2): %3")
                     .arg(line.label, line.key,
                          QCoreApplication::translate("retort::Metrics", std::string(info->meaning).c_str()));
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
    advice_ = new AdviceBar;

    auto* inside = new QWidget;
    setRole(inside, "page");
    grid_ = new QGridLayout;
    grid_->setSpacing(size::m);
    grid_->setContentsMargins(0, 0, size::xs, 0);
    auto* inner = column(0);
    without_points_ = makeLabel({}, "label");
    without_points_->setWordWrap(true);
    without_points_->setContentsMargins(0, size::m, size::xs, size::m);
    inner->addLayout(grid_);
    inner->addWidget(without_points_);
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
    left_layout->addWidget(advice_);
    // What stands above the charts ends where they end, beside their scroll bar.
    auto* above = column(size::s);
    above->addWidget(makeFigures());
    above->addWidget(makeTools());
    const auto align = [above](int, int most) {
        above->setContentsMargins(0, 0, most > 0 ? size::xs + size::m : size::xs, 0);
    };
    align(0, 0);
    connect(scroll_->verticalScrollBar(), &QScrollBar::rangeChanged, above, align);
    left_layout->addLayout(above);
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
        Q_EMIT linkWanted(
            PageLink{QStringLiteral("traces"), {}}.set(QStringLiteral("rollout"), QString::number(rollout.value)));
    });
    connect(advice_, &AdviceBar::showWanted, this, &OverviewPage::showFinding);
    connect(&link_, &ChartLink::changed, this, [this] {
        whole_->setVisible(link_.range().has_value());
        chooseCharts();
    });
    connect(&link_, &ChartLink::activated, this, &OverviewPage::showTraces);
    // New points are drawn together, at most ten times a second.
    repaint_.setSingleShot(true);
    repaint_.setInterval(duration::frame);
    connect(&repaint_, &QTimer::timeout, this, &OverviewPage::refresh);
    connect(&overlays_, &OverlayRuns::advanced, this, [this] {
        if (!repaint_.isActive()) repaint_.start();
    });
    connect(&overlays_, &OverlayRuns::renamed, this, [this] { link_.setOverlays(overlays_.overlays()); });
    setSession(nullptr);
}

QWidget* OverviewPage::makeFigures() {
    auto* frame = new QFrame;
    setRole(frame, "card");
    auto* layout = row(0, size::xs);
    constexpr int figure_count = 5;
    for (int i = 0; i < figure_count; ++i) {
        auto* figure = new FigureButton(QString());
        connect(figure, &QAbstractButton::clicked, this, [this, i] {
            if (i < figure_charts_.size()) scrollTo(figure_charts_[i]);
        });
        layout->addWidget(figure, 1);
        figures_.push_back(figure);
    }
    frame->setLayout(layout);
    return frame;
}

void OverviewPage::makeCharts() {
    for (MetricChart* chart : charts_) delete chart;
    charts_.clear();
    left_out_.clear();
    columns_ = 0;
    if (session_ == nullptr) return;
    for (ChartSpec& spec : overviewCharts()) charts_.push_back(makeChart(std::move(spec)));
    for (const QString& key : metrics_) charts_.push_back(makeChart(metricChart(key)));
    chooseCharts();
}

MetricChart* OverviewPage::makeChart(ChartSpec spec) {
    const QString meaning = meaningOf(spec);
    auto* chart = new MetricChart(std::move(spec), link_, session_->series(), scroll_->widget());
    chart->setWhatsThis(meaning);
    // Its table stays open while the page is made anew in another language.
    if (auto* table = window()->findChild<ChartTableView*>(); table != nullptr && table->chart() == chart->spec().id)
        table->setTitle(chart->spec().title);
    chart->setLogScale(log_charts_.contains(chart->spec().id));
    connect(chart, &MetricChart::problem, this, &Page::problem);
    connect(chart, &MetricChart::notice, this, [this](const QString& text) { Q_EMIT notice(text); });
    return chart;
}

void OverviewPage::setMetrics(const QStringList& keys) {
    if (keys == metrics_) return;
    metrics_ = keys;
    if (session_ == nullptr) return;
    std::erase_if(charts_, [&](MetricChart* chart) {
        const QString& id = chart->spec().id;
        const bool gone = id.startsWith(QLatin1String(metric_chart_prefix)) &&
                          !keys.contains(id.mid(static_cast<qsizetype>(std::size(metric_chart_prefix)) - 1));
        if (gone) {
            left_out_.erase(chart);
            delete chart;
        }
        return gone;
    });
    for (const QString& key : keys) {
        const QString id = QLatin1String(metric_chart_prefix) + key;
        if (std::none_of(charts_.begin(), charts_.end(), [&](MetricChart* chart) { return chart->spec().id == id; }))
            charts_.push_back(makeChart(metricChart(key)));
    }
    columns_ = 0;
    refresh();
}

void OverviewPage::chooseCharts() {
    if (session_ == nullptr) return;
    const MetricSeriesStore& store = session_->series();
    const StageSpan* span = stage_ ? store.span(stage_) : nullptr;
    const StageRecord* stage = stage_ ? session_->stage(stage_) : nullptr;
    const bool stepless = stage != nullptr && span == nullptr && session_->caughtUp();
    // Before the first step nothing is known: all cards wait for their points.
    const bool begun = stepless || (stage_ ? span != nullptr : !store.spans().empty());
    std::vector<StageId> few;  // stages over one another, when they are not all
    if (link_.stacked() && !stage_)
        for (const StageSpan& one : store.spans())
            if (link_.stackedStages().contains(one.name)) few.push_back(one.stage);
    QStringList without;
    std::set<const MetricChart*> left_out;
    for (const MetricChart* chart : charts_) {
        const auto has = [&](StageId one) { return hasPoints(store, chart->spec(), one); };
        if (!begun || (few.empty() ? has(stage_) : std::any_of(few.begin(), few.end(), has))) continue;
        without << chart->spec().title;
        left_out.insert(chart);
    }
    if (left_out != left_out_) columns_ = 0;
    left_out_ = std::move(left_out);
    const QString name = stage == nullptr ? QString() : QString::fromStdString(stage->name),
                  titles = without.join(QStringLiteral(", "));
    QString text;
    if (stepless)
        text = stage->state == StageState::Pending ? tr("%1 has not begun.").arg(name)
                                                   : tr("%1 has no steps, and so no curves.").arg(name);
    else if (!without.isEmpty())
        text = !few.empty()     ? tr("Without points in these stages: %1").arg(titles)
               : name.isEmpty() ? tr("Without points in this run: %1").arg(titles)
                                : tr("Without points in %1: %2").arg(name, titles);
    without_points_->setText(text);
    without_points_->setVisible(!text.isEmpty());
    arrangeCharts();
}

void OverviewPage::arrangeCharts() {
    const int columns = columnsFor(scroll_->viewport()->width());
    // A screen with room for all cards and more gives it to the cards, up to a shape that curves are still read in.
    const int shown = std::max(1, static_cast<int>(charts_.size() - left_out_.size())),
              rows = (shown + columns - 1) / columns;
    const int room = scroll_->viewport()->height() / rows - size::m, widest = scroll_->viewport()->width() / columns;
    const int height = std::clamp(room, size::card_height, std::max(size::card_height, widest * 3 / 5));
    for (MetricChart* chart : charts_) chart->setFixedHeight(height);
    if (columns == columns_) return;
    columns_ = columns;
    int place = 0;
    for (MetricChart* chart : charts_) {
        grid_->removeWidget(chart);
        chart->setVisible(!left_out_.contains(chart));
        if (left_out_.contains(chart)) continue;
        grid_->addWidget(chart, place / columns, place % columns);
        ++place;
    }
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    QTimer::singleShot(0, this, &OverviewPage::arrangeCharts);
}

void OverviewPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    // Charts hold on to both stores.
    link_.setOverlays({});
    overlays_.setRuns({});
    link_.setLiveChanges({});
    session_ = session;
    stage_ = {};
    link_.setStage({});
    link_.setRange(std::nullopt);
    link_.setStackedStages({});
    makeCharts();
    live_->setSession(session);
    advice_->setFindings({});
    splitter_->setVisible(session != nullptr);
    empty_->setVisible(session == nullptr);
    empty_->setText(tr("No run is open"),
                    tr("Choose a run, or start one: its curves and traces appear here while it trains."),
                    tr("Choose a run"));
    if (session_ == nullptr) return;
    connect(session_, &RunSession::advanced, this, [this] {
        // The first picture of a run at once.
        if (std::none_of(charts_.begin(), charts_.end(), [](const MetricChart* chart) { return chart->hasData(); }))
            return refresh();
        if (!repaint_.isActive()) repaint_.start();
    });
    connect(session_, &RunSession::ready, this, &OverviewPage::refresh);
    connect(session_, &RunSession::stateChanged, this, [this] {
        refreshProblem();
        refreshHead();
    });
    refresh();
}

void OverviewPage::setStage(StageId stage) {
    stage_ = stage;
    link_.setStage(stage);
    live_->setStage(stage);
    chooseCharts();
    refreshHead();
}

void OverviewPage::refresh() {
    if (session_ == nullptr) return;
    std::vector<LiveChange> changes;
    for (const EventRecord& event : session_->events())
        if (event.kind == "set_field")
            changes.push_back({event.stage, event.step + 1, coreWords(QString::fromStdString(event.message))});
    link_.setLiveChanges(std::move(changes));
    link_.setReading(!session_->caughtUp());
    stackStages();
    chooseCharts();
    for (MetricChart* chart : charts_) chart->refresh();
    refreshHead();
    if (!session_->caughtUp()) return;
    // Only now is it known which charts there are, and where. A link goes before where the page was left.
    if (const int last = std::exchange(scroll_to_, -1); last >= 0 && chart_to_.isEmpty())
        scroll_->verticalScrollBar()->setValue(last);
    if (!chart_to_.isEmpty()) QTimer::singleShot(0, this, [this, chart = std::exchange(chart_to_, {})] { scrollTo(chart); });
}

void OverviewPage::refreshHead() {
    if (session_ == nullptr) return;
    const std::vector<OverviewFigure> figures = overviewFigures(*session_, stage_);
    figure_charts_.clear();
    for (std::size_t i = 0; i < figures.size() && i < figures_.size(); ++i) {
        figures_[i]->setLabel(figures[i].label, figures[i].shorter);
        figures_[i]->setFigure(figures[i].value, figures[i].trend);
        figure_charts_ << figures[i].chart;
    }
    advice_->setFindings(overviewHealth(*session_, stage_));
}

void OverviewPage::refreshProblem() {
    const bool unreadable = session_->unreadable();
    splitter_->setVisible(!unreadable);
    empty_->setVisible(unreadable);
    if (unreadable) return readRemains();
    QString text = session_->problem();
    const bool resumable = session_->state() == RunState::Crashed || session_->state() == RunState::Failed;
    if (resumable && !session_->gone()) {
        text += QLatin1Char(' ') + tr("What was committed is kept; Resume goes on from the last checkpoint.");
    }
    problem_->setText(text);
    problem_->setVisible(!text.isEmpty());
}

void OverviewPage::readRemains() {
    if (remains_of_ == session_) return;
    remains_of_ = session_;
    empty_->setText(tr("This run cannot be read"), session_->problem(), tr("Choose another run"));
    inBackground<RunRemains>(
        this, [run = session_->directory()] { return whatRemains(run); },
        [this, session = remains_of_](RunRemains remains) {
            if (session.isNull() || session != session_) return;
            empty_->setText(tr("This run cannot be read"),
                            session_->problem() + QStringLiteral("\n\n") + tr("Nothing was changed. What is there:") +
                                QStringLiteral("\n") + wordsOf(remains).join(QLatin1Char('\n')),
                            tr("Choose another run"));
        });
}

void OverviewPage::showTraces(const ChartPlace& place) {
    if (session_ == nullptr) return;
    PageLink link{QStringLiteral("traces"), {}};
    QString run = place.run;
    for (const StageRecord& stage : session_->stages()) {
        // A stage taken from an earlier run has its traces there.
        if (run.isEmpty() && QString::fromStdString(stage.name) == place.stage && !stage.source_run.empty()) {
            run = QString::fromStdString((session_->directory().root().parent_path() / stage.source_run).string());
            Q_EMIT notice(tr("The stage %1 was made by run %2, which is open now.")
                              .arg(place.stage, QString::fromStdString(stage.source_run)));
        }
    }
    if (!run.isEmpty()) link.set(QStringLiteral("run"), run);
    link.set(QStringLiteral("stage"), place.stage).set(QStringLiteral("from"), QString::number(place.from));
    // Traces shows one stage: a range over two is read to the end of the first, and offered on to where it ends.
    if (place.last_stage.isEmpty()) link.set(QStringLiteral("to"), QString::number(place.to));
    Q_EMIT linkWanted(link);
    if (place.last_stage.isEmpty()) return;
    const PageLink rest = PageLink{QStringLiteral("traces"), {}}
                              .set(QStringLiteral("stage"), place.last_stage)
                              .set(QStringLiteral("from"), QStringLiteral("1"))
                              .set(QStringLiteral("to"), QString::number(place.to));
    Q_EMIT notice(
        tr("The range goes on to step %1 of %2; Traces shows one stage at a time.").arg(place.to).arg(place.last_stage),
        tr("Show %1").arg(place.last_stage), [this, rest] { Q_EMIT linkWanted(rest); });
}

void OverviewPage::scrollTo(const QString& id) {
    for (MetricChart* chart : charts_) {
        if (chart->spec().id != id || left_out_.contains(chart)) continue;
        scroll_->ensureWidgetVisible(chart, 0, size::l);
        chart->setFocus(Qt::OtherFocusReason);
    }
}

}  // namespace retort::ui
