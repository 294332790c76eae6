// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>
#include <exception>
#include <functional>
#include <memory>
#include <optional>

#include "ui/session/background.h"

namespace retort::ui {

/// A thread with a tool of its own (a database connection, a reader), made there at the first job. Jobs run in order, none
/// is dropped: destroying waits, briefly, for those that were submitted. GUI thread, except make and the jobs themselves.
template <class Tool>
class ToolThread {
public:
    explicit ToolThread(std::function<std::unique_ptr<Tool>()> make)
        : thread_(new QThread), lane_(new QObject), state_(std::make_shared<State>()) {
        state_->make = std::move(make);
        lane_->moveToThread(thread_);
        QObject::connect(thread_, &QThread::finished, lane_, &QObject::deleteLater);
        QObject::connect(thread_, &QThread::finished, thread_, &QObject::deleteLater);
        thread_->start();
    }
    ~ToolThread() {
        QMetaObject::invokeMethod(
            lane_,
            [state = state_] {
                state->tool.reset();
                QThread::currentThread()->quit();
            },
            Qt::QueuedConnection);
        // One that takes longer is waited for once more before the application goes: it must not outlive what it works with.
        if (!thread_->wait(longest_wait_ms)) releasedThreads().append(thread_);
    }
    ToolThread(const ToolThread&) = delete;
    ToolThread& operator=(const ToolThread&) = delete;

    /// `done` (or `failed`, with the error's words) runs on the GUI thread while `context` lives.
    template <class Result>
    void submit(QObject* context, std::function<Result(Tool&)> work, std::function<void(Result)> done,
                std::function<void(const QString&)> failed) {
        const QPointer<QObject> receiver(context);
        auto* messenger = new QObject;
        QMetaObject::invokeMethod(
            lane_,
            [=, state = state_] {
                auto result = std::make_shared<std::optional<Result>>();
                QString error;
                try {
                    if (!state->tool) state->tool = state->make();
                    result->emplace(work(*state->tool));
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
            },
            Qt::QueuedConnection);
    }

private:
    struct State {
        std::function<std::unique_ptr<Tool>()> make;
        std::unique_ptr<Tool> tool;
    };
    static constexpr int longest_wait_ms = 2000;

    QThread* thread_;
    QObject* lane_;
    std::shared_ptr<State> state_;
};

}  // namespace retort::ui
