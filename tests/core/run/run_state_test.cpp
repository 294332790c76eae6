// SPDX-License-Identifier: Apache-2.0
#include "run/run_state.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <vector>

#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

class RunStateTest : public ::testing::Test {
protected:
    TempDir project;
    RunDirectory run = RunDirectory::create(project.path());
};

TEST_F(RunStateTest, EveryStateAsAnOutsiderSeesIt) {
    std::optional<RunLock> lock;
    lock.emplace(run);
    EXPECT_EQ(readRunStatus(run).state, RunState::Starting);  // no store yet
    RunWriter writer(run.store());
    EXPECT_EQ(readRunStatus(run).state, RunState::Starting);  // no state yet
    recordRunState(writer, RunState::Starting);
    for (const RunState state : {RunState::Running, RunState::Paused, RunState::Waiting}) {
        recordRunState(writer, state);
        const RunStatus status = readRunStatus(run);
        EXPECT_EQ(status.state, state);
        EXPECT_EQ(status.pid, ::getpid());
        EXPECT_GT(status.started_at, 0);
        EXPECT_EQ(status.ended_at, 0);
        lock.reset();
        EXPECT_EQ(readRunStatus(run).state, RunState::Crashed) << name(state);
        EXPECT_EQ(readRunStatus(run).pid, 0);
        lock.emplace(run);
    }
    for (const RunState state : {RunState::Stopped, RunState::Done}) {
        recordRunState(writer, state);
        // Still held: the next trainer, or the same one about to end.
        EXPECT_EQ(readRunStatus(run).state, RunState::Starting);
        lock.reset();
        EXPECT_EQ(readRunStatus(run).state, state);
        EXPECT_GT(readRunStatus(run).ended_at, 0);
        lock.emplace(run);
    }
}

TEST_F(RunStateTest, FailureKeepsItsReasonUntilTheNextStart) {
    RunWriter writer(run.store());
    recordRunState(writer, RunState::Starting);
    recordRunFailure(writer, "run_failed", "stage zero: the loss is not a number");
    RunStatus status = readRunStatus(run);
    EXPECT_EQ(status.state, RunState::Failed);
    EXPECT_EQ(status.error_code, "run_failed");
    EXPECT_EQ(status.error_message, "stage zero: the loss is not a number");
    const RunLock lock(run);
    recordRunState(writer, RunState::Starting);
    recordRunState(writer, RunState::Running);
    status = readRunStatus(run);
    EXPECT_EQ(status.state, RunState::Running);
    EXPECT_EQ(status.error_message, "");
}

TEST_F(RunStateTest, HeartbeatAgeIsThatOfTheLastBeat) {
    RunLock lock(run);
    const timespec old[2] = {{1000, 0}, {1000, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, run.lockFile().c_str(), old, 0), 0);
    EXPECT_GT(readRunStatus(run).heartbeat_age, 1e6);
    lock.beat();
    EXPECT_LT(readRunStatus(run).heartbeat_age, 60);
}

TEST_F(RunStateTest, DamagedStoreReadsAsCrashedWithTheReason) {
    std::ofstream(run.store()) << std::string(9000, 'x');
    const RunStatus status = readRunStatus(run);
    EXPECT_EQ(status.state, RunState::Crashed);
    EXPECT_NE(status.error_message.find("run.db"), std::string::npos);
}

TEST(RunTime, IsWhatItsOwnStagesWorkedElseTheTimeSinceItsStart) {
    StageRecord own, other, taken;
    own.seconds = 480;
    other.seconds = 120;
    taken.seconds = 9000;
    taken.source_run = "20260101-000000-0001";
    const double worked = secondsWorked(std::vector<StageRecord>{own, other, taken});
    EXPECT_DOUBLE_EQ(worked, 600);
    for (const RunState state : {RunState::Running, RunState::Paused, RunState::Waiting, RunState::Stopped, RunState::Done,
                                 RunState::Failed, RunState::Crashed})
        EXPECT_DOUBLE_EQ(runSeconds(worked, state, 1000, 4300, 5000), 600) << name(state) << ": the clock on the wall";
    EXPECT_DOUBLE_EQ(runSeconds(0, RunState::Starting, 1000, 0, 1030), 30);
    EXPECT_DOUBLE_EQ(runSeconds(0, RunState::Failed, 1000, 1010, 5000), 10);
    EXPECT_DOUBLE_EQ(runSeconds(0, RunState::Crashed, 1000, 0, 5000), 0);
    EXPECT_DOUBLE_EQ(runSeconds(0, RunState::Starting, 0, 0, 5000), 0) << "never started";
}

TEST(RunStateNames, RoundTrip) {
    for (const RunState state : {RunState::Starting, RunState::Running, RunState::Paused, RunState::Waiting,
                                 RunState::Stopped, RunState::Done, RunState::Failed, RunState::Crashed})
        EXPECT_EQ(runStateFrom(name(state)), state);
    EXPECT_FALSE(runStateFrom("RUNNING"));
}

}  // namespace
}  // namespace retort::test
