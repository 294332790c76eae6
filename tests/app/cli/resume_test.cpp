// SPDX-License-Identifier: Apache-2.0
// Exact resume: whatever ends a run, what follows is bit-identical to the run that nothing ended.

#include <gtest/gtest.h>

#include <csignal>

#include "base/error.h"
#include "run/run_directory.h"
#include "store/run_reader.h"
#include "support/temp_dir.h"
#include "tiny_project.h"

using namespace retort;
using namespace retort::test;

namespace {

std::vector<double> losses(const std::filesystem::path& run, const std::string& stage) {
    RunReader store(RunDirectory(run).store());
    std::vector<double> values;
    for (const SeriesPoint& point : store.series(store.stage(stage)->id, "loss")) values.push_back(point.value);
    return values;
}

/// Signals the trainer once `step` of `stage` is in the store.
class SignalAt {
public:
    SignalAt(std::filesystem::path project, std::string stage, Step step, int signal)
        : project_(std::move(project)), stage_(std::move(stage)), step_(step), signal_(signal) {}

    void operator()(int pid) {
        if (sent_) return;
        for (const RunDirectory& run : listRuns(project_)) try {
                const auto row = RunReader(run.store()).stage(stage_);
                if (!row || row->state != StageState::Running || row->steps_done < step_) continue;
                ::kill(pid, signal_);
                sent_ = true;
            } catch (const Error&) {  // the store is not there yet
            }
    }

private:
    std::filesystem::path project_;
    std::string stage_;
    Step step_;
    int signal_;
    bool sent_ = false;
};

struct Case {
    const char* name;
    const char* stage;
    Step step;
    int signal;
    int status;
};

class Resume : public testing::TestWithParam<Case> {};

}  // namespace

TEST_P(Resume, ContinuesBitIdentically) {
    const Case& c = GetParam();
    const TempDir straight_dir, stopped_dir;
    writeTinyProject(straight_dir.path());
    writeTinyProject(stopped_dir.path());
    const std::vector<std::string> longer{"--stage", "zero", "--set", "stages.zero.steps=26"};
    const auto run = [&](const TempDir& dir, std::vector<std::string> extra, const std::function<void(int)>& watch = {}) {
        std::vector<std::string> arguments{"run", dir.path().string()};
        arguments.insert(arguments.end(), extra.begin(), extra.end());
        return runRetort(arguments, {}, watch);
    };
    const auto straight = run(straight_dir, longer);
    ASSERT_EQ(straight.status, 0) << straight.err;
    const auto stopped = run(stopped_dir, longer, SignalAt(stopped_dir.path(), c.stage, c.step, c.signal));
    ASSERT_EQ(stopped.status, c.status) << stopped.err;
    const auto resumed = run(stopped_dir, {"--resume", "--stage", "zero"});
    ASSERT_EQ(resumed.status, 0) << resumed.err;
    for (const char* stage : {"base", "zero"})
        EXPECT_EQ(losses(runOf(straight), stage), losses(runOf(resumed), stage)) << stage;
    EXPECT_EQ(losses(runOf(resumed), "zero").size(), 26u);
}

INSTANTIATE_TEST_SUITE_P(Signals, Resume,
                         testing::Values(Case{"TermInGrpo", "zero", 3, SIGTERM, 130},
                                         Case{"IntInGrpoAfterRefresh", "zero", 5, SIGINT, 130},
                                         Case{"KillInGrpo", "zero", 6, SIGKILL, 128 + SIGKILL},
                                         Case{"TermInPretrain", "base", 20, SIGTERM, 130},
                                         Case{"KillInPretrain", "base", 20, SIGKILL, 128 + SIGKILL}),
                         [](const auto& c) { return c.param.name; });

TEST(Stop, SaysHowToResume) {
    const TempDir dir;
    writeTinyProject(dir.path());
    const auto stopped = runRetort({"run", dir.path().string(), "--stage", "zero", "--set", "stages.zero.steps=1000"}, {},
                                   SignalAt(dir.path(), "zero", 2, SIGTERM));
    EXPECT_EQ(stopped.status, 130);
    EXPECT_NE(stopped.err.find("retort run " + dir.path().string() + " --resume"), std::string::npos) << stopped.err;
}
