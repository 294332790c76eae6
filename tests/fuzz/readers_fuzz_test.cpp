// SPDX-License-Identifier: Apache-2.0
// Damaged model files: safetensors, config.json, adapters, GGUF, checkpoints.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>

#include "export/gguf.h"
#include "fuzz/fuzz.h"
#include "model/lora.h"
#include "model/safetensors.h"
#include "model/transformer.h"
#include "support/shared_data.h"
#include "train/trainer_checkpoint.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using namespace retort::test;

void fuzz(const std::string& valid, const std::string& file, const std::function<void(const fs::path&)>& read) {
    fuzzFile({valid}, file, read);
}

TEST(FuzzReaders, Safetensors) {
    const auto valid = readFile(testData("qwen2_tiny_tied") / "model.safetensors");
    // Most of the header, and little enough data that edits hit the header.
    fuzz(valid, "model.safetensors", [](const fs::path& folder) {
        const SafetensorsFile file(folder / "model.safetensors");
        for (const auto& [name, entry] : file.entries())
            if (entry.dtype == "F32") file.read(name);
    });
}

TEST(FuzzReaders, SafetensorsIndex) {
    const std::string valid = R"({"metadata": {"total_size": 4}, "weight_map": {"a": "x.safetensors"}})";
    const std::string header = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    fuzz(valid, "model.safetensors.index.json", [&](const fs::path& folder) {
        std::ofstream(folder / "x.safetensors", std::ios::binary)
            << static_cast<char>(header.size()) << std::string(7, '\0') << header << std::string(4, '\0');
        SafetensorsFolder(folder).read("a");
    });
}

TEST(FuzzReaders, Config) {
    for (const char* kind : {"qwen3_layer_types", "llama_llama3", "deepseek_v3"})
        fuzz(readFile(testData(std::string("models/") + kind) / "config.json"), "config.json",
             [](const fs::path& folder) { ModelConfig::load(folder).toJson(); });
}

TEST(FuzzReaders, AdapterConfig) {
    const auto config = ModelConfig::load(testData("qwen2_tiny_tied"));
    TempDir dir;
    Lora(config, {.rank = 2, .target_modules = {"q_proj"}}, 1).save(dir.path(), ".");
    const auto tensors = readFile(dir / "adapter_model.safetensors");
    fuzz(readFile(dir / "adapter_config.json"), "adapter_config.json", [&](const fs::path& folder) {
        std::ofstream(folder / "adapter_model.safetensors", std::ios::binary) << tensors;
        Lora::load(folder, config);
    });
}

TEST(FuzzReaders, Gguf) {
    TempDir dir;
    writeGguf(dir / "x.gguf",
              {{"general.architecture", std::string("llama")},
               {"llama.block_count", std::int64_t{2}},
               {"llama.rope.freq_base", 10000.0},
               {"tokenizer.ggml.tokens", std::vector<std::string>{"a", "b", "ab"}},
               {"tokenizer.ggml.scores", std::vector<double>{0, -1, -2}},
               {"tokenizer.ggml.token_type", std::vector<std::int64_t>{1, 1, 1}},
               {"flag", true}},
              {{"a", GgufKind::F32, {2, 3}}, {"b", GgufKind::Q8_0, {32}}},
              [](std::size_t i) { return std::string(i == 0 ? 24 : 34, '\1'); });
    fuzz(readFile(dir / "x.gguf"), "x.gguf", [](const fs::path& folder) {
        const GgufFile file(folder / "x.gguf");
        std::size_t bytes = 0;
        for (const auto& [name, tensor] : file.tensors())
            for (const char c : tensor.bytes) bytes += c != 0;
        EXPECT_LE(bytes, 200u);
    });
}

TEST(FuzzReaders, CheckpointManifest) {
    TempDir dir;
    const fs::path folder = dir / "checkpoint";
    saveCheckpoint(folder, Transformer::load(testData("qwen2_tiny_tied")), {std::nullopt, R"({"cursor": 1})", {}});
    for (const char* name : {"manifest.json", "trainer.json"}) {
        const std::string valid = readFile(folder / name);
        const int refused = fuzzText({valid}, [&](const std::string& bytes) {
            std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << bytes;
            loadCheckpoint(folder);
        });
        EXPECT_GT(refused, 0);
        std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << valid;
    }
}

}  // namespace
}  // namespace retort
