// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "ui/pages/page.h"
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
class TracesPage : public Page {
    Q_OBJECT
public:
    explicit TracesPage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    void setStage(StageId stage) override;
    /// stage, from, to; or rollout.
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    /// The traces of these steps, the first of them open.
    void showSteps(StageId stage, std::optional<Step> from, std::optional<Step> to);
    /// One trace, whatever the filter.
    void showRollout(RolloutId rollout);
    RolloutTableModel& model() { return *model_; }
    TraceReader& reader() { return *reader_; }

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
