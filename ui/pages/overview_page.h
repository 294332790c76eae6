// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <memory>
#include <set>
#include <vector>

#include "metrics/health.h"
#include "ui/charts/chart_plot.h"
#include "ui/pages/page.h"
#include "ui/session/overlay_runs.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QSplitter;

namespace retort::ui {

class AdviceBar;
class Chooser;
class EmptyState;
class FigureButton;
class LiveTraces;
class MetricChart;

/// The run at a glance: advice when something is wrong, figures, charts under one crosshair, and the newest traces beside
/// them.
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    void setStage(StageId stage) override;
    /// chart (an id): scrolled to; stage, from, to: the range shown.
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    std::vector<PageAction> places() override;

    ChartLink& chartLink() { return link_; }
    /// The cards, those without points too.
    const std::vector<MetricChart*>& charts() const { return charts_; }
    /// Metrics with a chart of their own beside the curated ones, by key.
    void setMetrics(const QStringList& keys);
    AdviceBar& advice() { return *advice_; }
    /// Runs laid over, by folder.
    void setOverlays(const QStringList& runs);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showTraces(const ChartPlace& place);
    void showFinding(const HealthFinding& finding);
    void showRange(const QString& stage, Step from, Step to);
    QWidget* makeFigures();
    QWidget* makeTools();
    void makeCharts();
    MetricChart* makeChart(ChartSpec spec);
    void arrangeCharts();
    /// Cards without a point in what is shown are left out, and named below.
    void chooseCharts();
    struct RunChoice {
        QString folder, name, project;  ///< project: empty for this one
    };
    void offerOverlays();
    void fillOverlayMenu(const std::vector<RunChoice>& runs);
    void offerMetrics();
    void offerStages();
    /// Which stages are stacked while nobody has chosen: the one at work, else the last of reinforcement, and the one of its
    /// kind before it. All at once nobody can read.
    QStringList usualStages() const;
    /// Those chosen, where the run has them, else the usual ones.
    QStringList stackedStages() const;
    void stackStages();
    void refresh();
    void refreshHead();
    void refreshProblem();
    void readRemains();
    void scrollTo(const QString& chart);
    /// The chart with the focus, else the one scrolled to.
    MetricChart* currentChart() const;

    RunSession* session_ = nullptr;
    ChartLink link_;
    OverlayRuns overlays_;
    StageId stage_;
    QScrollArea* scroll_;
    QSplitter* splitter_;
    QGridLayout* grid_;
    EmptyState* empty_;
    QLabel* problem_;
    AdviceBar* advice_;
    Chooser* axis_;
    Chooser* smoothing_;
    QPushButton* overlay_;
    QPushButton* more_;
    QPushButton* stages_;
    QLabel* without_points_;
    QPushButton* whole_;
    LiveTraces* live_;
    std::vector<MetricChart*> charts_;
    std::set<const MetricChart*> left_out_;  ///< cards without points
    std::vector<FigureButton*> figures_;
    QStringList figure_charts_, metrics_;
    QStringList chosen_stages_;  ///< to be stacked, by a person; empty: nobody chose
    QPointer<RunSession> remains_of_;
    QStringList log_charts_;  ///< ids of those with a logarithmic scale last time
    int columns_ = 0, scroll_to_ = -1;
    QString chart_to_;  ///< of a link that came before the run was read
    QTimer repaint_;
};

}  // namespace retort::ui
