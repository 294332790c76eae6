// SPDX-License-Identifier: Apache-2.0
// What a model folder may and may not hold.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "model/safetensors.h"
#include "model/transformer.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::TempDir;
using testing::HasSubstr;

void write(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::string withLength(std::uint64_t length, const std::string& rest) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(length >> (8 * i) & 0xff);
    return bytes + rest;
}
std::string file(const std::string& header, std::size_t data) {
    return withLength(header.size(), header + std::string(data, '\0'));
}

/// The error of opening a file with these bytes; empty where it opens.
std::string openError(const std::string& bytes) {
    TempDir dir;
    write(dir / "x.safetensors", bytes);
    try {
        SafetensorsFile opened(dir / "x.safetensors");
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        EXPECT_THAT(error.where(), HasSubstr("x.safetensors"));
        return error.message();
    }
    return "";
}

TEST(Safetensors, ReadsEveryKindOfFloat) {
    TempDir dir;
    const std::string header =
        R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},)"
        R"("c":{"dtype":"BF16","shape":[1,2],"data_offsets":[12,16]},"n":{"dtype":"I64","shape":[0],"data_offsets":[16,16]}})";
    const float floats[] = {1.5f, -2.0f};
    const std::uint16_t halves[] = {0x3C00, 0xC100}, brains[] = {0x3FC0, 0xC020};
    std::string data(reinterpret_cast<const char*>(floats), 8);
    data.append(reinterpret_cast<const char*>(halves), 4).append(reinterpret_cast<const char*>(brains), 4);
    write(dir / "m.safetensors", withLength(header.size(), header + data));
    const SafetensorsFile opened(dir / "m.safetensors");
    EXPECT_TRUE(at::equal(opened.read("a"), at::tensor({1.5f, -2.0f})));
    EXPECT_TRUE(at::equal(opened.read("b"), at::tensor({1.0f, -2.5f})));
    EXPECT_TRUE(at::equal(opened.read("c"), at::tensor({1.5f, -2.5f}).view({1, 2})));
    EXPECT_THROW(opened.read("n"), Error);
    EXPECT_THROW(opened.read("z"), Error);
}

TEST(Safetensors, RefusesLyingFiles) {
    const auto entry = [](const char* name, const char* shape, const char* offsets, const char* dtype = "F32") {
        return std::string("\"") + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape +
               ",\"data_offsets\":" + offsets + "}";
    };
    const auto whole = [](const std::string& body) { return "{" + body + "}"; };
    EXPECT_EQ(openError(file(whole(entry("a", "[2]", "[0,8]")), 8)), "");
    EXPECT_THAT(openError(""), HasSubstr("at least 8 bytes"));
    EXPECT_THAT(openError("abc"), HasSubstr("at least 8 bytes"));
    EXPECT_THAT(openError(withLength(1000, "{}")), HasSubstr("claims 1000 bytes"));
    EXPECT_THAT(openError(withLength(~0ull, "{}")), HasSubstr("at most"));
    EXPECT_THAT(openError(withLength(200'000'000, "{}")), HasSubstr("at most"));
    EXPECT_THAT(openError(file("[1]", 0)), HasSubstr("no safetensors"));
    EXPECT_THAT(openError(file("{\"a\":", 0)), HasSubstr("cannot be read"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2]", "[0,8]")), 7)), HasSubstr("cut short"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2]", "[0,8]")), 9)), HasSubstr("follow the last"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2]", "[4,12]")), 12)), HasSubstr("hole"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2]", "[0,8]") + "," + entry("b", "[2]", "[4,12]")), 12)),
                HasSubstr("overlap"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2]", "[0,8]") + "," + entry("a", "[2]", "[8,16]")), 16)),
                HasSubstr("comes twice"));
    EXPECT_THAT(openError(file(whole(entry("a", "[3]", "[0,8]")), 8)), HasSubstr("needs 12 bytes"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2]", "[8,0]")), 8)), HasSubstr("needs 8 bytes"));
    EXPECT_THAT(openError(file(whole(entry("a", "[-2]", "[0,8]")), 8)), HasSubstr("whole number"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2.0]", "[0,8]")), 8)), HasSubstr("whole number"));
    EXPECT_THAT(openError(file(whole(entry("a", "[4611686018427387904,4]", "[0,0]")), 0)), HasSubstr("overflow"));
    EXPECT_THAT(openError(file(whole(entry("a", "[2]", "[0,8]", "Q9")), 8)), HasSubstr("unknown kind"));
    EXPECT_THAT(openError(file(R"({"a":{"dtype":"F32","shape":[2]}})", 8)), HasSubstr("data_offsets"));
    EXPECT_THAT(openError(file(R"({"a":{"dtype":"F32","shape":[[[[2]]]],"data_offsets":[0,8]}})", 8)), HasSubstr("deep"));
    EXPECT_THAT(openError(file(R"({"__metadata__":{"a":1}})", 0)), HasSubstr("not a text"));
}

TEST(Safetensors, WritesTheSameBytesAsHuggingFace) {
    const auto original = test::testData("qwen2_tiny_untied") / "model.safetensors";
    const SafetensorsFile opened(original);
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& [name, entry] : opened.entries()) tensors.insert(tensors.begin(), {name, opened.read(name)});
    TempDir dir;
    writeSafetensors(dir / "copy.safetensors", tensors);
    EXPECT_EQ(readFile(dir / "copy.safetensors"), readFile(original));
}

class ModelFolder : public testing::Test {
protected:
    void SetUp() override {
        config.vocab_size = 7, config.hidden_size = 8, config.num_hidden_layers = 1, config.num_attention_heads = 2;
        config.num_key_value_heads = 1, config.head_dim = 4, config.intermediate_size = 6,
        config.max_position_embeddings = 32;
        config.attention_bias = true, config.tie_word_embeddings = true, config.rope_theta = 12345, config.bos_token_id = 4;
        config.eos_token_ids = {1, 3};
    }
    std::string loadError() {
        try {
            Transformer::load(dir.path());
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            return error.what();
        }
        return "";
    }
    /// Saves the model's tensors after a change.
    void saveWith(const std::function<void(std::vector<std::pair<std::string, at::Tensor>>&)>& change) {
        Transformer model(config, 1);
        model.save(dir.path());
        auto tensors = model.parameters();
        for (auto& [name, tensor] : tensors) tensor = tensor.detach().clone();
        change(tensors);
        writeSafetensors(dir / "model.safetensors", tensors);
    }
    void editConfig(const std::function<void(json&)>& change) {
        Transformer(config, 1).save(dir.path());
        auto edited = json::parse(readFile(dir / "config.json"));
        change(edited);
        write(dir / "config.json", edited.dump());
    }
    TempDir dir;
    ModelConfig config;
};

TEST_F(ModelFolder, SavesAndLoads) {
    for (const bool tied : {true, false}) {
        config.tie_word_embeddings = tied;
        const Transformer model(config, 9);
        model.save(dir.path());
        const auto bytes = readFile(dir / "model.safetensors");
        const auto again = Transformer::load(dir.path());
        EXPECT_EQ(again.config().toJson(), config.toJson());
        EXPECT_THAT(again.config().eos_token_ids, testing::ElementsAre(1, 3));
        ASSERT_EQ(again.parameters().size(), model.parameters().size());
        for (std::size_t i = 0; i < model.parameters().size(); ++i) {
            EXPECT_EQ(again.parameters()[i].first, model.parameters()[i].first);
            EXPECT_TRUE(at::equal(again.parameters()[i].second, model.parameters()[i].second));
            EXPECT_TRUE(again.parameters()[i].second.requires_grad());
        }
        again.save(dir.path());
        EXPECT_EQ(readFile(dir / "model.safetensors"), bytes);
    }
}

TEST_F(ModelFolder, KeepsTheKindOfTheWeights) {
    for (const char* dtype : {"bfloat16", "float16"}) {
        config.dtype = dtype;
        const Transformer model(config, 9);
        model.save(dir.path(), Transformer::Precision::AsLoaded);
        const auto size = fs::file_size(dir / "model.safetensors");
        const auto again = Transformer::load(dir.path());
        EXPECT_EQ(again.config().dtype, dtype);
        EXPECT_EQ(again.parameters()[0].second.scalar_type(), at::kFloat);
        const double error = (again.parameters()[0].second - model.parameters()[0].second).abs().max().item<double>();
        EXPECT_GT(error, 0);
        EXPECT_LT(error, 1e-3);
        again.save(dir.path());
        EXPECT_GT(fs::file_size(dir / "model.safetensors"), size + static_cast<std::uintmax_t>(config.parameterCount()));
        EXPECT_TRUE(at::equal(Transformer::load(dir.path()).parameters()[0].second, again.parameters()[0].second));
    }
}

TEST_F(ModelFolder, ReadsShards) {
    Transformer model(config, 2);
    model.save(dir.path());
    fs::remove(dir / "model.safetensors");
    const auto& all = model.parameters();
    const std::vector<std::pair<std::string, at::Tensor>> first(all.begin(), all.begin() + 4),
        second(all.begin() + 4, all.end());
    writeSafetensors(dir / "model-00001-of-00002.safetensors", first);
    writeSafetensors(dir / "model-00002-of-00002.safetensors", second);
    json index;
    for (const auto& [name, tensor] : first) index["weight_map"][name] = "model-00001-of-00002.safetensors";
    for (const auto& [name, tensor] : second) index["weight_map"][name] = "model-00002-of-00002.safetensors";
    write(dir / "model.safetensors.index.json", index.dump());
    const auto loaded = Transformer::load(dir.path());
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_TRUE(at::equal(loaded.parameters()[i].second, all[i].second));

    auto wrong = index;
    wrong["weight_map"][all[0].first] = "model-00002-of-00002.safetensors";
    write(dir / "model.safetensors.index.json", wrong.dump());
    EXPECT_THAT(loadError(), HasSubstr(all[0].first));
    wrong["weight_map"][all[0].first] = "../model-00001-of-00002.safetensors";
    write(dir / "model.safetensors.index.json", wrong.dump());
    EXPECT_THAT(loadError(), HasSubstr("same folder"));
    write(dir / "model.safetensors.index.json", index.dump());
    fs::remove(dir / "model-00002-of-00002.safetensors");
    EXPECT_THAT(loadError(), HasSubstr("model-00002-of-00002"));
}

TEST_F(ModelFolder, RefusesWrongWeights) {
    saveWith([](auto& tensors) { tensors.pop_back(); });
    EXPECT_THAT(loadError(), HasSubstr("\"model.norm.weight\" is missing"));
    saveWith([](auto& tensors) { tensors.emplace_back("model.extra", at::zeros({1})); });
    EXPECT_THAT(loadError(), HasSubstr("\"model.extra\" has no place"));
    saveWith([](auto& tensors) { tensors.back().second = at::ones({9}); });
    EXPECT_THAT(loadError(), HasSubstr("\"model.norm.weight\" is [9], config.json asks for [8]"));
    for (const float bad : {INFINITY, NAN}) {
        saveWith([&](auto& tensors) { tensors.back().second[3] = bad; });
        EXPECT_THAT(loadError(), HasSubstr("\"model.norm.weight\" holds values that are not finite"));
    }
    saveWith([](auto& tensors) { tensors.emplace_back("lm_head.weight", tensors.front().second + 1); });
    EXPECT_THAT(loadError(), HasSubstr("lm_head.weight differs"));
    saveWith([](auto& tensors) { tensors.emplace_back("lm_head.weight", tensors.front().second); });
    EXPECT_EQ(loadError(), "");
    fs::resize_file(dir / "model.safetensors", fs::file_size(dir / "model.safetensors") - 1);
    EXPECT_THAT(loadError(), HasSubstr("cut short"));
    fs::remove(dir / "model.safetensors");
    EXPECT_THAT(loadError(), HasSubstr("neither"));
}

TEST_F(ModelFolder, RefusesWrongConfigs) {
    const auto with = [&](const char* field, json value) {
        editConfig([&](json& edited) { edited[field] = std::move(value); });
        return loadError();
    };
    for (const char* field :
         {"model_type", "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"}) {
        editConfig([&](json& edited) { edited.erase(field); });
        EXPECT_THAT(loadError(), testing::AllOf(HasSubstr(field), HasSubstr("missing"), HasSubstr("config.json")));
    }
    EXPECT_THAT(with("model_type", "gpt2"), HasSubstr("Retort runs qwen2"));
    EXPECT_THAT(with("vocab_size", -3), HasSubstr("vocab_size"));
    EXPECT_THAT(with("vocab_size", "7"), HasSubstr("vocab_size"));
    EXPECT_THAT(with("hidden_size", 1e30), HasSubstr("hidden_size"));
    EXPECT_THAT(with("hidden_size", 9), HasSubstr("multiple of num_attention_heads"));
    EXPECT_THAT(with("num_key_value_heads", 3), HasSubstr("num_key_value_heads"));
    EXPECT_THAT(with("hidden_act", "gelu"), HasSubstr("silu"));
    EXPECT_THAT(with("rope_theta", 0), HasSubstr("rope_theta"));
    EXPECT_THAT(with("rope_scaling", {{"rope_type", "longrope"}}), HasSubstr("\"rope_scaling.rope_type\" is \"longrope\""));
    EXPECT_THAT(with("rope_scaling", {{"type", "yarn"}}), HasSubstr("\"rope_scaling.factor\" is missing"));
    EXPECT_THAT(with("rope_scaling", {{"type", "linear"}, {"factor", 2}, {"mrope_section", {1, 1}}}),
                HasSubstr("\"rope_scaling.mrope_section\""));
    EXPECT_THAT(with("rope_parameters", {{"rope_type", "llama3"}, {"factor", 8}}),
                HasSubstr("\"rope_parameters.low_freq_factor\" is missing"));
    EXPECT_THAT(with("final_logit_softcapping", 30.0),
                HasSubstr("\"final_logit_softcapping\" is a field that Retort does not know"));
    EXPECT_THAT(with("attention_dropout", 0.1), HasSubstr("attention_dropout"));
    EXPECT_THAT(with("torch_dtype", "float8_e4m3fn"), HasSubstr("torch_dtype"));
    EXPECT_THAT(with("layer_types", {"sliding_attention"}), HasSubstr("no sliding_window"));
    EXPECT_EQ(with("some_new_switch", false), "");
    write(dir / "config.json", R"({"model_type": "qwen2", "hidden_size": 8, "hidden_size": 9})");
    EXPECT_THAT(loadError(), HasSubstr("\"hidden_size\" comes twice"));
    EXPECT_THAT(with("quantization_config", json::object()), HasSubstr("quantization_config"));
    EXPECT_THAT(with("eos_token_id", 99), HasSubstr("eos_token_id"));
    EXPECT_EQ(with("rope_parameters", {{"rope_type", "default"}, {"rope_theta", 5.5}}), "");
    EXPECT_EQ(Transformer::load(dir.path()).config().rope_theta, 5.5);
    write(dir / "config.json", std::string(10000, '['));
    EXPECT_THAT(loadError(), HasSubstr("deep"));
    write(dir / "config.json", "{");
    EXPECT_THAT(loadError(), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace retort
