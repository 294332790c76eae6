// SPDX-License-Identifier: Apache-2.0
#include "train/reward_model.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "model/safetensors.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "tiny_model.h"

namespace retort {
namespace {

/// Chosen answers count up, rejected ones count down.
std::vector<EncodedPair> pairs(std::size_t count, std::uint64_t seed) {
    Random random(seed, 0);
    std::vector<EncodedPair> result(count);
    for (EncodedPair& pair : result) {
        const auto start = static_cast<std::int32_t>(random.below(23));
        const auto length = static_cast<std::int32_t>(3 + random.below(8));
        for (std::int32_t i = 0; i < length; ++i) {
            pair.chosen.push_back((start + i) % 23);
            pair.rejected.push_back((start + 23 * length - i) % 23);
        }
    }
    return result;
}

RewardModelParams params(const std::string& loss = "pairwise") {
    RewardModelParams p;
    p.loss = loss;
    p.epochs = 6;
    p.batch_size = 32;
    p.holdout = 0.2;
    p.optimizer.learning_rate = 1e-2;
    return p;
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

TEST(RewardLoss, MatchesDoubleReferenceAndFiniteDifferences) {
    const std::vector<float> chosen{0.3f, -2, 5, 0, 40}, rejected{0.1f, 1.5f, -4, 0, -60};
    for (const bool pairwise : {true, false}) {
        const auto reference = [&](const std::vector<double>& c, const std::vector<double>& r) {
            double sum = 0;
            for (std::size_t i = 0; i < c.size(); ++i)
                sum -= pairwise ? std::log(sigmoid(c[i] - r[i])) / 5
                                : (std::log(sigmoid(c[i])) + std::log(sigmoid(-r[i]))) / 10;
            return sum;
        };
        const std::vector<double> c(chosen.begin(), chosen.end()), r(rejected.begin(), rejected.end());
        std::vector<float> dc(5), dr(5);
        const double loss = pairwise ? pairwiseLoss(chosen, rejected, dc, dr) : pointwiseLoss(chosen, rejected, dc, dr);
        EXPECT_NEAR(loss, reference(c, r), 1e-12);
        for (std::size_t i = 0; i < 5; ++i) {
            auto up = c, down = c;
            up[i] += 1e-5, down[i] -= 1e-5;
            EXPECT_NEAR(dc[i], (reference(up, r) - reference(down, r)) / 2e-5, 1e-8);
            up = down = r;
            up[i] += 1e-5, down[i] -= 1e-5;
            EXPECT_NEAR(dr[i], (reference(c, up) - reference(c, down)) / 2e-5, 1e-8);
        }
    }
}

TEST(RewardLoss, StaysFiniteForHugeMargins) {
    const std::vector<float> chosen{-1e4f}, rejected{1e4f};
    std::vector<float> dc(1), dr(1);
    EXPECT_DOUBLE_EQ(pairwiseLoss(chosen, rejected, dc, dr), 2e4);
    EXPECT_FLOAT_EQ(dc[0], -1);
    EXPECT_DOUBLE_EQ(pointwiseLoss(chosen, rejected, dc, dr), 1e4);
}

TEST(RewardModel, ScoresTheLastTokenWhateverItIsPackedWith) {
    const Transformer base(test::tinyConfig(), 1);
    const RewardModel model(base, 2);
    const std::vector<std::vector<std::int32_t>> sequences{{1, 2, 3}, {4, 5}, {6, 7, 8, 9}};
    const std::vector<float> scores = model.score(sequences);
    ASSERT_EQ(scores.size(), 3u);
    const auto head = model.parameters().back();
    EXPECT_EQ(head.first, "score.weight");
    for (std::size_t s = 0; s < 3; ++s) {
        const at::Tensor hidden = base.hidden(pack({sequences[s]})).detach();
        const double expected = at::dot(hidden[-1], head.second.detach().view({-1})).item<double>();
        EXPECT_NEAR(scores[s], expected, 1e-5);
    }
    EXPECT_THROW(model.score({{1}, {}}), Error);
    EXPECT_THROW(model.score({std::vector<std::int32_t>(65, 1)}), Error);
    EXPECT_TRUE(model.score({}).empty());
}

// Texts come to be scored in whatever company; with the same seed a run must come to the same rewards.
TEST(RewardModel, AScoreHasTheSameBitsInAnyCompany) {
    ModelConfig config = test::tinyConfig();
    config.hidden_size = 64;
    config.head_dim = 16;
    config.intermediate_size = 96;
    const RewardModel model(Transformer(config, 1), 2);
    std::vector<std::vector<std::int32_t>> sequences;
    for (std::int32_t i = 0; i < 37; ++i) sequences.push_back({i % 23, (3 * i + 1) % 23, (7 * i + 2) % 23});
    const std::vector<float> scores = model.score(sequences);
    for (std::size_t i = 0; i < sequences.size(); ++i) EXPECT_EQ(model.score({sequences[i]}).front(), scores[i]) << i;
}

TEST(RewardModel, SavesAndLoadsInClassificationLayout) {
    ModelConfig config = test::tinyConfig();
    config.tie_word_embeddings = false;
    const RewardModel model(Transformer(config, 1), 2);
    const test::TempDir folder;
    model.save(folder.path());
    const auto written = nlohmann::json::parse(readFile(folder / "config.json"));
    EXPECT_EQ(written.at("architectures").at(0), "Qwen2ForSequenceClassification");
    const SafetensorsFile file(folder / "model.safetensors");
    EXPECT_TRUE(file.entries().contains("score.weight"));
    EXPECT_FALSE(file.entries().contains("lm_head.weight"));
    EXPECT_EQ(file.entries().at("score.weight").shape, (std::vector<std::int64_t>{1, 16}));
    const RewardModel loaded = RewardModel::load(folder.path());
    EXPECT_EQ(loaded.score({{1, 2, 3}, {4}}), model.score({{1, 2, 3}, {4}}));
}

TEST(RewardModel, ScoresAFolderOfTransformersAsItDoes) {
    const std::filesystem::path folder = test::testData("qwen2_tiny_reward");
    const RewardModel model = RewardModel::load(folder);
    const auto golden = nlohmann::json::parse(readFile(folder / "golden.json"));
    for (const auto& one : golden.at("cases"))
        EXPECT_NEAR(model.score({one.at("ids").get<std::vector<std::int32_t>>()}).front(), one.at("score").get<double>(),
                    1e-4);
}

TEST(RewardModel, RefusesALanguageModelsFolder) {
    const test::TempDir folder;
    Transformer(test::tinyConfig(), 1).save(folder.path());
    try {
        RewardModel::load(folder.path());
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        EXPECT_NE(error.message().find("score.weight"), std::string::npos);
    }
}

TEST(RewardModelTrainer, LearnsToRankHeldOutPairs) {
    for (const char* loss : {"pairwise", "pointwise"}) {
        RewardModel model(Transformer(test::tinyConfig(), 1), 2);
        RewardModelTrainer trainer(model, params(loss), pairs(400, 3), 4, "helpful");
        EXPECT_EQ(trainer.holdoutPairs(), 80);
        EXPECT_EQ(trainer.totalSteps(), 60);
        EXPECT_LT(trainer.holdoutAccuracy(), 0.8) << loss;
        RewardStepOutput first = trainer.step(), last;
        while (!trainer.done()) last = trainer.step();
        EXPECT_LT(last.loss, 0.5 * first.loss) << loss;
        EXPECT_GT(last.margin, first.margin) << loss;
        EXPECT_GT(trainer.holdoutAccuracy(), 0.95) << loss;
    }
}

TEST(RewardModelTrainer, ResumesBitForBit) {
    RewardModel straight(Transformer(test::tinyConfig(), 1), 2), part(Transformer(test::tinyConfig(), 1), 2);
    RewardModelTrainer a(straight, params(), pairs(100, 3), 4, "helpful"), b(part, params(), pairs(100, 3), 4, "helpful");
    for (int i = 0; i < 7; ++i) a.step();
    for (int i = 0; i < 4; ++i) b.step();
    RewardModelTrainer c(part, params(), pairs(100, 3), 4, "helpful");
    c.restore(b.state());
    for (int i = 0; i < 3; ++i) c.step();
    for (std::size_t i = 0; i < straight.parameters().size(); ++i)
        EXPECT_TRUE(test::sameBits(straight.parameters()[i].second, part.parameters()[i].second));
}

TEST(RewardModelTrainer, RefusesPairsThatDoNotFit) {
    RewardModel model(Transformer(test::tinyConfig(), 1), 2);
    auto bad = pairs(5, 3);
    bad[3].rejected.clear();
    try {
        RewardModelTrainer(model, params(), bad, 4, "helpful");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.where(), "preference pair 3");
    }
    EXPECT_THROW(RewardModelTrainer(model, params("hinge"), pairs(5, 3), 4, "helpful"), Error);
    EXPECT_THROW(RewardModelTrainer(model, params(), {}, 4, "helpful"), Error);
}

}  // namespace
}  // namespace retort
