// SPDX-License-Identifier: Apache-2.0
#include "run/run_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "store/run_reader.h"
#include "store/run_writer.h"

namespace retort {
namespace {

constexpr std::array<std::pair<RunState, const char*>, 8> run_states{{
    {RunState::Starting, "starting"},
    {RunState::Running, "running"},
    {RunState::Paused, "paused"},
    {RunState::Waiting, "waiting"},
    {RunState::Stopped, "stopped"},
    {RunState::Done, "done"},
    {RunState::Failed, "failed"},
    {RunState::Crashed, "crashed"},
}};

bool hasEnded(RunState state) { return state == RunState::Stopped || state == RunState::Done || state == RunState::Failed; }

std::string value(const std::map<std::string, std::string>& meta, const std::string& key) {
    const auto found = meta.find(key);
    return found == meta.end() ? std::string() : found->second;
}

RunStatus fromMeta(const std::map<std::string, std::string>& meta) {
    RunStatus status;
    status.state = runStateFrom(value(meta, "state")).value_or(RunState::Starting);
    status.error_code = value(meta, "error_code");
    status.error_message = value(meta, "error_message");
    status.started_at = std::strtod(value(meta, "started_at").c_str(), nullptr);
    status.ended_at = std::strtod(value(meta, "ended_at").c_str(), nullptr);
    return status;
}

std::string timeText(double time) { return fmt::format("{:.6f}", time); }

}  // namespace

const char* name(RunState state) noexcept {
    for (const auto& [value, text] : run_states)
        if (value == state) return text;
    return "crashed";
}

std::optional<RunState> runStateFrom(std::string_view text) noexcept {
    for (const auto& [state, spelling] : run_states)
        if (text == spelling) return state;
    return std::nullopt;
}

RunStatus readRunStatus(const RunDirectory& run) {
    // Asked before the store: a trainer that ends in between has written its last state before it let go of the lock.
    const long pid = RunLock::holder(run);
    RunStatus status;
    try {
        if (std::filesystem::exists(run.store())) status = fromMeta(RunReader(run.store()).allMeta());
    } catch (const Error& error) {
        // A store that is just being made has no schema yet.
        if (pid == 0) {
            status.state = RunState::Crashed;
            status.known = error.code() != ErrorCode::Environment;
            status.error_message = error.what();
            return status;
        }
    }
    if (pid == 0) {
        if (!hasEnded(status.state)) status.state = RunState::Crashed;
        return status;
    }
    // Held again, while the store still tells of the last time: the trainer is on its way.
    if (hasEnded(status.state) || status.state == RunState::Crashed) status.state = RunState::Starting;
    status.pid = pid;
    status.heartbeat_age = std::max(0.0, RunLock::beatAge(run));
    return status;
}

double secondsWorked(std::span<const StageRecord> stages) noexcept {
    double seconds = 0;
    for (const StageRecord& stage : stages)
        if (stage.source_run.empty()) seconds += stage.seconds;
    return seconds;
}

double runSeconds(double worked, RunState state, double started_at, double ended_at, double now) noexcept {
    if (worked > 0 || started_at <= 0) return std::max(0.0, worked);
    const bool lives =
        state == RunState::Starting || state == RunState::Running || state == RunState::Paused || state == RunState::Waiting;
    return std::max(0.0, (lives ? now : ended_at) - started_at);
}

void recordRunState(RunWriter& writer, RunState state) {
    std::vector<std::pair<std::string, std::string>> entries{{"state", name(state)}};
    if (state == RunState::Starting) {
        entries.insert(entries.end(),
                       {{"started_at", timeText(unixTime())}, {"ended_at", ""}, {"error_code", ""}, {"error_message", ""}});
    } else if (hasEnded(state)) {
        entries.emplace_back("ended_at", timeText(unixTime()));
    }
    writer.setMeta(entries);
}

void recordRunFailure(RunWriter& writer, const std::string& code, const std::string& message) {
    const std::vector<std::pair<std::string, std::string>> entries{{"state", name(RunState::Failed)},
                                                                   {"error_code", code},
                                                                   {"error_message", message},
                                                                   {"ended_at", timeText(unixTime())}};
    writer.setMeta(entries);
}

}  // namespace retort
