// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "store/records.h"

class QLabel;
class QPushButton;
class QTableView;

namespace retort::ui {

class ElidedLabel;
class EmptyState;
class GroupBars;
class RewardTermsModel;
class RunSession;
class TraceText;

/// The reading pane: one trace, its rewards with reasons, its siblings. n and p go through the group.
class TraceReader : public QWidget {
    Q_OBJECT
public:
    explicit TraceReader(QWidget* parent = nullptr);
    void setSession(RunSession* session);
    /// None: nothing to read.
    void show(RolloutId rollout);
    RolloutId shown() const { return shown_; }
    void setSearch(const QString& text);

Q_SIGNALS:
    /// The person went to another trace from here.
    void moved(retort::RolloutId rollout);

private:
    struct Reading;
    void fill(const RolloutDetail& detail, const GroupDetail& group);
    void refreshLegend(const RolloutDetail& detail);

    RunSession* session_ = nullptr;
    RolloutId shown_;
    QWidget* body_;
    EmptyState* empty_;
    ElidedLabel* title_;
    QLabel* verdict_;
    QLabel* share_;
    QPushButton* previous_;
    QPushButton* next_;
    QPushButton* foreign_;
    QPushButton* reflection_;
    TraceText* text_;
    GroupBars* group_;
    RewardTermsModel* terms_;
    QTableView* table_;
};

}  // namespace retort::ui
