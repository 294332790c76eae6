// SPDX-License-Identifier: Apache-2.0
// Every kind of normaliser, pre-tokenizer, added token, post-processor and decoder against what HuggingFace `tokenizers`
// does (tests/golden/tokenizer_variants.py).
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "tokenizer/bpe.h"
#include "tokenizer/pattern.h"
#include "tokenizer/tokenizer.h"

using namespace retort;
using Json = nlohmann::json;
using Ids = std::vector<std::int32_t>;

namespace {

Json trained() { return Json::parse(readFile(test::testData("tokenizer/trained/tokenizer.json"))); }

Tokenizer load(const Json& document) {
    const test::TempDir dir;
    writeFileDurably(dir / "tokenizer.json", document.dump());
    return Tokenizer::load(dir.path());
}

}  // namespace

TEST(Variants, AgreeWithHuggingFace) {
    std::ifstream lines(test::testData("tokenizer/variants.jsonl"));
    int variants = 0;
    for (std::string line; std::getline(lines, line); ++variants) {
        const Json row = Json::parse(line);
        Json document = trained();
        for (const auto& [key, value] : row["patch"].items()) {
            if (key == "model") document[key].update(value);
            else document[key] = value;
        }
        const Tokenizer tokenizer = load(document);
        for (const Json& test : row["cases"]) {
            const auto text = test["text"].get<std::string>();
            const auto ids = test["ids"].get<Ids>();
            const std::string patch = row["patch"].dump(-1, ' ', true).substr(0, 400);
            EXPECT_EQ(tokenizer.encode(text), ids) << test["text"] << " with variant " << variants << ": " << patch;
            EXPECT_EQ(tokenizer.encode(text, true), test["with_special"].get<Ids>()) << test["text"] << " with " << patch;
            EXPECT_EQ(tokenizer.decode(ids), test["decoded"].get<std::string>()) << test["text"] << " with " << patch;
        }
    }
    EXPECT_GT(variants, 40);
}

TEST(Bpe, ScanAndHeapMergeAlike) {
    // A piece above the scan's limit goes through the heap; cut at points where no merge crosses, the scan must give the
    // same.
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    std::string word;
    for (int i = 0; i < 30; ++i) word += "ppleshasx";
    BpeSpec spec;
    const Json model = trained()["model"];
    for (const auto& [token, id] : model["vocab"].items()) spec.vocab[token] = id.get<std::int32_t>();
    for (const Json& merge : model["merges"]) spec.merges.emplace_back(merge[0], merge[1]);
    const Bpe bpe(spec, true);
    Ids whole, parts;
    bpe.encode(word, whole);
    for (int i = 0; i < 30; ++i) bpe.encode("ppleshasx", parts);
    EXPECT_EQ(whole, parts);
    EXPECT_LT(whole.size(), word.size());
}

TEST(Tokenizer, ManyThreadsGiveTheSameIds) {
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    const std::string text = readFile(test::testData("tokenizer/corpus.txt"));
    const Ids expected = tokenizer.encode(text);
    std::vector<Ids> results(8);
    {
        std::vector<std::jthread> threads;
        for (Ids& result : results) threads.emplace_back([&] { result = tokenizer.encode(text); });
    }
    for (const Ids& result : results) EXPECT_EQ(result, expected);
}

TEST(Tokenizer, ALongPieceIsNotQuadratic) {
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    const std::string text(2'000'000, 'a');
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(text)), text);
}

TEST(Tokenizer, IdsOutOfRangeAreRefused) {
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    EXPECT_THROW(tokenizer.decode(Ids{-1}), Error);
    EXPECT_THROW(tokenizer.decode(Ids{tokenizer.vocabSize()}), Error);
    EXPECT_THROW(tokenizer.tokenBytes(1 << 30), Error);
    EXPECT_FALSE(tokenizer.idOf("no such token"));
}

TEST(Tokenizer, GenerationConfigNamesTheEndWhereTokenizerConfigIsMissing) {
    const test::TempDir dir;
    writeFileDurably(dir / "tokenizer.json", trained().dump());
    writeFileDurably(dir / "generation_config.json", R"({"bos_token_id": 5, "eos_token_id": [7, 8]})");
    const Tokenizer tokenizer = Tokenizer::load(dir.path());
    EXPECT_EQ(tokenizer.bosId(), 5);
    EXPECT_EQ(tokenizer.eosId(), 7);
}

TEST(Regex, WhiteSpaceIsUnicodes) {
    const Regex space(R"(\s+)", RegexDialect::Oniguruma, "test");
    EXPECT_EQ(space.find("a\u3000\u00a0b", 0), (Range{1, 6}));
    EXPECT_FALSE(space.find("a\u180eb", 0)) << "U+180E is no white space any more";
}

TEST(Regex, HostilePatternsEndInAnError) {
    EXPECT_THROW(Regex("(unclosed", RegexDialect::Oniguruma, "test"), Error);
    EXPECT_THROW(Regex(std::string(100'000, '('), RegexDialect::Oniguruma, "test"), Error);
    EXPECT_THROW(Regex("\\C", RegexDialect::Oniguruma, "test"), Error);
    const Regex exponential("(a|aa)+$", RegexDialect::Oniguruma, "test");
    EXPECT_THROW(exponential.find(std::string(5000, 'a') + "c", 0), Error);
}
