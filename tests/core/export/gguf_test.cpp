// SPDX-License-Identifier: Apache-2.0
// GGUF: the container, the layout of weights, the tokenizer, and a real quantised model.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "core/model/golden_weights.h"
#include "export/gguf_layout.h"
#include "export/gguf_model.h"
#include "export/model_export.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "tokenizer/tokenizer.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using namespace retort::test;
using nlohmann::json;
using testing::HasSubstr;

std::string errorOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

at::Tensor hiddenOf(const Transformer& model) {
    const at::NoGradGuard no_grad;
    return model.hidden(pack({{1, 2, 3, 4, 5, 6, 7}}));
}

/// A model of tests/data/models in a folder with a byte-level tokenizer of 67 tokens or fewer.
void saveWithTokenizer(const Transformer& model, const fs::path& folder) {
    model.save(folder);
    json vocab;
    for (int i = 0; i < 60; ++i) vocab[std::string(1, static_cast<char>('A' + i))] = i;
    vocab["AB"] = 60;
    const json split{
        {"type", "Split"},
        {"pattern",
         {{"Regex",
           R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"}}},
        {"behavior", "Isolated"},
        {"invert", false}};
    const json bytes{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", false}, {"use_regex", false}};
    const json root{{"version", "1.0"},
                    {"truncation", nullptr},
                    {"padding", nullptr},
                    {"normalizer", nullptr},
                    {"added_tokens",
                     {{{"id", 61},
                       {"content", "<end>"},
                       {"single_word", false},
                       {"lstrip", false},
                       {"rstrip", false},
                       {"normalized", false},
                       {"special", true}}}},
                    {"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", {split, bytes}}}},
                    {"post_processor", nullptr},
                    {"decoder", bytes},
                    {"model",
                     {{"type", "BPE"},
                      {"dropout", nullptr},
                      {"unk_token", nullptr},
                      {"continuing_subword_prefix", nullptr},
                      {"end_of_word_suffix", nullptr},
                      {"fuse_unk", false},
                      {"byte_fallback", false},
                      {"ignore_merges", false},
                      {"vocab", vocab},
                      {"merges", {"A B"}}}}};
    writeFileDurably(folder / "tokenizer.json", root.dump());
    writeFileDurably(folder / "tokenizer_config.json", R"({"eos_token": "<end>", "chat_template": "{{ messages }}"})");
}

class ThereAndBack : public testing::TestWithParam<const char*> {};

TEST_P(ThereAndBack, F32IsExactAndHalvesAreClose) {
    const auto model = goldenModel(testData(std::string("models/") + GetParam()));
    TempDir dir;
    fs::create_directory(dir / "model");
    saveWithTokenizer(model, dir / "model");
    for (const auto kind : {GgufKind::F32, GgufKind::F16, GgufKind::BF16, GgufKind::Q8_0}) {
        const auto file = dir / (std::string(name(kind)) + ".gguf"), folder = dir / name(kind);
        exportGguf(dir / "model", kind, file);
        importGguf(file, folder);
        const auto back = Transformer::load(folder);
        EXPECT_EQ(back.config().eos_token_ids.front(), 61);
        double worst = 0;
        for (std::size_t i = 0; i < model.parameters().size(); ++i)
            worst = std::max(worst, (back.parameters()[i].second - model.parameters()[i].second).abs().max().item<double>());
        const double bound = kind == GgufKind::F32 ? 0 : kind == GgufKind::F16 ? 3e-4 : 3e-3;
        EXPECT_LE(worst, bound) << name(kind);
        if (kind == GgufKind::F32) {
            EXPECT_TRUE(at::equal(hiddenOf(back), hiddenOf(model)));
        }
        const auto first = Tokenizer::load(dir / "model"), second = Tokenizer::load(folder);
        EXPECT_EQ(first.encode("ABBA"), second.encode("ABBA"));
        EXPECT_EQ(second.encode("ABBA").size(), 3u);
        EXPECT_EQ(json::parse(readFile(folder / "tokenizer_config.json"))["chat_template"], "{{ messages }}");
        const GgufFile opened(file);
        EXPECT_EQ(opened.tensors().at("blk.0.attn_norm.weight").kind, GgufKind::F32);
        EXPECT_EQ(opened.tensors().at("blk.0.ffn_gate.weight").kind, kind);
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ThereAndBack, testing::Values("llama_linear", "qwen3", "qwen2_yarn"),
                         [](const auto& kind) { return std::string(kind.param); });

TEST(GgufExport, RefusesWhatTheFormatCannotHold) {
    TempDir dir;
    for (const auto& [kind, reason] : {std::pair{"deepseek_v3", "deepseek_v3"}, {"llama_yarn", "YaRN"}}) {
        fs::create_directory(dir / kind);
        saveWithTokenizer(goldenModel(testData(std::string("models/") + kind)), dir / kind);
        EXPECT_THAT(errorOf([&, k = kind] { exportGguf(dir / k, GgufKind::F32, dir / "x.gguf"); }), HasSubstr(reason));
        EXPECT_FALSE(fs::exists(dir / "x.gguf"));
    }
}

TEST(GgufExport, WritesTheFactorsOfLlama3) {
    TempDir dir;
    saveWithTokenizer(goldenModel(testData("models/llama_llama3")), dir.path());
    exportGguf(dir.path(), GgufKind::F32, dir / "x.gguf");
    const auto factors = decodeGguf(GgufFile(dir / "x.gguf").tensors().at("rope_freqs.weight"));
    ASSERT_EQ(factors.size(0), 8);
    EXPECT_FLOAT_EQ(factors[0].item<float>(), 1);
    EXPECT_FLOAT_EQ(factors[7].item<float>(), 8);
}

TEST(ModelExport, HuggingFaceFolderWithAdaptersMerged) {
    auto model = goldenModel(testData("models/qwen3"));
    model.addLora({.rank = 2, .target_modules = {"q_proj"}}, 1);
    for (auto& [name, tensor] : model.trainable()) tensor.detach().add_(0.1);
    TempDir dir;
    fs::create_directory(dir / "model");
    saveWithTokenizer(model, dir / "model");
    exportHuggingFace(dir / "model", "", dir / "hf");
    EXPECT_FALSE(fs::exists(dir / "hf/adapter_config.json"));
    EXPECT_TRUE(fs::exists(dir / "hf/tokenizer.json"));
    const auto expected = hiddenOf(model);
    EXPECT_LE((hiddenOf(Transformer::load(dir / "hf")) - expected).abs().max().item<double>(), 1e-3);
    exportHuggingFace(dir / "model", "bfloat16", dir / "half");
    EXPECT_EQ(Transformer::load(dir / "half").config().dtype, "bfloat16");
    exportAdapter(dir / "model", dir / "adapter");
    EXPECT_TRUE(fs::exists(dir / "adapter/base/config.json"));
    EXPECT_FALSE(fs::exists(dir / "adapter/base/adapter_config.json"));
    EXPECT_LE((hiddenOf(Transformer::load(dir / "adapter")) - expected).abs().max().item<double>(), 1e-5);
    EXPECT_THAT(errorOf([&] { exportHuggingFace(dir / "model", "", dir / "hf"); }), HasSubstr("already"));
    EXPECT_THAT(errorOf([&] { exportAdapter(dir / "hf", dir / "none"); }), HasSubstr("no adapters"));
}

/// Builds damaged files by hand.
struct Builder {
    std::string bytes = "GGUF";
    template <class T>
    Builder& number(T value) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        bytes.append(raw, sizeof(T));
        return *this;
    }
    Builder& text(const std::string& value) { return number<std::uint64_t>(value.size()).raw(value); }
    Builder& raw(const std::string& value) {
        bytes += value;
        return *this;
    }
    static Builder head(std::uint64_t tensors, std::uint64_t keys, std::uint32_t version = 3) {
        return Builder().number(version).number(tensors).number(keys);
    }
    Builder& tensor(const std::string& label, std::vector<std::uint64_t> dims, std::uint32_t kind, std::uint64_t offset) {
        text(label).number(static_cast<std::uint32_t>(dims.size()));
        for (const auto size : dims) number(size);
        return number(kind).number(offset);
    }
    Builder& padTo(std::size_t data) {
        bytes.resize((bytes.size() + 31) / 32 * 32 + data, '\0');
        return *this;
    }
};

std::string openError(const Builder& builder) {
    TempDir dir;
    writeFileDurably(dir / "x.gguf", builder.bytes);
    return errorOf([&] { GgufFile opened(dir / "x.gguf"); });
}

TEST(GgufReader, RefusesLyingFiles) {
    EXPECT_EQ(openError(Builder::head(1, 0).tensor("t", {4}, 0, 0).padTo(16)), "");
    EXPECT_THAT(openError(Builder().raw("short")), HasSubstr("no GGUF"));
    EXPECT_THAT(openError(Builder::head(0, 0, 1)), HasSubstr("version 1"));
    EXPECT_THAT(openError(Builder::head(~0ull, 0)), HasSubstr("more than the file can hold"));
    EXPECT_THAT(openError(Builder::head(0, 1'000'000)), HasSubstr("more than the file can hold"));
    EXPECT_THAT(openError(Builder::head(0, 1).number(~0ull)), HasSubstr("a text of"));
    EXPECT_THAT(openError(Builder::head(0, 1).text("k").number(99u)), HasSubstr("unknown type 99"));
    EXPECT_THAT(openError(Builder::head(0, 1).text("k").number(4u)), HasSubstr("ends within"));
    EXPECT_THAT(openError(Builder::head(0, 1).text("k").number(9u).number(4u).number(std::uint64_t{1} << 40)),
                HasSubstr("array items"));
    EXPECT_THAT(openError(Builder::head(0, 1).text("k").number(9u).number(9u).number(std::uint64_t{1}).raw("xxxxxxxx")),
                HasSubstr("array of arrays"));
    EXPECT_THAT(openError(Builder::head(0, 2).text("k").number(4u).number(1u).text("k").number(4u).number(1u)),
                HasSubstr("\"k\" comes twice"));
    EXPECT_THAT(openError(Builder::head(1, 0).tensor("t", {4}, 0, 0).padTo(12)), HasSubstr("behind the end"));
    EXPECT_THAT(openError(Builder::head(1, 0).tensor("t", {4}, 0, std::uint64_t{1} << 60).padTo(16)),
                HasSubstr("behind the end"));
    EXPECT_THAT(openError(Builder::head(1, 0).tensor("t", {4}, 0, 8).padTo(64)), HasSubstr("not aligned"));
    EXPECT_THAT(openError(Builder::head(1, 0).tensor("t", {std::uint64_t{1} << 40, std::uint64_t{1} << 40}, 0, 0).padTo(16)),
                HasSubstr("overflows"));
    EXPECT_THAT(openError(Builder::head(1, 0).tensor("t", {1, 1, 1, 1, 1}, 0, 0).padTo(16)), HasSubstr("5 dimensions"));
    EXPECT_THAT(openError(Builder::head(1, 0).tensor("t", {33}, 8, 0).padTo(99)), HasSubstr("multiple of 32"));
    EXPECT_THAT(openError(Builder::head(1, 0).tensor("t", {4}, 2, 0).padTo(16)), HasSubstr("kind 2"));
    EXPECT_THAT(openError(Builder::head(2, 0).tensor("t", {4}, 0, 0).tensor("t", {4}, 0, 32).padTo(64)),
                HasSubstr("\"t\" comes twice"));
    EXPECT_THAT(openError(Builder::head(2, 0).tensor("a", {16}, 0, 0).tensor("b", {4}, 0, 32).padTo(64)),
                HasSubstr("overlap"));
}

TEST(GgufImport, NamesWhatIsMissing) {
    TempDir dir;
    writeFileDurably(dir / "x.gguf", Builder::head(0, 0).bytes);
    EXPECT_THAT(errorOf([&] { importGguf(dir / "x.gguf", dir / "out"); }), HasSubstr("tokenizer.ggml.tokens"));
    EXPECT_FALSE(fs::exists(dir / "out"));
    writeGguf(dir / "y.gguf",
              {{"tokenizer.ggml.model", std::string("rwkv")}, {"tokenizer.ggml.tokens", std::vector<std::string>{"a"}}}, {},
              [](std::size_t) { return std::string(); });
    EXPECT_THAT(errorOf([&] { importGguf(dir / "y.gguf", dir / "out"); }), HasSubstr("\"rwkv\""));
}

TEST(SharedGguf, QuantisedStoriesComputeTheGoldenLogits) {
    RETORT_REQUIRE_SHARED(folder, "models/stories260k");
    TempDir dir;
    importGguf(folder / "stories260k-q8_0.gguf", dir / "model");
    const auto model = Transformer::load(dir / "model");
    const auto tokenizer = Tokenizer::load(dir / "model"), original = Tokenizer::load(folder);
    std::ifstream lines(folder / "golden.jsonl");
    std::string line;
    int checked = 0;
    const at::NoGradGuard no_grad;
    while (std::getline(lines, line)) {
        const auto golden = json::parse(line);
        if (golden["weights"] != "q8_0") continue;
        const auto ids = golden["prompt_ids"].get<std::vector<std::int32_t>>();
        EXPECT_EQ(tokenizer.encode(golden["prompt"].get<std::string>(), true), ids);
        const auto text = golden["greedy_text"].get<std::string>();
        EXPECT_EQ(tokenizer.encode(text), original.encode(text));
        const auto logits =
            at::linear(model.hidden(pack({ids})), model.headWeight())[static_cast<std::int64_t>(ids.size()) - 1];
        const auto expected = golden["logits_last"].get<std::vector<double>>();
        for (std::size_t i = 0; i < expected.size(); ++i)
            ASSERT_NEAR(logits[static_cast<std::int64_t>(i)].item<double>(), expected[i], 1e-4);
        ++checked;
    }
    EXPECT_GT(checked, 0);
}

TEST(SharedGguf, VocabulariesBecomeTokenizers) {
    RETORT_REQUIRE_SHARED(folder, "gguf");
    for (const auto& entry : fs::directory_iterator(folder)) {
        TempDir dir;
        importGguf(entry.path(), dir / "out");
        const auto tokenizer = Tokenizer::load(dir / "out");
        const std::string text = "Hello world, 123 tokens\n\n\tx = y + 1; // ok";
        EXPECT_EQ(tokenizer.decode(tokenizer.encode(text)), text) << entry.path();
    }
}

}  // namespace
}  // namespace retort
