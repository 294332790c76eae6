// SPDX-License-Identifier: Apache-2.0
#include "project/stage_key.h"

#include <set>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "support/temp_dir.h"

namespace retort::test {

namespace fs = std::filesystem;

namespace {

class StageKeyTest : public ::testing::Test {
protected:
    StageKeyTest() {
        fs::create_directories(dir_ / "base");
        writeFileDurably(dir_ / "base/config.json", "{}");
        writeFileDurably(dir_ / "base/model.safetensors", "weights");
        writeFileDurably(dir_ / "p.jsonl", "{}\n");
    }

    /// The key of [stages.zero] of a recipe with `top` in front and `stage` and `rubric` lines put in.
    std::string key(const std::string& stage = {}, const std::string& rubric = {}, const std::string& top = {}) const {
        writeFileDurably(dir_ / "recipe.toml",
                         top +
                             "\n[project]\nname = \"t\"\n[models]\nbase = \"base\"\n[data.p]\npath = \"p.jsonl\"\n"
                             "[rubrics.r]\naccuracy = 1.0\n" +
                             rubric + "\n[stages.zero]\nkind = \"grpo\"\nmodel = \"base\"\ndata = \"p\"\nrubric = \"r\"\n" +
                             stage);
        const Recipe recipe = loadRecipe(dir_ / "recipe.toml");
        const StageSection& zero = recipe.stages.front();
        std::vector<std::string> hashes;
        for (const std::string& input : zero.inputs) hashes.push_back(hashInput(recipe, input));
        return stageKey(recipe, zero, hashes);
    }

    TempDir dir_;
};

}  // namespace

TEST_F(StageKeyTest, IgnoresFormattingAndWhatTheStageDoesNotUse) {
    const std::string plain = key();
    EXPECT_EQ(plain.size(), 64u);
    EXPECT_EQ(key("  # note\nsteps = 40\n", "", "# top"), plain) << "a default that is written out";
    EXPECT_EQ(key("[rubrics.other]\nformat = 1.0\n"), plain);
    EXPECT_EQ(key("[stages.e]\nkind = \"evaluate\"\nmodel = \"zero\"\ndata = \"p\"\nrubric = \"r\"\n"), plain);
    writeFileDurably(dir_ / "base/README.md", "notes");
    EXPECT_EQ(key(), plain);
}

TEST_F(StageKeyTest, ChangesWithEverythingThatMatters) {
    std::set<std::string> keys{key()};
    EXPECT_TRUE(keys.insert(key("steps = 3\n")).second);
    EXPECT_TRUE(keys.insert(key("", "format = 0.2\n")).second) << "the rubric";
    EXPECT_TRUE(keys.insert(key("[template]\nprompt = \"{prompt}\"\n")).second) << "the template";
    writeFileDurably(dir_ / "base/model.safetensors", "other weights");
    EXPECT_TRUE(keys.insert(key()).second) << "the model's weights";
    writeFileDurably(dir_ / "p.jsonl", "{ }\n");
    EXPECT_TRUE(keys.insert(key()).second) << "the data";
    EXPECT_TRUE(keys.insert(key("[template]\nthink_open = \"<t>\"\n")).second);
}

TEST_F(StageKeyTest, TheSeedMatters) {
    const Recipe recipe = [&] {
        key();
        return loadRecipe(dir_ / "recipe.toml");
    }();
    Recipe other = recipe;
    other.seed = 2;
    const std::vector<std::string> hashes{"a", "b"};
    const std::vector<std::string> swapped{"b", "a"};
    EXPECT_NE(stageKey(recipe, recipe.stages[0], hashes), stageKey(other, other.stages[0], hashes));
    EXPECT_NE(stageKey(recipe, recipe.stages[0], hashes), stageKey(recipe, recipe.stages[0], swapped));
    EXPECT_THROW(stageKey(recipe, recipe.stages[0], {}), Error);
}

TEST_F(StageKeyTest, HashesNameWhatIsMissing) {
    EXPECT_THROW(hashModel(dir_ / "nothing"), Error);
    fs::create_directories(dir_ / "empty");
    EXPECT_THROW(hashModel(dir_ / "empty"), Error);
    EXPECT_EQ(hashData(dir_ / "p.jsonl"), sha256("{}\n"));
    EXPECT_THROW(hashData(dir_ / "nothing"), Error);
}

}  // namespace retort::test
