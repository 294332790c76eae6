// SPDX-License-Identifier: Apache-2.0
#include "model/transformer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "core/ops/reference.h"
#include "model/parameter_layout.h"
#include "ops/token_logprobs.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace retort {
namespace {

using namespace retort::test;
using nlohmann::json;

ModelConfig tinyConfig(const std::string& type = "qwen2", bool tied = true) {
    ModelConfig config;
    config.model_type = type;
    config.vocab_size = 11;
    config.hidden_size = 8;
    config.num_hidden_layers = 2;
    config.num_attention_heads = 4;
    config.num_key_value_heads = 2;
    config.head_dim = 2;
    config.intermediate_size = 12;
    config.max_position_embeddings = 64;
    config.rope_theta = 100;
    config.attention_bias = type == "qwen2";
    config.tie_word_embeddings = tied;
    config.eos_token_ids = {1, 2};
    return config;
}

/// A model whose every parameter matters: no zero biases, no unit norms.
Transformer livelyModel(const ModelConfig& config) {
    Transformer model(config, 3);
    std::uint64_t seed = 100;
    for (auto& [name, tensor] : model.parameters()) tensor.detach().add_(randomTensor(tensor.sizes().vec(), seed++, 0.3));
    return model;
}

at::Tensor logitsOf(const Transformer& model, const std::vector<std::int32_t>& ids) {
    at::NoGradGuard no_grad;
    return at::linear(model.hidden(pack({ids})), model.headWeight());
}

TEST(Pack, JoinsSequences) {
    const auto packed = pack({{5, 6, 7}, {}, {8}});
    EXPECT_THAT(packed.starts, testing::ElementsAre(0, 3, 3, 4));
    EXPECT_TRUE(at::equal(packed.ids, at::tensor(std::vector<std::int64_t>{5, 6, 7, 8})));
    EXPECT_TRUE(at::equal(packed.positions, at::tensor(std::vector<std::int64_t>{0, 1, 2, 0})));
}

TEST(Transformer, PackedSequencesDoNotSeeEachOther) {
    const auto model = livelyModel(tinyConfig());
    const std::vector<std::int32_t> a{1, 2, 3, 4, 5}, b{9, 8, 7};
    at::NoGradGuard no_grad;
    const auto together = model.hidden(pack({a, b}));
    EXPECT_LE((together.narrow(0, 0, 5) - model.hidden(pack({a}))).abs().max().item<double>(), 1e-5);
    EXPECT_LE((together.narrow(0, 5, 3) - model.hidden(pack({b}))).abs().max().item<double>(), 1e-5);
}

TEST(Transformer, ATokenDoesNotSeeLaterOnes) {
    const auto model = livelyModel(tinyConfig());
    const auto first = logitsOf(model, {1, 2, 3, 4}), second = logitsOf(model, {1, 2, 3, 10});
    EXPECT_TRUE(at::equal(first.narrow(0, 0, 3), second.narrow(0, 0, 3)));
    EXPECT_FALSE(at::equal(first[3], second[3]));
}

TEST(Transformer, RefusesTokensOutsideTheVocabulary) {
    const Transformer model(tinyConfig(), 1);
    EXPECT_THROW(model.hidden(pack({{1, 11}})), Error);
    EXPECT_THROW(model.hidden(pack({{-1}})), Error);
}

TEST(Transformer, StartIsReproducibleAndScaled) {
    auto config = tinyConfig();
    config.hidden_size = 64, config.head_dim = 16, config.intermediate_size = 256;
    const Transformer a(config, 5), b(config, 5), c(config, 6);
    EXPECT_EQ(config.parameterCount(), [&] {
        std::int64_t total = 0;
        for (const auto& [name, tensor] : a.parameters()) total += tensor.numel();
        return total;
    }());
    for (std::size_t i = 0; i < a.parameters().size(); ++i)
        EXPECT_TRUE(at::equal(a.parameters()[i].second, b.parameters()[i].second));
    EXPECT_FALSE(at::equal(a.parameters()[0].second, c.parameters()[0].second));
    EXPECT_NEAR(a.parameter("model.layers.0.mlp.gate_proj.weight").std().item<double>(), 0.02, 0.001);
    EXPECT_NEAR(a.parameter("model.layers.1.mlp.down_proj.weight").std().item<double>(), 0.01, 0.0005);
    EXPECT_TRUE(at::equal(a.parameter("model.norm.weight"), at::ones({64})));
    EXPECT_TRUE(at::equal(a.parameter("model.layers.0.self_attn.q_proj.bias"), at::zeros({64})));
}

TEST(Transformer, CloneIsDeepAndCopyFromOverwrites) {
    auto model = livelyModel(tinyConfig());
    auto copy = model.clone();
    model.parameters()[0].second.detach().add_(1);
    EXPECT_FALSE(at::equal(model.parameters()[0].second, copy.parameters()[0].second));
    EXPECT_TRUE(copy.parameters()[0].second.requires_grad());
    copy.copyFrom(model);
    EXPECT_TRUE(at::equal(model.parameters()[0].second, copy.parameters()[0].second));
    auto other = tinyConfig();
    other.intermediate_size = 10;
    EXPECT_THROW(copy.copyFrom(Transformer(other, 1)), Error);
}

TEST(Transformer, NoGradKeepsNothing) {
    const Transformer model(tinyConfig(), 1);
    at::NoGradGuard no_grad;
    EXPECT_FALSE(model.hidden(pack({{1, 2}})).requires_grad());
}

/// The whole model in double loops. `values` holds the parameters in order.
double modelLoss(const ModelConfig& config, const std::vector<Values>& values,
                 const std::vector<std::vector<std::int32_t>>& sequences) {
    const auto tokens = pack(sequences);
    const auto count = tokens.ids.size(0), width = config.hidden_size;
    std::vector<std::int64_t> positions(tokens.positions.const_data_ptr<std::int64_t>(),
                                        tokens.positions.const_data_ptr<std::int64_t>() + count);
    const auto at = [&](std::int64_t place) { return place < 0 ? Values{} : values[static_cast<std::size_t>(place)]; };
    Values state;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto* row = values[0].data() + tokens.ids[i].item<std::int64_t>() * width;
        state.insert(state.end(), row, row + width);
    }
    const auto add = [](Values& to, const Values& from) {
        for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
    };
    std::int64_t end = 1;
    for (std::int64_t layer = 0; layer < config.num_hidden_layers; ++layer) {
        const auto place = layerPlaces(config, layer);
        const auto normed = rmsNormReference(state, at(place.input_norm), config.rms_norm_eps);
        const auto turned = [&](std::int64_t weight, std::int64_t bias, std::int64_t heads) {
            return ropeReference(linearReference(normed, at(weight), at(bias), width), positions, heads, config.head_dim,
                                 config.rope_theta);
        };
        const auto mixed = attentionReference(turned(place.q, place.q_bias, config.num_attention_heads),
                                              turned(place.k, place.k_bias, config.num_key_value_heads),
                                              linearReference(normed, at(place.v), at(place.v_bias), width), tokens.starts,
                                              config.num_attention_heads, config.num_key_value_heads, config.head_dim);
        add(state, linearReference(mixed, at(place.o), at(place.o_bias), config.num_attention_heads * config.head_dim));
        const auto mlp_in = rmsNormReference(state, at(place.post_norm), config.rms_norm_eps);
        const auto gate = linearReference(mlp_in, at(place.gate), {}, width),
                   up = linearReference(mlp_in, at(place.up), {}, width);
        Values gate_up;
        for (std::int64_t i = 0; i < count; ++i)
            for (const auto* half : {&gate, &up})
                gate_up.insert(gate_up.end(), half->begin() + i * config.intermediate_size,
                               half->begin() + (i + 1) * config.intermediate_size);
        add(state, linearReference(swigluReference(gate_up, config.intermediate_size), at(place.down), {},
                                   config.intermediate_size));
        end = place.down + 1;
    }
    const auto hidden = rmsNormReference(state, values[static_cast<std::size_t>(end)], config.rms_norm_eps);
    const auto& head = config.tie_word_embeddings ? values.front() : values.back();
    std::vector<std::int64_t> targets;
    for (std::int64_t i = 0; i < count; ++i) targets.push_back(i + 1 < count ? tokens.ids[i + 1].item<std::int64_t>() : -1);
    double loss = 0;
    for (const double logprob : logprobReference(hidden, head, targets, width, 1).logprobs) loss -= logprob;
    return loss;
}

struct WholeModelCase {
    const char* type;
    bool tied;
    bool wide = false;  ///< sizes that suit layerStack

    ModelConfig config() const {
        auto config = tinyConfig(type, tied);
        config.attention_bias = true;
        if (!wide) return config;
        config.hidden_size = config.head_dim = 16;
        config.num_attention_heads = 2;
        config.num_key_value_heads = 1;
        config.intermediate_size = 32;
        return config;
    }
};

class WholeModel : public testing::TestWithParam<WholeModelCase> {};

TEST_P(WholeModel, RowsAskedForAreThoseOfAllAndSoAreTheirGradients) {
    auto model = livelyModel(GetParam().config());
    const auto tokens = pack({{1, 5, 3, 3, 9, 0, 10}, {4, 2, 8}});
    const auto weights = randomTensor({4, model.config().hidden_size}, 5, 1), rows = at::tensor({6, 9, 2, 6}, at::kLong);
    std::vector<at::Tensor> gradients[2];
    at::Tensor states[2];
    for (const int i : {0, 1}) {
        for (auto& [name, tensor] : model.parameters()) tensor.mutable_grad() = at::Tensor();
        states[i] = i == 0 ? model.hidden(tokens).index_select(0, rows) : model.hiddenAt(tokens, rows);
        (states[i] * weights).sum().backward();
        for (const auto& [name, tensor] : model.parameters())
            if (tensor.grad().defined()) gradients[i].push_back(tensor.grad().clone());  // a head of its own has none
    }
    EXPECT_LE((states[0] - states[1]).abs().max().item<double>(), 1e-6);
    for (std::size_t p = 0; p < gradients[0].size(); ++p)
        EXPECT_LE((gradients[0][p] - gradients[1][p]).abs().max().item<double>(),
                  1e-5 * gradients[0][p].abs().max().item<double>())
            << model.parameters()[p].first;  // in their order but for a head of its own, the last
}

TEST_P(WholeModel, GradientAgainstDoublePrecision) {
    auto model = livelyModel(GetParam().config());
    const ModelConfig& config = model.config();
    const std::vector<std::vector<std::int32_t>> sequences{{1, 5, 3, 3, 9, 0, 10}, {4, 2, 8}};
    const auto tokens = pack(sequences);
    auto targets = at::roll(tokens.ids, -1);
    targets[9] = -1;
    const auto loss = -tokenLogprobs(model.hidden(tokens), model.headWeight(), targets).logprobs.sum();
    loss.backward();
    std::vector<Values> values;
    for (const auto& [name, tensor] : model.parameters()) values.push_back(valuesOf(tensor));
    const double expected = modelLoss(config, values, sequences);
    EXPECT_NEAR(loss.item<double>(), expected, 1e-5 * expected);
    for (std::size_t p = 0; p < values.size(); ++p) {
        const std::size_t every = values[p].size() > 40 ? 7 : 1;
        const auto gradient = differences(
            [&](const Values& x) {
                auto moved = values;
                moved[p] = x;
                return modelLoss(config, moved, sequences);
            },
            values[p], every);
        // A key's bias turns with the position, so its gradient is small but not zero; the scale is that of the largest
        // entry.
        EXPECT_LE(relativeError(model.parameters()[p].second.grad(), gradient, every), 3e-5) << model.parameters()[p].first;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, WholeModel,
                         testing::Values(WholeModelCase{"qwen2", true}, WholeModelCase{"qwen2", false},
                                         WholeModelCase{"llama", true}, WholeModelCase{"qwen2", true, true},
                                         WholeModelCase{"llama", false, true}));

class GoldenQwen2 : public testing::TestWithParam<const char*> {};

TEST_P(GoldenQwen2, LogitsLossAndGradients) {
    const auto folder = testData(GetParam());
    auto model = Transformer::load(folder);
    const auto golden = json::parse(readFile(folder / "golden.json"));
    std::vector<std::vector<std::int32_t>> sequences;
    std::vector<std::int64_t> targets;
    for (const auto& entry : golden["cases"]) {
        sequences.push_back(entry["ids"].get<std::vector<std::int32_t>>());
        targets.insert(targets.end(), sequences.back().begin() + 1, sequences.back().end());
        targets.push_back(-1);
    }
    const auto tokens = pack(sequences);
    const auto hidden = model.hidden(tokens);
    const auto logits = at::linear(hidden, model.headWeight()).detach();
    for (std::size_t c = 0; c < sequences.size(); ++c)
        for (std::size_t i = 0; i < golden["cases"][c]["positions"].size(); ++i) {
            const auto row = logits[tokens.starts[c] + golden["cases"][c]["positions"][i].get<int>()];
            EXPECT_LE(relativeError(row, golden["cases"][c]["logits"][i].get<Values>()), 1e-5);
        }
    const auto logprobs = tokenLogprobs(hidden, model.headWeight(), at::tensor(targets)).logprobs;
    const auto loss = -logprobs.sum() / static_cast<double>(targets.size() - sequences.size());
    EXPECT_NEAR(loss.item<double>(), golden["loss"].get<double>(), 1e-5 * golden["loss"].get<double>());
    loss.backward();
    ASSERT_EQ(golden["gradients"].size(), model.parameters().size());
    for (const auto& [name, tensor] : model.parameters()) {
        const auto& expected = golden["gradients"][name];
        const double norm = expected["norm"];
        EXPECT_NEAR(tensor.grad().norm().item<double>(), norm, 2e-5 * norm) << name;
        const auto leading = expected["leading"].get<Values>();
        const auto got = valuesOf(tensor.grad());
        for (std::size_t i = 0; i < leading.size(); ++i) EXPECT_NEAR(got[i], leading[i], 2e-5 * norm) << name << " " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Models, GoldenQwen2, testing::Values("qwen2_tiny_tied", "qwen2_tiny_untied"));

TEST(SharedLlama, GoldenLogitsAndGreedyLogprobs) {
    RETORT_REQUIRE_SHARED(folder, "models/stories260k");
    const auto model = Transformer::load(folder);
    std::ifstream lines(folder / "golden.jsonl");
    std::string line;
    int checked = 0;
    while (std::getline(lines, line)) {
        const auto golden = json::parse(line);
        if (golden["weights"] != "f32") continue;
        auto ids = golden["prompt_ids"].get<std::vector<std::int32_t>>();
        const auto prompt = static_cast<std::int64_t>(ids.size());
        const auto expected = golden["logits_last"].get<Values>();
        const auto last = valuesOf(logitsOf(model, ids)[prompt - 1]);
        ASSERT_EQ(last.size(), expected.size());
        for (std::size_t i = 0; i < last.size(); ++i) ASSERT_NEAR(last[i], expected[i], 1e-4) << line.substr(0, 60);
        const auto greedy = golden["greedy_ids"].get<std::vector<std::int64_t>>();
        ids.insert(ids.end(), greedy.begin(), greedy.end() - 1);
        at::NoGradGuard no_grad;
        const auto states = model.hidden(pack({ids})).narrow(0, prompt - 1, static_cast<std::int64_t>(greedy.size()));
        const auto got = valuesOf(tokenLogprobs(states, model.headWeight(), at::tensor(greedy)).logprobs);
        const auto logprobs = golden["greedy_logprobs"].get<Values>();
        for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], logprobs[i], 1e-4);
        EXPECT_TRUE(at::equal(at::linear(states, model.headWeight()).argmax(1), at::tensor(greedy)));
        ++checked;
    }
    EXPECT_GT(checked, 0);
}

}  // namespace
}  // namespace retort
