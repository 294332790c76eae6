// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/header_bar.h"

#include <QBoxLayout>

#include "run/run_label.h"
#include "ui/format.h"
#include "ui/session/background.h"
#include "ui/session/run_session.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/run_state_words.h"

namespace retort::ui {

HeaderBar::HeaderBar(QWidget* parent) : QFrame(parent) {
    setRole(this, "header");
    setFixedHeight(size::header);
    back_ = makeButton({}, QStringLiteral("chevron-left"), "quiet", tr("Back to where one was (Alt+Left)"));
    forward_ = makeButton({}, QStringLiteral("chevron-right"), "quiet", tr("Forward again (Alt+Right)"));
    identity_ = new ElidedLabel;
    setRole(identity_, "title");
    identity_->setMaximumWidth(2 * size::panel);  // a name may be long; the state is to be read beside it
    dot_ = makeLabel({}, "muted");
    state_ = new ElidedLabel;
    pause_ = makeButton(tr("Pause"), QStringLiteral("pause"), "", tr("Finish the current step, then wait"));
    resume_ = makeButton(tr("Resume"), QStringLiteral("play"), "primary", tr("Go on where the run stopped"));
    stop_ = makeButton(tr("Stop and save"), QStringLiteral("stop"), "",
                       tr("Finish the current step, write a checkpoint and end. The run can be resumed."));
    auto* all = row(size::s);
    all->setContentsMargins(size::s, 0, size::l, 0);
    all->addWidget(back_);
    all->addWidget(forward_);
    all->addWidget(identity_, 0);
    all->addSpacing(size::l);
    all->addWidget(dot_);
    all->addWidget(state_, 1);
    all->addStretch();  // takes the room while no state is shown
    all->addWidget(pause_);
    all->addWidget(resume_);
    all->addWidget(stop_);
    setLayout(all);
    connect(back_, &QPushButton::clicked, this, &HeaderBar::backWanted);
    connect(forward_, &QPushButton::clicked, this, &HeaderBar::forwardWanted);
    connect(pause_, &QPushButton::clicked, this, &HeaderBar::pause);
    connect(stop_, &QPushButton::clicked, this, &HeaderBar::stop);
    connect(resume_, &QPushButton::clicked, this, [this] {
        if (session_ == nullptr) return;
        if (session_->attached()) session_->resume();
        else Q_EMIT resumeWanted();
    });
    refresh();
}

void HeaderBar::pause() {
    if (session_ == nullptr) return;
    session_->pause();
    await(tr("pausing after this step"));
}

void HeaderBar::stop() {
    if (session_ == nullptr) return;
    session_->stopAndSave();
    await(tr("stopping: saves after this step"));
}

void HeaderBar::setWays(bool back, bool forward) {
    back_->setEnabled(back);
    forward_->setEnabled(forward);
}

void HeaderBar::await(const QString& words) {
    asked_ = words;
    asked_in_ = session_->state();
    refresh();
}

void HeaderBar::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    asked_.clear();
    name_.clear();
    if (session_ != nullptr) {
        connect(session_, &RunSession::stateChanged, this, &HeaderBar::readName);
        connect(session_, &RunSession::stateChanged, this, &HeaderBar::refresh);
        connect(session_, &RunSession::advanced, this, &HeaderBar::refresh);
        readName();
    }
    refresh();
}

void HeaderBar::readName() {
    if (session_ == nullptr || reading_name_ || session_->gone()) return;
    reading_name_ = true;
    inBackground<RunLabel>(
        this, [run = session_->directory()] { return readRunLabel(run); },
        [this, run = session_->directory().root()](const RunLabel& label) {
            reading_name_ = false;
            if (session_ == nullptr) return;
            if (session_->directory().root() != run) return readName();
            name_ = QString::fromStdString(label.name);
            refresh();
        });
}

QString HeaderBar::stateInWords() const {
    if (!session_->looked()) return {};
    if (session_->gone()) return tr("its folder is gone");
    if (session_->unreadable()) return tr("cannot be read");
    QStringList parts{look(session_->state()).word};
    const ipc::Progress& progress = session_->progress();
    if (session_->stalled()) parts << tr("no sign of life for %1").arg(formatDuration(session_->silentSeconds()));
    if (!asked_.isEmpty()) parts << asked_;
    const bool live = session_->state() == RunState::Running || session_->state() == RunState::Paused;
    if (live && !progress.stage.empty()) {
        const QString stage = QString::fromStdString(progress.stage);
        parts << (progress.steps_total > 0
                      ? QStringLiteral("%1 %2/%3").arg(stage).arg(progress.step).arg(progress.steps_total)
                      : QStringLiteral("%1 %2").arg(stage).arg(progress.step));
        if (progress.seconds_left >= 0) {
            const double all = session_->secondsLeft();
            parts << (all >= 0 ? tr("%1 left").arg(formatDuration(all))
                               : tr("%1 left in this stage").arg(formatDuration(progress.seconds_left)));
        }
    }
    const RunState state = session_->state();
    const bool ended =
        state == RunState::Stopped || state == RunState::Done || state == RunState::Failed || state == RunState::Crashed;
    if (const double taken = session_->secondsTaken(); ended && taken > 0)
        parts << tr("after %1").arg(formatDuration(taken));
    return parts.join(QStringLiteral(" · "));
}

void HeaderBar::refresh() {
    const bool open = session_ != nullptr;
    for (QWidget* part : {static_cast<QWidget*>(dot_), static_cast<QWidget*>(state_)}) part->setVisible(open);
    if (!open) {
        identity_->setText(tr("Retort"));
        Q_EMIT titled(tr("Retort"));
        for (QPushButton* button : {pause_, resume_, stop_}) button->hide();
        return;
    }
    const QString id = session_->id();
    identity_->setText(QStringLiteral("%1 › %2").arg(session_->projectName(),
                                                     name_.isEmpty() ? id : QStringLiteral("%1 (%2)").arg(name_, id)));
    Q_EMIT titled(tr("%1 › %2 – Retort").arg(session_->projectName(), name_.isEmpty() ? id : name_));
    const bool gone = session_->gone() || session_->unreadable();
    const StateLook state = gone                  ? StateLook{{}, Ink::Bad, QStringLiteral("✕")}
                            : session_->stalled() ? StateLook{{}, Ink::Warn, QStringLiteral("◐")}
                                                  : look(session_->state());
    dot_->setText(session_->looked() ? state.sign : QString());
    setRole(dot_, state.ink == Ink::Good   ? "good"
                  : state.ink == Ink::Bad  ? "bad"
                  : state.ink == Ink::Warn ? "warn"
                                           : "muted");
    const RunState now = session_->state();
    const bool at_work = now == RunState::Running || now == RunState::Starting;
    if (now != asked_in_ || !session_->attached()) asked_.clear();  // it is done
    state_->setText(stateInWords());
    state_->setAccessibleName(state_->text());
    const bool can_resume =
        now == RunState::Paused || now == RunState::Stopped || now == RunState::Failed || now == RunState::Crashed;
    pause_->setVisible(at_work && !gone);
    resume_->setVisible(can_resume && !gone);
    stop_->setVisible((at_work || now == RunState::Paused || now == RunState::Waiting) && !gone);
    for (QPushButton* button : {pause_, stop_}) button->setEnabled(session_->attached() && asked_.isEmpty());
}

}  // namespace retort::ui
