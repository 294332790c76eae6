// SPDX-License-Identifier: Apache-2.0
#include "data/dataset.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace retort::test {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::StartsWith;

namespace {

class DatasetTest : public ::testing::Test {
protected:
    DatasetTest() {
        section_.name = "x";
        section_.path = {"data/x.jsonl"};
    }

    std::filesystem::path write(std::string_view text) const {
        writeFileDurably(dir_ / "x.jsonl", text);
        return dir_ / "x.jsonl";
    }
    std::vector<Prompt> prompts(std::string_view text) const { return readPrompts(section_, write(text)); }

    static std::string errorOf(const std::function<void()>& action) {
        try {
            action();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            return error.what();
        }
        ADD_FAILURE() << "no error";
        return {};
    }
    std::string promptError(std::string_view text) const {
        return errorOf([&] { prompts(text); });
    }

    TempDir dir_;
    DataSection section_;
};

}  // namespace

TEST_F(DatasetTest, ColumnsThatRulesReadComeWithThePrompt) {
    section_.reference_column = "";
    const auto rows = prompts(
        "{\"prompt\": \"Write.\", \"instruction_id_list\": [\"punctuation:no_comma\"], \"kwargs\": [{}], \"other\": 1}\n"
        "{\"prompt\": \"Choose.\", \"choices\": null}\n");
    EXPECT_EQ(rows[0].grading, "{\"instruction_id_list\":[\"punctuation:no_comma\"],\"kwargs\":[{}]}");
    EXPECT_EQ(rows[1].grading, "");
}

TEST_F(DatasetTest, ReadsPromptsByColumn) {
    section_.prompt_column = "question";
    section_.language = "en";
    const auto rows = prompts(
        "{\"question\": \"1 + 1?\", \"answer\": 2}\n"
        "{\"question\": \"二\", \"answer\": \"三\", \"language\": \"zh\", \"domain\": \"helpful\", \"id\": \"a\"}\n");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].key, "x:0");
    EXPECT_EQ(rows[0].text, "1 + 1?");
    EXPECT_EQ(rows[0].reference, "2");
    EXPECT_EQ(rows[0].language, "en");
    EXPECT_EQ(rows[0].domain, "reasoning");
    EXPECT_EQ(rows[1].key, "a");
    EXPECT_EQ(rows[1].reference, "三");
    EXPECT_EQ(rows[1].language, "zh");
    EXPECT_EQ(rows[1].domain, "helpful");
}

TEST_F(DatasetTest, NumbersBecomeTextAsWritten) {
    const auto rows = prompts(
        "{\"prompt\":\"a\",\"answer\":3.0}\n{\"prompt\":\"a\",\"answer\":-0.5}\n{\"prompt\":\"a\",\"answer\":"
        "18446744073709551615}\n{\"prompt\":\"a\",\"answer\":-12}\n");
    std::vector<std::string> references;
    for (const Prompt& row : rows) references.push_back(row.reference);
    EXPECT_THAT(references, ElementsAre("3", "-0.5", "18446744073709551615", "-12"));
}

TEST_F(DatasetTest, AcceptsByteOrderMarkCrlfBlankLinesAndNoFinalNewline) {
    const auto rows = prompts("\xEF\xBB\xBF{\"prompt\":\"a\",\"answer\":1}\r\n\r\n  \n{\"prompt\":\"b\",\"answer\":2}");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].key, "x:1");
    EXPECT_EQ(promptError("\n\n{\"prompt\":\"a\",\"answer\":1}\r\n{\"prompt\":\"b\"}\r\n"),
              "data/x.jsonl:4: column \"answer\" is missing. The columns are prompt. Set reference_column of [data.x], or "
              "\"\" when there "
              "is none.");
}

TEST_F(DatasetTest, MissingColumnNamesLineAndColumns) {
    section_.kind = "sft";
    const auto file = write("{\"prompt\": \"a\", \"completion\": \"b\"}\n{\"prompt\": \"a\", \"reference\": \"b\"}\n");
    EXPECT_EQ(errorOf([&] { readSftRows(section_, file); }),
              "data/x.jsonl:2: column \"completion\" is missing. The columns are prompt, reference. Set completion_column "
              "of [data.x].");
    EXPECT_EQ(errorOf([&] { readSftRows(section_, write("{}")); }),
              "data/x.jsonl:1: column \"prompt\" is missing. The row has no columns. Set prompt_column of [data.x].");
}

TEST_F(DatasetTest, AReferenceIsNotWantedWhereTheRecipeSaysSo) {
    section_.reference_column = "";
    const auto rows = prompts("{\"prompt\": \"hello\"}\n");
    EXPECT_EQ(rows.at(0).reference, "");
}

TEST_F(DatasetTest, RefusesWrongValues) {
    EXPECT_EQ(promptError("{\"prompt\": [1], \"answer\": 1}"),
              "data/x.jsonl:1: column \"prompt\" is a list. Text or a number is wanted");
    EXPECT_EQ(promptError("{\"prompt\": null, \"answer\": 1}"),
              "data/x.jsonl:1: column \"prompt\" is null. Text or a number is wanted");
    EXPECT_EQ(promptError("{\"prompt\": true, \"answer\": 1}"),
              "data/x.jsonl:1: column \"prompt\" is true or false. Text or a number is wanted");
    EXPECT_EQ(promptError("{\"prompt\": \" \\n\", \"answer\": 1}"), "data/x.jsonl:1: column \"prompt\" is empty");
    EXPECT_EQ(promptError("[1]\n"),
              "data/x.jsonl: row 1: is number, not an object. The file must be an array of objects, or one object per line");
    EXPECT_EQ(promptError(""), "data/x.jsonl: has no rows. Each line must be one JSON object");
    EXPECT_EQ(promptError("{\"prompt\":\"a\",\"answer\":1,\"id\":\"k\"}\n{\"prompt\":\"b\",\"answer\":1,\"id\":\"k\"}\n"),
              "data/x.jsonl:2: id \"k\" was used before, in row 1. Give every row an id of its own, or none");
}

TEST_F(DatasetTest, RefusesBrokenJson) {
    EXPECT_THAT(promptError("{\"prompt\":\"a\",\"answer\":1}\n{\"prompt\": \"a\n"),
                StartsWith("data/x.jsonl:2: is no JSON: column "));
    EXPECT_THAT(promptError("{\"prompt\":\"\xff\xfe\",\"answer\":1}"), StartsWith("data/x.jsonl:1: is no JSON: "));
    EXPECT_THAT(promptError("{\"prompt\":\"a\",\"answer\":1} {}"), StartsWith("data/x.jsonl:1: is no JSON: "));
    EXPECT_THAT(promptError(std::string("{\"prompt\":\"a\0b\"}", 16)), StartsWith("data/x.jsonl:1: is no JSON: "));
    EXPECT_THAT(promptError("{\"prompt\":1e999,\"answer\":1}"), StartsWith("data/x.jsonl:1: "));
}

TEST_F(DatasetTest, RefusesKeysThatComeTwice) {
    EXPECT_EQ(promptError("{\"prompt\":\"a\",\"answer\":1}\n{\"prompt\":\"a\",\"answer\":1,\"prompt\":\"b\"}\n"),
              "data/x.jsonl:2: has \"prompt\" twice. Keep one of the two");
    EXPECT_EQ(prompts("{\"prompt\":\"a\",\"answer\":1,\"x\":[{\"k\":1},{\"k\":2}]}\n").size(), 1u);
}

TEST_F(DatasetTest, ArraysAreReadElementByElement) {
    const auto rows =
        prompts("\xEF\xBB\xBF [ {\"prompt\":\"a]},{\\\"\",\"answer\":1} ,\n{\"prompt\":\"b\",\"answer\":2}]\n");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].text, "a]},{\"");
    EXPECT_EQ(rows[1].key, "x:1");
    EXPECT_EQ(
        promptError("[{\"prompt\":\"a\",\"answer\":1},{\"prompt\":\"b\"}]"),
        "data/x.jsonl: row 2: column \"answer\" is missing. The columns are prompt. Set reference_column of [data.x], or "
        "\"\" when there is none.");
    EXPECT_EQ(promptError("[{\"prompt\":\"a\",\"answer\":1}"),
              "data/x.jsonl: is no JSON: the array does not end. The file is cut off: get it again");
    EXPECT_EQ(promptError("[{\"prompt\":\"a\",\"answer\":1}] x"),
              "data/x.jsonl: is no JSON: something follows the array. The file must be an array of objects, or one object "
              "per line");
    EXPECT_THAT(promptError("[{\"prompt\":\"a\",\"answer\":1},]"), StartsWith("data/x.jsonl: row 2: is no JSON"));
}

TEST_F(DatasetTest, RefusesHostileNestingAndLines) {
    const std::string deep = "{\"prompt\":" + std::string(10000, '[') + std::string(10000, ']') + "}";
    EXPECT_EQ(promptError(deep), "data/x.jsonl:1: is nested deeper than 64 levels. Flatten the row");
    EXPECT_EQ(promptError("{\"prompt\":" + std::string(10000, '[')),
              "data/x.jsonl:1: is nested deeper than 64 levels. Flatten the row");
    const std::string wide = "{\"prompt\":\"" + std::string(100'000'000, 'x') + "\"}";
    EXPECT_EQ(promptError("{\"prompt\":\"a\",\"answer\":1}\n" + wide),
              "data/x.jsonl:2: the line has 100000013 bytes, more than the 16777216 allowed. Split the row, or drop columns "
              "that are not "
              "needed");
}

TEST_F(DatasetTest, APatternReadsItsFilesInOrderAsOneSet) {
    writeFileDurably(dir_ / "train-00001.jsonl", "{\"prompt\": \"c\", \"answer\": 3}\n");
    writeFileDurably(dir_ / "train-00000.jsonl", "{\"prompt\": \"a\", \"answer\": 1}\n{\"prompt\": \"b\", \"answer\": 2}\n");
    writeFileDurably(dir_ / "train-00002.jsonl", "\n");
    writeFileDurably(dir_ / "train-00003.json", "[{\"prompt\": \"d\", \"answer\": 4}]");
    writeFileDurably(dir_ / "test-00000.jsonl", "{\"prompt\": \"z\", \"answer\": 0}\n");
    section_.path = {"data/train-*"};
    const auto keysOf = [&](const char* pattern) {
        std::vector<std::string> keys;
        for (const Prompt& prompt : readPrompts(section_, dir_ / pattern)) keys.push_back(prompt.key + prompt.text);
        return keys;
    };
    EXPECT_THAT(keysOf("train-*"), ElementsAre("x:0a", "x:1b", "x:2c", "x:3d"));
    section_.limit = 3;
    EXPECT_THAT(keysOf("train-*"), ElementsAre("x:0a", "x:1b", "x:2c"));
    section_.limit = 0;
    EXPECT_THAT(keysOf("{test,train}-0000[01].jsonl"), ElementsAre("x:0z", "x:1a", "x:2b", "x:3c"));
    writeFileDurably(dir_ / "train-00001.jsonl", "{\"prompt\": \"c\"}\n");
    EXPECT_THAT(errorOf([&] { readPrompts(section_, dir_ / "train-*"); }), StartsWith("data/train-00001.jsonl:1"));
    section_.path = {"data/valid-*"};
    EXPECT_THAT(errorOf([&] { readPrompts(section_, dir_ / "valid-*"); }), StartsWith("data/valid-*: no file matches"));
    // A list is read in its own order, a file that is named twice once.
    writeFileDurably(dir_ / "train-00001.jsonl", "{\"prompt\": \"c\", \"answer\": 3}\n");
    section_.path = {"data/test-00000.jsonl", "data/train-*"};
    std::vector<std::string> texts;
    for (const Prompt& prompt : readPrompts(
             section_,
             std::vector<std::filesystem::path>{dir_ / "test-00000.jsonl", dir_ / "train-*", dir_ / "train-00000.jsonl"}))
        texts.push_back(prompt.key + prompt.text);
    EXPECT_THAT(texts, ElementsAre("x:0z", "x:1a", "x:2b", "x:3c", "x:4d"));
    section_.path = {"data/test-00000.jsonl", "data/gone.jsonl"};
    EXPECT_THAT(
        errorOf([&] {
            readPrompts(section_, std::vector<std::filesystem::path>{dir_ / "test-00000.jsonl", dir_ / "gone.jsonl"});
        }),
        EndsWith("Check that the file is there and may be read"));
    // A file that is called so is itself.
    writeFileDurably(dir_ / "odd[1].jsonl", "{\"prompt\": \"o\", \"answer\": 5}\n");
    EXPECT_THAT(keysOf("odd[1].jsonl"), ElementsAre("x:0o"));
}

TEST_F(DatasetTest, LimitReadsOnlyTheStart) {
    section_.limit = 1;
    EXPECT_EQ(prompts("{\"prompt\":\"a\",\"answer\":1}\nnot json\n").size(), 1u);
}

TEST_F(DatasetTest, ReadsPairsAndTexts) {
    const auto pairs =
        readPairs(section_, write("{\"prompt\":\"p\",\"chosen\":\"c\",\"rejected\":\"r\",\"domain\":\"helpful\"}\n"));
    EXPECT_EQ(pairs.at(0).chosen, "c");
    EXPECT_EQ(pairs.at(0).rejected, "r");
    EXPECT_EQ(pairs.at(0).domain, "helpful");
    EXPECT_EQ(readTexts(section_, write("{\"text\":\"t\"}\n")).at(0).text, "t");
    EXPECT_THROW(readPairs(section_, write("{\"prompt\":\"p\",\"chosen\":\"c\"}\n")), Error);
}

TEST_F(DatasetTest, OverlapIgnoresWhiteSpaceOnly) {
    const auto hashes = [](std::vector<std::string> texts) {
        std::vector<std::uint64_t> out;
        for (const std::string& text : texts) out.push_back(textHash(text));
        return out;
    };
    const auto found = overlap(hashes({"Compute 1 + 2 .", "other", "Compute  1 +\t2 ."}),
                               hashes({"compute 1 + 2 .", " Compute 1 + 2\n.", "x", "other", "other"}));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].first_row, 0u);
    EXPECT_EQ(found[0].second_row, 1u);
    EXPECT_EQ(found[1].first_row, 1u);
    EXPECT_EQ(found[1].second_row, 3u);
}

TEST(DatasetOnRealData, ReadsAimeWithMappedColumns) {
    RETORT_REQUIRE_SHARED(file, "math/aime24.jsonl");
    DataSection section;
    section.name = "aime";
    section.path = {"math/aime24.jsonl"};
    std::string first;
    {
        const std::string text = readFile(file);
        first = text.substr(0, text.find('\n'));
    }
    section.prompt_column = first.find("\"problem\"") != std::string::npos ? "problem" : "question";
    const auto rows = readPrompts(section, file);
    EXPECT_EQ(rows.size(), 30u);
    for (const Prompt& row : rows)
        EXPECT_EQ(row.reference.find_first_not_of("0123456789"), std::string::npos) << row.reference;
}

}  // namespace retort::test

namespace retort::test {

TEST(Conversations, TrlColumnsAndArraysAreRead) {
    const TempDir dir;
    const auto path = dir.path() / "rows.json";
    DataSection section;
    section.name = "d";
    writeFileDurably(
        path, R"([{"prompt": [{"role": "user", "content": "ask"}], "completion": [{"role": "assistant", "content": "tell"}]},
                              {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}])");
    const auto rows = readSftRows(section, path);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].prompt + "|" + rows[0].completion, "ask|tell");
    EXPECT_EQ(rows[1].prompt + "|" + rows[1].completion, "q|a");
    writeFileDurably(
        path,
        R"({"prompt": [{"role": "user", "content": "ask"}], "chosen": [{"role": "assistant", "content": "y"}], "rejected": [{"role": "assistant", "content": "n"}]})");
    EXPECT_EQ(readPairs(section, path).front().rejected, "n");
    for (const char* bad :
         {R"([{"prompt": [{"role": "user"}], "completion": "x"}])",
          R"([{"prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}], "completion": "x"}])",
          R"([{"messages": [{"role": 1}, 2]}])", R"([{"messages": "text"}])", "[1]", "[]", "[{"}) {
        writeFileDurably(path, bad);
        EXPECT_THROW(readSftRows(section, path), Error) << bad;
    }
}

}  // namespace retort::test
