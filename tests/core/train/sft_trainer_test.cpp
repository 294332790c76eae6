// SPDX-License-Identifier: Apache-2.0
#include "train/sft_trainer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "tiny_model.h"

namespace retort {
namespace {

SftParams params() {
    SftParams p;
    p.epochs = 2;
    p.batch_tokens = 200;
    p.optimizer.learning_rate = 1e-2;
    p.optimizer.schedule = "cosine";
    p.optimizer.warmup_steps = 3;
    return p;
}

TEST(SftTrainer, LearnsToCount) {
    Transformer model(test::tinyConfig(), 1);
    SftParams p = params();
    p.steps = 80;
    SftTrainer trainer(model, p, test::countingRows(200, 2), 3, "sft");
    EXPECT_EQ(trainer.totalSteps(), 80);
    const auto held_out = test::countingRows(50, 77);
    const SftStepOutput before = evaluateRows(model, held_out);
    SftStepOutput last;
    while (!trainer.done()) last = trainer.step();
    const SftStepOutput after = evaluateRows(model, held_out);
    EXPECT_GT(before.loss, 2.5);
    EXPECT_LT(after.loss, 0.3);
    EXPECT_LT(before.accuracy, 0.3);
    EXPECT_GT(after.accuracy, 0.95);
    EXPECT_LT(after.entropy, before.entropy);
    EXPECT_EQ(last.optimizer_step, 80);
    EXPECT_GT(last.epoch, 2);
}

/// Mean negative log-probability of the loss tokens, from full logits in double.
double referenceLoss(const Transformer& model, const std::vector<TrainingSample>& rows, bool mask_prompt, double* accuracy) {
    double sum = 0, hits = 0, count = 0;
    for (const TrainingSample& row : rows) {
        const at::Tensor logits = at::matmul(model.hidden(pack({row.ids})), model.headWeight().t()).detach().to(at::kDouble);
        const at::Tensor logp = at::log_softmax(logits, 1);
        for (std::size_t t = mask_prompt ? static_cast<std::size_t>(row.prompt_length) : 1; t < row.ids.size(); ++t) {
            const at::Tensor at_position = logp[static_cast<std::int64_t>(t) - 1];
            sum -= at_position[row.ids[t]].item<double>();
            hits += at_position.argmax().item<std::int64_t>() == row.ids[t] ? 1 : 0;
            count += 1;
        }
    }
    *accuracy = hits / count;
    return sum / count;
}

TEST(SftTrainer, ReportsTheLossBeforeTheStepOverItsLossTokens) {
    for (const bool mask : {true, false}) {
        const auto rows = test::countingRows(12, 5);
        Transformer model(test::tinyConfig(), 1);
        double accuracy = 0;
        const double expected = referenceLoss(model, rows, mask, &accuracy);
        SftParams p = params();
        p.mask_prompt = mask;
        p.batch_tokens = 100000;
        SftTrainer trainer(model, p, rows, 3, "sft");
        EXPECT_EQ(trainer.totalSteps(), 2);
        const SftStepOutput out = trainer.step();
        EXPECT_NEAR(out.loss, expected, 1e-5);
        EXPECT_NEAR(out.accuracy, accuracy, 1e-9);
        std::size_t tokens = 0, prompts = 0;
        for (const auto& row : rows)
            tokens += row.ids.size(), prompts += static_cast<std::size_t>(mask ? row.prompt_length : 1);
        EXPECT_EQ(out.tokens, static_cast<std::int64_t>(tokens));
        EXPECT_EQ(out.loss_tokens, static_cast<std::int64_t>(tokens - prompts));
    }
}

TEST(SftTrainer, GradientIsThatOfTheMeanOverTheWholeBatch) {
    // A batch beyond one forward pass is split; the gradient norm must be that of the unsplit mean.
    std::vector<TrainingSample> rows(160);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].prompt_length = 2;
        for (std::size_t t = 0; t < 60; ++t) rows[i].ids.push_back(static_cast<std::int32_t>((i * t + i) % 23));
    }
    Transformer model(test::tinyConfig(), 1), copy = model.clone();
    SftParams p = params();
    p.batch_tokens = 1 << 20;
    SftTrainer trainer(model, p, rows, 3, "sft");
    const SftStepOutput out = trainer.step();
    ASSERT_GT(out.tokens, 2 * 4096);

    at::Tensor sum = at::zeros({}, at::kFloat);
    for (const auto& row : rows) {
        const at::Tensor logp = at::log_softmax(at::matmul(copy.hidden(pack({row.ids})), copy.headWeight().t()), 1);
        at::Tensor targets = at::empty({60 - row.prompt_length, 1}, at::kLong);
        std::copy(row.ids.begin() + row.prompt_length, row.ids.end(), targets.mutable_data_ptr<std::int64_t>());
        sum = sum - logp.slice(0, row.prompt_length - 1, 59).gather(1, targets).sum();
    }
    (sum / static_cast<double>(out.loss_tokens)).backward();
    double squares = 0;
    for (const auto& [name, tensor] : copy.parameters())
        squares += tensor.grad().to(at::kDouble).square().sum().item<double>();
    EXPECT_NEAR(out.grad_norm, std::sqrt(squares), 1e-4 * std::sqrt(squares));
}

TEST(SftTrainer, ResumesBitForBit) {
    const auto rows = test::countingRows(60, 8);
    Transformer straight(test::tinyConfig(), 1), part(test::tinyConfig(), 1);
    SftTrainer a(straight, params(), rows, 3, "sft");
    for (int i = 0; i < 9; ++i) a.step();  // across an epoch's end: 3 to 4 batches each

    SftTrainer b(part, params(), rows, 3, "sft");
    for (int i = 0; i < 5; ++i) b.step();
    Transformer resumed = part.clone();
    SftTrainer c(resumed, params(), rows, 3, "sft");
    c.restore(b.state());
    for (int i = 0; i < 4; ++i) c.step();
    EXPECT_TRUE(test::sameBits(straight, resumed));
    EXPECT_FALSE(test::sameBits(part, resumed));
}

TEST(SftTrainer, ANonFiniteLossNamesStageAndStepAndChangesNothing) {
    Transformer model(test::tinyConfig(), 1);
    SftTrainer trainer(model, params(), test::countingRows(60, 8), 3, "cold_start");
    trainer.step();
    model.parameters().front().second.detach().mutable_data_ptr<float>()[0] = std::nanf("");
    model.parameters().front().second.detach().fill_(std::nanf(""));
    const Transformer before = model.clone();
    const TrainerState state = trainer.state();
    try {
        trainer.step();
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::RunFailed);
        EXPECT_EQ(error.where(), "stage cold_start");
        EXPECT_NE(error.message().find("optimizer step 2"), std::string::npos);
        EXPECT_FALSE(error.remedy().empty());
    }
    EXPECT_TRUE(test::sameBits(model.parameters()[1].second, before.parameters()[1].second));
    EXPECT_EQ(trainer.state().counters, state.counters);
}

TEST(SftTrainer, RefusesRowsAndStatesThatDoNotFit) {
    Transformer model(test::tinyConfig(), 1);
    auto rows = test::countingRows(10, 8);
    const auto refuses = [&](const std::vector<TrainingSample>& bad) {
        EXPECT_THROW(SftTrainer(model, params(), bad, 3, "sft"), Error);
    };
    refuses({});
    auto outside = rows;
    outside[4].ids[0] = 23;
    try {
        SftTrainer(model, params(), outside, 3, "sft");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.where(), "training row 4");
    }
    auto too_long = rows;
    too_long[2].ids.resize(65, 1);
    refuses(too_long);
    auto only_prompt = rows;
    only_prompt[0].prompt_length = static_cast<std::int32_t>(only_prompt[0].ids.size());
    refuses(only_prompt);

    SftTrainer trainer(model, params(), rows, 3, "sft");
    const TrainerState state = trainer.state();
    SftTrainer other_seed(model, params(), rows, 4, "sft");
    EXPECT_THROW(other_seed.restore(state), Error);
    rows.pop_back();
    SftTrainer other_rows(model, params(), rows, 3, "sft");
    EXPECT_THROW(other_rows.restore(state), Error);
}

TEST(SftTrainer, EpochsDecideTheNumberOfSteps) {
    Transformer model(test::tinyConfig(), 1);
    const auto rows = test::countingRows(60, 8);
    SftParams p = params();
    p.epochs = 1;
    const std::int64_t one = SftTrainer(model, p, rows, 3, "sft").totalSteps();
    p.epochs = 2.5;
    SftTrainer trainer(model, p, rows, 3, "sft");
    EXPECT_GE(trainer.totalSteps(), 2 * one);
    EXPECT_LE(trainer.totalSteps(), 3 * one);
    SftStepOutput out;
    while (!trainer.done()) out = trainer.step();
    EXPECT_GE(out.epoch, 2.5);
    EXPECT_LT(out.epoch, 3.0);
    EXPECT_NEAR(out.learning_rate, 1e-3, 1e-9);
}

}  // namespace
}  // namespace retort
