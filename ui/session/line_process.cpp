// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/line_process.h"

#include <QJsonDocument>

#include "ui/session/trainer_process.h"

namespace retort::ui {
namespace {

constexpr qsizetype longest_line = 64 << 20, last_words = 2000;

}  // namespace

LineProcess::LineProcess(QObject* parent) : QObject(parent) {}
LineProcess::~LineProcess() { end(); }

void LineProcess::setArguments(const QStringList& arguments) {
    if (arguments == arguments_) return;
    end();
    arguments_ = arguments;
}

void LineProcess::start() {
    const QString program = TrainerProcess::program();
    if (program.isEmpty()) {
        Q_EMIT failed(
            tr("The program \"retort\" is neither beside the workbench nor in PATH. Build it, or set RETORT_TRAINER."));
        return;
    }
    process_ = new QProcess;
    partial_.clear();
    words_.clear();
    connect(process_, &QProcess::readyReadStandardOutput, this, &LineProcess::read);
    connect(process_, &QProcess::readyReadStandardError, this,
            [this] { words_ = (words_ + process_->readAllStandardError()).right(last_words); });
    connect(process_, &QProcess::errorOccurred, this, [this, program](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) return;
        const QString why = tr("%1 cannot be started: %2").arg(program, process_->errorString());
        end();
        Q_EMIT failed(why);
    });
    connect(process_, &QProcess::finished, this, [this] {
        read();
        words_ = (words_ + process_->readAllStandardError()).right(last_words);
        const QString why = errorIn(QString::fromUtf8(words_));
        end();
        Q_EMIT failed(why.isEmpty() ? tr("The program ended without a word.") : why);
    });
    process_->start(program, arguments_);
}

void LineProcess::send(const QJsonObject& line) {
    if (process_ == nullptr) start();
    if (process_ != nullptr) process_->write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

void LineProcess::end() {
    if (process_ == nullptr) return;
    QProcess* gone = std::exchange(process_, nullptr);
    gone->disconnect(this);
    if (gone->state() == QProcess::NotRunning) return gone->deleteLater();
    // Its end of file is its order to stop; nobody waits for it here.
    connect(gone, &QProcess::finished, gone, &QObject::deleteLater);
    gone->closeWriteChannel();
    gone->kill();
}

void LineProcess::read() {
    partial_ += process_->readAllStandardOutput();
    for (qsizetype end = partial_.indexOf('\n'); end >= 0; end = partial_.indexOf('\n')) {
        const QByteArray line = partial_.left(end);
        partial_.remove(0, end + 1);
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (!object.isEmpty()) Q_EMIT received(object);
        if (process_ == nullptr) return;
    }
    if (partial_.size() > longest_line) partial_.clear();
}

}  // namespace retort::ui
