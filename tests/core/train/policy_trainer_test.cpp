// SPDX-License-Identifier: Apache-2.0
#include "train/policy_trainer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>

#include "base/error.h"
#include "tiny_model.h"
#include "train/batcher.h"
#include "train/token_scores.h"

namespace retort {
namespace {

GrpoParams params() {
    GrpoParams p;
    p.steps = 10;
    p.minibatches = 2;
    p.epochs = 2;
    p.kl_beta = 0.02;
    p.reference_every = 3;
    p.microbatch_tokens = 60;
    p.sampling.max_tokens = 16;
    p.optimizer.learning_rate = 2e-3;
    return p;
}

/// Rollouts whose log-probabilities are what the model really gives, as a generator would report them.
std::vector<TrainingSample> sampledFrom(const Transformer& model, std::vector<TrainingSample> samples, double temperature) {
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::vector<std::int64_t> one{static_cast<std::int64_t>(i)};
        samples[i].old_logprobs = toVector(scoreTokens(model, packSamples(samples, one), temperature).logprobs);
    }
    return samples;
}

double totalLogprob(const Transformer& model, const TrainingSample& sample) {
    const at::NoGradGuard no_grad;
    const std::vector<std::int64_t> one{0};
    return scoreTokens(model, packSamples({sample}, one), 1).logprobs.sum().item<double>();
}

/// Each sample's log-probabilities and, by name, the gradients of their weighted sum.
std::pair<std::vector<std::vector<float>>, std::map<std::string, at::Tensor>> scored(
    const std::vector<TrainingSample>& samples, bool share_prompts) {
    Transformer model(test::tinyConfig(), 3);
    std::vector<std::int64_t> order(samples.size());
    std::iota(order.begin(), order.end(), 0);
    const Microbatch batch = packSamples(samples, order, {.share_prompts = share_prompts});
    EXPECT_EQ(batch.tokens.parents.empty(), !share_prompts);
    const TokenScores scores = scoreTokens(model, batch, 0.9);
    const std::vector<float> all = toVector(scores.logprobs);
    std::vector<float> weights;
    std::vector<std::vector<float>> logprobs(samples.size());
    for (std::size_t s = 0; s < batch.samples.size(); ++s) {
        auto& own = logprobs[static_cast<std::size_t>(batch.samples[s])];
        own.assign(all.begin() + batch.loss_starts[s], all.begin() + batch.loss_starts[s + 1]);
        for (std::size_t t = 0; t < own.size(); ++t)
            weights.push_back(std::sin(static_cast<float>(10 * batch.samples[s]) + static_cast<float>(t)));
    }
    scores.logprobs.backward(toTensor(weights));
    std::map<std::string, at::Tensor> gradients;
    for (const auto& [name, tensor] : model.parameters()) gradients.emplace(name, tensor.grad().to(at::kDouble));
    return {std::move(logprobs), std::move(gradients)};
}

TEST(PolicyTrainer, APromptSharedByAGroupGivesTheSameLogprobsAndGradients) {
    auto samples = test::randomRollouts(3, 7);
    const auto kinds = samples.size();
    for (std::size_t i = 0; i < 4 * kinds; ++i) {  // of other lengths and with other completions
        TrainingSample sibling = samples[i % kinds];
        const auto kept = static_cast<std::size_t>(sibling.prompt_length) + 1 +
                          (i * 5) % (sibling.ids.size() - static_cast<std::size_t>(sibling.prompt_length));
        sibling.ids.resize(std::min(kept, sibling.ids.size()));
        for (auto t = static_cast<std::size_t>(sibling.prompt_length); t < sibling.ids.size(); ++t)
            sibling.ids[t] = static_cast<std::int32_t>((sibling.ids[t] + i) % 8);
        sibling.old_logprobs.assign(sibling.ids.size() - static_cast<std::size_t>(sibling.prompt_length), -1.0f);
        samples.push_back(std::move(sibling));
    }
    const auto [shared, shared_gradients] = scored(samples, true);
    const auto [alone, gradients] = scored(samples, false);
    EXPECT_EQ(shared, alone);
    for (const auto& [name, gradient] : gradients) {
        const double norm = gradient.norm().item<double>();
        EXPECT_LT((gradient - shared_gradients.at(name)).norm().item<double>(), 1e-4 * norm + 1e-6) << name;
    }
}

TEST(PolicyTrainer, MovesProbabilityTowardsPositiveAdvantages) {
    Transformer policy(test::tinyConfig(), 1);
    auto samples = sampledFrom(policy, test::randomRollouts(8, 2), 1);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i].advantage = i % 2 == 0 ? 1.0f : -1.0f;
    std::vector<double> before;
    for (const auto& sample : samples) before.push_back(totalLogprob(policy, sample));
    GrpoParams p = params();
    p.minibatches = p.epochs = 1;
    PolicyTrainer trainer(policy, p, 5, "zero");
    const auto steps = trainer.update(samples);
    ASSERT_EQ(steps.size(), 1u);
    double gain = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
        gain += (i % 2 == 0 ? 1 : -1) * (totalLogprob(policy, samples[i]) - before[i]);
    EXPECT_GT(gain, 0.1);
}

TEST(PolicyTrainer, ReportsEveryOptimizerStep) {
    Transformer policy(test::tinyConfig(), 1);
    const auto samples = sampledFrom(policy, test::randomRollouts(10, 2), 1);
    PolicyTrainer trainer(policy, params(), 5, "zero");
    std::vector<std::int64_t> reported;
    const auto steps = trainer.update(samples, [&](const OptimStepOutput& out) { reported.push_back(out.policy_version); });
    EXPECT_EQ(reported, (std::vector<std::int64_t>{1, 2, 3, 4}));
    ASSERT_EQ(steps.size(), 4u);
    std::int64_t tokens = 0, loss_tokens = 0;
    for (const auto& sample : samples) {
        tokens += static_cast<std::int64_t>(sample.ids.size());
        loss_tokens += static_cast<std::int64_t>(sample.old_logprobs.size());
    }
    EXPECT_EQ(steps[0].tokens + steps[1].tokens, tokens);
    EXPECT_EQ(steps[0].loss_tokens + steps[1].loss_tokens, loss_tokens);
    // Before the first update policy, generator and reference agree.
    EXPECT_NEAR(steps[0].ratio_mean, 1, 1e-5);
    EXPECT_NEAR(steps[0].kl, 0, 1e-9);
    EXPECT_EQ(steps[0].clip_ratio_low_mean + steps[0].clip_ratio_high_mean, 0);
    EXPECT_LE(steps[0].sampling_logp_difference_max, 1e-5);
    EXPECT_GT(steps[1].kl, 0);
    EXPECT_GT(steps[2].ratio_max, 1.001);
    EXPECT_GT(steps[0].entropy, 0.5);
    EXPECT_GT(steps[0].grad_norm, 0);
    // The reference became the policy after step 3.
    EXPECT_LT(steps[3].kl, 1e-9);
    EXPECT_GT(steps[2].kl, 1e-7);
    const OptimStepOutput all = summarize(steps);
    EXPECT_EQ(all.policy_version, 4);
    EXPECT_EQ(all.loss_tokens, 2 * loss_tokens);
    EXPECT_GE(all.ratio_max, steps[3].ratio_max);
}

TEST(PolicyTrainer, MicrobatchSizeDoesNotChangeTheUpdate) {
    for (const char* aggregation : {"sequence", "token", "constant"}) {
        std::vector<OptimStepOutput> outputs;
        std::vector<Transformer> results;
        for (const std::int64_t size : {30, 100000}) {
            Transformer policy(test::tinyConfig(), 1);
            GrpoParams p = params();
            p.aggregation = aggregation;
            p.minibatches = p.epochs = 1;
            p.microbatch_tokens = size;
            PolicyTrainer trainer(policy, p, 5, "zero");
            outputs.push_back(trainer.update(test::randomRollouts(12, 2)).back());
            results.push_back(policy.clone());
        }
        EXPECT_NEAR(outputs[0].loss, outputs[1].loss, 1e-6) << aggregation;
        EXPECT_NEAR(outputs[0].grad_norm, outputs[1].grad_norm, 1e-4 * outputs[1].grad_norm) << aggregation;
        for (std::size_t i = 0; i < results[0].parameters().size(); ++i)
            EXPECT_LT((results[0].parameters()[i].second - results[1].parameters()[i].second).abs().mean().item<double>(),
                      1e-5);
    }
}

TEST(PolicyTrainer, TrainsAtTheSamplingTemperature) {
    Transformer policy(test::tinyConfig(), 1);
    const auto samples = sampledFrom(policy, test::randomRollouts(6, 2), 0.7);
    GrpoParams p = params();
    p.sampling.temperature = 0.7;
    EXPECT_LE(PolicyTrainer(policy, p, 5, "zero").update(samples).front().sampling_logp_difference_max, 1e-5);
    p.sampling.temperature = 1;
    Transformer other(test::tinyConfig(), 1);
    EXPECT_GT(PolicyTrainer(other, p, 5, "zero").update(samples).front().sampling_logp_difference_max, 1e-2);
}

TEST(PolicyTrainer, WithTopPTheRatioIsOfThePolicyItself) {
    Transformer policy(test::tinyConfig(), 1);
    auto samples = sampledFrom(policy, test::randomRollouts(6, 2), 1);
    for (auto& sample : samples)
        for (float& logprob : sample.old_logprobs) logprob += 0.2f;  // a cut distribution gives its tokens more
    GrpoParams p = params();
    p.sampling.top_p = 0.8;
    const auto steps = PolicyTrainer(policy, p, 5, "zero").update(samples);
    EXPECT_NEAR(steps.front().ratio_mean, 1, 1e-5);
    EXPECT_NEAR(steps.front().sampling_logp_difference_mean, 0.2, 1e-4);
    EXPECT_GT(steps.back().ratio_max, 1.001);
}

TEST(PolicyTrainer, WithoutKlThereIsNoReference) {
    Transformer policy(test::tinyConfig(), 1);
    GrpoParams p = params();
    p.kl_beta = 0;
    PolicyTrainer trainer(policy, p, 5, "zero");
    trainer.update(test::randomRollouts(6, 2));
    for (const auto& [name, tensor] : trainer.state().tensors) EXPECT_NE(name.substr(0, 10), "reference.");
    EXPECT_EQ(trainer.update(test::randomRollouts(6, 3)).back().kl, 0);
}

TEST(PolicyTrainer, WithoutSignalAndKlTheGradientIsZero) {
    Transformer policy(test::tinyConfig(), 1);
    auto samples = sampledFrom(policy, test::randomRollouts(6, 2), 1);
    for (auto& sample : samples) sample.advantage = 0;
    GrpoParams p = params();
    p.kl_beta = 0;
    const auto steps = PolicyTrainer(policy, p, 5, "zero").update(samples);
    for (const auto& step : steps) {
        EXPECT_EQ(step.grad_norm, 0);
        EXPECT_EQ(step.loss, 0);
        EXPECT_GT(step.entropy, 0.5);
    }
}

TEST(PolicyTrainer, SamplesWithoutSignalCountInTheMeans) {
    // Without KL they are only measured; a vanishing KL weight sends them through the gradient path: the same numbers.
    std::vector<OptimStepOutput> outputs;
    for (const double beta : {0.0, 1e-12}) {
        Transformer policy(test::tinyConfig(), 1);
        auto samples = sampledFrom(policy, test::randomRollouts(9, 2), 1);
        for (std::size_t i = 0; i < 5; ++i) samples[i].advantage = 0;
        GrpoParams p = params();
        p.kl_beta = beta;
        p.minibatches = p.epochs = 1;
        outputs.push_back(PolicyTrainer(policy, p, 5, "zero").update(samples).back());
    }
    EXPECT_EQ(outputs[0].tokens, outputs[1].tokens);
    EXPECT_EQ(outputs[0].loss_tokens, outputs[1].loss_tokens);
    EXPECT_NEAR(outputs[0].loss, outputs[1].loss, 1e-7);
    EXPECT_NEAR(outputs[0].entropy, outputs[1].entropy, 1e-6);
    EXPECT_NEAR(outputs[0].grad_norm, outputs[1].grad_norm, 1e-5 * outputs[1].grad_norm);
    EXPECT_GT(outputs[0].grad_norm, 0);
}

TEST(PolicyTrainer, ResumesBitForBitWithItsReference) {
    Transformer straight(test::tinyConfig(), 1), part(test::tinyConfig(), 1);
    PolicyTrainer a(straight, params(), 5, "zero"), b(part, params(), 5, "zero");
    for (std::uint64_t r = 0; r < 2; ++r) {
        a.update(test::randomRollouts(10, r));
        b.update(test::randomRollouts(10, r));
    }
    Transformer resumed = part.clone();
    PolicyTrainer c(resumed, params(), 5, "zero");
    c.restore(b.state());
    EXPECT_EQ(c.optimizerSteps(), 8);
    for (std::uint64_t r = 2; r < 4; ++r) {
        const auto expected = a.update(test::randomRollouts(10, r)), got = c.update(test::randomRollouts(10, r));
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ(expected[i].loss, got[i].loss);
            EXPECT_EQ(expected[i].kl, got[i].kl);
            EXPECT_EQ(expected[i].grad_norm, got[i].grad_norm);
        }
    }
    EXPECT_TRUE(test::sameBits(straight, resumed));
}

TEST(PolicyTrainer, ANonFiniteLossNamesStageAndStepAndChangesNothing) {
    Transformer policy(test::tinyConfig(), 1);
    auto samples = test::randomRollouts(4, 2);
    samples[1].old_logprobs[0] = std::nanf("");
    const Transformer before = policy.clone();
    PolicyTrainer trainer(policy, params(), 5, "reasoning");
    try {
        GrpoParams one = params();
        one.minibatches = 1;
        PolicyTrainer(policy, one, 5, "reasoning").update(samples);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::RunFailed);
        EXPECT_EQ(error.where(), "stage reasoning");
        EXPECT_NE(error.message().find("optimizer step 1"), std::string::npos);
    }
    EXPECT_TRUE(test::sameBits(policy, before));
}

TEST(PolicyTrainer, RefusesWhatItCannotTrainWith) {
    Transformer policy(test::tinyConfig(), 1);
    const auto refused = [&](auto change) {
        GrpoParams p = params();
        change(p);
        EXPECT_THROW(PolicyTrainer(policy, p, 5, "zero"), Error);
    };
    refused([](GrpoParams& p) { p.minibatches = 0; });
    refused([](GrpoParams& p) { p.epochs = 0; });
    refused([](GrpoParams& p) { p.aggregation = "mean"; });
    refused([](GrpoParams& p) { p.kl_beta = -1; });
    refused([](GrpoParams& p) { p.sampling.temperature = 0; });
    refused([](GrpoParams& p) { p.optimizer.schedule = "steps"; });
    refused([](GrpoParams& p) { p.optimizer.beta2 = 1; });
    PolicyTrainer trainer(policy, params(), 5, "zero");
    EXPECT_TRUE(trainer.update({}).empty());
    auto samples = test::randomRollouts(3, 2);
    samples[0].old_logprobs.clear();
    EXPECT_THROW(trainer.update(samples), Error);
}

TEST(PolicyTrainer, LiveChangesReachTheNextStepAndTheCheckpoint) {
    Transformer policy(test::tinyConfig(), 1);
    PolicyTrainer trainer(policy, params(), 5, "zero");
    trainer.setLearningRate(1e-5);
    trainer.setKlBeta(0.5);
    EXPECT_DOUBLE_EQ(trainer.update(test::randomRollouts(6, 2)).back().learning_rate, 1e-5);
    Transformer copy = policy.clone();
    PolicyTrainer resumed(copy, params(), 5, "zero");
    resumed.restore(trainer.state());
    EXPECT_DOUBLE_EQ(resumed.update(test::randomRollouts(6, 3)).back().learning_rate, 1e-5);
    trainer.update(test::randomRollouts(6, 3));
    EXPECT_TRUE(test::sameBits(policy, copy));
}

TEST(PolicyTrainer, ClipAndTemperatureChangeLive) {
    Transformer policy(test::tinyConfig(), 1);
    PolicyTrainer trainer(policy, params(), 5, "zero");
    EXPECT_GT(trainer.update(test::randomRollouts(6, 2)).back().clip_ratio_low_mean, 0);
    trainer.setClipLow(1e6);
    trainer.setClipHigh(1e6);
    const OptimStepOutput open = trainer.update(test::randomRollouts(6, 2)).back();
    EXPECT_EQ(open.clip_ratio_low_mean + open.clip_ratio_high_mean, 0);
    trainer.setTemperature(0.7);
    EXPECT_EQ(trainer.temperature(), 0.7);
    EXPECT_LE(trainer.update(sampledFrom(policy, test::randomRollouts(6, 3), 0.7)).front().sampling_logp_difference_max,
              1e-5);

    for (const double bad : {-0.1, std::nan("")}) EXPECT_THROW(trainer.setClipLow(bad), Error);
    EXPECT_THROW(trainer.setTemperature(0), Error);
    EXPECT_EQ(trainer.temperature(), 0.7);
    Transformer copy = policy.clone();
    PolicyTrainer resumed(copy, params(), 5, "zero");
    resumed.restore(trainer.state());
    EXPECT_EQ(resumed.temperature(), 0.7);
    resumed.update(test::randomRollouts(6, 4));
    trainer.update(test::randomRollouts(6, 4));
    EXPECT_TRUE(test::sameBits(policy, copy));
}

}  // namespace
}  // namespace retort
