// SPDX-License-Identifier: Apache-2.0
// trainBpe against a committed tokenizer and the ids that HuggingFace `tokenizers` gives with it
// (tests/golden/tokenizer_trained.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "base/file.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "tokenizer/tokenizer.h"

using namespace retort;
using Ids = std::vector<std::int32_t>;

namespace {

std::vector<std::string> corpus() {
    std::vector<std::string> texts;
    std::istringstream lines(readFile(test::testData("tokenizer/corpus.txt")));
    for (std::string line; std::getline(lines, line);) texts.push_back(line);
    return texts;
}

BpeTrainingOptions options() {
    BpeTrainingOptions result;
    result.vocab_size = 320;
    result.special_tokens = {"<eos>", "<think>", "</think>", "<answer>", "</answer>"};
    result.eos_token = "<eos>";
    return result;
}

}  // namespace

TEST(TrainBpe, WritesTheCommittedTokenizer) {
    const test::TempDir dir;
    trainBpe(corpus(), options(), dir / "new" / "folder");
    for (const char* name : {"tokenizer.json", "tokenizer_config.json"}) {
        EXPECT_EQ(readFile(dir / "new" / "folder" / name), readFile(test::testData("tokenizer/trained") / name)) << name;
    }
}

TEST(TrainBpe, IdsAreThoseOfHuggingFace) {
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    std::ifstream lines(test::testData("tokenizer/trained_ids.jsonl"));
    int rows = 0;
    for (std::string line; std::getline(lines, line); ++rows) {
        const auto row = nlohmann::json::parse(line);
        const auto ids = row["ids"].get<Ids>();
        EXPECT_EQ(tokenizer.encode(row["text"].get<std::string>()), ids) << row["text"];
        EXPECT_EQ(tokenizer.decode(ids), row["decoded"].get<std::string>());
        EXPECT_EQ(tokenizer.decode(ids, true), row["decoded_skip"].get<std::string>());
    }
    EXPECT_GE(rows, 20);
}

TEST(TrainBpe, VocabularyIsLaidOutAsAsked) {
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    EXPECT_EQ(tokenizer.vocabSize(), 320);
    EXPECT_EQ(tokenizer.idOf("<eos>"), 315);
    EXPECT_EQ(tokenizer.idOf("</answer>"), 319);
    EXPECT_EQ(tokenizer.eosId(), 315);
    EXPECT_FALSE(tokenizer.bosId());
    EXPECT_EQ(tokenizer.decode(tokenizer.encode("<think>1</think><eos>"), true), "<think>1</think>");
}

TEST(TrainBpe, EveryDigitIsItsOwnToken) {
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    EXPECT_EQ(tokenizer.encode("1234567890").size(), 10u);
}

TEST(TrainBpe, StopsWhenNoPairOccursTwice) {
    const test::TempDir dir;
    BpeTrainingOptions few;
    few.vocab_size = 5000;
    trainBpe({"abcabc"}, few, dir.path());
    // "abcabc" is one word: (a,b) twice, then (ab,c) twice, then (abc,abc) once.
    EXPECT_EQ(Tokenizer::load(dir.path()).vocabSize(), 258);
}

TEST(TrainBpe, TiesGoToThePairOfLowerIds) {
    const test::TempDir dir;
    BpeTrainingOptions one;
    one.vocab_size = 257;
    trainBpe({"cd cd ab ab"}, one, dir.path());
    const Tokenizer tokenizer = Tokenizer::load(dir.path());
    EXPECT_TRUE(tokenizer.idOf("ab")) << "(a,b) occurs as often as (c,d)";
    EXPECT_EQ(tokenizer.tokenBytes(256), "ab");
}

TEST(TrainBpe, RefusesOptionsThatCannotBe) {
    const test::TempDir dir;
    BpeTrainingOptions wrong = options();
    wrong.vocab_size = 260;
    EXPECT_THROW(trainBpe({"a"}, wrong, dir.path()), Error);
    wrong = options();
    wrong.eos_token = "<end>";
    EXPECT_THROW(trainBpe({"a"}, wrong, dir.path()), Error);
    wrong = options();
    wrong.special_tokens.push_back("<eos>");
    EXPECT_THROW(trainBpe({"a"}, wrong, dir.path()), Error);
}
