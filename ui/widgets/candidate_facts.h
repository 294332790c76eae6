// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/candidate_queue.h"

class QGridLayout;
class QLabel;

namespace retort::ui {

/// What is known of the candidate that is read, in the margin: measured facts, and what was said about it.
class CandidateFacts : public QWidget {
    Q_OBJECT
public:
    explicit CandidateFacts(QWidget* parent = nullptr);
    void show(const CandidateQueue& queue);

private:
    void line(const QString& label, const QString& value, const char* role = "");

    QGridLayout* grid_;
    QLabel* said_;
    int rows_ = 0;
};

}  // namespace retort::ui
