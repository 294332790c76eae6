// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>
#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "store/run_reader.h"

namespace retort::ui {

/// Questions to a run's store, answered on one thread with a reader of its own. A newer question replaces those with its
/// tag: one that waits is dropped, one that is being answered is given up. GUI thread, except the work itself.
class StoreJobs : public QObject {
    Q_OBJECT
public:
    explicit StoreJobs(std::filesystem::path run_db, QObject* parent = nullptr);
    ~StoreJobs() override;

    enum class Turn {
        Next,
        Aside,  ///< for what may take long: gives way to every question that is not aside, and goes on after it
    };
    /// `work` runs on the reader's thread; `done` on the GUI thread while `context` lives. A failure goes to failed(). Work
    /// that gave way begins again: it should be such that the reader has kept what it did, as countRollouts() of a text.
    template <class Result>
    void ask(const std::string& tag, QObject* context, std::function<Result(RunReader&)> work,
             std::function<void(Result)> done, Turn turn = Turn::Next) {
        auto result = std::make_shared<std::optional<Result>>();
        submit(
            tag, context, [work = std::move(work), result](RunReader& reader) { result->emplace(work(reader)); },
            [done = std::move(done), result] { done(std::move(**result)); }, turn);
    }
    /// What waits under this tag is not wanted any more.
    void cancel(const std::string& tag);

Q_SIGNALS:
    void failed(const QString& reason);

private:
    using Serial = std::shared_ptr<std::atomic<std::int64_t>>;
    struct Job;
    void submit(const std::string& tag, QObject* context, std::function<void(RunReader&)> work, std::function<void()> done,
                Turn turn);
    Serial& serial(const std::string& tag);

    struct Worker;
    std::filesystem::path run_db_;
    QThread* thread_;
    Worker* worker_;
    std::map<std::string, Serial> serials_;
};

}  // namespace retort::ui
