// SPDX-License-Identifier: Apache-2.0
// A real process that makes a run directory and speaks the trainer's side of every contract (lock, store, control socket),
// with imagined numbers. For tests of the workbench and the CLI, and for looking at the workbench without a model.

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <optional>
#include <set>
#include <sstream>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "ipc/control_server.h"
#include "run/run_directory.h"
#include "run/run_state.h"
#include "store/run_writer.h"
#include "support/fake_trainer/fake_stages.h"

namespace retort::test {
namespace {

const char* const usage =
    "fake_trainer RUN_DIR [option value]...\n"
    "  --stages a,b,...    of the built-in line; default: all, in order\n"
    "  --steps N           steps of a training stage (40)\n"
    "  --rate HZ           steps per second, 0: as fast as it goes (2)\n"
    "  --groups N          problems in a step (8)\n"
    "  --rollouts N        rollouts of a problem (8)\n"
    "  --seed S            (1)\n"
    "  --crash-at K        kills itself with SIGKILL after K steps in all\n"
    "  --hang-at K         stops working, without a beat, after K steps\n"
    "  --fail-at K         fails with a message after K steps\n"
    "  --gate 1            the curate stage waits for Resume\n"
    "  --fill-points N     no run: a store with about N metric points ...\n"
    "  --fill-rollouts N   ... and N rollouts, as fast as possible\n";

std::atomic<bool> asked_to_stop{false};

struct Options {
    std::filesystem::path run;
    std::set<std::string> stages;
    double rate = 2;
    std::int64_t steps = 40, groups = 8, rollouts = 8, seed = 1, crash_at = -1, hang_at = -1, fail_at = -1, gate = 0;
    std::int64_t fill_points = 0, fill_rollouts = 0;
};

std::int64_t wholeNumber(const std::string& name, const std::string& text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw Error(ErrorCode::Usage, "is not a whole number", name + " " + text);
    return value;
}

Options parse(int argc, char** argv) {
    if (argc < 2 || argc % 2 != 0) throw Error(ErrorCode::Usage, usage);
    Options options;
    options.run = argv[1];
    const std::pair<const char*, std::int64_t*> numbers[] = {{"--steps", &options.steps},
                                                             {"--groups", &options.groups},
                                                             {"--rollouts", &options.rollouts},
                                                             {"--seed", &options.seed},
                                                             {"--crash-at", &options.crash_at},
                                                             {"--hang-at", &options.hang_at},
                                                             {"--fail-at", &options.fail_at},
                                                             {"--gate", &options.gate},
                                                             {"--fill-points", &options.fill_points},
                                                             {"--fill-rollouts", &options.fill_rollouts}};
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        const auto number =
            std::find_if(std::begin(numbers), std::end(numbers), [&](const auto& entry) { return name == entry.first; });
        if (number != std::end(numbers)) {
            *number->second = wholeNumber(name, value);
        } else if (name == "--rate") {
            options.rate = std::stod(value);
        } else if (name == "--stages") {
            std::istringstream list(value);
            for (std::string stage; std::getline(list, stage, ',');) options.stages.insert(stage);
        } else {
            throw Error(ErrorCode::Usage, "is unknown\n" + std::string(usage), name);
        }
    }
    return options;
}

class FakeTrainer {
public:
    explicit FakeTrainer(const Options& options)
        : options_(options),
          run_(prepare(options)),
          lock_(run_),
          writer_(run_.store()),
          server_(run_.chooseSocket(), run_.id()),
          random_(static_cast<std::uint64_t>(options.seed), 0) {}

    void work() {
        recordRunState(writer_, RunState::Starting);
        announce(RunState::Starting, "");
        for (const FakeStage& stage : chosen()) put(stage, StageState::Pending, 0);
        try {
            for (const FakeStage& stage : chosen()) {
                if (!runStage(stage)) return end(RunState::Stopped);
            }
            end(RunState::Done);
        } catch (const Error& error) {
            writer_.addEvent({0, 0, "error", "error", error.what(), ids_[current_], 0});
            recordRunFailure(writer_, name(error.code()), error.what());
            server_.broadcast(ipc::Failed{name(error.code()), error.what()});
            throw;
        }
    }

private:
    static RunDirectory prepare(const Options& options) {
        std::filesystem::create_directories(options.run);
        const RunDirectory run(options.run);
        writeFileDurably(run.recipe(), "# Written by fake_trainer: numbers without a model.\n[project]\nname = \"fake\"\n");
        run.writeManifest({run.id(),
                           unixTime(),
                           {"fake_trainer"},
                           sha256File(run.recipe()),
                           static_cast<std::uint64_t>(options.seed),
                           {},
                           {},
                           {},
                           {}});
        return run;
    }

    std::vector<FakeStage> chosen() const {
        std::vector<FakeStage> all = fakeStages();
        if (!options_.stages.empty())
            std::erase_if(all, [&](const FakeStage& stage) { return !options_.stages.contains(stage.name); });
        return all;
    }

    Step stepsOf(const FakeStage& stage) const {
        if (stage.kind == "evaluate" || stage.kind == "curate") return 1;
        return stage.kind == "sample" ? std::min<Step>(4, options_.steps) : options_.steps;
    }

    void put(const FakeStage& stage, StageState state, Step done) {
        StageRecord& record = records_[stage.name];
        if (record.name.empty()) {
            record.position = static_cast<std::int64_t>(records_.size()) - 1;
            record.name = stage.name;
            record.kind = stage.kind;
            record.inputs = stage.inputs;
            record.key = sha256(stage.name + stage.kind);
            record.steps_total = stepsOf(stage);
        }
        if (state == StageState::Running && record.started_at == 0) record.started_at = unixTime();
        if (state == StageState::Done || state == StageState::Failed || state == StageState::Stopped)
            record.ended_at = unixTime();
        record.seconds = record.started_at > 0 ? unixTime() - record.started_at : 0;
        record.state = state;
        record.steps_done = done;
        ids_[stage.name] = writer_.putStage(record);
    }

    void announce(RunState state, const std::string& stage) { server_.broadcast(ipc::StateChanged{name(state), stage}); }

    void enter(RunState state, const FakeStage& stage) {
        recordRunState(writer_, state);
        announce(state, stage.name);
    }

    void beat() {
        lock_.beat();
        server_.beat();
    }

    /// False when asked to stop.
    bool runStage(const FakeStage& stage) {
        current_ = stage.name;
        put(stage, StageState::Running, 0);
        enter(RunState::Running, stage);
        if (stage.kind == "curate" && options_.gate != 0 && !waitAt(stage, StageState::Waiting, RunState::Waiting, 0))
            return false;
        if (stage.kind == "evaluate") evaluate(stage);
        const bool has_steps = stage.kind != "evaluate" && stage.kind != "curate";
        for (Step step = 1; has_steps && step <= stepsOf(stage); ++step) {
            oneStep(stage, step);
            if (!obey(stage, step)) {
                put(stage, StageState::Stopped, step);
                checkpoint(stage, step, false);
                return false;
            }
        }
        if (has_steps && stage.kind != "sample") checkpoint(stage, stepsOf(stage), true);
        put(stage, StageState::Done, stepsOf(stage));
        writer_.addEvent({0, 0, "info", "state", stage.name + " is done", ids_[stage.name], stepsOf(stage)});
        server_.broadcast(ipc::StoreAdvanced{stage.name, stepsOf(stage)});
        return true;
    }

    void oneStep(const FakeStage& stage, Step step) {
        const double begin = steadyTime(), period = options_.rate > 0 ? 1 / options_.rate : 0;
        const Step total = stepsOf(stage);
        server_.broadcast(ipc::Progress{stage.name, step, total, period * static_cast<double>(total - step), "generate"});
        StepCommit commit = fakeStep(random_, stage, ids_[stage.name], step, total, options_.groups, options_.rollouts);
        commit.step.seconds = std::max(period, steadyTime() - begin);
        writer_.commit(commit);
        server_.broadcast(ipc::StoreAdvanced{stage.name, step});
        ++steps_done_;
        misbehave();
        while (steadyTime() - begin < period) {
            beat();
            std::this_thread::sleep_for(
                std::chrono::duration<double>(std::min(0.05, period - (steadyTime() - begin) + 0.001)));
        }
        beat();
    }

    void misbehave() {
        if (steps_done_ == options_.crash_at) ::raise(SIGKILL);
        while (steps_done_ == options_.hang_at) ::pause();
        if (steps_done_ == options_.fail_at)
            throw Error(ErrorCode::RunFailed, "the loss is not a number", fmt::format("stage {}", current_),
                        "Lower the learning rate and resume from the last checkpoint");
    }

    void evaluate(const FakeStage& stage) {
        std::vector<EvalSampleRecord> samples;
        const EvaluationRecord record = fakeEvaluation(random_, stage, ids_[stage.name], 40, 4, samples);
        writer_.addEvaluation(record, samples);
        beat();
    }

    void checkpoint(const FakeStage& stage, Step step, bool final) {
        const std::filesystem::path folder = run_.checkpoints(stage.name) / fmt::format("step-{:06d}", step);
        if (!std::filesystem::exists(folder)) {
            StagedDirectory staged(folder);
            writeFileDurably(staged.path() / "manifest.json", "{\"files\": {}}\n");
            staged.commit();
        }
        writer_.addCheckpoint(
            {{}, ids_[stage.name], step, std::filesystem::relative(folder, run_.root()).string(), sha256("{}\n"), final, 0});
        writer_.addEvent({0, 0, "info", "checkpoint", fmt::format("checkpoint at step {}", step), ids_[stage.name], step});
    }

    /// Takes the commands that have come; false when asked to stop.
    bool obey(const FakeStage& stage, Step step) {
        if (asked_to_stop) return false;
        while (const auto received = server_.poll()) {
            if (std::holds_alternative<ipc::Stop>(received->command)) {
                server_.reply(*received, true, "stopping");
                return false;
            }
            if (std::holds_alternative<ipc::Pause>(received->command)) {
                server_.reply(*received, true, "pausing");
                if (!waitAt(stage, StageState::Paused, RunState::Paused, step)) return false;
                continue;
            }
            answer(*received, stage, step);
        }
        return true;
    }

    void answer(const ipc::ReceivedCommand& received, const FakeStage& stage, Step step) {
        if (const auto* sample = std::get_if<ipc::Sample>(&received.command)) {
            std::vector<std::string> texts;
            for (const Rollout& rollout :
                 fakeGroups(random_, stage.to, 7, 1, std::clamp<std::int64_t>(sample->count, 1, 16))[0].rollouts)
                texts.push_back(rollout.text);
            server_.reply(received, true, "", texts);
        } else if (const auto* field = std::get_if<ipc::SetField>(&received.command)) {
            writer_.addEvent({0, 0, "info", "set_field", field->key + " = " + field->value, ids_[stage.name], step});
            server_.reply(received, true, fmt::format("from step {} on", step + 1));
        } else if (std::holds_alternative<ipc::Checkpoint>(received.command)) {
            checkpoint(stage, step, false);
            server_.reply(received, true, fmt::format("checkpoint at step {}", step));
        } else {
            server_.reply(received, true, "");
        }
    }

    /// Until Resume (true) or Stop (false).
    bool waitAt(const FakeStage& stage, StageState stage_state, RunState state, Step step) {
        put(stage, stage_state, step);
        enter(state, stage);
        for (;;) {
            beat();
            const auto received = server_.wait(0.2);
            if (asked_to_stop) return false;
            if (!received) continue;
            const bool stop = std::holds_alternative<ipc::Stop>(received->command);
            if (stop || std::holds_alternative<ipc::Resume>(received->command)) {
                server_.reply(*received, true, stop ? "stopping" : "resuming");
                if (stop) return false;
                put(stage, StageState::Running, step);
                enter(RunState::Running, stage);
                return true;
            }
            answer(*received, stage, step);
        }
    }

    void end(RunState state) {
        recordRunState(writer_, state);
        announce(state, "");
    }

    const Options options_;
    const RunDirectory run_;
    RunLock lock_;
    RunWriter writer_;
    ipc::ControlServer server_;
    Random random_;
    std::map<std::string, StageId> ids_;
    std::map<std::string, StageRecord> records_;
    std::string current_;
    std::int64_t steps_done_ = 0;
};

/// A store of the size that benchmarks need: four policy stages share the points, their steps share the rollouts.
void fill(const Options& options) {
    constexpr std::int64_t batch = 200;
    std::filesystem::create_directories(options.run);
    const RunDirectory run(options.run);
    RunWriter writer(run.store());
    recordRunState(writer, RunState::Starting);
    Random random(static_cast<std::uint64_t>(options.seed), 0);
    std::vector<FakeStage> stages = fakeStages();
    std::erase_if(stages, [](const FakeStage& stage) { return stage.kind != "grpo"; });
    const auto points_per_step = static_cast<std::int64_t>(fakeStep(random, stages[0], {}, 1, 2, 1, 4).points.size());
    const std::int64_t steps =
        std::max<std::int64_t>(1, options.fill_points / points_per_step / static_cast<std::int64_t>(stages.size()));
    const std::int64_t all_steps = steps * static_cast<std::int64_t>(stages.size());
    std::int64_t written_steps = 0, written_rollouts = 0, position = 0;
    for (const FakeStage& stage : stages) {
        StageRecord record{
            {}, stage.name, stage.kind, StageState::Done, sha256(stage.name), {}, stage.inputs, position++, steps, steps,
            1,  2,          1};
        const StageId id = writer.putStage(record);
        std::vector<StepCommit> commits;
        for (Step step = 1; step <= steps; ++step) {
            const std::int64_t due = options.fill_rollouts * ++written_steps / all_steps - written_rollouts;
            commits.push_back(fakeStep(random, stage, id, step, steps, 1, std::max<std::int64_t>(due, 1)));
            if (due <= 0) commits.back().groups.clear();
            written_rollouts += std::max<std::int64_t>(due, 0);
            if (std::ssize(commits) == batch || step == steps) {
                writer.commit(commits);
                commits.clear();
            }
        }
    }
    recordRunState(writer, RunState::Done);
    std::printf("%lld steps, %lld rollouts\n", static_cast<long long>(written_steps),
                static_cast<long long>(written_rollouts));
}

}  // namespace
}  // namespace retort::test

int main(int argc, char** argv) {
    using namespace retort;
    try {
        const test::Options options = test::parse(argc, argv);
        for (const int signal : {SIGTERM, SIGINT}) ::signal(signal, [](int) { test::asked_to_stop = true; });
        if (options.fill_points > 0) test::fill(options);
        else test::FakeTrainer(options).work();
        return 0;
    } catch (const Error& error) {
        log(LogLevel::Error, error.what());
        return exitStatus(error.code());
    }
}
