// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/desktop_notifier.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::DesktopNotifier)
};

const QString service = QStringLiteral("org.freedesktop.Notifications"),
              path = QStringLiteral("/org/freedesktop/Notifications");
constexpr uchar urgent_level = 2, normal_level = 1;

bool atWork(RunState state) { return state == RunState::Running || state == RunState::Paused || state == RunState::Waiting; }

}  // namespace

std::optional<QString> newsOf(const QString& run, RunState before, RunState now, const QString& problem) {
    if (before == now) return std::nullopt;
    if (now == RunState::Waiting && before != RunState::Starting)
        return Words::tr("%1 waits for you: candidates are to be judged").arg(run);
    if (!atWork(before)) return std::nullopt;
    switch (now) {
        case RunState::Done: return Words::tr("%1 is done").arg(run);
        case RunState::Failed: return Words::tr("%1 has failed: %2").arg(run, problem);
        case RunState::Crashed: return Words::tr("%1 ended without a word: killed, out of memory, or a crash").arg(run);
        case RunState::Stopped: return Words::tr("%1 has stopped; it can be resumed").arg(run);
        default: return std::nullopt;
    }
}

DesktopNotifier::DesktopNotifier(QObject* parent) : QObject(parent) {}

void DesktopNotifier::tell(const QString& title, const QString& text, bool urgent) {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    if (!listening_) {
        listening_ =
            bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
    }
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
    const QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue<uchar>(urgent ? urgent_level : normal_level)},
                            {QStringLiteral("desktop-entry"), QStringLiteral("retort-workbench")}};
    call << QStringLiteral("Retort") << id_ << QStringLiteral("retort-workbench") << title << text.toHtmlEscaped()
         << QStringList{QStringLiteral("default"), Words::tr("Open")} << hints << -1;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<uint> reply = *done;
        if (reply.isValid()) id_ = reply.value();
        done->deleteLater();
    });
}

void DesktopNotifier::actionInvoked(uint id, const QString& action) {
    if (id == id_ && action == QStringLiteral("default")) Q_EMIT opened();
}

}  // namespace retort::ui
