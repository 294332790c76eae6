// SPDX-License-Identifier: Apache-2.0
// The generator against the trainer's forward pass and against a trained model's golden file.
#include "generate/batch_generator.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "generate/weights_view.h"
#include "kernels/decode/decode_ref.h"
#include "model/transformer.h"
#include "ops/token_logprobs.h"
#include "support/bf16_scope.h"
#include "support/shared_data.h"

namespace retort::test {
namespace {

using Prompts = std::vector<std::vector<std::int32_t>>;

// What every grpo step is held to. Both sides do the same arithmetic in the same order; two fp32 paths that are merely each
// right differ by up to 6e-4 where attention is about to switch.
constexpr double kTrainerBound = 1e-5;

/// Largest |generator's - trainer's log-probability| over all completions; counts their ids.
double disagreement(const Transformer& model, const Prompts& prompts, const std::vector<std::vector<Completion>>& results,
                    double temperature, std::size_t& count) {
    const at::NoGradGuard no_grad;
    double worst = 0;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        for (const Completion& completion : results[i]) {
            auto ids = prompts[i];
            ids.insert(ids.end(), completion.ids.begin(), completion.ids.end());
            auto targets = at::full({static_cast<std::int64_t>(ids.size())}, -1, at::kLong);
            for (std::size_t t = prompts[i].size(); t < ids.size(); ++t) targets[static_cast<std::int64_t>(t) - 1] = ids[t];
            const auto logprobs =
                tokenLogprobs(model.hidden(pack({ids})), model.headWeight(), targets, {.temperature = temperature}).logprobs;
            for (std::size_t t = 0; t < completion.ids.size(); ++t) {
                const double expected = logprobs[static_cast<std::int64_t>(prompts[i].size() + t) - 1].item<float>();
                worst = std::max(worst, std::abs(completion.logprobs[t] - expected));
                ++count;
            }
        }
    }
    return worst;
}

ModelConfig smallConfig(const std::string& type) {
    ModelConfig config;
    config.model_type = type;
    config.vocab_size = 160;
    config.hidden_size = 64;
    config.num_hidden_layers = 2;
    config.num_attention_heads = 4;
    config.num_key_value_heads = 2;
    config.head_dim = 16;
    config.intermediate_size = 100;
    config.max_position_embeddings = 128;
    config.attention_bias = true;
    config.tie_word_embeddings = type == "qwen2";
    config.initializer_range = 0.2;
    return config;
}

TEST(BatchGenerator, AgreesWithTheTrainersForward) {
    for (const std::string type : {"qwen2", "llama"}) {
        Transformer model(smallConfig(type), 1);
        const at::NoGradGuard no_grad;
        // Biases start at zero; other values show that each is read.
        for (auto& [name, tensor] : model.parameters()) {
            if (name.ends_with(".bias")) tensor.copy_(at::linspace(-0.5, 0.5, tensor.numel()));
        }
        BatchGenerator generator(model);
        const Prompts prompts{{1, 2, 3}, {70, 159, 0, 4, 4}};
        for (const double temperature : {1.0, 0.6}) {
            std::size_t count = 0;
            const auto results = generator.generate(prompts, {.temperature = temperature, .max_tokens = 60, .samples = 10});
            EXPECT_LT(disagreement(model, prompts, results, temperature, count), kTrainerBound) << type;
            EXPECT_EQ(count, 1200u);
        }
    }
}

TEST(BatchGenerator, SeesNewWeightsAtTheNextCall) {
    Transformer model(smallConfig("qwen2"), 1);
    const Transformer other(smallConfig("qwen2"), 2);
    BatchGenerator generator(model), reference(other);
    const Prompts prompts{{1, 2, 3}};
    const GenerateOptions options{.max_tokens = 30};
    const auto before = generator.generate(prompts, options)[0][0].ids;
    model.copyFrom(other);
    const auto after = generator.generate(prompts, options)[0][0].ids;
    EXPECT_NE(after, before);
    EXPECT_EQ(after, reference.generate(prompts, options)[0][0].ids);
}

TEST(BatchGenerator, ContinuesATrainedModelAsTheGoldenFileSays) {
    RETORT_REQUIRE_SHARED(folder, "models/stories260k");
    const Transformer model = Transformer::load(folder);
    BatchGenerator generator(model);
    std::ifstream file(folder / "golden.jsonl");
    std::size_t rows = 0;
    for (std::string line; std::getline(file, line);) {
        const auto row = nlohmann::json::parse(line);
        if (row.at("weights") != "f32") continue;
        ++rows;
        const auto expected = row.at("greedy_ids").get<std::vector<std::int32_t>>();
        const auto result =
            generator.generate({row.at("prompt_ids").get<std::vector<std::int32_t>>()},
                               {.temperature = 0, .max_tokens = static_cast<std::int64_t>(expected.size())})[0][0];
        EXPECT_EQ(result.ids, expected);
        for (std::size_t t = 0; t < expected.size(); ++t) {
            EXPECT_NEAR(result.logprobs.at(t), row.at("greedy_logprobs")[t].get<double>(), 1e-4) << row.at("prompt") << t;
        }
    }
    EXPECT_GE(rows, 4u);
}

TEST(BatchGenerator, AgreesWithTheTrainerOnATrainedModel) {
    RETORT_REQUIRE_SHARED(folder, "models/stories260k");
    const Transformer model = Transformer::load(folder);
    BatchGenerator generator(model);
    const Prompts prompts{{1}, {1, 403, 407, 261}, {1, 274, 287, 381}};
    std::size_t count = 0;
    const auto results = generator.generate(prompts, {.max_tokens = 250, .samples = 8, .seed = 1});
    const double worst = disagreement(model, prompts, results, 1, count);
    RecordProperty("max_logprob_difference", std::to_string(worst));
    EXPECT_LE(worst, kTrainerBound);
    EXPECT_GT(count, 4000u);
}

/// Sums of two-digit numbers as the abacus base's tokenizer writes them, 16 to 30 ids long.
Prompts abacusPrompts(std::size_t count) {
    Random random(3, 0);
    Prompts prompts(count);
    for (auto& ids : prompts) {
        ids = {278, 25, 300, 220};
        for (std::uint64_t term = 0, terms = 3 + random.below(6); term < terms; ++term) {
            if (term > 0) ids.push_back(random.below(2) == 0 ? 10 : 12);
            ids.push_back(static_cast<std::int32_t>(16 + random.below(3)));
            if (random.below(4) > 0) ids.push_back(static_cast<std::int32_t>(15 + random.below(10)));
        }
        ids.insert(ids.end(), {293, 279, 25});
    }
    return prompts;
}

void expectTheTrainersBitsOnTheShippedBase() {
    const Transformer model = Transformer::load(sourceDir() / "resources/projects/abacus/models/base");
    BatchGenerator generator(model);
    const Prompts prompts = abacusPrompts(24);
    std::size_t count = 0;
    const auto results = generator.generate(prompts, {.max_tokens = 150, .samples = 8, .seed = 1, .stop_ids = {507}});
    EXPECT_EQ(disagreement(model, prompts, results, 1, count), 0);
    EXPECT_GT(count, 5000u);
    const auto cooler = generator.generate(prompts, {.temperature = 0.7, .max_tokens = 150, .samples = 4, .seed = 2});
    EXPECT_LE(disagreement(model, prompts, cooler, 0.7, count), kTrainerBound);
}

TEST(BatchGenerator, GivesTheTrainersBitsOnTheShippedBase) { expectTheTrainersBitsOnTheShippedBase(); }

TEST(BatchGenerator, GivesTheTrainersBitsOfBf16Products) {
    const Bf16Scope scope;
    expectTheTrainersBitsOnTheShippedBase();
}

TEST(BatchGenerator, StaysWithin1e5OfDoublePrecisionOnATrainedModel) {
    RETORT_REQUIRE_SHARED(folder, "models/stories260k");
    const Transformer model = Transformer::load(folder);
    BatchGenerator generator(model);
    const Prompts prompts{{1}, {1, 403, 407, 261}, {1, 274, 287, 381}};
    const auto results = generator.generate(prompts, {.max_tokens = 200, .samples = 3, .seed = 2});
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        for (const Completion& completion : results[i]) {
            auto ids = prompts[i];
            ids.insert(ids.end(), completion.ids.begin(), completion.ids.end());
            const auto logits = kernels::referenceLogits(weightsView(model), ids);
            for (std::size_t t = 0; t < completion.ids.size(); ++t) {
                const auto expected = kernels::referenceLogSoftmax(logits[prompts[i].size() + t - 1], 1);
                ASSERT_NEAR(completion.logprobs[t], expected[static_cast<std::size_t>(completion.ids[t])], 1e-5);
            }
        }
    }
}

}  // namespace
}  // namespace retort::test
