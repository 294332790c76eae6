// SPDX-License-Identifier: Apache-2.0
// Every architecture and rotary kind against transformers; the values are made by tests/golden/make_model_golden.py.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "core/model/golden_weights.h"
#include "core/ops/reference.h"
#include "model/parameter_layout.h"
#include "model/safetensors.h"
#include "ops/token_logprobs.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace retort {
namespace {

using namespace retort::test;
using nlohmann::json;

class GoldenModel : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        folder = testData(std::string("models/") + GetParam());
        golden = json::parse(readFile(folder / "golden.json"));
        for (const auto& entry : golden["cases"]) sequences.push_back(entry["ids"].get<std::vector<std::int32_t>>());
    }
    std::filesystem::path folder;
    json golden;
    std::vector<std::vector<std::int32_t>> sequences;
};

TEST_P(GoldenModel, LogitsLossAndGradients) {
    const auto model = goldenModel(folder);
    std::vector<std::int64_t> targets;
    for (const auto& ids : sequences) {
        targets.insert(targets.end(), ids.begin() + 1, ids.end());
        targets.push_back(-1);
    }
    const auto tokens = pack(sequences);
    const auto hidden = model.hidden(tokens);
    const auto logits = at::linear(hidden, model.headWeight()).detach();
    for (std::size_t c = 0; c < sequences.size(); ++c)
        for (std::size_t i = 0; i < golden["cases"][c]["positions"].size(); ++i) {
            const auto row = valuesOf(logits[tokens.starts[c] + golden["cases"][c]["positions"][i].get<int>()]);
            const auto expected = golden["cases"][c]["logits"][i].get<Values>();
            ASSERT_EQ(row.size(), expected.size());
            for (std::size_t v = 0; v < row.size(); ++v) ASSERT_NEAR(row[v], expected[v], 1e-4) << c << " " << i;
        }
    const auto logprobs = tokenLogprobs(hidden, model.headWeight(), at::tensor(targets)).logprobs;
    const auto loss = -logprobs.sum() / static_cast<double>(targets.size() - sequences.size());
    EXPECT_NEAR(loss.item<double>(), golden["loss"].get<double>(), 1e-5 * golden["loss"].get<double>());
    loss.backward();
    const auto trainable = model.trainable();
    ASSERT_EQ(golden["gradients"].size(), trainable.size());
    for (const auto& [name, tensor] : trainable) {
        const auto expected = golden["gradients"].at(name).get<Values>();
        const auto grad = tensor.grad().defined() ? tensor.grad() : at::zeros_like(tensor);
        const auto got = valuesOf(grad);
        const double bound = 5e-5 * expected[0] + 1e-7;
        EXPECT_NEAR(grad.norm().item<double>(), expected[0], bound) << name;
        for (std::size_t i = 1; i < expected.size(); ++i) EXPECT_NEAR(got[i - 1], expected[i], bound) << name << " " << i;
    }
}

TEST_P(GoldenModel, SavedFolderComputesTheSame) {
    const auto model = goldenModel(folder);
    const at::NoGradGuard no_grad;
    const auto expected = model.hidden(pack(sequences));
    TempDir dir;
    model.save(dir.path());
    EXPECT_TRUE(at::equal(Transformer::load(dir.path()).hidden(pack(sequences)), expected));
    EXPECT_EQ(ModelConfig::load(dir.path()).toJson(), model.config().toJson());
}

TEST_P(GoldenModel, PackedSequencesDoNotSeeEachOther) {
    const auto model = goldenModel(folder);
    const at::NoGradGuard no_grad;
    const auto together = model.hidden(pack(sequences)).split_with_sizes({1, 17, 60});
    for (std::size_t s = 0; s < sequences.size(); ++s)
        EXPECT_LE((model.hidden(pack({sequences[s]})) - together[s]).abs().max().item<double>(), 2e-5);
}

INSTANTIATE_TEST_SUITE_P(Kinds, GoldenModel,
                         testing::Values("qwen2_window", "qwen2_yarn", "qwen3", "qwen3_layer_types", "llama_linear",
                                         "llama_dynamic", "llama_llama3", "llama_yarn", "mistral_window", "deepseek_v2",
                                         "deepseek_v2_groups", "deepseek_v3"),
                         [](const auto& kind) { return std::string(kind.param); });

}  // namespace
}  // namespace retort
