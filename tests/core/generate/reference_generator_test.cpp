// SPDX-License-Identifier: Apache-2.0
// Sampling of every architecture: against the trainer's forward pass, and against the decoding kernels where both can.
#include "generate/reference_generator.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "base/error.h"
#include "core/model/golden_weights.h"
#include "generate/batch_generator.h"
#include "ops/token_logprobs.h"
#include "support/shared_data.h"

namespace retort::test {
namespace {

using Prompts = std::vector<std::vector<std::int32_t>>;
const Prompts kPrompts{{1, 2, 3, 9, 9, 30, 61, 5, 4, 2, 8}, {7}, {40, 0, 66}};

double disagreement(const Transformer& model, const std::vector<std::int32_t>& prompt, const Completion& completion,
                    double temperature) {
    const at::NoGradGuard no_grad;
    auto ids = prompt;
    ids.insert(ids.end(), completion.ids.begin(), completion.ids.end());
    std::vector<std::int64_t> targets(ids.begin() + 1, ids.end());
    targets.push_back(-1);
    const auto logprobs =
        tokenLogprobs(model.hidden(pack({ids})), model.headWeight(), at::tensor(targets), {.temperature = temperature})
            .logprobs;
    double worst = 0;
    for (std::size_t t = 0; t < completion.ids.size(); ++t)
        worst = std::max(worst, std::abs(completion.logprobs[t] -
                                         logprobs[static_cast<std::int64_t>(prompt.size() + t) - 1].item<double>()));
    return worst;
}

class EveryArchitecture : public testing::TestWithParam<const char*> {};

TEST_P(EveryArchitecture, LogprobsAreTheTrainersWhateverTheBatch) {
    const auto model = goldenModel(testData(std::string("models/") + GetParam()));
    const GenerateOptions options{
        .temperature = 0.8, .max_tokens = 12, .samples = 5, .seed = 3, .entropies = true, .stop_ids = {2}};
    std::vector<std::vector<Completion>> first;
    for (const std::int64_t batch : {64, 4, 1}) {
        const auto results = referenceDecode(model, kPrompts, options, nullptr, {.max_batch = batch});
        for (std::size_t p = 0; p < kPrompts.size(); ++p)
            for (std::size_t s = 0; s < results[p].size(); ++s) {
                const auto& completion = results[p][s];
                ASSERT_FALSE(completion.ids.empty());
                EXPECT_EQ(completion.entropies.size(), completion.ids.size());
                EXPECT_EQ(completion.finish_reason == FinishReason::Stop, completion.ids.back() == 2);
                EXPECT_LT(disagreement(model, kPrompts[p], completion, 0.8), 2e-4);
                if (!first.empty()) {
                    EXPECT_EQ(completion.ids, first[p][s].ids);
                }
            }
        if (first.empty()) first = results;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryArchitecture,
                         testing::Values("qwen2_window", "qwen3", "qwen3_layer_types", "llama_llama3", "llama_yarn",
                                         "mistral_window", "deepseek_v2", "deepseek_v2_groups", "deepseek_v3"),
                         [](const auto& kind) { return std::string(kind.param); });

TEST(ReferenceGenerator, DrawsTheSameIdsAsTheKernels) {
    const auto model = goldenModel(testData("models/llama_dynamic"));
    ASSERT_TRUE(kernelsDecode(model));
    const GenerateOptions options{.max_tokens = 12, .samples = 4, .seed = 8};
    BatchGenerator kernels(model);
    const auto fast = kernels.generate(kPrompts, options), slow = referenceDecode(model, kPrompts, options, nullptr, {});
    for (std::size_t p = 0; p < kPrompts.size(); ++p)
        for (std::size_t s = 0; s < fast[p].size(); ++s) EXPECT_EQ(fast[p][s].ids, slow[p][s].ids);
}

TEST(ReferenceGenerator, BatchGeneratorTakesIt) {
    const auto model = goldenModel(testData("models/qwen3"));
    EXPECT_FALSE(kernelsDecode(model));
    BatchGenerator generator(model);
    const auto results = generator.generate(kPrompts, {.temperature = 0, .max_tokens = 8});
    EXPECT_LT(disagreement(model, kPrompts[0], results[0][0], 1), 2e-4);
    EXPECT_THROW(generator.generate({{}}, {}), Error);
    const std::atomic<bool> cancel{true};
    EXPECT_EQ(generator.generate(kPrompts, {}, &cancel)[0][0].finish_reason, FinishReason::Aborted);
}

TEST(ReferenceGenerator, AdaptersAreMergedForTheCall) {
    auto model = goldenModel(testData("models/llama_dynamic"));
    BatchGenerator generator(model);
    const GenerateOptions greedy{.temperature = 0, .max_tokens = 12};
    const auto before = generator.generate(kPrompts, greedy)[0][0].ids;
    model.addLora({.rank = 4, .alpha = 8, .target_modules = {"all-linear"}}, 1);
    EXPECT_EQ(generator.generate(kPrompts, greedy)[0][0].ids, before);
    for (auto& [name, tensor] : model.trainable()) tensor.detach().add_(0.2);
    const auto after = generator.generate(kPrompts, greedy);
    EXPECT_NE(after[0][0].ids, before);
    EXPECT_LT(disagreement(model, kPrompts[0], after[0][0], 1), 2e-4);
}

}  // namespace
}  // namespace retort::test
