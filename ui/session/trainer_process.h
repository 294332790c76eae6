// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <filesystem>
#include <set>

namespace retort::ui {

/// Of what `retort` said on stderr ("12:00:00 error: ..."), what went wrong last: not when, nor what was said before it. All
/// of it where no line is an error.
QString errorIn(const QString& said);

/// Starts `retort run` in a session of its own, so that closing the window or killing the workbench leaves it running, and
/// says which run directory it made. Why a run ended is RunSession's to say, from the store and the lock. GUI thread; never
/// blocks.
class TrainerProcess : public QObject {
    Q_OBJECT
public:
    explicit TrainerProcess(QObject* parent = nullptr);

    /// The `retort` to start: $RETORT_TRAINER, the one beside this program, or the one in PATH.
    static QString program();
    /// `retort run PROJECT ARGUMENTS...`. Nothing happens while an earlier start is still being followed.
    void start(const std::filesystem::path& project, const QStringList& arguments = {});
    bool starting() const { return pid_ != 0; }

Q_SIGNALS:
    /// The trainer holds the lock of this run.
    void started(const QString& run_directory);
    /// It could not be started, or ended before it had a run: its last words.
    void failed(const QString& reason);

private:
    void look();
    void finish();

    std::filesystem::path project_;
    std::filesystem::file_time_type started_at_;
    QString log_;
    qint64 pid_ = 0;
    bool looking_ = false;
    QTimer timer_;
    QThreadPool pool_;
};

}  // namespace retort::ui
