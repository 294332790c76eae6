// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QThread>
#include <QThreadPool>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <QList>
#include <QObject>
#include <QString>

namespace retort::ui {

/// Threads that were released and may be at work still. GUI thread.
inline QList<QPointer<QThread>>& releasedThreads() {
    static QList<QPointer<QThread>> threads;
    return threads;
}

/// Ends a thread without making the GUI thread wait for what it is just doing: it deletes itself when that is done.
inline void release(QThread* thread) {
    releasedThreads().removeIf([](const QPointer<QThread>& one) { return one.isNull(); });
    releasedThreads().append(thread);
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->quit();
}

/// Waits for all of them, each this long at most. Before the application goes: what they hand over then would go nowhere.
inline void finishReleased(int milliseconds) {
    for (const QPointer<QThread>& thread : std::as_const(releasedThreads()))
        if (!thread.isNull()) thread->wait(milliseconds);
    releasedThreads().clear();
}

/// Runs `work` on the thread pool; then, on the GUI thread and only while `context` lives, `done` with its result or
/// `failed` with the error's words.
template <class Result>
void inBackground(QObject* context, std::function<Result()> work, std::function<void(Result)> done,
                  std::function<void(const QString&)> failed = {}) {
    // A parentless messenger lives in the GUI thread: queued calls to it are safe whatever became of the context.
    const QPointer<QObject> receiver(context);
    auto* messenger = new QObject;
    QThreadPool::globalInstance()->start([=] {
        auto result = std::make_shared<std::optional<Result>>();
        QString error;
        try {
            result->emplace(work());
        } catch (const std::exception& failure) {
            error = QString::fromUtf8(failure.what());
        }
        QMetaObject::invokeMethod(
            messenger,
            [=] {
                messenger->deleteLater();
                if (receiver.isNull()) return;
                if (*result) done(std::move(**result));
                else if (failed) failed(error);
            },
            Qt::QueuedConnection);
    });
}

}  // namespace retort::ui
