// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/candidate_queue.h"

class QLabel;
class QPushButton;

namespace retort::ui {

/// The last verdicts as chips, newest first; pressing one takes that verdict back.
class DecisionChips : public QWidget {
    Q_OBJECT
public:
    explicit DecisionChips(QWidget* parent = nullptr);
    void show(const std::deque<RecentDecision>& recent);

Q_SIGNALS:
    void takeBackWanted(const retort::ui::RecentDecision& decision);

private:
    std::vector<RecentDecision> shown_;
    QLabel* label_;
    QList<QPushButton*> chips_;
};

}  // namespace retort::ui
