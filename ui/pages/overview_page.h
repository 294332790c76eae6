// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

#include "ui/charts/chart_link.h"
#include "ui/session/run_session.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QSplitter;

namespace retort::ui {

class Chooser;
class EmptyState;
class FigureButton;
class LiveTraces;
class MetricChart;

/// The run at a glance: figures, charts under one crosshair, and the newest traces beside them.
class OverviewPage : public QWidget {
    Q_OBJECT
public:
    explicit OverviewPage(QWidget* parent = nullptr);
    /// nullptr: no run.
    void setSession(RunSession* session);
    void setStage(StageId stage);
    ChartLink& link() { return link_; }
    const std::vector<MetricChart*>& charts() const { return charts_; }
    QByteArray saveState() const;
    void restoreState(const QByteArray& state);

Q_SIGNALS:
    /// A person wants the traces of a stage's step.
    void tracesWanted(retort::StageId stage, retort::Step step);
    void traceWanted(retort::RolloutId rollout);
    /// Another run is wanted (from the empty state).
    void runsWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeFigures();
    QWidget* makeTools();
    void makeCharts();
    void arrangeCharts();
    void refresh();
    void refreshFigures();
    void refreshProblem();
    void scrollTo(const QString& chart);

    RunSession* session_ = nullptr;
    ChartLink link_;
    QScrollArea* scroll_;
    QSplitter* splitter_;
    QGridLayout* grid_;
    EmptyState* empty_;
    QLabel* problem_;
    Chooser* axis_;
    Chooser* smoothing_;
    QPushButton* whole_;
    LiveTraces* live_;
    std::vector<MetricChart*> charts_;
    std::vector<std::pair<FigureButton*, QString>> figures_;
    int columns_ = 0;
    bool dirty_ = false;
    QTimer repaint_;
};

}  // namespace retort::ui
