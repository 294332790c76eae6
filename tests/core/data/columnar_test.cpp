// SPDX-License-Identifier: Apache-2.0
// Parquet and CSV through the recipe's columns, and files made to mislead or to exhaust.
#include "data/columnar/columnar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "base/error.h"
#include "base/file.h"
#include "core/data/row_files.h"
#include "data/dataset.h"
#include "data/row_reader.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ColumnarTest : public ::testing::Test {
protected:
    ColumnarTest() {
        useColumnarFiles();
        section_.name = "d";
    }

    std::filesystem::path at(const std::string& name) {
        section_.path = {name};
        return dir_ / name;
    }

    std::filesystem::path csv(const std::string& text, const std::string& name = "x.csv") {
        std::ofstream(at(name), std::ios::binary) << text;
        return dir_ / name;
    }

    std::vector<std::string> prompts(const std::filesystem::path& file) const {
        std::vector<std::string> out;
        for (const Prompt& prompt : readPrompts(section_, file)) out.push_back(prompt.text + "=" + prompt.reference);
        return out;
    }

    std::string errorOf(const std::filesystem::path& file) const {
        try {
            readPrompts(section_, file);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            return error.what();
        }
        ADD_FAILURE() << "no error";
        return {};
    }

    TempDir dir_;
    DataSection section_;
};

TEST_F(ColumnarTest, ParquetByMappedColumns) {
    const auto file = at("x.parquet");
    writeParquet(
        file,
        {{"Question No.", strings({"1 + 1?", "二"})}, {"gold", numbers({2, -7})}, {"language", strings({"en", "zh"})}});
    section_.prompt_column = "Question No.";
    section_.reference_column = "gold";
    const auto rows = readPrompts(section_, file);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].key + rows[0].text + rows[0].reference + rows[0].language, "d:01 + 1?2en");
    EXPECT_EQ(rows[1].text + rows[1].reference + rows[1].language, "二-7zh");
    section_.reference_column = "answer";
    EXPECT_EQ(errorOf(file),
              "x.parquet: row 1: column \"answer\" is missing. The columns are Question No., gold, language. "
              "Set reference_column of [data.d], or \"\" when there is none.");
}

TEST_F(ColumnarTest, ParquetFieldsOfStructs) {
    const auto type = arrow::struct_({arrow::field("style", arrow::utf8()), arrow::field("ground_truth", arrow::utf8())});
    const auto reward = *arrow::StructArray::Make({strings({"rule", "rule"}), strings({"72", "10"})}, type->fields());
    writeParquet(at("x.parquet"), {{"prompt", messages({{"user: a"}, {"user: b"}})}, {"reward_model", reward}});
    section_.reference_column = "reward_model.ground_truth";
    EXPECT_THAT(prompts(dir_ / "x.parquet"), ElementsAre("a=72", "b=10"));
}

TEST_F(ColumnarTest, ParquetConversations) {
    const auto file = at("x.parquet");
    writeParquet(file, {{"messages", messages({{"user: q", "assistant: a"}, {"user: r", "assistant: b"}})}});
    const auto rows = readSftRows(section_, file);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].prompt + "|" + rows[1].completion, "r|b");
    writeParquet(file, {{"prompt", messages({{"user: q"}})}, {"completion", messages({{"assistant: a"}})}});
    EXPECT_EQ(readSftRows(section_, file).at(0).completion, "a");
    writeParquet(file, {{"prompt", strings({"q"})},
                        {"chosen", messages({{"user: q", "assistant: y"}})},
                        {"rejected", messages({{"user: q", "assistant: n"}})}});
    EXPECT_EQ(readPairs(section_, file).at(0).rejected, "n");
    writeParquet(
        file, {{"chosen", messages({{"user: q", "assistant: y"}})}, {"rejected", messages({{"user: q", "assistant: n"}})}});
    EXPECT_EQ(readPairs(section_, file).at(0).prompt, "q");
    writeParquet(file, {{"chosen", messages({{"user: q", "assistant: y"}})},
                        {"rejected", messages({{"user: other", "assistant: n"}})}});
    EXPECT_THROW(readPairs(section_, file), Error);
    writeParquet(file, {{"messages", messages({{"user: q", "assistant: a"}, {"user: r"}})}});
    try {
        readSftRows(section_, file);
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.where(), "x.parquet: row 2");
    }
}

TEST_F(ColumnarTest, ParquetKindsOfColumns) {
    const auto dictionary = *strings({"p", "p", "q"})->View(arrow::utf8());
    arrow::StringDictionaryBuilder words;
    for (const char* word : {"p", "p", "q"}) require(words.Append(word));
    arrow::LargeStringBuilder large;
    for (const char* word : {"1", "2", "3"}) require(large.Append(word));
    std::shared_ptr<arrow::Array> coded = *words.Finish(), wide = *large.Finish();
    writeParquet(at("x.parquet"), {{"prompt", coded}, {"answer", wide}}, 1);
    EXPECT_THAT(prompts(dir_ / "x.parquet"), ElementsAre("p=1", "p=2", "q=3"));
    section_.limit = 2;
    EXPECT_EQ(prompts(dir_ / "x.parquet").size(), 2u);
    const auto reader = openRows(dir_ / "x.parquet", {});
    EXPECT_EQ(reader->rows(), 3);
    EXPECT_EQ(reader->columns().at(1).name, "answer");
}

TEST_F(ColumnarTest, OnlyTheWantedColumnsAreRead) {
    const auto file = at("x.parquet");
    arrow::BinaryBuilder image;
    require(image.Append("\xff\xfe"));
    std::shared_ptr<arrow::Array> picture = *image.Finish();
    writeParquet(file, {{"prompt", strings({"a"})}, {"answer", strings({"1"})}, {"image", picture}});
    EXPECT_THAT(prompts(file), ElementsAre("a=1"));
    section_.prompt_column = "image";
    EXPECT_EQ(errorOf(file), "x.parquet: row 1: column \"image\" holds bytes that are no UTF-8. Convert the file to UTF-8");
}

TEST_F(ColumnarTest, MemoryAndRowsAreTheSameAcrossBatches) {
    std::vector<std::string> texts, answers;
    for (int i = 0; i < 5000; ++i) {
        texts.push_back("problem " + std::to_string(i));
        answers.push_back(std::to_string(i));
    }
    writeParquet(at("x.parquet"), {{"prompt", strings(texts)}, {"answer", strings(answers)}}, 777);
    const auto read = prompts(dir_ / "x.parquet");
    ASSERT_EQ(read.size(), texts.size());
    for (std::size_t i = 0; i < read.size(); ++i) ASSERT_EQ(read[i], texts[i] + "=" + answers[i]);
}

TEST_F(ColumnarTest, TruncatedAndForeignFilesAreRefused) {
    const auto file = at("x.parquet");
    writeParquet(file, {{"prompt", strings({"a", "b"})}, {"answer", strings({"1", "2"})}});
    const std::string whole = readFile(file);
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
        EXPECT_THAT(errorOf(file), StartsWith("x.parquet: cannot be read: ")) << size;
    }
    std::ofstream(file, std::ios::binary | std::ios::trunc) << "{\"prompt\": \"a\"}";
    EXPECT_THAT(errorOf(file), HasSubstr("get it again"));
    std::ofstream(file, std::ios::binary | std::ios::trunc) << "\x1f\x8b rest";
    EXPECT_EQ(errorOf(file), "x.parquet: is compressed (gzip). Unpack it: gunzip FILE");
    // A changed byte of the data is found by the page's checksum.
    std::string changed = whole;
    changed[30] = static_cast<char>(changed[30] ^ 1);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << changed;
    EXPECT_THAT(errorOf(file), StartsWith("x.parquet: "));
}

TEST_F(ColumnarTest, BombsAreRefused) {
    const auto file = at("x.parquet");
    // Three million rows in a few hundred bytes.
    writeParquet(file, {{"prompt", numbers(std::vector<std::int64_t>(3'000'000, 7))}}, 3'000'000);
    EXPECT_THAT(errorOf(file), HasSubstr("declares 3000000 rows in "));
    // One text of 12 MB that every row refers to: gigabytes from kilobytes.
    arrow::StringDictionaryBuilder words;
    const std::string text(12 << 20, 'x');
    for (int i = 0; i < 300; ++i) require(words.Append(text));
    std::shared_ptr<arrow::Array> coded = *words.Finish();
    writeParquet(file, {{"prompt", coded}, {"answer", coded}});
    EXPECT_LT(std::filesystem::file_size(file), 100'000u);
    EXPECT_THAT(errorOf(file), HasSubstr("needs more than 512 MiB to unpack a part"));
    // A cell above what a row may have.
    writeParquet(file, {{"prompt", strings({std::string(17 << 20, 'x')})}, {"answer", strings({"1"})}});
    EXPECT_THAT(errorOf(file), HasSubstr("x.parquet: row 1: the row has more than the 16777216 bytes allowed"));
    // A hundred lists in each other.
    auto type = arrow::int64();
    for (int i = 0; i < 100; ++i) type = arrow::list(type);
    writeParquet(file, {{"prompt", *arrow::MakeEmptyArray(type)}});
    EXPECT_THAT(errorOf(file), StartsWith("x.parquet: cannot be read: "));
    writeParquet(file, {{"prompt", strings({})}, {"answer", strings({})}});
    EXPECT_THAT(errorOf(file), StartsWith("x.parquet: has no rows"));
    writeParquet(file, {{"prompt", strings({"a"})}, {"prompt", strings({"b"})}});
    EXPECT_EQ(errorOf(file), "x.parquet: has column \"prompt\" twice. Rename one of the two");
}

TEST_F(ColumnarTest, CsvCellsAreTextAsTheyStand) {
    EXPECT_THAT(prompts(csv("\xEF\xBB\xBFprompt,answer\r\n\"a, \"\"b\"\"\nc\",007\r\n\r\nd,1e3\r\n")),
                ElementsAre("a, \"b\"\nc=007", "d=1e3"));
    EXPECT_THAT(prompts(csv("prompt\tanswer\na,b\t1\n", "x.tsv")), ElementsAre("a,b=1"));
    section_.language = "en";
    EXPECT_EQ(readPrompts(section_, csv("prompt,answer,language\na,1,\n")).at(0).language, "en");
    const auto rows = readSftRows(section_, csv(R"(messages
"[{""role"": ""user"", ""content"": ""q""}, {""role"": ""assistant"", ""content"": ""a""}]"
)"));
    EXPECT_EQ(rows.at(0).prompt + "|" + rows.at(0).completion, "q|a");
}

TEST_F(ColumnarTest, CsvErrorsNameTheRow) {
    EXPECT_EQ(
        errorOf(csv("prompt,answer\na,1\nb\nc,3\n")),
        "x.csv: row 2 has 1 cells, the header 2. Rows are lines of cells with commas between; a cell with a comma, quote or "
        "line end is quoted");
    EXPECT_THAT(errorOf(csv("prompt,answer\na,1\nb,2,3\n")), StartsWith("x.csv: row 2 has 3 cells, the header 2"));
    EXPECT_EQ(errorOf(csv("prompt,answer\na,1\n\xff\xfe,2\n")),
              "x.csv: row 2: column \"prompt\" holds bytes that are no UTF-8. Convert the file to UTF-8");
    EXPECT_EQ(
        errorOf(csv("question,answer\na,1\n")),
        "x.csv: row 1: column \"prompt\" is missing. The columns are question, answer. Set prompt_column of [data.d].");
    EXPECT_THAT(errorOf(csv("prompt,prompt\na,1\n")), HasSubstr("has column \"prompt\" twice"));
    EXPECT_THAT(errorOf(csv("")), StartsWith("x.csv: has no rows"));
    EXPECT_THAT(errorOf(csv("prompt,answer\n")), StartsWith("x.csv: has no rows"));
    EXPECT_THAT(errorOf(csv("prompt,answer\n\"never closed,1\nb,2\n")), StartsWith("x.csv: row "));
    EXPECT_THAT(errorOf(csv("prompt,answer\n" + std::string(40 << 20, 'x') + ",1\n")),
                HasSubstr("more than the 16777216 bytes allowed"));
    EXPECT_THAT(errorOf(csv(std::string("pro\0mpt,answer\na,1\n", 19))), HasSubstr("no UTF-8"));
}

TEST_F(ColumnarTest, HugeSparseFilesEndSoon) {
    for (const char* name : {"x.jsonl", "x.csv", "x.parquet"}) {
        std::ofstream(at(name)) << "{";
        std::filesystem::resize_file(dir_ / name, std::uintmax_t{1} << 30);
        EXPECT_THAT(errorOf(dir_ / name), StartsWith(name));
    }
    std::ofstream(at("x.json")) << "[{\"a\": \"";
    std::filesystem::resize_file(dir_ / "x.json", std::uintmax_t{1} << 30);
    EXPECT_THAT(errorOf(dir_ / "x.json"), HasSubstr("more than the 16777216 allowed"));
}

}  // namespace
}  // namespace retort::test
