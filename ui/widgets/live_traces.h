// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <vector>

#include "base/ids.h"

class QLabel;
class QScrollArea;
class QBoxLayout;

namespace retort::ui {

class EmptyState;
class RunSession;
class TraceCard;

/// The newest traces as they come, a few at a time and never under the pointer or the keyboard focus: what a person is
/// reading stays.
class LiveTraces : public QWidget {
    Q_OBJECT
public:
    explicit LiveTraces(QWidget* parent = nullptr);
    void setSession(RunSession* session);
    /// None: of all stages.
    void setStage(StageId stage);

Q_SIGNALS:
    void opened(retort::RolloutId rollout);

private:
    void refresh();
    bool beingRead() const;

    RunSession* session_ = nullptr;
    StageId stage_;
    QLabel* note_;
    QScrollArea* scroll_;
    QBoxLayout* cards_;
    EmptyState* empty_;
    std::vector<TraceCard*> shown_;
    QTimer timer_;
    RolloutId newest_;
    bool asking_ = false;
};

}  // namespace retort::ui
