// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <memory>
#include <vector>

#include "ui/charts/chart_link.h"
#include "ui/pages/page.h"
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
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    void setStage(StageId stage) override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    ChartLink& link() { return link_; }
    const std::vector<MetricChart*>& charts() const { return charts_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showTraces(double from, double to);
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
