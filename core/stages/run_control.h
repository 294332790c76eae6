// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/ids.h"
#include "ipc/control_server.h"
#include "run/run_directory.h"
#include "run/run_state.h"
#include "store/run_writer.h"

namespace retort {

/// A person's hand on a running trainer: signals, the control socket, pause, live fields; and the trainer's voice towards
/// them: progress, state, heartbeats. Used by the work loop's one thread.
class RunControl {
public:
    /// Changes a live field of the running stage; `field` is the key below the stage, e.g. "optimizer.learning_rate".
    /// Returns false for a field that is not live, throws Error(Usage) for a bad value.
    using SetField = std::function<bool(const std::string& field, double value)>;

    /// Listens on the run's socket and takes SIGINT and SIGTERM until destroyed. Progress lines go to stderr.
    RunControl(const RunDirectory& run, RunWriter& writer, RunLock& lock);
    ~RunControl();
    RunControl(const RunControl&) = delete;
    RunControl& operator=(const RunControl&) = delete;

    /// The stage at work, for progress, events and the seconds it takes. Writes its row at each change of state.
    void enterStage(const StageRecord& record, SetField set_field = {});
    void setStepsTotal(std::int64_t total);
    /// The stage waits for a person, or works again: its row, the run's state and the viewers say so.
    void setWaiting(bool waiting);
    /// Done, Failed, Stopped: closes the row.
    void leaveStage(StageState state);
    const StageRecord& stage() const { return stage_; }

    /// What the loop does now ("generate", "grade", "train", ...); also the sign of life.
    void phase(const char* phase);
    /// Hands a step to the store's thread (RunWriter::post) and tells a person at the terminal with `detail` ("reward
    /// 0.52"); viewers hear of it once it is on the disk.
    void commitStep(StepCommit commit, const std::string& detail);

    enum class Next { Continue, Checkpoint, Stop };
    /// Handles what people asked since the last call; while paused it waits here. Checkpoint and Stop are the caller's to
    /// do.
    Next betweenSteps();

    /// True from the second request to stop: generation gives up at the next token.
    const std::atomic<bool>* stopNow() const;

    void event(const char* level, const char* kind, const std::string& message);
    void announce(RunState state);
    void announceFailure(const std::string& code, const std::string& message);

private:
    Next handle(const ipc::ReceivedCommand& received);
    void applySetField(const ipc::ReceivedCommand& received, const ipc::SetField& command);
    void waitWhilePaused(Next& next);
    /// Brings the stage's seconds up to now; they stand still in a pause and at a gate.
    void countSeconds();
    void writeStage();
    double secondsLeft() const;

    RunWriter& writer_;
    RunLock& lock_;
    ipc::ControlServer server_;
    StageRecord stage_;
    SetField set_field_;
    bool paused_ = false;
    double entered_ = 0, last_line_ = 0;  ///< steady seconds
    double seconds_before_ = 0;           ///< of the stage, in earlier processes and before pauses
    Step first_step_ = 0;                 ///< steps done when entered: what the estimate of time left leaves out
    const char* phase_ = "";
    std::unique_ptr<class SignalGuard> signals_;
};

}  // namespace retort
