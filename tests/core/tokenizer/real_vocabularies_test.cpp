// SPDX-License-Identifier: Apache-2.0
// Published vocabularies against ids from independent encoders.
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "tokenizer/tokenizer.h"

using namespace retort;
using Json = nlohmann::json;
using Ids = std::vector<std::int32_t>;

namespace {

std::vector<Json> readLines(const std::filesystem::path& file) {
    std::vector<Json> rows;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) rows.push_back(Json::parse(line));
    return rows;
}

std::string gunzip(const std::filesystem::path& file) {
    std::string content;
    gzFile stream = gzopen(file.c_str(), "rb");
    std::vector<char> buffer(1 << 20);
    for (int read = 0; (read = gzread(stream, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;)
        content.append(buffer.data(), read);
    gzclose(stream);
    return content;
}

void checkLlamaCases(const Tokenizer& tokenizer, const std::filesystem::path& cases, const std::string& vocab) {
    int checked = 0;
    for (const Json& row : readLines(cases)) {
        if (row["vocab"] != vocab) continue;
        EXPECT_EQ(tokenizer.encode(row["text"].get<std::string>()), row["ids"].get<Ids>()) << row["id"];
        ++checked;
    }
    EXPECT_GT(checked, 10);
}

}  // namespace

TEST(Qwen25, EncodesEveryCase) {
    RETORT_REQUIRE_SHARED(folder, "tokenizer/qwen2.5");
    RETORT_REQUIRE_SHARED(derived, "tokenizer/derived_cases_dev.jsonl");
    RETORT_REQUIRE_SHARED(llama, "tokenizer/llama_cpp_cases_dev.jsonl");
    const Tokenizer tokenizer = Tokenizer::load(folder);
    EXPECT_EQ(tokenizer.eosId(), tokenizer.idOf("<|im_end|>"));
    EXPECT_FALSE(tokenizer.bosId()) << "its tokenizer_config.json says null";
    for (const Json& row : readLines(derived)) {
        const auto ids = row["qwen25"].get<Ids>();
        EXPECT_EQ(tokenizer.encode(row["text"].get<std::string>()), ids) << row["id"];
        EXPECT_EQ(tokenizer.encode(tokenizer.decode(ids)), ids) << row["id"];
    }
    checkLlamaCases(tokenizer, llama, "qwen2");
}

TEST(Qwen25, TokensJoinToTheText) {
    RETORT_REQUIRE_SHARED(folder, "tokenizer/qwen2.5");
    const Tokenizer tokenizer = Tokenizer::load(folder);
    const std::string text = "<|im_start|>user\nWas ist 1\u20442 von \U0001F600 \u9898\u76ee?<|im_end|>";
    std::string joined;
    for (const auto id : tokenizer.encode(text)) joined += tokenizer.tokenBytes(id);
    EXPECT_EQ(joined, text);
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(text), true), "user\nWas ist 1\u20442 von \U0001F600 \u9898\u76ee?");
}

TEST(Qwen25, InvalidUtf8KeepsItsBytes) {
    RETORT_REQUIRE_SHARED(folder, "tokenizer/qwen2.5");
    const Tokenizer tokenizer = Tokenizer::load(folder);
    const std::string broken = "abc\xFF\xE4\xB8 def\xC0";
    std::string joined;
    for (const auto id : tokenizer.encode(broken)) joined += tokenizer.tokenBytes(id);
    EXPECT_EQ(joined, broken);
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(broken)), "abc\uFFFD\uFFFD def\uFFFD");
}

TEST(Gpt2, ReadsVocabAndMergesAndEncodesEveryCase) {
    RETORT_REQUIRE_SHARED(folder, "tokenizer/gpt2");
    RETORT_REQUIRE_SHARED(derived, "tokenizer/derived_cases_dev.jsonl");
    RETORT_REQUIRE_SHARED(llama, "tokenizer/llama_cpp_cases_dev.jsonl");
    const Tokenizer tokenizer = Tokenizer::load(folder);
    EXPECT_EQ(tokenizer.vocabSize(), 50257);
    EXPECT_EQ(tokenizer.eosId(), 50256);
    for (const Json& row : readLines(derived)) {
        const auto text = row["text"].get<std::string>();
        if (text.find("<|endoftext|>") != text.npos) continue;  // the rows take special tokens as plain text
        EXPECT_EQ(tokenizer.encode(text), row["gpt2"].get<Ids>()) << row["id"];
        EXPECT_EQ(tokenizer.decode(row["gpt2"].get<Ids>()), text) << row["id"];
    }
    checkLlamaCases(tokenizer, llama, "gpt-2");
}

TEST(Phi2, FindsRunsOfSpacesAsAddedTokens) {
    RETORT_REQUIRE_SHARED(folder, "tokenizer/phi-2");
    const Tokenizer tokenizer = Tokenizer::load(folder);
    EXPECT_EQ(tokenizer.vocabSize(), 50295);
    EXPECT_EQ(tokenizer.encode("\t\t"), Ids{50294});
    const std::string code = "def f():\n        return 1\n\t\tpass";
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(code)), code);
}

TEST(Qwen3, ReadsMergesAsPairsAndKeepsThinkTags) {
    RETORT_REQUIRE_SHARED(packed, "tokenizer/qwen3/tokenizer.json.gz");
    RETORT_REQUIRE_SHARED(derived, "tokenizer/derived_cases_dev.jsonl");
    const test::TempDir dir;
    writeFileDurably(dir / "tokenizer.json", gunzip(packed));
    std::filesystem::copy(packed.parent_path() / "tokenizer_config.json", dir / "tokenizer_config.json");
    const Tokenizer tokenizer = Tokenizer::load(dir.path());
    const auto open = tokenizer.idOf("<think>");
    ASSERT_TRUE(open);
    EXPECT_EQ(tokenizer.encode("<think>"), Ids{*open});
    EXPECT_EQ(tokenizer.decode(Ids{*open}, true), "<think>") << "it is an added token, but not a special one";
    for (const Json& row : readLines(derived)) {
        const auto text = row["text"].get<std::string>();
        if (text.find("think>") != text.npos || text.find("tool_") != text.npos) continue;  // added since Qwen2.5
        EXPECT_EQ(tokenizer.encode(text), row["qwen25"].get<Ids>()) << row["id"];
    }
}

TEST(TinyTorchtitan, LoadsWithoutMerges) {
    RETORT_REQUIRE_SHARED(file, "tokenizer/tiny-torchtitan/tokenizer.json");
    const Tokenizer tokenizer = Tokenizer::load(file.parent_path());
    EXPECT_NO_THROW(tokenizer.decode(tokenizer.encode("Hello world 12")));
}

TEST(Stories260k, SentencePieceStyleRoundTrip) {
    RETORT_REQUIRE_SHARED(file, "models/stories260k/upstream_expected.jsonl");
    const Tokenizer tokenizer = Tokenizer::load(file.parent_path());
    ASSERT_EQ(tokenizer.bosId(), 1);
    for (const Json& row : readLines(file)) {
        const auto ids = row["ids"].get<Ids>();
        const auto text = row["text"].get<std::string>();
        EXPECT_EQ(tokenizer.encode(text, true), ids);
        EXPECT_EQ(tokenizer.decode(ids, true), text);
    }
    RETORT_REQUIRE_SHARED(golden, "models/stories260k/golden.jsonl");
    for (const Json& row : readLines(golden)) {
        EXPECT_EQ(tokenizer.encode(row["prompt"].get<std::string>(), true), row["prompt_ids"].get<Ids>()) << row["prompt"];
    }
}
