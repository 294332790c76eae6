// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/models/candidate_queue.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace retort::ui {

class Chooser;

/// Which candidates are in the queue, how many these are, and saying one thing about all of them.
class CandidateFilterBar : public QWidget {
    Q_OBJECT
public:
    explicit CandidateFilterBar(QWidget* parent = nullptr);
    CandidateFilter filter() const;
    void setFilter(const CandidateFilter& filter);
    void setMatching(std::int64_t count, bool undecided);
    void setTags(const QStringList& tags);
    void focusSearch();

Q_SIGNALS:
    void changed();
    void acceptAllWanted();
    void rejectAllWanted();

private:
    Chooser* show_;
    Chooser* order_;
    Chooser* tag_;
    QPushButton* right_;
    QPushButton* language_;
    QPushButton* checking_;
    QPushButton* lost_;
    QSpinBox* tokens_;
    QLineEdit* search_;
    QLabel* count_;
    QPushButton* accept_all_;
    QPushButton* reject_all_;
    QTimer delay_;
    bool setting_ = false;
};

}  // namespace retort::ui
