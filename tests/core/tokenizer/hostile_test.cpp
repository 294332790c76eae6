// SPDX-License-Identifier: Apache-2.0
// Damaged and hostile tokenizer files: always Error(BadInput) that names the file, or a tokenizer that works.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "tokenizer/tokenizer.h"

using namespace retort;
using Json = nlohmann::json;

namespace {

Json trained() { return Json::parse(readFile(test::testData("tokenizer/trained/tokenizer.json"))); }

void expectRefused(const std::string& content, const std::string& what) {
    const test::TempDir dir;
    writeFileDurably(dir / "tokenizer.json", content);
    try {
        Tokenizer::load(dir.path());
        ADD_FAILURE() << "accepted: " << what;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << what;
        EXPECT_NE(std::string(error.what()).find("tokenizer.json"), std::string::npos) << what << ": " << error.what();
    }
}

void expectFieldRefused(const std::string& pointer, const Json& value) {
    Json document = trained();
    document[Json::json_pointer(pointer)] = value;
    expectRefused(document.dump(), pointer + " = " + value.dump());
}

}  // namespace

TEST(HostileTokenizer, WrongFieldsAreNamed) {
    expectFieldRefused("/model/type", "Unigram");
    expectFieldRefused("/model/type", 3);
    expectFieldRefused("/model/vocab", Json::array());
    expectFieldRefused("/model/vocab/!", -1);
    expectFieldRefused("/model/vocab/!", 1.5);
    expectFieldRefused("/model/vocab/!", 4'000'000'000u);
    expectFieldRefused("/model/vocab/!", 18'000'000'000'000'000'000u);
    expectFieldRefused("/model/merges", "a b");
    expectFieldRefused("/model/merges/0", "ab");
    expectFieldRefused("/model/merges/0", "a b c");
    expectFieldRefused("/model/merges/0", Json::array({"a", 1}));
    expectFieldRefused("/model/merges/0", Json::array({"not", "there"}));
    expectFieldRefused("/model/unk_token", "not there");
    expectFieldRefused("/model/end_of_word_suffix", "</w>");
    expectFieldRefused("/model/dropout", 0.5);
    expectFieldRefused("/model/byte_fallback", "yes");
    expectFieldRefused("/added_tokens", 1);
    expectFieldRefused("/added_tokens/0/id", 0);
    expectFieldRefused("/added_tokens/0/id", "x");
    expectFieldRefused("/added_tokens/0/content", nullptr);
    expectFieldRefused("/added_tokens/0/content", std::string(5000, 'x'));
    expectFieldRefused("/normalizer", {{"type", "Precompiled"}});
    expectFieldRefused("/normalizer", "NFC");
    expectFieldRefused("/pre_tokenizer", {{"type", "BertPreTokenizer"}});
    expectFieldRefused("/pre_tokenizer/pretokenizers/0/pattern", {{"Regex", 1}});
    expectFieldRefused("/pre_tokenizer/pretokenizers/0/behavior", "Sideways");
    expectFieldRefused("/decoder", {{"type", "WordPiece"}});
    expectFieldRefused("/post_processor", {{"type", "Other"}});
}

TEST(HostileTokenizer, BadPatternIsRefused) { expectFieldRefused("/pre_tokenizer/pretokenizers/0/pattern/Regex", "((("); }

TEST(HostileTokenizer, StepsBehindByteLevelAreRefused) {
    Json document = trained();
    Json& steps = document["pre_tokenizer"]["pretokenizers"];
    std::swap(steps[0], steps[1]);
    expectRefused(document.dump(), "ByteLevel before Split");
}

TEST(HostileTokenizer, NestingIsBounded) {
    Json nested = {{"type", "NFC"}};
    for (int i = 0; i < 1000; ++i) nested = {{"type", "Sequence"}, {"normalizers", Json::array({nested})}};
    Json document = trained();
    document["normalizer"] = nested;
    expectRefused(document.dump(), "1000 nested Sequences");
    expectRefused(std::string(1'000'000, '['), "a million brackets");
}

TEST(HostileTokenizer, NotATokenizer) {
    for (const char* content : {"", "null", "[]", "{}", "\"x\"", "{\"model\":null}", "{\"model\":{}}", "\xFF\xFE{}"})
        expectRefused(content, content);
    const test::TempDir empty;
    EXPECT_THROW(Tokenizer::load(empty.path()), Error);
    EXPECT_THROW(Tokenizer::load(empty / "missing"), Error);
}

TEST(HostileTokenizer, ConfigThatNamesNoToken) {
    const test::TempDir dir;
    writeFileDurably(dir / "tokenizer.json", trained().dump());
    for (const char* config : {R"({"eos_token": "<end>"})", R"({"eos_token": 3})", R"({"eos_token": {"x": 1}})", "[]", "{",
                               R"({"added_tokens_decoder": {"x": {"content": "y"}}})",
                               R"({"added_tokens_decoder": {"1": {"content": "yyyy"}}})"}) {
        writeFileDurably(dir / "tokenizer_config.json", config);
        EXPECT_THROW(Tokenizer::load(dir.path()), Error) << config;
    }
    writeFileDurably(dir / "tokenizer_config.json", R"({"eos_token": {"content": "<eos>"}, "bos_token": null})");
    EXPECT_TRUE(Tokenizer::load(dir.path()).eosId());
}

TEST(HostileTokenizer, OldFilesThatAreDamaged) {
    const test::TempDir dir;
    writeFileDurably(dir / "vocab.json", R"({"a": 0, "b": 1, "ab": 2})");
    for (const char* merges : {"#version: 0.2\nab\n", "a c\n", "a b c\n", "\xFF \xFE\n"}) {
        writeFileDurably(dir / "merges.txt", merges);
        EXPECT_THROW(Tokenizer::load(dir.path()), Error) << merges;
    }
    writeFileDurably(dir / "merges.txt", "#version: 0.2\r\na b\r\n\r\n");
    EXPECT_EQ(Tokenizer::load(dir.path()).encode("abx"), std::vector<std::int32_t>{2});
}

TEST(HostileTokenizer, RandomDamageNeverCrashes) {
    const std::string good = readFile(test::testData("tokenizer/trained/tokenizer.json"));
    Random random(11, 0);
    const test::TempDir dir;
    int refused = 0;
    for (int i = 0; i < 300; ++i) {
        std::string bad = good;
        for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips)
            bad[random.below(bad.size())] = static_cast<char>(random.below(256));
        if (i % 5 == 0) bad.resize(random.below(bad.size()));
        writeFileDurably(dir / "tokenizer.json", bad);
        try {
            const Tokenizer tokenizer = Tokenizer::load(dir.path());
            tokenizer.decode(tokenizer.encode("<think>Tom has 15 苹果</think>"));
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            ++refused;
        }
    }
    EXPECT_GT(refused, 60);
}
