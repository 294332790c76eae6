// SPDX-License-Identifier: GPL-3.0-or-later
// The Overview's tools: axis, smoothing, runs laid over, links, actions, what comes back after a restart.
#include <QBoxLayout>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QShortcut>
#include <QSplitter>

#include "metrics/health.h"
#include "project/project.h"
#include "run/run_directory.h"
#include "run/run_label.h"
#include "ui/charts/metric_chart.h"
#include "ui/pages/overview_charts.h"
#include "ui/pages/overview_page.h"
#include "ui/session/background.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/stay_menu.h"
#include "ui/widgets/wrap_row.h"

namespace retort::ui {
namespace {

/// Whole or not at all: half a hint is in the way.
class Hint : public ElidedLabel {
public:
    using ElidedLabel::ElidedLabel;

protected:
    void paintEvent(QPaintEvent* event) override {
        if (fontMetrics().horizontalAdvance(text()) <= width()) ElidedLabel::paintEvent(event);
    }
};

enum Axis { ByStep, ByOptimizerStep, ByTime, Stacked };

const QString splitter_key = QStringLiteral("splitter"), axis_key = QStringLiteral("axis"),
              smoothing_key = QStringLiteral("smoothing"), scroll_key = QStringLiteral("scroll"),
              log_key = QStringLiteral("log"), metrics_key = QStringLiteral("metrics"),
              stages_key = QStringLiteral("stages");

}  // namespace

QWidget* OverviewPage::makeTools() {
    axis_ = new Chooser(tr("Horizontal axis"));
    axis_->addItem(tr("by step"), ByStep);
    axis_->addItem(tr("by optimizer step"), ByOptimizerStep);
    axis_->addItem(tr("by time"), ByTime);
    axis_->addItem(tr("stages over one another"), Stacked);
    smoothing_ = new Chooser(tr("Smoothing"));
    for (const auto& [word, weight] : std::initializer_list<std::pair<QString, double>>{{tr("raw points"), 0.0},
                                                                                        {tr("smoothed a little"), 0.6},
                                                                                        {tr("smoothed"), 0.85},
                                                                                        {tr("smoothed much"), 0.95},
                                                                                        {tr("smoothed strongly"), 0.99}}) {
        smoothing_->addItem(word, weight);
    }
    smoothing_->setCurrentIndex(1);
    smoothing_->setToolTip(tr("Exponential mean over all raw points; the raw points stay visible behind it"));
    overlay_ = makeButton(tr("Compare with…"), QStringLiteral("compare"), "",
                          tr("Lay other runs of this project over these curves"));
    more_ = makeButton(tr("More metrics"), QStringLiteral("chevron-down"), "",
                       tr("Charts of any other metric that the run has"));
    stages_ = makeButton(tr("Stages"), QStringLiteral("chevron-down"), "", tr("Which stages are laid over one another"));
    stages_->hide();
    whole_ = makeButton(tr("Show everything"), {}, "chip", tr("Back from the zoomed range (0)"));
    whole_->hide();
    auto* hint = new Hint(tr("Click or drag to read traces · Shift+drag zooms"));
    setRole(hint, "label");
    auto* bar = new QWidget;
    auto* layout = new WrapRow(size::s);
    layout->addWidget(axis_);
    layout->addWidget(smoothing_);
    layout->addWidget(stages_);
    layout->addWidget(overlay_);
    layout->addWidget(more_);
    layout->addWidget(whole_);
    layout->addFiller(hint);
    hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    bar->setLayout(layout);
    connect(axis_, &QComboBox::currentIndexChanged, this, [this] {
        const int axis = axis_->currentData().toInt();
        stages_->setVisible(axis == Stacked);
        stackStages();
        link_.setStacked(axis == Stacked);
        link_.setAxis(axis == ByTime            ? ChartAxis::Time
                      : axis == ByOptimizerStep ? ChartAxis::OptimizerStep
                                                : ChartAxis::Step);
    });
    connect(smoothing_, &QComboBox::currentIndexChanged, this,
            [this] { link_.setSmoothing(smoothing_->currentData().toDouble()); });
    connect(overlay_, &QPushButton::clicked, this, &OverviewPage::offerOverlays);
    connect(new QShortcut(Qt::Key_C, this), &QShortcut::activated, this, &OverviewPage::offerOverlays);
    connect(new QShortcut(Qt::Key_M, this), &QShortcut::activated, this, &OverviewPage::offerMetrics);
    connect(new QShortcut(Qt::Key_S, this), &QShortcut::activated, this, &OverviewPage::offerStages);
    connect(more_, &QPushButton::clicked, this, &OverviewPage::offerMetrics);
    connect(stages_, &QPushButton::clicked, this, &OverviewPage::offerStages);
    connect(whole_, &QPushButton::clicked, this, [this] { link_.setRange(std::nullopt); });
    return bar;
}

void OverviewPage::offerOverlays() {
    if (session_ == nullptr) return;
    using Choices = std::vector<RunChoice>;
    inBackground<Choices>(
        this,
        [own = session_->projectFolder(), shown = session_->directory().root()] {
            constexpr std::size_t most_offered = 40;
            Choices choices;
            auto offer = [&](const std::filesystem::path& project, const QString& name) {
                for (const RunDirectory& run : listRuns(project)) {
                    if (run.root() == shown || choices.size() >= most_offered) continue;
                    const RunLabel label = readRunLabel(run);
                    if (label.archived) continue;
                    choices.push_back({QString::fromStdString(run.root().string()),
                                       QString::fromStdString(label.name.empty() ? run.id() : label.name), name});
                }
            };
            offer(own, {});
            for (const RecentProject& recent : recentProjects()) {
                std::error_code ignored;
                if (!std::filesystem::equivalent(recent.folder, own, ignored))
                    offer(recent.folder, QString::fromStdString(recent.folder.filename().string()));
            }
            return choices;
        },
        [this](Choices choices) { fillOverlayMenu(choices); }, [this](const QString& reason) { Q_EMIT problem(reason); });
}

void OverviewPage::fillOverlayMenu(const std::vector<RunChoice>& runs) {
    if (session_ == nullptr) return;
    auto* menu = new StayMenu(this);
    menu->setMost(OverlayRuns::most);
    QString project;
    for (const RunChoice& run : runs) {
        if (run.project != project) menu->addHeading(run.project);
        project = run.project;
        menu->addTick(run.name, overlays_.runs().contains(run.folder), [this, folder = run.folder](bool on) {
            QStringList wanted = overlays_.runs();
            wanted.removeAll(folder);
            if (on) wanted << folder;
            setOverlays(wanted);
        });
    }
    if (runs.empty()) menu->addAction(tr("There is no other run yet"))->setEnabled(false);
    menu->openBelow(overlay_);
}

void OverviewPage::offerMetrics() {
    if (session_ == nullptr) return;
    QSet<QString> charted;
    for (const MetricChart* chart : charts_) {
        if (chart->spec().id.startsWith(QLatin1String(metric_chart_prefix))) continue;
        for (const LineSpec& line : chart->spec().lines) {
            for (const QString& key : session_->series().match(line.key)) charted.insert(key);
        }
    }
    QStringList keys;
    for (const QString& key : session_->series().keys())
        if (!charted.contains(key)) keys << key;
    std::sort(keys.begin(), keys.end());
    auto* menu = new StayMenu(this);
    for (const QString& key : keys) {
        menu->addTick(key, metrics_.contains(key), [this, key](bool on) {
            QStringList wanted = metrics_;
            wanted.removeAll(key);
            if (on) wanted << key;
            setMetrics(wanted);
        });
    }
    if (keys.isEmpty()) menu->addAction(tr("The run has no other metric yet"))->setEnabled(false);
    menu->openBelow(more_);
}

QStringList OverviewPage::usualStages() const {
    const std::vector<StageSpan>& spans = session_->series().spans();
    auto last = spans.rend();
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        const StageRecord* stage = session_->stage(span->stage);
        const bool at_work = stage != nullptr && (stage->state == StageState::Running || stage->state == StageState::Paused);
        if (at_work || (last == spans.rend() && span->kind == QStringLiteral("grpo"))) last = span;
        if (at_work) break;
    }
    if (last == spans.rend()) last = spans.rbegin();
    if (last == spans.rend()) return {};
    QStringList names{last->name};
    const auto before =
        std::find_if(std::next(last), spans.rend(), [&](const StageSpan& one) { return one.kind == last->kind; });
    if (before != spans.rend()) names.prepend(before->name);
    return names;
}

QStringList OverviewPage::stackedStages() const {
    QStringList names;
    for (const StageSpan& span : session_->series().spans())
        if (chosen_stages_.contains(span.name)) names << span.name;
    return names.isEmpty() ? usualStages() : names;
}

void OverviewPage::stackStages() {
    if (session_ == nullptr || axis_->currentData().toInt() != Stacked) return;
    const QStringList names = stackedStages();
    link_.setStackedStages(names);
    const auto all = static_cast<qsizetype>(session_->series().spans().size());
    stages_->setText(tr("Stages: %1 of %2").arg(names.size()).arg(all));
    stages_->setToolTip(tr("Which stages are laid over one another (S): %1").arg(names.join(QStringLiteral(", "))));
    stages_->setAccessibleName(stages_->text());
}

void OverviewPage::offerStages() {
    if (session_ == nullptr) return;
    axis_->setCurrentIndex(Stacked);
    auto* menu = new StayMenu(this);
    menu->setLeast(1);
    const QStringList now = stackedStages();
    const std::vector<StageSpan>& spans = session_->series().spans();
    if (spans.empty()) menu->addAction(tr("No stage has steps yet"))->setEnabled(false);
    for (const StageSpan& span : spans) {
        menu->addTick(span.name, now.contains(span.name), [this, name = span.name](bool on) {
            QStringList wanted = stackedStages();
            wanted.removeAll(name);
            if (on) wanted << name;
            chosen_stages_ = wanted;
            stackStages();
        });
    }
    menu->openBelow(stages_);
}

void OverviewPage::setOverlays(const QStringList& runs) {
    link_.setOverlays({});
    overlays_.setRuns(runs);
    link_.setOverlays(overlays_.overlays());
    overlay_->setText(runs.isEmpty() ? tr("Compare with…") : tr("Other runs: %1").arg(overlays_.runs().size()));
    overlay_->setAccessibleName(overlay_->text());
}

void OverviewPage::showRange(const QString& stage, Step from, Step to) {
    for (const StageSpan& span : session_->series().spans()) {
        if (span.name != stage || link_.axis() != ChartAxis::Step) continue;
        link_.setRange(std::pair{span.at(static_cast<double>(from) - 1), span.at(static_cast<double>(to) + 1)});
    }
}

void OverviewPage::showFinding(const HealthFinding& finding) {
    const QString metric = QString::fromStdString(finding.metric);
    const auto has = [&](const MetricChart* chart) {
        const auto& lines = chart->spec().lines;
        return std::any_of(lines.begin(), lines.end(), [&](const LineSpec& line) { return line.key == metric; });
    };
    if (session_->series().find(metric) != nullptr && std::none_of(charts_.begin(), charts_.end(), has))
        setMetrics(metrics_ + QStringList{metric});
    for (MetricChart* chart : charts_) {
        if (!has(chart)) continue;
        axis_->setCurrentIndex(ByStep);
        showRange(QString::fromStdString(finding.stage),
                  std::max<Step>(1, finding.from - 4 * (finding.to - finding.from + 1)), finding.to);
        return scrollTo(chart->spec().id);
    }
    PageLink link{QStringLiteral("traces"), {}};
    link.set(QStringLiteral("stage"), QString::fromStdString(finding.stage))
        .set(QStringLiteral("from"), QString::number(finding.from));
    Q_EMIT linkWanted(link.set(QStringLiteral("to"), QString::number(finding.to)));
}

void OverviewPage::openLink(const PageLink& link) {
    if (session_ == nullptr) return;
    if (link.number(QStringLiteral("from")) && link.number(QStringLiteral("to"))) {
        showRange(link.value(QStringLiteral("stage")), *link.number(QStringLiteral("from")),
                  *link.number(QStringLiteral("to")));
    }
    if (const QString runs = link.value(QStringLiteral("with")); !runs.isEmpty()) {
        QStringList folders;
        for (const QString& id : runs.split(QLatin1Char(','))) {
            // Runs of this project by their name, others by their folder.
            const std::filesystem::path folder =
                session_->directory().root().parent_path() / std::filesystem::path(id.toStdString());
            std::error_code ignored;
            if (std::filesystem::exists(folder, ignored)) folders << QString::fromStdString(folder.string());
        }
        setOverlays(folders);
    }
    if (const QString chart = link.value(QStringLiteral("chart")); !chart.isEmpty()) {
        const QString prefix = QLatin1String(metric_chart_prefix);
        if (chart.startsWith(prefix) && !metrics_.contains(chart.mid(prefix.size())))
            setMetrics(metrics_ + QStringList{chart.mid(prefix.size())});
        // After the layout knows the card.
        if (session_->caughtUp()) QTimer::singleShot(0, this, [this, chart] { scrollTo(chart); });
        else chart_to_ = chart;
    }
}

QUrlQuery OverviewPage::link() const {
    PageLink link;
    QStringList with;
    const QString own =
        session_ == nullptr ? QString() : QString::fromStdString(session_->directory().root().parent_path().string());
    for (const QString& run : overlays_.runs()) with << (QFileInfo(run).path() == own ? QDir(run).dirName() : run);
    return link.set(QStringLiteral("with"), with.join(QLatin1Char(','))).parameters;
}

std::vector<PageAction> OverviewPage::actions() {
    auto chart = [this](auto act) {
        return [this, act] {
            if (MetricChart* current = currentChart()) act(*current);
        };
    };
    return {
        {tr("Chart: move the crosshair; with Shift mark a range"), QStringLiteral("← →"), {}},
        {tr("Chart: read the traces of that step or range"), tr("Enter, click or drag"), {}},
        {tr("Chart: zoom to the marked range"), tr("Z or Shift+drag"), {}},
        {tr("Chart: closer, wider"), tr("+ − or Ctrl+wheel"), {}},
        {tr("Show everything"), QStringLiteral("0"), [this] { link_.setRange(std::nullopt); }},
        {tr("Chart: logarithmic scale"), QStringLiteral("L"), chart([](MetricChart& c) { c.setLogScale(!c.logScale()); })},
        {tr("Chart: show as table"), QStringLiteral("T"), chart([](MetricChart& c) { c.showTable(); })},
        {tr("Chart: copy the picture"), QStringLiteral("Ctrl+C"), {}},
        {tr("Chart: copy the points"), QStringLiteral("Ctrl+Shift+C"), {}},
        {tr("Chart: all that it can do"), tr("Menu key"), {}},
        {tr("Compare with other runs…"), QStringLiteral("C"), [this] { offerOverlays(); }},
        {tr("Charts of other metrics…"), QStringLiteral("M"), [this] { offerMetrics(); }},
        {tr("Axis by step"), {}, [this] { axis_->setCurrentIndex(ByStep); }},
        {tr("Axis by optimizer step"), {}, [this] { axis_->setCurrentIndex(ByOptimizerStep); }},
        {tr("Axis by time"), {}, [this] { axis_->setCurrentIndex(ByTime); }},
        {tr("Stages over one another"), {}, [this] { axis_->setCurrentIndex(Stacked); }},
        {tr("Which stages lie over one another…"), QStringLiteral("S"), [this] { offerStages(); }},
        {tr("All stages over one another"), {}, [this] {
             axis_->setCurrentIndex(Stacked);
             chosen_stages_.clear();
             for (const StageSpan& span : session_ == nullptr ? std::vector<StageSpan>{} : session_->series().spans())
                 chosen_stages_ << span.name;
             stackStages();
         }}};
}

std::vector<PageAction> OverviewPage::places() {
    std::vector<PageAction> places;
    QSet<QString> charted;
    for (const MetricChart* chart : charts_) {
        QStringList keys;
        for (const LineSpec& line : chart->spec().lines) {
            keys << line.key;
            for (const QString& key : session_->series().match(line.key)) charted.insert(key);
        }
        const PageLink link = PageLink{QStringLiteral("overview"), {}}.set(QStringLiteral("chart"), chart->spec().id);
        places.push_back({QStringLiteral("%1 (%2)").arg(chart->spec().title, keys.join(QStringLiteral(", "))),
                          {},
                          [this, link] { Q_EMIT linkWanted(link); }});
    }
    for (const QString& key : session_ == nullptr ? QStringList() : session_->series().keys()) {
        if (charted.contains(key)) continue;
        const PageLink link =
            PageLink{QStringLiteral("overview"), {}}.set(QStringLiteral("chart"), QLatin1String(metric_chart_prefix) + key);
        places.push_back({key, {}, [this, link] { Q_EMIT linkWanted(link); }});
    }
    return places;
}

MetricChart* OverviewPage::currentChart() const {
    for (MetricChart* chart : charts_) {
        if (chart->hasFocus()) return chart;
    }
    const auto first = std::find_if(charts_.begin(), charts_.end(),
                                    [this](const MetricChart* chart) { return !left_out_.contains(chart); });
    return first == charts_.end() ? nullptr : *first;
}

QJsonObject OverviewPage::saveState() const {
    QJsonArray logs;
    for (const MetricChart* chart : charts_) {
        if (chart->logScale()) logs << chart->spec().id;
    }
    return {{splitter_key, toText(splitter_->saveState())},
            {axis_key, axis_->currentIndex()},
            {smoothing_key, smoothing_->currentIndex()},
            {scroll_key, scroll_->verticalScrollBar()->value()},
            {log_key, logs},
            {metrics_key, QJsonArray::fromStringList(metrics_)},
            {stages_key, QJsonArray::fromStringList(chosen_stages_)}};
}

void OverviewPage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state[splitter_key]));
    axis_->setCurrentIndex(std::clamp(state[axis_key].toInt(), 0, axis_->count() - 1));
    smoothing_->setCurrentIndex(std::clamp(state[smoothing_key].toInt(1), 0, smoothing_->count() - 1));
    scroll_to_ = state[scroll_key].toInt(-1);
    setMetrics(state[metrics_key].toVariant().toStringList());
    chosen_stages_ = state[stages_key].toVariant().toStringList();
    stackStages();
    log_charts_.clear();
    for (const QJsonValue& id : state[log_key].toArray()) log_charts_ << id.toString();
}

}  // namespace retort::ui
