// SPDX-License-Identifier: Apache-2.0
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "support/temp_dir.h"
#include "tiny_model.h"
#include "train/policy_trainer.h"
#include "train/sft_trainer.h"
#include "train/trainer_checkpoint.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

SftParams sftParams() {
    SftParams p;
    p.steps = 12;
    p.batch_tokens = 150;
    p.optimizer.learning_rate = 1e-2;
    p.optimizer.schedule = "linear";
    return p;
}

GrpoParams grpoParams() {
    GrpoParams p;
    p.minibatches = 2;
    p.kl_beta = 0.05;
    p.reference_every = 3;
    p.optimizer.learning_rate = 2e-3;
    return p;
}

TEST(Checkpoint, SftContinuesBitForBitInFreshObjects) {
    const test::TempDir folder;
    const auto rows = test::countingRows(80, 8);
    Transformer straight(test::tinyConfig(), 1);
    SftTrainer a(straight, sftParams(), rows, 3, "sft");
    std::vector<double> losses;
    while (!a.done()) losses.push_back(a.step().loss);
    {
        Transformer model(test::tinyConfig(), 1);
        SftTrainer b(model, sftParams(), rows, 3, "sft");
        for (int i = 0; i < 5; ++i) b.step();
        saveCheckpoint(folder / "step-5", model, {b.state(), R"({"cursor": 17, "rng": [1, 2]})", {}});
    }
    const CheckpointContent content = loadCheckpoint(folder / "step-5");
    EXPECT_EQ(nlohmann::json::parse(content.caller_json), nlohmann::json::parse(R"({"cursor": 17, "rng": [1, 2]})"));
    Transformer resumed = Transformer::load(folder / "step-5");
    SftTrainer c(resumed, sftParams(), rows, 3, "sft");
    c.restore(content.trainer.value());
    for (std::size_t i = 5; i < losses.size(); ++i) EXPECT_EQ(c.step().loss, losses[i]) << i;
    EXPECT_TRUE(c.done());
    EXPECT_TRUE(test::sameBits(straight, resumed));
}

TEST(Checkpoint, GrpoContinuesBitForBitWithItsReference) {
    const test::TempDir folder;
    Transformer straight(test::tinyConfig(), 1);
    PolicyTrainer a(straight, grpoParams(), 5, "zero");
    std::vector<OptimStepOutput> expected;
    for (std::uint64_t r = 0; r < 5; ++r)
        for (const auto& step : a.update(test::randomRollouts(10, r))) expected.push_back(step);
    {
        Transformer policy(test::tinyConfig(), 1);
        PolicyTrainer b(policy, grpoParams(), 5, "zero");
        for (std::uint64_t r = 0; r < 2; ++r) b.update(test::randomRollouts(10, r));
        saveCheckpoint(folder / "step-2", policy, {b.state(), {}, {}});
    }
    Transformer resumed = Transformer::load(folder / "step-2");
    PolicyTrainer c(resumed, grpoParams(), 5, "zero");
    c.restore(loadCheckpoint(folder / "step-2").trainer.value());
    std::vector<OptimStepOutput> got;
    for (std::uint64_t r = 2; r < 5; ++r)
        for (const auto& step : c.update(test::randomRollouts(10, r))) got.push_back(step);
    for (std::size_t i = 0; i < got.size(); ++i) {
        EXPECT_EQ(got[i].loss, expected[i + 4].loss);
        EXPECT_EQ(got[i].kl, expected[i + 4].kl);
        EXPECT_EQ(got[i].policy_version, expected[i + 4].policy_version);
    }
    EXPECT_GT(expected[4].kl, 0);
    EXPECT_TRUE(test::sameBits(straight, resumed));
}

class SavedCheckpoint : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directory(tokenizer_);
        std::ofstream(tokenizer_ / "tokenizer.json") << "{\"model\": {}}\n";
        std::ofstream(tokenizer_ / "notes.txt") << "not a tokenizer file\n";
        Transformer model(test::tinyConfig(), 1);
        SftTrainer trainer(model, sftParams(), test::countingRows(20, 8), 3, "sft");
        trainer.step();
        digest_ = saveCheckpoint(folder_, model, {trainer.state(), {}, tokenizer_});
    }
    void expectDamage(const std::string& file) {
        for (const bool whole : {false, true}) {
            try {
                whole ? static_cast<void>(loadCheckpoint(folder_)) : static_cast<void>(verifyCheckpoint(folder_));
                ADD_FAILURE() << "accepted with damaged " << file;
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::BadInput);
                EXPECT_EQ(fs::path(error.where()).filename(), file) << error.what();
                EXPECT_FALSE(error.remedy().empty());
            }
        }
    }
    test::TempDir root_;
    fs::path folder_ = root_ / "checkpoint", tokenizer_ = root_ / "tokenizer";
    std::string digest_;
};

TEST_F(SavedCheckpoint, HoldsModelTokenizerTrainerAndManifest) {
    for (const char* file :
         {"config.json", "model.safetensors", "tokenizer.json", "trainer.json", "trainer.safetensors", "manifest.json"})
        EXPECT_TRUE(fs::exists(folder_ / file)) << file;
    EXPECT_FALSE(fs::exists(folder_ / "notes.txt"));
    EXPECT_EQ(verifyCheckpoint(folder_), digest_);
    EXPECT_EQ(digest_, sha256File(folder_ / "manifest.json"));
    EXPECT_EQ(std::distance(fs::directory_iterator(root_.path()), fs::directory_iterator()), 2);  // nothing staged is left
}

TEST_F(SavedCheckpoint, OneFlippedByteIsFound) {
    for (const char* file : {"model.safetensors", "trainer.safetensors", "trainer.json", "tokenizer.json", "config.json"}) {
        const std::string content = readFile(folder_ / file);
        std::string changed = content;
        changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
        writeFileDurably(folder_ / file, changed);
        expectDamage(file);
        writeFileDurably(folder_ / file, content);
    }
    EXPECT_EQ(verifyCheckpoint(folder_), digest_);
}

TEST_F(SavedCheckpoint, ATruncatedFileIsFound) {
    fs::resize_file(folder_ / "model.safetensors", fs::file_size(folder_ / "model.safetensors") - 1);
    expectDamage("model.safetensors");
}

TEST_F(SavedCheckpoint, AMissingFileIsFound) {
    fs::remove(folder_ / "trainer.safetensors");
    expectDamage("trainer.safetensors");
}

TEST_F(SavedCheckpoint, AForeignFileIsFound) {
    std::ofstream(folder_ / "model.safetensors.index.json") << "{}";
    expectDamage("model.safetensors.index.json");
}

TEST_F(SavedCheckpoint, AManifestThatPointsElsewhereIsRefused) {
    writeFileDurably(folder_ / "manifest.json",
                     R"({"format": 1, "files": {"../tokenizer/tokenizer.json": {"size": 14, "sha256": "0"}}})");
    expectDamage("manifest.json");
    writeFileDurably(folder_ / "manifest.json", "{");
    expectDamage("manifest.json");
    writeFileDurably(folder_ / "manifest.json", R"({"format": 1, "files": {"config.json": {"size": -1}}})");
    expectDamage("manifest.json");
}

TEST_F(SavedCheckpoint, AFolderWithoutManifestIsNoCheckpoint) { EXPECT_THROW(verifyCheckpoint(tokenizer_), Error); }

TEST_F(SavedCheckpoint, SavingAgainReplacesItWhole) {
    saveCheckpoint(folder_, Transformer(test::tinyConfig(), 9), {});
    EXPECT_FALSE(fs::exists(folder_ / "trainer.json"));
    EXPECT_FALSE(loadCheckpoint(folder_).trainer.has_value());
    EXPECT_TRUE(test::sameBits(Transformer::load(folder_), Transformer(test::tinyConfig(), 9)));
}

TEST_F(SavedCheckpoint, ARewardModelIsACheckpointToo) {
    const RewardModel model(Transformer(test::tinyConfig(), 1), 2);
    saveCheckpoint(folder_, model, {});
    verifyCheckpoint(folder_);
    EXPECT_EQ(RewardModel::load(folder_).score({{1, 2}}), model.score({{1, 2}}));
}

TEST(Checkpoint, AnUnwritablePlaceIsAnEnvironmentError) {
    const test::TempDir root;
    std::ofstream(root / "file") << "in the way";
    try {
        saveCheckpoint(root / "file" / "checkpoint", Transformer(test::tinyConfig(), 1), {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Environment);
    }
}

}  // namespace
}  // namespace retort
