// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>
#include <QTimer>
#include <deque>

#include "ui/models/metric_series.h"
#include "ui/session/control_client.h"
#include "ui/session/store_jobs.h"
#include "ui/session/store_poller.h"

namespace retort::ui {

/// One open run as the pages see it: everything read so far, and what its trainer says. Opening attaches to a live trainer
/// by itself and attaches again when one comes back; destroying it leaves the trainer alone. GUI thread; never blocks.
class RunSession : public QObject {
    Q_OBJECT
public:
    explicit RunSession(const RunDirectory& run, QObject* parent = nullptr);
    ~RunSession() override;

    const RunDirectory& directory() const { return run_; }
    QString id() const { return QString::fromStdString(run_.id()); }
    /// Name of the project's folder.
    QString projectName() const;
    std::filesystem::path projectFolder() const { return run_.root().parent_path().parent_path(); }

    const MetricSeriesStore& series() const { return series_; }
    const std::vector<StageRecord>& stages() const { return stages_; }
    const StageRecord* stage(StageId id) const;
    const std::vector<EvaluationRecord>& evaluations() const { return evaluations_; }
    const std::deque<RolloutSummary>& newest() const { return newest_; }
    const std::deque<EventRecord>& events() const { return events_; }
    std::int64_t rolloutCount() const { return rollout_count_; }
    StoreJobs& jobs() { return jobs_; }

    /// By the store and the lock, or by the trainer's own words when it is connected.
    RunState state() const { return state_; }
    const RunStatus& status() const { return glance_.status; }
    /// Its folder was moved or deleted while the run is open.
    bool gone() const { return glance_.gone; }
    /// Whether the run has been looked at; before that its state is a guess.
    bool looked() const { return glance_.read_at > 0; }
    const ipc::Progress& progress() const { return progress_; }
    bool attached() const { return client_.connected(); }
    bool caughtUp() const { return caught_up_; }
    /// The work loop has been silent for longer than a person should accept without being told.
    bool stalled() const;
    double silentSeconds() const;
    /// Seconds that the run took so far; 0: not known.
    double secondsTaken() const;
    /// Seconds until the run ends, by the stage's own estimate and the time per step of the others; -1: not known.
    double secondsLeft() const;
    /// Nothing of the store could be read: damaged, half copied, made by a newer version, or locked for too long.
    bool unreadable() const { return !glance_.error.isEmpty() && stages_.empty(); }
    /// Why the store cannot be read, or why the run ended badly; empty: neither.
    QString problem() const;

    void pause() { client_.send(ipc::Pause{}); }
    void resume() { client_.send(ipc::Resume{}); }
    void stopAndSave() { client_.send(ipc::Stop{}); }
    /// Changes a field of the stage at work ("stages.zero.kl_beta"); replied() says from which step on, or why not.
    void setField(const QString& key, const QString& value) {
        client_.send(ipc::SetField{0, key.toStdString(), value.toStdString()});
    }

Q_SIGNALS:
    /// Something was added to what this object holds.
    void advanced(const retort::ui::DeltaPtr& delta);
    /// State, progress, heartbeat or problem changed.
    void stateChanged();
    /// Everything that was stored when the run was opened has been read.
    void ready();
    /// The trainer's answer to a command.
    void replied(bool ok, const QString& message);

private:
    void take(const DeltaPtr& delta);
    void sketch(const DeltaPtr& delta);
    void finishSketch();
    void look(const RunGlance& glance);
    void hear(const ipc::Message& message);

    RunDirectory run_;
    QThread* thread_;
    StorePoller* poller_;
    StoreJobs jobs_;
    ControlClient client_;
    MetricSeriesStore series_;
    MetricSeriesStore whole_;  ///< filled behind a preview; after the change the preview, which charts may still point into
    bool sketched_ = false;
    std::vector<StageRecord> stages_;
    std::vector<EvaluationRecord> evaluations_;
    std::deque<RolloutSummary> newest_;
    std::deque<EventRecord> events_;
    std::int64_t rollout_count_ = 0;
    RunGlance glance_;
    RunState state_ = RunState::Starting;
    ipc::Progress progress_;
    double heartbeat_ = 0;
    bool caught_up_ = false;
    QString refusal_;
};

}  // namespace retort::ui
