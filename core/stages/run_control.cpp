// SPDX-License-Identifier: Apache-2.0
#include "stages/run_control.h"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <csignal>

#include "base/error.h"
#include "base/log.h"

namespace retort {
namespace {

// Signal handlers can reach nothing but globals.
std::atomic<int> stop_requests{0};
std::atomic<bool> stop_now{false};

extern "C" void requestStop(int) {
    if (++stop_requests > 1) stop_now = true;
}

std::string duration(double seconds) {
    const auto total = static_cast<long>(seconds + 0.5);
    if (total >= 3600) return fmt::format("{}h{:02}m", total / 3600, total % 3600 / 60);
    return total >= 60 ? fmt::format("{}m{:02}s", total / 60, total % 60) : fmt::format("{}s", total);
}

}  // namespace

/// Takes SIGINT and SIGTERM while a run is at work and gives them back afterwards.
class SignalGuard {
public:
    SignalGuard() {
        stop_requests = 0;
        stop_now = false;
        struct sigaction action {};
        action.sa_handler = requestStop;
        ::sigaction(SIGINT, &action, &interrupt_);
        ::sigaction(SIGTERM, &action, &terminate_);
    }
    ~SignalGuard() {
        ::sigaction(SIGINT, &interrupt_, nullptr);
        ::sigaction(SIGTERM, &terminate_, nullptr);
    }

private:
    struct sigaction interrupt_ {
    }, terminate_{};
};

RunControl::RunControl(const RunDirectory& run, RunWriter& writer, RunLock& lock)
    : writer_(writer), lock_(lock), server_(run.chooseSocket(), run.id()), signals_(std::make_unique<SignalGuard>()) {}

RunControl::~RunControl() {
    try {
        writer_.flush();  // steps on their way to the disk still tell the viewers
    } catch (const std::exception& error) {
        log(LogLevel::Error, fmt::format("the last steps were not stored: {}", error.what()));
    }
}

const std::atomic<bool>* RunControl::stopNow() const { return &stop_now; }

void RunControl::enterStage(const StageRecord& record, SetField set_field) {
    stage_ = record;
    stage_.state = StageState::Running;
    stage_.ended_at = 0;
    if (stage_.started_at == 0) stage_.started_at = unixTime();
    set_field_ = std::move(set_field);
    entered_ = steadyTime();
    last_line_ = 0;
    seconds_before_ = record.seconds;
    first_step_ = record.steps_done;
    writeStage();
    announce(RunState::Running);
    phase("start");
}

void RunControl::setStepsTotal(std::int64_t total) {
    stage_.steps_total = total;
    writeStage();
}

void RunControl::setWaiting(bool waiting) {
    countSeconds();
    seconds_before_ = stage_.seconds;
    stage_.state = waiting ? StageState::Waiting : StageState::Running;
    entered_ = steadyTime();
    writeStage();
    announce(waiting ? RunState::Waiting : RunState::Running);
}

void RunControl::leaveStage(StageState state) {
    countSeconds();
    stage_.state = state;
    stage_.ended_at = unixTime();
    writeStage();
    log(LogLevel::Info, fmt::format("{} {} after {}", stage_.name, name(state), duration(stage_.seconds)));
}

void RunControl::countSeconds() {
    if (stage_.state == StageState::Running) stage_.seconds = seconds_before_ + (steadyTime() - entered_);
}

void RunControl::writeStage() {
    countSeconds();
    stage_.id = writer_.putStage(stage_);
}

double RunControl::secondsLeft() const {
    const Step done = stage_.steps_done - first_step_;
    if (stage_.steps_total == 0 || done == 0) return -1;
    return (steadyTime() - entered_) / static_cast<double>(done) *
           static_cast<double>(stage_.steps_total - stage_.steps_done);
}

void RunControl::phase(const char* phase) {
    phase_ = phase;
    lock_.beat();
    server_.beat();
    server_.broadcast(ipc::Progress{stage_.name, stage_.steps_done, stage_.steps_total, secondsLeft(), phase});
}

void RunControl::commitStep(StepCommit commit, const std::string& detail) {
    const Step step = commit.step.step;
    writer_.post(std::move(commit), [this, stored = ipc::StoreAdvanced{stage_.name, step}] { server_.broadcast(stored); });
    stage_.steps_done = step;
    lock_.beat();
    server_.beat();
    server_.broadcast(ipc::Progress{stage_.name, step, stage_.steps_total, secondsLeft(), phase_});
    const double now = steadyTime();
    if (step != stage_.steps_total && now - last_line_ < 2) return;
    last_line_ = now;
    const double left = secondsLeft();
    log(LogLevel::Info, fmt::format("{} {}/{} · {}{}", stage_.name, step, stage_.steps_total, detail,
                                    left > 0 ? " · " + duration(left) + " left" : ""));
}

void RunControl::event(const char* level, const char* kind, const std::string& message) {
    writer_.addEvent({.level = level, .kind = kind, .message = message, .stage = stage_.id, .step = stage_.steps_done});
}

void RunControl::announce(RunState state) {
    recordRunState(writer_, state);
    server_.broadcast(ipc::StateChanged{name(state), stage_.name});
}

void RunControl::announceFailure(const std::string& code, const std::string& message) {
    recordRunFailure(writer_, code, message);
    server_.broadcast(ipc::Failed{code, message});
}

RunControl::Next RunControl::betweenSteps() {
    Next next = stop_requests > 0 ? Next::Stop : Next::Continue;
    while (const auto received = server_.poll()) {
        const Next asked = handle(*received);
        if (asked != Next::Continue && next != Next::Stop) next = asked;
    }
    if (paused_ && next != Next::Stop) waitWhilePaused(next);
    return next;
}

void RunControl::waitWhilePaused(Next& next) {
    countSeconds();
    seconds_before_ = stage_.seconds;
    stage_.state = StageState::Paused;
    writeStage();
    announce(RunState::Paused);
    while (paused_ && next != Next::Stop) {
        lock_.beat();
        server_.beat();
        if (const auto received = server_.wait(0.5)) {
            const Next asked = handle(*received);
            if (asked != Next::Continue) next = asked;
        }
        if (stop_requests > 0) next = Next::Stop;
    }
    paused_ = false;
    entered_ = steadyTime();
    first_step_ = stage_.steps_done;
    stage_.state = StageState::Running;
    writeStage();
    announce(RunState::Running);
}

RunControl::Next RunControl::handle(const ipc::ReceivedCommand& received) {
    if (std::holds_alternative<ipc::Pause>(received.command)) {
        if (!paused_) event("info", "state", "pause asked");
        // The clock of the stage stops when the loop gets there: betweenSteps.
        paused_ = true;
        server_.reply(received, true, "pauses after this step");
    } else if (std::holds_alternative<ipc::Resume>(received.command)) {
        paused_ = false;
        server_.reply(received, true, "continues");
    } else if (std::holds_alternative<ipc::Checkpoint>(received.command)) {
        server_.reply(received, true, "writes a checkpoint after this step");
        return Next::Checkpoint;
    } else if (const auto* stop = std::get_if<ipc::Stop>(&received.command)) {
        stop_requests = stop->now ? 2 : std::max(stop_requests.load(), 1);
        if (stop->now) stop_now = true;
        event("info", "state", "stop asked");
        server_.reply(received, true, "stops after this step and writes a checkpoint");
        return Next::Stop;
    } else if (const auto* set = std::get_if<ipc::SetField>(&received.command)) {
        applySetField(received, *set);
    } else {
        server_.reply(received, false, "this trainer does not answer that while it trains");
    }
    return Next::Continue;
}

void RunControl::applySetField(const ipc::ReceivedCommand& received, const ipc::SetField& command) {
    const std::string prefix = "stages." + stage_.name + ".";
    double value = 0;
    const char* end = command.value.data() + command.value.size();
    const auto parsed = std::from_chars(command.value.data(), end, value);
    std::string refusal;
    if (!command.key.starts_with(prefix)) refusal = "only fields of the running stage, " + prefix + "*, can change now";
    else if (parsed.ec != std::errc{} || parsed.ptr != end) refusal = "\"" + command.value + "\" is not a number";
    else try {
            if (!set_field_ || !set_field_(command.key.substr(prefix.size()), value))
                refusal = command.key + " cannot change while the stage runs";
        } catch (const Error& error) {
            refusal = error.what();
        }
    if (!refusal.empty()) return server_.reply(received, false, refusal);
    const std::string done = fmt::format("{} = {} from step {}", command.key, command.value, stage_.steps_done + 1);
    event("info", "set_field", done);
    server_.reply(received, true, done);
}

}  // namespace retort
