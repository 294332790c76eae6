// SPDX-License-Identifier: Apache-2.0
// Adapters: what they compute, that they alone learn, and that a stopped run continues exactly.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_dir.h"
#include "tiny_model.h"
#include "train/policy_trainer.h"
#include "train/sft_trainer.h"
#include "train/trainer_checkpoint.h"

namespace retort {
namespace {

using test::sameBits;

LoraSettings settings(double dropout = 0) {
    return {.rank = 4, .alpha = 8, .dropout = dropout, .target_modules = {"all-linear"}};
}

Transformer adapted(double dropout = 0) {
    Transformer model(test::tinyConfig(), 1);
    model.addLora(settings(dropout), 2);
    return model;
}

at::Tensor hiddenOf(const Transformer& model) { return model.hidden(pack({{1, 2, 3, 4, 5, 6}, {9, 8}})); }

SftParams params() {
    SftParams p;
    p.steps = 60;
    p.batch_tokens = 200;
    p.optimizer.learning_rate = 2e-2;
    return p;
}

TEST(Lora, FreshAdaptersChangeNothingAndMergedOnesComputeTheSame) {
    const Transformer plain(test::tinyConfig(), 1);
    auto model = adapted();
    const at::NoGradGuard no_grad;
    EXPECT_LE((hiddenOf(model) - hiddenOf(plain)).abs().max().item<double>(), 1e-5);
    for (auto& [name, tensor] : model.trainable()) tensor.add_(0.05);
    EXPECT_GT((hiddenOf(model) - hiddenOf(plain)).abs().max().item<double>(), 1e-2);
    const auto merged = model.merged();
    EXPECT_EQ(merged.lora(), nullptr);
    EXPECT_LE((hiddenOf(model) - hiddenOf(merged)).abs().max().item<double>(), 1e-4);
    EXPECT_TRUE(sameBits(model, plain));
}

TEST(Lora, ByHand) {
    auto model = adapted();
    const auto* adapter = model.lora()->find("model.layers.1.mlp.down_proj");
    ASSERT_NE(adapter, nullptr);
    EXPECT_EQ(adapter->a.sizes(), (std::vector<std::int64_t>{4, 24}));
    EXPECT_EQ(adapter->b.sizes(), (std::vector<std::int64_t>{16, 4}));
    EXPECT_LE(adapter->a.abs().max().item<double>(), 1 / std::sqrt(24.0));
    adapter->b.detach().fill_(0.5);
    const auto expected = model.parameter("model.layers.1.mlp.down_proj.weight") + 2 * at::matmul(adapter->b, adapter->a);
    EXPECT_LE((model.merged().parameter("model.layers.1.mlp.down_proj.weight") - expected).abs().max().item<double>(), 1e-6);
}

TEST(Lora, OnlyAdaptersLearn) {
    const Transformer plain(test::tinyConfig(), 1);
    for (const double dropout : {0.0, 0.1}) {
        auto model = adapted(dropout);
        const auto held_out = test::countingRows(50, 77);
        const double before = evaluateRows(model, held_out).loss;
        SftTrainer trainer(model, params(), test::countingRows(200, 2), 3, "sft");
        while (!trainer.done()) trainer.step();
        EXPECT_LT(evaluateRows(model, held_out).loss, before - 1);
        EXPECT_TRUE(sameBits(model, plain));
        EXPECT_NEAR(evaluateRows(model.merged(), held_out).loss, evaluateRows(model, held_out).loss, 1e-4);
    }
}

TEST(Lora, DropoutActsWhileTrainingOnly) {
    auto model = adapted(0.5);
    for (auto& [name, tensor] : model.trainable()) tensor.detach().add_(0.05);
    const auto training = hiddenOf(model).detach();
    EXPECT_TRUE(sameBits(training, hiddenOf(model)));
    const at::NoGradGuard no_grad;
    EXPECT_LE((hiddenOf(model) - hiddenOf(model.merged())).abs().max().item<double>(), 1e-4);
    EXPECT_GT((hiddenOf(model) - training).abs().max().item<double>(), 1e-2);
}

TEST(Lora, AStoppedRunContinuesExactly) {
    const auto rows = test::countingRows(60, 2);
    auto whole = adapted(0.2);
    SftTrainer straight(whole, params(), rows, 3, "sft");
    for (int i = 0; i < 12; ++i) straight.step();
    auto first = adapted(0.2);
    SftTrainer stopped(first, params(), rows, 3, "sft");
    for (int i = 0; i < 5; ++i) stopped.step();
    test::TempDir dir;
    saveCheckpoint(dir / "step", first, {stopped.state(), {}, {}});
    auto second = Transformer::load(dir / "step");
    ASSERT_NE(second.lora(), nullptr);
    SftTrainer resumed(second, params(), rows, 3, "sft");
    resumed.restore(*loadCheckpoint(dir / "step").trainer);
    for (int i = 0; i < 7; ++i) resumed.step();
    const auto expected = whole.trainable(), got = second.trainable();
    ASSERT_EQ(expected.size(), got.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_TRUE(sameBits(expected[i].second, got[i].second)) << expected[i].first;
}

TEST(Lora, GrpoTrainsAdaptersAgainstTheirStart) {
    auto model = adapted();
    GrpoParams p;
    p.kl_beta = 0.05;
    p.optimizer.learning_rate = 1e-2;
    p.sampling.max_tokens = 16;
    PolicyTrainer trainer(model, p, 4, "grpo");
    auto samples = test::randomRollouts(16, 5);
    EXPECT_NEAR(summarize(trainer.update(samples)).kl, 0, 1e-6);
    EXPECT_GT(summarize(trainer.update(samples)).kl, 1e-6);
    EXPECT_TRUE(sameBits(model, Transformer(test::tinyConfig(), 1)));
    auto again = model.clone();
    PolicyTrainer other(again, p, 4, "grpo");
    other.restore(trainer.state());
    EXPECT_EQ(summarize(trainer.update(samples)).loss, summarize(other.update(samples)).loss);
}

TEST(Lora, RefusesWhatFitsNoModule) {
    Transformer model(test::tinyConfig(), 1);
    EXPECT_THROW(model.addLora({.rank = 4, .target_modules = {"c_attn"}}, 1), Error);
    EXPECT_THROW(model.addLora({.rank = 0, .target_modules = {"q_proj"}}, 1), Error);
    EXPECT_THROW(model.addLora({.rank = 4, .dropout = 1, .target_modules = {"q_proj"}}, 1), Error);
    EXPECT_THROW(model.addLora({.rank = 4, .target_modules = {}}, 1), Error);
    model.addLora({.rank = 4, .target_modules = {"q_proj", "v_proj"}}, 1);
    EXPECT_EQ(model.trainable().size(), 8u);
}

}  // namespace
}  // namespace retort
