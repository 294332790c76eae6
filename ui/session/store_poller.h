// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/error.h"
#include "run/run_state.h"
#include "store/run_reader.h"
#include "store/salvage.h"
#include "ui/session/source_runs.h"

namespace retort::ui {

using DeltaPtr = std::shared_ptr<const RunDelta>;

/// What a look at the run's folder told.
struct RunGlance {
    RunStatus status;
    bool gone = false;     ///< the folder was moved or deleted: nothing else here is known
    QString socket;        ///< where the trainer listens; empty: nobody does
    QString error;         ///< the store cannot be read, or not all of it: why, for people; empty: it can
    DamagedParts damaged;  ///< with an error: what is left out of what was read all the same
    double read_at = 0;    ///< Unix seconds
};

/// Reads a run's store on its own thread: at once when poked, else every second, never more often than ten times a second.
/// Large first readings are handed over in slices, the next when the receiver calls accept(), so that the GUI thread never
/// has long work at once. Lives in the thread it was moved to; all slots are for queued calls.
class StorePoller : public QObject {
    Q_OBJECT
public:
    explicit StorePoller(std::filesystem::path run);

public Q_SLOTS:
    void start();
    void poke();
    /// The last slice was taken.
    void accept();

Q_SIGNALS:
    void delta(const retort::ui::DeltaPtr& delta);
    /// Of a large store, before the first delta: to be shown until caughtUp(), then to be forgotten.
    void preview(const retort::ui::DeltaPtr& delta);
    void glance(const retort::ui::RunGlance& glance);
    /// Everything that was in the store at the first reading has been handed over.
    void caughtUp();

private:
    void read();
    void readNew(RunGlance& now);
    bool readRest(const Error& error);
    void cut(RunDelta delta);
    void handOver();

    RunDirectory run_;
    QTimer tick_, soon_;
    QElapsedTimer since_read_;
    std::optional<RunReader> reader_;
    RunCursor cursor_;
    SourceRuns sources_;
    std::deque<DeltaPtr> slices_;
    bool waiting_ = false, first_ = true;
    QString damage_;  ///< of a store that was read in part: no more is read of it
    DamagedParts damaged_;
};

}  // namespace retort::ui

Q_DECLARE_METATYPE(retort::ui::DeltaPtr)
Q_DECLARE_METATYPE(retort::ui::RunGlance)
