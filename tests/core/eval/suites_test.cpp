// SPDX-License-Identifier: Apache-2.0
#include "eval/suites.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

Suite read(const std::string& name, const std::string& text, SuiteOptions options = {}) {
    const TempDir folder;
    const std::filesystem::path file = folder.path() / name;
    std::ofstream(file) << text;
    options.suite = file.string();
    return readSuite(options);
}

std::string refusal(const std::string& name, const std::string& text) {
    try {
        read(name, text);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST(Suites, Gsm8kSplitsChainAndAnswer) {
    const Suite suite = read("gsm8k_test.jsonl", R"({"question": "How many?", "answer": "Two <<1+1=2>>.\n#### 1,234"})");
    EXPECT_EQ(suite.kind.name, "gsm8k");
    ASSERT_EQ(suite.problems.size(), 1u);
    EXPECT_EQ(suite.problems[0].answer, "1234");
    EXPECT_EQ(suite.problems[0].solution, "Two <<1+1=2>>.");
    EXPECT_EQ(suite.problems[0].language, "en");
    EXPECT_EQ(fewShotPrefix(suite, 1), "Question: How many?\nAnswer: Two <<1+1=2>>.\nThe answer is \\boxed{1234}.\n\n");
    EXPECT_THROW(fewShotPrefix(suite, 2), Error);
}

TEST(Suites, ColumnsAsDownloaded) {
    EXPECT_EQ(
        read("aime_2024.jsonl", R"({"ID": "2024-I-1", "Problem": "p", "Solution": "s", "Answer": 33})").problems[0].answer,
        "33");
    EXPECT_EQ(read("amc.jsonl", R"({"problem": "p", "answer": 142.0, "url": "u"})").problems[0].answer, "142");
    const Suite math = read("MATH-500.jsonl", R"({"problem": "p", "answer": "\\frac12", "level": 5, "unique_id": "a/b"})");
    EXPECT_EQ(math.problems[0].level, "5");
    EXPECT_EQ(math.problems[0].id, "a/b");
    EXPECT_EQ(math.kind.samples, 4);
    const Suite mgsm = read("mgsm_zh.tsv", "一个\t3\n两个\t4\n");
    EXPECT_EQ(mgsm.problems[1].answer, "4");
    EXPECT_EQ(mgsm.problems[0].language, "zh");
    const Suite own = read("mine.json", R"([{"q": "a", "a": "b", "hard": "yes"}])",
                           {.suite = {}, .file = {}, .prompt_column = "q", .answer_column = "a", .level_column = "hard"});
    EXPECT_EQ(own.kind.name, "custom");
    EXPECT_EQ(own.problems[0].level, "yes");
}

TEST(Suites, DamageIsNamed) {
    EXPECT_NE(refusal("x.jsonl", "{\"problem\": \"p\"}").find("row 1: has no answer"), std::string::npos);
    EXPECT_NE(refusal("x.jsonl", "{\"problem\": \"p\", \"answer\": \"1\"}\n{oops").find(":2: is not JSON"),
              std::string::npos);
    EXPECT_NE(refusal("x.jsonl", "{\"problem\":" + std::string(10000, '[') + std::string(10000, ']') + "}").find("deeper"),
              std::string::npos);
    EXPECT_NE(refusal("x.jsonl", "\n\n").find("no rows"), std::string::npos);
    EXPECT_NE(refusal("mgsm_en.tsv", "no tab here").find("tab"), std::string::npos);
    EXPECT_THROW(readSuite({.suite = "gsm8k", .file = {}, .prompt_column = {}, .answer_column = {}, .level_column = {}}),
                 Error);
}

TEST(Suites, RealFilesHaveProblemsAndAnswers) {
    RETORT_REQUIRE_SHARED(folder, "math");
    const std::vector<std::pair<const char*, const char*>> files{{"gsm8k_test_dev", "gsm8k"},
                                                                 {"math500_dev", "math500"},
                                                                 {"aime24", "aime"},
                                                                 {"amc23", "amc23"},
                                                                 {"mgsm_dev", "mgsm"},
                                                                 {"cmath_dev", "cmath"},
                                                                 {"cn_middle_school", "cn_middle_school"},
                                                                 {"svamp", "svamp"}};
    for (const auto& [name, kind] : files) {
        const Suite suite = readSuite({.suite = (folder / (std::string(name) + ".jsonl")).string(),
                                       .file = {},
                                       .prompt_column = {},
                                       .answer_column = {},
                                       .level_column = {}});
        EXPECT_EQ(suite.kind.name, kind);
        EXPECT_GE(suite.problems.size(), 30u) << name;
    }
}

}  // namespace retort::test
