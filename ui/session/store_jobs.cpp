// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/store_jobs.h"

#include <QCoreApplication>

#include "ui/session/background.h"

namespace retort::ui {

struct StoreJobs::Worker : QObject {
    std::optional<RunReader> reader;
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
                       std::function<void()> done) {
    const Serial current = serial(tag);
    const std::int64_t mine = ++*current;
    const QPointer<QObject> receiver(context);
    const QPointer<StoreJobs> self(this);
    Worker* worker = worker_;
    auto job = [worker, self, receiver, current, mine, file = run_db_, work = std::move(work), done = std::move(done)] {
        if (*current != mine) return;
        QString error;
        try {
            if (!worker->reader) worker->reader.emplace(file);
            worker->reader->setCancelled([current, mine] { return *current != mine; });
            work(*worker->reader);
            worker->reader->setCancelled({});
        } catch (const std::exception& failure) {
            // What was given up half way has done no harm to the reader, which keeps its cache.
            if (*current != mine && worker->reader) return worker->reader->setCancelled({});
            worker->reader.reset();
            error = QString::fromUtf8(failure.what());
        }
        // To the application, since this object may be gone by then.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, receiver, current, mine, done, error] {
                if (self.isNull() || *current != mine) return;
                if (!error.isEmpty()) Q_EMIT self->failed(error);
                else if (!receiver.isNull()) done();
            },
            Qt::QueuedConnection);
    };
    QMetaObject::invokeMethod(worker, std::move(job), Qt::QueuedConnection);
}

}  // namespace retort::ui
