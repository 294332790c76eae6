// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/trainer_process.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <csignal>

#include "run/run_directory.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr qint64 last_words_bytes = 4000;

QString lastWords(const QString& file) {
    QFile log(file);
    if (!log.open(QIODevice::ReadOnly)) return {};
    if (log.size() > last_words_bytes) log.seek(log.size() - last_words_bytes);
    return errorIn(QString::fromUtf8(log.readAll()));
}

}  // namespace

QString errorIn(const QString& said) {
    const QString words = said.trimmed();
    static const QRegularExpression error(QStringLiteral("^(?:\\d\\d:\\d\\d:\\d\\d )?error: "),
                                          QRegularExpression::MultilineOption);
    QRegularExpressionMatch last;
    for (auto each = error.globalMatch(words); each.hasNext();) last = each.next();
    return last.hasMatch() ? words.mid(last.capturedEnd()) : words;
}

TrainerProcess::TrainerProcess(QObject* parent) : QObject(parent) {
    pool_.setMaxThreadCount(1);
    timer_.setInterval(duration::frame);
    connect(&timer_, &QTimer::timeout, this, &TrainerProcess::look);
}

QString TrainerProcess::program() {
    const QString chosen = qEnvironmentVariable("RETORT_TRAINER");
    if (!chosen.isEmpty()) return chosen;
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/retort");
    if (QFileInfo(beside).isExecutable()) return beside;
    return QStandardPaths::findExecutable(QStringLiteral("retort"));
}

void TrainerProcess::start(const std::filesystem::path& project, const QStringList& arguments) {
    if (pid_ != 0) return;
    const QString trainer = program();
    if (trainer.isEmpty()) {
        Q_EMIT failed(
            tr("The program \"retort\" is neither beside the workbench nor in PATH. Build it, or set RETORT_TRAINER."));
        return;
    }
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/retort");
    QDir().mkpath(folder);
    project_ = project;
    started_at_ = std::filesystem::file_time_type::clock::now();
    log_ = folder + QStringLiteral("/start-%1.log").arg(QCoreApplication::applicationPid());
    QProcess process;
    process.setProgram(trainer);
    process.setArguments(QStringList{QStringLiteral("run"), QString::fromStdString(project.string())} + arguments);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(log_, QIODevice::Truncate);
    // startDetached makes a session of its own: no signal of our terminal or process group reaches the trainer.
    if (!process.startDetached(&pid_)) {
        pid_ = 0;
        Q_EMIT failed(tr("%1 cannot be started: %2").arg(trainer, process.errorString()));
        return;
    }
    timer_.start();
}

void TrainerProcess::finish() {
    timer_.stop();
    pid_ = 0;
}

void TrainerProcess::look() {
    if (looking_ || pid_ == 0) return;
    looking_ = true;
    pool_.start([this, project = project_, pid = pid_, log = log_, since = started_at_] {
        // Life first: a trainer that makes its run and ends right after must not look like one that never had a run.
        const bool alive = ::kill(static_cast<pid_t>(pid), 0) == 0;
        QString found, words;
        try {
            for (const RunDirectory& run : listRuns(project)) {
                std::error_code ignored;
                // A run of which nothing was left to do has let go of its lock already.
                const bool written = !alive && std::filesystem::last_write_time(run.store(), ignored) >= since && !ignored;
                if (RunLock::holder(run) != pid && !written) continue;
                found = QString::fromStdString(run.root().string());
                break;
            }
        } catch (const std::exception& error) {
            words = QString::fromUtf8(error.what());
        }
        if (!alive && found.isEmpty() && words.isEmpty()) words = lastWords(log);
        QMetaObject::invokeMethod(
            this,
            [this, alive, found, words] {
                looking_ = false;
                if (!found.isEmpty()) {
                    finish();
                    Q_EMIT started(found);
                } else if (!alive) {
                    finish();
                    Q_EMIT failed(words.isEmpty() ? tr("The trainer ended before it began a run, without a word.") : words);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace retort::ui
