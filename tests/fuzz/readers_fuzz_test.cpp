// SPDX-License-Identifier: Apache-2.0
// Damaged model files: every reader ends with its own Error or with a result, never with another exception or a crash. Fixed
// seeds; RETORT_FUZZ_SECONDS makes it longer.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "export/gguf.h"
#include "model/lora.h"
#include "model/safetensors.h"
#include "model/transformer.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using namespace retort::test;

double budget() {
    const char* seconds = std::getenv("RETORT_FUZZ_SECONDS");
    return seconds ? std::atof(seconds) : 0.7;
}

/// One to four edits: a flipped bit, another byte, a piece copied, dropped or doubled, a number made extreme, the end cut
/// off.
std::string mutated(std::string bytes, Random& random) {
    static constexpr const char* words[] = {"-1", "0",  "1e309", "18446744073709551616", "null",
                                            "[]", "{}", "\"\"",  "4294967295",           "[[[[[[[["};
    for (std::uint64_t edits = 1 + random.below(4); edits > 0 && !bytes.empty(); --edits) {
        const auto at = random.below(bytes.size()),
                   length = std::min<std::uint64_t>(1 + random.below(16), bytes.size() - at);
        switch (random.below(7)) {
            case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8))); break;
            case 1: bytes[at] = static_cast<char>(random.below(256)); break;
            case 2: bytes.erase(at, length); break;
            case 3: bytes.insert(at, bytes.substr(at, length)); break;
            case 4: bytes.replace(at, length, words[random.below(std::size(words))]); break;
            case 5: bytes.resize(at); break;
            default:
                for (std::uint64_t i = 0; i < std::min<std::uint64_t>(8, length); ++i)
                    bytes[at + i] = static_cast<char>(random.below(2) ? 0xff : 0);
                break;
        }
    }
    return bytes;
}

void fuzz(const std::string& valid, const std::string& file, const std::function<void(const fs::path&)>& read) {
    TempDir dir;
    const auto place = dir / file;
    const auto write = [&](const std::string& bytes) { std::ofstream(place, std::ios::binary | std::ios::trunc) << bytes; };
    write(valid);
    EXPECT_NO_THROW(read(dir.path()));
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(budget());
    int refused = 0, tried = 0;
    for (std::uint64_t seed = 0; std::chrono::steady_clock::now() < end || tried < 20; ++seed, ++tried) {
        Random random(seed, 0);
        write(mutated(valid, random));
        try {
            read(dir.path());
        } catch (const Error&) {
            ++refused;
        } catch (const std::exception& error) {
            FAIL() << "seed " << seed << ": " << error.what();
        }
    }
    EXPECT_GT(refused, 0);
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

}  // namespace
}  // namespace retort
