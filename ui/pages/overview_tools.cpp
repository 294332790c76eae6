// SPDX-License-Identifier: GPL-3.0-or-later
// The Overview's tools: axis, smoothing, runs laid over, links, actions, what comes back after a restart.
#include <QBoxLayout>
#include <QDir>
#include <QJsonArray>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>

#include "metrics/health.h"
#include "run/run_directory.h"
#include "ui/charts/metric_chart.h"
#include "ui/pages/overview_page.h"
#include "ui/session/background.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

enum Axis { ByStep, ByTime, Stacked };

const QString splitter_key = QStringLiteral("splitter"), axis_key = QStringLiteral("axis"), smoothing_key = QStringLiteral("smoothing"),
              scroll_key = QStringLiteral("scroll"), log_key = QStringLiteral("log");

}  // namespace

QWidget* OverviewPage::makeTools() {
    axis_ = new Chooser(tr("Horizontal axis"));
    axis_->addItem(tr("by step"), ByStep);
    axis_->addItem(tr("by time"), ByTime);
    axis_->addItem(tr("stages over one another"), Stacked);
    smoothing_ = new Chooser(tr("Smoothing"));
    for (const auto& [word, weight] : std::initializer_list<std::pair<QString, double>>{
             {tr("raw points"), 0.0}, {tr("smoothed a little"), 0.6}, {tr("smoothed"), 0.85}, {tr("smoothed much"), 0.95}, {tr("smoothed strongly"), 0.99}}) {
        smoothing_->addItem(word, weight);
    }
    smoothing_->setCurrentIndex(1);
    smoothing_->setToolTip(tr("Exponential mean over all raw points; the raw points stay visible behind it"));
    overlay_ = makeButton(tr("Compare with…"), QStringLiteral("compare"), "", tr("Lay other runs of this project over these curves"));
    whole_ = makeButton(tr("Show everything"), {}, "chip", tr("Back from the zoomed range (0)"));
    whole_->hide();
    auto* hint = new ElidedLabel(tr("Click a point to read its traces · drag for a range"));
    setRole(hint, "label");
    auto* bar = new QWidget;
    auto* layout = row(size::s);
    layout->addWidget(axis_);
    layout->addWidget(smoothing_);
    layout->addWidget(overlay_);
    layout->addWidget(whole_);
    layout->addWidget(hint, 1);
    hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    bar->setLayout(layout);
    connect(axis_, &QComboBox::currentIndexChanged, this, [this] {
        const int axis = axis_->currentData().toInt();
        link_.setStacked(axis == Stacked);
        link_.setByTime(axis == ByTime);
    });
    connect(smoothing_, &QComboBox::currentIndexChanged, this, [this] { link_.setSmoothing(smoothing_->currentData().toDouble()); });
    connect(overlay_, &QPushButton::clicked, this, &OverviewPage::offerOverlays);
    connect(whole_, &QPushButton::clicked, this, [this] { link_.setRange(std::nullopt); });
    return bar;
}

void OverviewPage::offerOverlays() {
    if (session_ == nullptr) return;
    inBackground<QStringList>(this, [project = session_->projectFolder()] {
        QStringList runs;
        for (const RunDirectory& run : listRuns(project)) runs << QString::fromStdString(run.root().string());
        return runs;
    }, [this](QStringList runs) { fillOverlayMenu(runs); }, [this](const QString& reason) { Q_EMIT problem(reason); });
}

void OverviewPage::fillOverlayMenu(const QStringList& runs) {
    if (session_ == nullptr) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString& run : runs) {
        if (std::filesystem::path(run.toStdString()) == session_->directory().root()) continue;
        QAction* action = menu->addAction(QDir(run).dirName());
        action->setCheckable(true);
        action->setChecked(overlays_.runs().contains(run));
        action->setEnabled(action->isChecked() || overlays_.runs().size() < OverlayRuns::most);
        connect(action, &QAction::toggled, this, [this, run](bool on) {
            QStringList wanted = overlays_.runs();
            wanted.removeAll(run);
            if (on) wanted << run;
            setOverlays(wanted);
        });
    }
    if (menu->isEmpty()) menu->addAction(tr("This project has no other run yet"))->setEnabled(false);
    menu->popup(overlay_->mapToGlobal(QPoint(0, overlay_->height())));
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
        if (span.name != stage || link_.byTime()) continue;
        link_.setRange(std::pair{span.at(static_cast<double>(from) - 1), span.at(static_cast<double>(to) + 1)});
    }
}

void OverviewPage::showFinding(const HealthFinding& finding) {
    const QString metric = QString::fromStdString(finding.metric);
    for (MetricChart* chart : charts_) {
        const auto& lines = chart->spec().lines;
        if (std::none_of(lines.begin(), lines.end(), [&](const LineSpec& line) { return line.key == metric; })) continue;
        axis_->setCurrentIndex(ByStep);
        showRange(QString::fromStdString(finding.stage), std::max<Step>(1, finding.from - 4 * (finding.to - finding.from + 1)), finding.to);
        return scrollTo(chart->spec().id);
    }
    PageLink link{QStringLiteral("traces"), {}};
    link.set(QStringLiteral("stage"), QString::fromStdString(finding.stage)).set(QStringLiteral("from"), QString::number(finding.from));
    Q_EMIT linkWanted(link.set(QStringLiteral("to"), QString::number(finding.to)));
}

void OverviewPage::openLink(const PageLink& link) {
    if (session_ == nullptr) return;
    if (link.number(QStringLiteral("from")) && link.number(QStringLiteral("to"))) {
        showRange(link.value(QStringLiteral("stage")), *link.number(QStringLiteral("from")), *link.number(QStringLiteral("to")));
    }
    if (const QString runs = link.value(QStringLiteral("with")); !runs.isEmpty()) {
        QStringList folders;
        for (const QString& id : runs.split(QLatin1Char(','))) {
            const std::filesystem::path folder = session_->directory().root().parent_path() / std::filesystem::path(id.toStdString()).filename();
            std::error_code ignored;
            if (std::filesystem::exists(folder, ignored)) folders << QString::fromStdString(folder.string());
        }
        setOverlays(folders);
    }
    if (const QString chart = link.value(QStringLiteral("chart")); !chart.isEmpty()) scrollTo(chart);
}

QUrlQuery OverviewPage::link() const {
    PageLink link;
    QStringList with;
    for (const QString& run : overlays_.runs()) with << QDir(run).dirName();
    return link.set(QStringLiteral("with"), with.join(QLatin1Char(','))).parameters;
}

std::vector<PageAction> OverviewPage::actions() {
    auto chart = [this](auto act) {
        return [this, act] { if (MetricChart* current = currentChart()) act(*current); };
    };
    return {{tr("Chart: move the crosshair; with Shift mark a range"), QStringLiteral("← →"), {}},
            {tr("Chart: read the traces of that step or range"), QStringLiteral("Enter"), {}},
            {tr("Chart: zoom to the marked range"), QStringLiteral("Z"), {}},
            {tr("Chart: closer, wider"), QStringLiteral("+ −"), {}},
            {tr("Show everything"), QStringLiteral("0"), [this] { link_.setRange(std::nullopt); }},
            {tr("Chart: logarithmic scale"), QStringLiteral("L"), chart([](MetricChart& c) { c.setLogScale(!c.logScale()); })},
            {tr("Chart: show as table"), QStringLiteral("T"), chart([](MetricChart& c) { c.showTable(); })},
            {tr("Chart: copy the picture"), QStringLiteral("Ctrl+C"), {}},
            {tr("Chart: copy the points"), QStringLiteral("Ctrl+Shift+C"), {}},
            {tr("Chart: all that it can do"), tr("Menu key"), {}},
            {tr("Compare with another run…"), {}, [this] { offerOverlays(); }},
            {tr("Axis by step"), {}, [this] { axis_->setCurrentIndex(ByStep); }},
            {tr("Axis by time"), {}, [this] { axis_->setCurrentIndex(ByTime); }},
            {tr("Stages over one another"), {}, [this] { axis_->setCurrentIndex(Stacked); }}};
}

std::vector<PageAction> OverviewPage::places() {
    std::vector<PageAction> places;
    for (const MetricChart* chart : charts_) {
        QStringList keys;
        for (const LineSpec& line : chart->spec().lines) keys << line.key;
        const PageLink link = PageLink{QStringLiteral("overview"), {}}.set(QStringLiteral("chart"), chart->spec().id);
        places.push_back({QStringLiteral("%1 (%2)").arg(chart->spec().title, keys.join(QStringLiteral(", "))), {}, [this, link] { Q_EMIT linkWanted(link); }});
    }
    return places;
}

MetricChart* OverviewPage::currentChart() const {
    for (MetricChart* chart : charts_) {
        if (chart->hasFocus()) return chart;
    }
    return charts_.empty() ? nullptr : charts_.front();
}

QJsonObject OverviewPage::saveState() const {
    QJsonArray logs;
    for (const MetricChart* chart : charts_) {
        if (chart->logScale()) logs << chart->spec().id;
    }
    return {{splitter_key, toText(splitter_->saveState())}, {axis_key, axis_->currentIndex()}, {smoothing_key, smoothing_->currentIndex()},
            {scroll_key, scroll_->verticalScrollBar()->value()}, {log_key, logs}};
}

void OverviewPage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state[splitter_key]));
    axis_->setCurrentIndex(std::clamp(state[axis_key].toInt(), 0, axis_->count() - 1));
    smoothing_->setCurrentIndex(std::clamp(state[smoothing_key].toInt(1), 0, smoothing_->count() - 1));
    scroll_to_ = state[scroll_key].toInt(-1);
    log_charts_.clear();
    for (const QJsonValue& id : state[log_key].toArray()) log_charts_ << id.toString();
}

}  // namespace retort::ui
