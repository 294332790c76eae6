// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/session/run_session.h"

class QPushButton;
class QScrollArea;
class QTableView;

namespace retort::ui {

class Chooser;
class EmptyState;
class EvaluationTableModel;
class IntervalChart;

/// Every model of the run that was evaluated, side by side on one suite: base, stages, students, and the student trained by
/// reinforcement learning alone.
class ComparePage : public Page {
    Q_OBJECT
public:
    explicit ComparePage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void fitChart();
    QString noteOf(const EvaluationRecord& evaluation, int* color) const;
    void copy(bool markdown);

    RunSession* session_ = nullptr;
    Chooser* suite_;
    QPushButton* bars_;
    QScrollArea* scroll_;
    IntervalChart* chart_;
    EvaluationTableModel* model_;
    QTableView* table_;
    QWidget* body_;
    EmptyState* empty_;
};

}  // namespace retort::ui
