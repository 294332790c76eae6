// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "run/run_state.h"

class QLabel;
class QPushButton;

namespace retort::ui {

class ElidedLabel;
class RunSession;

/// The way back; which run, its state in words with the time left, and what can be done about it.
class HeaderBar : public QFrame {
    Q_OBJECT
public:
    explicit HeaderBar(QWidget* parent = nullptr);
    /// nullptr: no run is open.
    void setSession(RunSession* session);
    /// After the step at work; until then the state says so.
    void pause();
    void stop();
    /// Whether there is a place to go back to, and one to go forward to.
    void setWays(bool back, bool forward);

Q_SIGNALS:
    /// Start the trainer again where the run stopped.
    void resumeWanted();
    void backWanted();
    /// What the window is called: project and run, by the name that a person gave it.
    void titled(const QString& title);
    void forwardWanted();

private:
    void refresh();
    void await(const QString& words);
    /// The name that a person gave the run, now and whenever it is given another.
    void readName();
    QString stateInWords() const;

    RunSession* session_ = nullptr;
    QString asked_;  ///< of the trainer, and not done yet; in words
    RunState asked_in_ = RunState::Starting;
    QString name_;  ///< empty: none given
    bool reading_name_ = false;
    QPushButton* back_;
    QPushButton* forward_;
    ElidedLabel* identity_;
    QLabel* dot_;
    ElidedLabel* state_;
    QPushButton* pause_;
    QPushButton* stop_;
    QPushButton* resume_;
};

}  // namespace retort::ui
