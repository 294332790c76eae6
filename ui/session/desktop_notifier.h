// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <optional>

#include "run/run_state.h"

namespace retort::ui {

/// What a person who looks elsewhere should hear when a run goes from one state to another: it ended, failed, or waits for
/// them. Empty: nothing.
std::optional<QString> newsOf(const QString& run, RunState before, RunState now, const QString& problem);

/// Notifications of the desktop (org.freedesktop.Notifications) with a button that opens the run. Where no desktop listens,
/// nothing happens. GUI thread; never waits for an answer.
class DesktopNotifier : public QObject {
    Q_OBJECT
public:
    explicit DesktopNotifier(QObject* parent = nullptr);
    /// Replaces the one before.
    void tell(const QString& title, const QString& text, bool urgent);

Q_SIGNALS:
    /// The person pressed it.
    void opened();

private Q_SLOTS:
    void actionInvoked(uint id, const QString& action);

private:
    uint id_ = 0;
    bool listening_ = false;
};

}  // namespace retort::ui
