// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "project/check_report.h"
#include "project/project.h"
#include "support/temp_dir.h"

namespace retort::test {

using ::testing::Contains;
using ::testing::HasSubstr;

namespace {

class ShippedTemplate : public ::testing::TestWithParam<const char*> {
protected:
    ShippedTemplate() : project_(createFromTemplate(GetParam(), dir_ / "p")) {}

    Recipe load() const {
        return loadRecipeWith(project_.recipe_file, {.overrides = {}, .project = project_.folder, .check_files = false});
    }

    TempDir dir_;
    Project project_;
};

}  // namespace

TEST_P(ShippedTemplate, IsRightButForTheFilesThatAreThePersonsToSupply) {
    const CheckReport report = checkProject(project_);
    EXPECT_FALSE(report.ok());
    for (const Finding& finding : report.findings) EXPECT_THAT(finding.message, HasSubstr("there is no ")) << finding.text();
    EXPECT_NO_THROW(load());
}

TEST_P(ShippedTemplate, HasADescription) {
    const auto templates = listTemplates();
    const auto found = std::find_if(templates.begin(), templates.end(), [](const auto& t) { return t.name == GetParam(); });
    ASSERT_NE(found, templates.end());
    EXPECT_GT(found->description.size(), 20u);
}

class PublishedTemplate : public ShippedTemplate {};

TEST_P(PublishedTemplate, FollowsThePublishedSettingsOfZero) {
    const Recipe recipe = load();
    const auto& zero = std::get<GrpoParams>(recipe.findStage("zero")->params);
    EXPECT_EQ(zero.steps * zero.minibatches * zero.epochs, 10400);
    EXPECT_EQ(zero.prompts_per_step * zero.group_size, 8192);
    EXPECT_EQ(zero.prompts_per_step * zero.group_size / zero.minibatches, 512);
    EXPECT_EQ(zero.group_size, 16);
    EXPECT_DOUBLE_EQ(zero.optimizer.learning_rate, 3e-6);
    EXPECT_DOUBLE_EQ(zero.kl_beta, 0.001);
    EXPECT_EQ(zero.reference_every, 400);
    EXPECT_DOUBLE_EQ(zero.sampling.temperature, 1);
    EXPECT_EQ(zero.sampling.max_tokens, 32768);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedTemplate, ::testing::Values("zero", "r1", "zero_small", "r1_small"));
INSTANTIATE_TEST_SUITE_P(All, PublishedTemplate, ::testing::Values("zero", "r1"));

TEST(ProcessRewardsTemplate, IsWholeAsItComes) {
    const TempDir dir;
    const CheckReport report = checkProject(createFromTemplate("process_rewards", dir / "p"));
    EXPECT_TRUE(report.ok());
    for (const Finding& finding : report.findings) ADD_FAILURE() << finding.text();
}

TEST(SmallTemplates, KeepTheAlgorithmAndFitOneMachine) {
    for (const char* name : {"zero_small", "r1_small"}) {
        const TempDir dir;
        const Project project = createFromTemplate(name, dir / "p");
        const Recipe recipe = loadRecipeWith(project.recipe_file, {.overrides = {}, .project = {}, .check_files = false});
        const auto& zero = std::get<GrpoParams>(recipe.findStage("zero")->params);
        EXPECT_EQ(zero.prompts_per_step * zero.group_size / zero.minibatches, 512) << "questions of an update as published";
        EXPECT_DOUBLE_EQ(zero.kl_beta, 0.001);
        EXPECT_EQ(zero.reference_every, 400);
        for (const StageSection& stage : recipe.stages)
            if (const auto* params = std::get_if<GrpoParams>(&stage.params)) {
                EXPECT_LE(params->sampling.max_tokens, 1024) << stage.name;
                EXPECT_LE(params->microbatch_tokens, 8192) << stage.name;
            }
    }
}

TEST(R1Template, FollowsThePublishedSettingsOfItsStages) {
    const TempDir dir;
    const Project project = createFromTemplate("r1", dir / "p");
    const Recipe recipe = loadRecipeWith(project.recipe_file, {.overrides = {}, .project = {}, .check_files = false});
    const auto& reasoning = std::get<GrpoParams>(recipe.findStage("reasoning_rl")->params);
    EXPECT_DOUBLE_EQ(reasoning.clip_high, 10);
    EXPECT_DOUBLE_EQ(reasoning.clip_low, 10);
    const auto& rules = std::get<GrpoParams>(recipe.findStage("all_scenarios_rules")->params);
    const auto& general = std::get<GrpoParams>(recipe.findStage("all_scenarios")->params);
    EXPECT_DOUBLE_EQ(general.sampling.temperature, 0.7);
    EXPECT_EQ((rules.steps + general.steps) * general.minibatches, 1696) << "1,700 updates in whole rollouts of 16";
    EXPECT_EQ(general.steps * general.minibatches, 400);
    for (const char* name : {"cold_start", "reasoning_sft"}) {
        const auto& sft = std::get<SftParams>(recipe.findStage(name)->params);
        EXPECT_EQ(sft.model, "base") << "both restart from the base";
        EXPECT_DOUBLE_EQ(sft.optimizer.learning_rate, 5e-5);
        EXPECT_EQ(sft.optimizer.schedule, "cosine");
        EXPECT_EQ(sft.max_length, 32768);
    }
    const auto& helpful = std::get<RewardModelParams>(recipe.findStage("helpful_judge")->params);
    EXPECT_EQ(helpful.sees, "answer");
    EXPECT_EQ(helpful.loss, "pairwise");
    const auto& safety = std::get<RewardModelParams>(recipe.findStage("safety_judge")->params);
    EXPECT_EQ(safety.sees, "completion");
    EXPECT_EQ(safety.loss, "pointwise");
    for (const auto& judge : {helpful, safety}) {
        EXPECT_EQ(judge.batch_size, 256);
        EXPECT_DOUBLE_EQ(judge.optimizer.learning_rate, 6e-6);
        EXPECT_DOUBLE_EQ(judge.epochs, 1);
    }
}

}  // namespace retort::test
