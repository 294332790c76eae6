// SPDX-License-Identifier: Apache-2.0
// The fake trainer as a process: lock, state, store and control socket together, as a viewer meets them.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "base/error.h"
#include "base/log.h"
#include "ipc/control_client.h"
#include "run/run_directory.h"
#include "run/run_state.h"
#include "store/run_reader.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

class FakeTrainerProcess : public ::testing::Test {
protected:
    ~FakeTrainerProcess() override {
        if (pid <= 0) return;
        ::kill(pid, SIGKILL);
        finish();
    }

    void start(std::vector<std::string> options) {
        std::vector<std::string> words{RETORT_FAKE_TRAINER, run.root().string()};
        words.insert(words.end(), options.begin(), options.end());
        pid = ::fork();
        if (pid != 0) return;
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }

    int finish() {
        int status = 0;
        ::waitpid(pid, &status, 0);
        pid = 0;
        return status;
    }

    /// Waits long enough for a loaded machine; false when it never came true.
    static bool eventually(const std::function<bool()>& condition) {
        for (int i = 0; i < 1200; ++i) {
            if (condition()) return true;
            ::usleep(25000);
        }
        return false;
    }

    ipc::ControlClient connect() {
        EXPECT_TRUE(eventually([&] { return std::filesystem::exists(run.socket()); }));
        return ipc::ControlClient(run.socket(), 30);
    }

    TempDir project;
    RunDirectory run = RunDirectory::create(project.path());
    pid_t pid = 0;
};

TEST_F(FakeTrainerProcess, RunsToTheEnd) {
    start({"--rate", "0", "--steps", "2", "--groups", "2", "--rollouts", "2"});
    const int status = finish();
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(readRunStatus(run).state, RunState::Done);
    EXPECT_FALSE(std::filesystem::exists(run.socket()));
    RunReader reader(run.store());
    for (const StageRecord& stage : reader.stages()) EXPECT_EQ(stage.state, StageState::Done) << stage.name;
    EXPECT_EQ(reader.evaluations().size(), 6u);
    EXPECT_EQ(reader.steps(reader.stage("zero")->id).size(), 2u);
}

TEST_F(FakeTrainerProcess, KilledReadsAsCrashedAndAViewerNotices) {
    start({"--rate", "50", "--steps", "1000", "--crash-at", "20"});
    ipc::ControlClient client = connect();
    EXPECT_EQ(client.server().pid, pid);
    EXPECT_EQ(client.server().run_id, run.id());
    EXPECT_EQ(readRunStatus(run).pid, pid);
    EXPECT_THROW(for (;;) client.receive(30), Error);
    EXPECT_TRUE(WIFSIGNALED(finish()));
    EXPECT_EQ(readRunStatus(run).state, RunState::Crashed);
    RunReader reader(run.store());
    EXPECT_EQ(reader.steps(reader.stage("zero")->id).size(), 20u);
}

TEST_F(FakeTrainerProcess, FailureIsToldAndKept) {
    start({"--rate", "20", "--stages", "zero", "--fail-at", "10"});
    ipc::ControlClient client = connect();
    std::optional<ipc::Failed> failed;
    try {
        while (const auto message = client.receive(30))
            if (const auto* found = std::get_if<ipc::Failed>(&*message)) failed = *found;
    } catch (const Error&) {
    }
    const int status = finish();
    EXPECT_EQ(WEXITSTATUS(status), 1);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->code, "run_failed");
    EXPECT_EQ(readRunStatus(run).state, RunState::Failed);
    EXPECT_EQ(readRunStatus(run).error_message, failed->message);
}

TEST_F(FakeTrainerProcess, ObeysCommandsAndStopsWithACheckpoint) {
    start({"--rate", "50", "--stages", "zero", "--steps", "100000"});
    ipc::ControlClient client = connect();
    EXPECT_TRUE(client.request(ipc::Pause{}, 30).ok);
    EXPECT_TRUE(eventually([&] { return readRunStatus(run).state == RunState::Paused; }));
    const ipc::Reply sample = client.request(ipc::Sample{0, "1+1", 3, 64, 1}, 30);
    EXPECT_EQ(sample.texts.size(), 3u);
    EXPECT_TRUE(client.request(ipc::Resume{}, 30).ok);
    EXPECT_TRUE(eventually([&] { return readRunStatus(run).state == RunState::Running; }));
    EXPECT_TRUE(client.request(ipc::Stop{}, 30).ok);
    const int status = finish();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(readRunStatus(run).state, RunState::Stopped);
    RunReader reader(run.store());
    const StageRecord zero = reader.stage("zero").value();
    EXPECT_EQ(zero.state, StageState::Stopped);
    ASSERT_EQ(reader.checkpoints(zero.id).size(), 1u);
    EXPECT_EQ(reader.checkpoints(zero.id)[0].step, zero.steps_done);
}

TEST_F(FakeTrainerProcess, SecondTrainerIsRefused) {
    start({"--rate", "20", "--stages", "zero", "--steps", "100000"});
    ASSERT_TRUE(eventually([&] { return RunLock::holder(run) == pid; }));
    const pid_t first = pid;
    start({"--rate", "0", "--stages", "zero"});
    const int status = finish();
    EXPECT_EQ(WEXITSTATUS(status), exitStatus(ErrorCode::Environment));
    pid = first;
    EXPECT_EQ(RunLock::holder(run), first);
}

}  // namespace
}  // namespace retort::test
