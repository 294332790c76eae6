// SPDX-License-Identifier: Apache-2.0
// The two things that R1's authors tried and dropped, through the command line: a process reward model from Monte Carlo
// labels, as a reward and as the value of a tree search.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "run/run_directory.h"
#include "support/temp_dir.h"
#include "tiny_project.h"

using namespace retort::test;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kStages = R"(
[stages.labelled]
kind = "sample"
model = "base"
data = ["problems"]
rubric = "plain"
samples_per_prompt = 2
keep_correct = false
keep_well_formed = false
step_rollouts = 2
step_separator = ">"
sampling = { max_tokens = 12 }

[stages.judge]
kind = "reward_model"
loss = "process"
model = "base"
data = ["labelled"]
step_separator = ">"
epochs = 2
batch_size = 4
optimizer = { learning_rate = 1e-3 }

[rubrics.guided]
accuracy = 1.0
process = { model = "judge", aggregation = "mean", weight = 0.5 }

[stages.guided]
kind = "grpo"
model = "base"
data = ["problems"]
rubric = "guided"
steps = 1
prompts_per_step = 4
group_size = 4
sampling = { max_tokens = 12 }
)";

std::vector<Json> lines(const std::string& text) {
    std::vector<Json> result;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) result.push_back(Json::parse(line));
    return result;
}

}  // namespace

TEST(ProcessReward, LabelsJudgesRewardsAndGuidesASearch) {
    const TempDir dir;
    writeTinyProject(dir.path());
    std::ofstream(dir.path() / "recipe.toml", std::ios::app) << kStages;
    const auto ran = runRetort({"run", dir.path().string(), "--stage", "guided"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const fs::path run = runOf(ran);
    std::ifstream rows(run / "outputs/labelled/rows.jsonl");
    std::stringstream text;
    text << rows.rdbuf();
    const auto labelled = lines(text.str());
    ASSERT_FALSE(labelled.empty());
    for (const Json& row : labelled) {
        ASSERT_EQ(row["completions"].size(), row["labels"].size());
        std::string joined;
        for (const Json& step : row["completions"]) joined += step;
        EXPECT_EQ(joined, row["completion"]) << "the steps are the trace";
        for (const Json& label : row["labels"]) EXPECT_TRUE(label == 0 || label == 0.5 || label == 1) << label;
    }
    const auto shown = Json::parse(runRetort({"inspect", run.string(), "--json"}).out);
    bool rewarded = false;
    for (const Json& stage : shown["stages"])
        rewarded = rewarded || (stage["name"] == "guided" && stage["metrics"].contains("rewards/process/mean"));
    EXPECT_TRUE(rewarded);

    std::string asked;
    for (int i = 0; i < 3; ++i)
        asked += R"({"prompt": "copy )" + std::to_string(i) + R"(", "answer": ")" + std::to_string(i) + "\"}\n";
    for (const char* value : {"process", "consistency", "verifier"}) {
        const fs::path tree = dir.path() / (std::string(value) + ".jsonl");
        const std::vector<std::string> command{"sample",           (run / "checkpoints/base/final").string(),
                                               "--search",         "mcts",
                                               "--value",          value,
                                               "--process-model",  (run / "checkpoints/judge/final").string(),
                                               "--project",        dir.path().string(),
                                               "--step-separator", ">",
                                               "--simulations",    "6",
                                               "--width",          "2",
                                               "--max-tokens",     "12",
                                               "--tree",           tree.string()};
        const auto first = runRetort(command, asked);
        ASSERT_EQ(first.status, 0) << first.err;
        const auto answers = lines(first.out);
        ASSERT_EQ(answers.size(), 3u);
        EXPECT_LE(answers[0]["search"]["simulations"], 6);
        EXPECT_GT(answers[0]["search"]["tokens"], 0);
        EXPECT_EQ(runRetort(command, asked).out, first.out) << "the same seed, the same search";
        std::ifstream file(tree);
        std::string line;
        ASSERT_TRUE(std::getline(file, line));
        EXPECT_EQ(Json::parse(line)["nodes"][0]["parent"], -1);
    }
    const auto missing =
        runRetort({"sample", (run / "checkpoints/base/final").string(), "--search", "mcts", "--value", "verifier"},
                  "{\"prompt\": \"copy 1\"}\n");
    EXPECT_NE(missing.status, 0);
    EXPECT_NE(missing.err.find("answer"), std::string::npos) << missing.err;
}

TEST(ProcessReward, TheShippedExampleRunsAndSearches) {
    const TempDir dir;
    const fs::path project = dir / "try";
    ASSERT_EQ(runRetort({"new", "process_rewards", project.string()}).status, 0);
    std::vector<std::string> command{"run", project.string()};
    for (const char* setting : {"stages.zero.steps=1", "stages.zero.prompts_per_step=4", "stages.without_process.steps=1",
                                "stages.without_process.prompts_per_step=4", "stages.with_process.steps=1",
                                "stages.with_process.prompts_per_step=4", "stages.steps.prompts=24", "data.heldout.limit=4"})
        command.insert(command.end(), {"--set", setting});
    const auto ran = runRetort(command);
    ASSERT_EQ(ran.status, 0) << ran.err;
    const fs::path run = runOf(ran);
    const Json shown = Json::parse(runRetort({"inspect", run.string(), "--json"}).out);
    std::size_t evaluations = 0;
    for (const Json& stage : shown["stages"]) {
        EXPECT_EQ(stage["state"], "done") << stage["name"];
        evaluations += stage["evaluations"].size();
    }
    EXPECT_EQ(evaluations, 4u);
    const auto searched =
        runRetort({"sample", (run / "checkpoints/zero/final").string(), "--project", project.string(), "--search", "mcts",
                   "--value", "process", "--process-model", (run / "checkpoints/judge/final").string(), "--step-separator",
                   ", then", "--simulations", "4", "--max-tokens", "260"},
                  "{\"prompt\": \"Compute 12+7.\"}\n");
    ASSERT_EQ(searched.status, 0) << searched.err;
    EXPECT_EQ(lines(searched.out).at(0)["search"]["simulations"], 4);
}
