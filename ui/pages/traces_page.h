// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/session/run_session.h"

class QPushButton;
class QSplitter;
class QTableView;

namespace retort::ui {

class EmptyState;
class RolloutFilterBar;
class RolloutTableModel;
class TraceReader;

/// Everything the model wrote: filters, a table that never loads more than it shows, and the reading pane.
class TracesPage : public QWidget {
    Q_OBJECT
public:
    explicit TracesPage(QWidget* parent = nullptr);
    void setSession(RunSession* session);
    void setStage(StageId stage);
    /// The traces of one step, the first of them open.
    void showStep(StageId stage, Step step);
    /// One trace, whatever the filter.
    void showRollout(RolloutId rollout);
    RolloutTableModel& model() { return *model_; }
    TraceReader& reader() { return *reader_; }
    QByteArray saveState() const;
    void restoreState(const QByteArray& state);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();
    void apply();
    void pageRead(bool first);
    void count();
    void refreshNewer();

    RunSession* session_ = nullptr;
    RolloutFilterBar* filter_;
    RolloutTableModel* model_;
    QTableView* table_;
    TraceReader* reader_;
    QSplitter* splitter_;
    EmptyState* empty_;
    QPushButton* newer_;
    RolloutId wanted_;
    QTimer newer_tick_;
};

}  // namespace retort::ui
