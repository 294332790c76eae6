// SPDX-License-Identifier: Apache-2.0
#include "run/stage_cache.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/store/store_fixture.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

class StageCache : public ::testing::Test {
protected:
    RunDirectory runNamed(const std::string& id) {
        std::filesystem::create_directories(project / "runs" / id);
        const RunDirectory run(project / "runs" / id);
        run.writeManifest({});
        return run;
    }

    void addStage(const RunDirectory& run, StageState state, bool with_checkpoint) {
        RunWriter writer(run.store());
        StageRecord record = stageNamed("zero");
        record.state = state;
        record.key = "k1";
        const StageId id = writer.putStage(record);
        if (!with_checkpoint) return;
        writer.addCheckpoint({{}, id, 20, "checkpoints/zero/step-20", "s", false, 0});
        writer.addCheckpoint({{}, id, 40, "checkpoints/zero/step-40", "s", true, 0});
        std::filesystem::create_directories(run.checkpoints("zero") / "step-40");
    }

    TempDir project;
};

TEST_F(StageCache, FindsTheNewestFinishedOne) {
    EXPECT_FALSE(findFinishedStage(project.path(), "k1"));
    addStage(runNamed("20260101-000000-aaaa"), StageState::Done, true);
    addStage(runNamed("20260102-000000-aaaa"), StageState::Done, true);
    addStage(runNamed("20260103-000000-aaaa"), StageState::Running, true);
    addStage(runNamed("20260104-000000-aaaa"), StageState::Skipped, false);
    std::ofstream(runNamed("20260105-000000-aaaa").store()) << std::string(5000, 'x');
    const auto found = findFinishedStage(project.path(), "k1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->run.id(), "20260102-000000-aaaa");
    EXPECT_EQ(found->checkpoint->step, 40);
    EXPECT_EQ(found->checkpoint_path, found->run.root() / "checkpoints/zero/step-40");
    EXPECT_FALSE(findFinishedStage(project.path(), "k2"));
}

TEST_F(StageCache, AnOlderOneWhenTheNewestLostItsCheckpoint) {
    addStage(runNamed("20260101-000000-aaaa"), StageState::Done, true);
    const RunDirectory newer = runNamed("20260102-000000-aaaa");
    addStage(newer, StageState::Done, true);
    std::filesystem::remove_all(newer.checkpoints("zero"));
    const auto found = findFinishedStage(project.path(), "k1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->run.id(), "20260101-000000-aaaa");
}

TEST_F(StageCache, StagesWithoutModelNeedNoCheckpoint) {
    const RunDirectory run = runNamed("20260101-000000-aaaa");
    addStage(run, StageState::Done, false);
    const auto found = findFinishedStage(project.path(), "k1");
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->checkpoint);
    EXPECT_EQ(found->output_path, run.root() / "outputs" / "zero");
}

}  // namespace
}  // namespace retort::test
