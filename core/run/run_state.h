// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "run/run_directory.h"
#include "store/records.h"

namespace retort {

class RunWriter;

/// A run as an outsider sees it. Waiting: at a gate, for verdicts. Stopped: asked to, can be resumed. Crashed: the trainer
/// is gone without having said why.
enum class RunState { Starting, Running, Paused, Waiting, Stopped, Done, Failed, Crashed };
/// "starting", "running", ...: the spelling in the store, on the socket and in --json.
const char* name(RunState state) noexcept;
std::optional<RunState> runStateFrom(std::string_view text) noexcept;

struct RunStatus {
    RunState state = RunState::Starting;
    bool known = true;  ///< false: the store is locked or the disk fails just now, and nobody is at work; `state` is a guess
    long pid = 0;       ///< of the trainer; 0 when it is gone
    double heartbeat_age = 0;             ///< seconds since the trainer's work loop last showed life; 0 when it is gone
    std::string error_code;               ///< Failed: ErrorCode's name
    std::string error_message;            ///< Failed: Error::what()
    double started_at = 0, ended_at = 0;  ///< Unix seconds of the last start and end; 0: none
};

/// From run.db, the lock and its heartbeat; reads the disk. Never throws for a run that is merely unfinished or damaged:
/// such a store reads as Crashed with the reason in error_message.
RunStatus readRunStatus(const RunDirectory& run);

/// Seconds that the stages of a run have worked in it, over all its starts: pauses, waits at a gate, the time between a stop
/// and the next start, and what earlier runs did for it are left out. Of a stage at work: up to its last step.
double secondsWorked(std::span<const StageRecord> stages) noexcept;
/// How long a run took, as every page, list and report tells it: `worked`, or, while its stages have told nothing, the time
/// since its last start (`now`: Unix seconds, asked only while it lives).
double runSeconds(double worked, RunState state, double started_at, double ended_at, double now) noexcept;

/// What the trainer records (meta rows `state`, `error_code`, `error_message`, `started_at`, `ended_at`). Starting sets
/// started_at and clears the rest; Stopped, Done and Failed set ended_at.
void recordRunState(RunWriter& writer, RunState state);
void recordRunFailure(RunWriter& writer, const std::string& code, const std::string& message);

}  // namespace retort
