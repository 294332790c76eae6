// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <memory>
#include <vector>

#include "metrics/health.h"
#include "ui/charts/chart_link.h"
#include "ui/pages/page.h"
#include "ui/session/overlay_runs.h"

class QGridLayout;
class QLabel;
class QMenu;
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

/// The run at a glance: advice when something is wrong, figures, charts under one crosshair, and the newest traces beside them.
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
    const std::vector<MetricChart*>& charts() const { return charts_; }
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
    void arrangeCharts();
    void offerOverlays();
    void fillOverlayMenu(const QStringList& runs);
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
    QPushButton* whole_;
    LiveTraces* live_;
    std::vector<MetricChart*> charts_;
    std::vector<std::pair<FigureButton*, QString>> figures_;
    QPointer<RunSession> remains_of_;
    QStringList log_charts_;   ///< ids of those with a logarithmic scale last time
    int columns_ = 0, scroll_to_ = -1;
    QTimer repaint_;
};

}  // namespace retort::ui
