// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/store_jobs.h"

#include <QCoreApplication>

#include "base/error.h"
#include "ui/session/background.h"

namespace retort::ui {

struct StoreJobs::Worker : QObject {
    std::optional<RunReader> reader;
    std::atomic<int> waiting = 0;  ///< questions of Turn::Next, asked and not begun
};

/// A question, on the reader's thread.
struct StoreJobs::Job {
    Worker* worker;
    QPointer<StoreJobs> self;
    QPointer<QObject> receiver;
    Serial current;
    std::int64_t mine;
    std::filesystem::path file;
    std::function<void(RunReader&)> work;
    std::function<void()> done;
    Turn turn;

    bool unwanted() const { return *current != mine; }
    bool givesWay() const { return turn == Turn::Aside && worker->waiting > 0; }

    static void post(std::shared_ptr<const Job> job) {
        if (job->turn == Turn::Next) ++job->worker->waiting;
        Worker* const worker = job->worker;
        QMetaObject::invokeMethod(
            worker, [job = std::move(job)] { run(job); }, Qt::QueuedConnection);
    }
    static void run(const std::shared_ptr<const Job>& job) {
        if (job->turn == Turn::Next) --job->worker->waiting;
        if (job->unwanted()) return;
        if (job->givesWay()) return post(job);
        std::optional<RunReader>& reader = job->worker->reader;
        QString error;
        try {
            if (!reader) reader.emplace(job->file);
            reader->setCancelled([&job] { return job->unwanted() || job->givesWay(); });
            job->work(*reader);
            reader->setCancelled({});
        } catch (const std::exception& failure) {
            // What was given up half way has done no harm to the reader, which keeps its cache.
            if (reader) reader->setCancelled({});
            if (reader && job->unwanted()) return;
            const auto* const known = dynamic_cast<const Error*>(&failure);
            if (reader && job->turn == Turn::Aside && known != nullptr && known->code() == ErrorCode::Interrupted)
                return post(job);
            reader.reset();
            error = QString::fromUtf8(failure.what());
        }
        // To the application, since the asker may be gone by then.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [job, error] { answer(*job, error); }, Qt::QueuedConnection);
    }
    static void answer(const Job& job, const QString& error) {
        if (job.self.isNull() || job.unwanted()) return;
        if (!error.isEmpty()) Q_EMIT job.self->failed(error);
        else if (!job.receiver.isNull()) job.done();
    }
};

StoreJobs::StoreJobs(std::filesystem::path run_db, QObject* parent)
    : QObject(parent), run_db_(std::move(run_db)), thread_(new QThread), worker_(new Worker) {
    thread_->setObjectName(QStringLiteral("store jobs"));
    worker_->moveToThread(thread_);
    connect(thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_->start();
}

StoreJobs::~StoreJobs() {
    for (auto& [tag, serial] : serials_) ++*serial;
    release(thread_);
}

StoreJobs::Serial& StoreJobs::serial(const std::string& tag) {
    Serial& found = serials_[tag];
    if (!found) found = std::make_shared<std::atomic<std::int64_t>>(0);
    return found;
}

void StoreJobs::cancel(const std::string& tag) { ++*serial(tag); }

void StoreJobs::submit(const std::string& tag, QObject* context, std::function<void(RunReader&)> work,
                       std::function<void()> done, Turn turn) {
    const Serial current = serial(tag);
    const std::int64_t mine = ++*current;
    Job::post(std::make_shared<const Job>(
        Job{worker_, this, context, current, mine, run_db_, std::move(work), std::move(done), turn}));
}

}  // namespace retort::ui
