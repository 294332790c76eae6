// SPDX-License-Identifier: Apache-2.0
// RunWriter::post: steps on the writer's own thread, in order, whole, their errors told to whoever calls next.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "base/error.h"
#include "core/store/store_fixture.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

class PostedSteps : public ::testing::Test {
protected:
    Step doneOf(const char* stage) { return RunReader(file).stage(stage)->steps_done; }
    std::vector<Step> stored() {
        std::vector<Step> steps;
        for (const StepRecord& step : RunReader(file).steps(zero)) steps.push_back(step.step);
        return steps;
    }

    TempDir dir;
    std::filesystem::path file = dir / "run.db";
    RunWriter writer{file};
    StageId zero = writer.putStage(stageNamed("zero"));
};

TEST_F(PostedSteps, AreStoredInOrderAndToldWhenTheyAreOnTheDisk) {
    std::mutex mutex;
    std::vector<Step> told;
    constexpr Step steps = 100;  // more than the queue holds
    for (Step step = 1; step <= steps; ++step)
        writer.post(stepOf(zero, step), [&, step] {
            const bool there = !RunReader(file).steps(zero, step).empty();
            const std::lock_guard lock(mutex);
            told.push_back(there ? step : -step);
        });
    writer.flush();
    ASSERT_EQ(std::ssize(told), steps);
    for (Step step = 1; step <= steps; ++step) EXPECT_EQ(told[static_cast<std::size_t>(step - 1)], step);
    const RunDelta delta = RunReader(file).since({});
    EXPECT_EQ(std::ssize(delta.steps), steps);
    EXPECT_EQ(delta.new_rollouts, steps * 8);
}

TEST_F(PostedSteps, DoNotWaitForTheDatabase) {
    {
        SqliteDb other(file, SqliteDb::Mode::ReadWrite);
        const Transaction held(other);  // nobody else can write
        for (Step step = 1; step <= 3; ++step) writer.post(stepOf(zero, step));
        EXPECT_TRUE(stored().empty());
    }
    writer.flush();
    EXPECT_THAT(stored(), ::testing::ElementsAre(1, 2, 3));
}

TEST_F(PostedSteps, EveryOtherCallComesAfterThem) {
    for (Step step = 1; step <= 10; ++step) writer.post(stepOf(zero, step));
    writer.addCheckpoint(
        {.id = {}, .stage = zero, .step = 10, .path = "checkpoints/10", .sha256 = "", .final = false, .time = 1});
    EXPECT_EQ(stored().size(), 10U);
    for (Step step = 11; step <= 20; ++step) writer.post(stepOf(zero, step));
    writer.rewindStage(zero, 12);
    EXPECT_EQ(stored().back(), 12);
    for (Step step = 13; step <= 15; ++step) writer.post(stepOf(zero, step));
    writer.commit(stepOf(zero, 16));
    EXPECT_EQ(stored().size(), 16U);
    for (Step step = 17; step <= 20; ++step) writer.post(stepOf(zero, step));
    writer.setMeta("state", "done");
    EXPECT_EQ(stored().size(), 20U);
}

TEST_F(PostedSteps, AnErrorIsThrownOnceByTheNextCallAndNothingAfterItIsWritten) {
    writer.post(stepOf(zero, 5));
    writer.flush();
    writer.post(stepOf(zero, 5));  // not later than the one before
    EXPECT_THROW(
        {
            writer.post(stepOf(zero, 6));
            writer.post(stepOf(zero, 7));
            writer.setMeta("state", "done");
        },
        Error);
    EXPECT_THAT(stored(), ::testing::ElementsAre(5));

    // Whoever closes the stage believes in more steps than there are.
    StageRecord record = stageNamed("zero");
    record.steps_done = 7;
    record.state = StageState::Failed;
    writer.putStage(record);
    EXPECT_EQ(doneOf("zero"), 5);
    EXPECT_EQ(RunReader(file).stage("zero")->state, StageState::Failed);

    writer.post(stepOf(zero, 8));
    writer.flush();
    EXPECT_THAT(stored(), ::testing::ElementsAre(5, 8));
    record.steps_done = 9;  // as before where nothing was lost
    writer.putStage(record);
    EXPECT_EQ(doneOf("zero"), 9);
}

TEST_F(PostedSteps, ThoseUnderWayAreStoredWhenTheWriterEnds) {
    const auto other = dir / "other.db";
    {
        RunWriter ending(other);
        const StageId stage = ending.putStage(stageNamed("zero"));
        for (Step step = 1; step <= 12; ++step) ending.post(stepOf(stage, step));
    }
    EXPECT_EQ(RunReader(other).stage("zero")->steps_done, 12);
}

}  // namespace
}  // namespace retort::test
