// SPDX-License-Identifier: Apache-2.0
#include "eval/suites.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "data/columnar/columnar.h"
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
    EXPECT_EQ(fewShotPrefix(suite.kind, chooseExamples(suite, 1, {})),
              "Question: How many?\nAnswer: Two <<1+1=2>>.\nThe answer is \\boxed{1234}.\n\n");
    EXPECT_EQ(chatAnswer(suite.kind, suite.problems[0]), "Two <<1+1=2>>.\nThe answer is \\boxed{1234}.");
    EXPECT_THROW(chooseExamples(suite, 2, {}), Error);
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
                           {.suite = {}, .prompt_column = "q", .answer_column = "a", .level_column = "hard"});
    EXPECT_EQ(own.kind.name, "custom");
    EXPECT_EQ(own.problems[0].level, "yes");
}

TEST(Suites, TablesAreReadLikeLines) {
    useColumnarFiles();
    const Suite suite = read("gsm8k.csv", "question,answer\n\"How many, then?\",\"Two.\n#### 2\"\n");
    ASSERT_EQ(suite.problems.size(), 1u);
    EXPECT_EQ(suite.problems[0].prompt, "How many, then?");
    EXPECT_EQ(suite.problems[0].answer, "2");
    EXPECT_EQ(read("mine.tsv", "problem\tanswer\n1 + 1\t2\n").problems.at(0).answer, "2") << "a heading, unlike MGSM's";
}

TEST(Suites, DamageIsNamed) {
    EXPECT_NE(refusal("x.jsonl", "{\"problem\": \"p\"}").find(":1: has no answer"), std::string::npos);
    EXPECT_NE(refusal("x.jsonl", "{\"problem\": \"p\", \"answer\": \"1\"}\n{oops").find(":2: is no JSON"),
              std::string::npos);
    EXPECT_NE(refusal("x.jsonl", "{\"problem\":" + std::string(10000, '[') + std::string(10000, ']') + "}").find("deeper"),
              std::string::npos);
    EXPECT_NE(refusal("x.jsonl", "\n\n").find("no rows"), std::string::npos);
    EXPECT_NE(refusal("mgsm_en.tsv", "no tab here").find("tab"), std::string::npos);
    EXPECT_THROW(readSuite({.suite = "gsm8k"}), Error);
    EXPECT_NE(refusal("humaneval.jsonl", R"({"task_id": "a", "prompt": "def f():", "test": ""})").find("no tests"),
              std::string::npos)
        << refusal("humaneval.jsonl", R"({"task_id": "a", "prompt": "def f():", "test": ""})");
    EXPECT_NE(refusal("mbpp.jsonl", R"({"task_id": 1, "text": "f", "code": "x", "test_list": [3]})").find(":1: its tests"),
              std::string::npos);
    EXPECT_NE(refusal("odd.jsonl", R"({"frage": "p", "antwort": "1"})").find("its columns are antwort, frage"),
              std::string::npos);
}

TEST(Suites, HumanEvalIsContinuedOrAsked) {
    const Suite suite = read(
        "HumanEval.jsonl",
        R"({"task_id": "HumanEval/0", "prompt": "def f(x):\n    \"\"\"Twice.\"\"\"\n", "entry_point": "f", "canonical_solution": "    return 2 * x\n", "test": "def check(c):\n    assert c(1) == 2\n"})");
    const SuiteProblem& problem = suite.problems.at(0);
    EXPECT_EQ(suite.kind.reward, "code");
    EXPECT_EQ(plainText(suite.kind, problem, ""), "def f(x):\n    \"\"\"Twice.\"\"\"\n")
        << "the function as it is, to be continued";
    EXPECT_NE(problem.prompt.find("```python\ndef f(x):"), std::string::npos);
    EXPECT_NE(problem.answer.find("\"entry_point\":\"f\""), std::string::npos);
    EXPECT_EQ(suite.kind.stop.front(), "\nclass");
}

TEST(Suites, MbppTakesItsPromptRowsForExamples) {
    const auto row = [](int id, const char* split) {
        return R"({"task_id": )" + std::to_string(id) + R"(, "text": "Write f)" + std::to_string(id) +
               R"(.", "code": "def f():\r\n  pass", "test_list": ["assert f() is None"], "split": ")" + split + "\"}\n";
    };
    const Suite suite = read("mbpp.jsonl", row(1, "prompt") + row(2, "prompt") + row(11, "test") + row(601, "train"));
    ASSERT_EQ(suite.problems.size(), 1u) << "the test split alone";
    EXPECT_EQ(suite.problems[0].id, "11");
    EXPECT_EQ(suite.kind.shots, 3);
    const std::string prompt = plainText(suite.kind, suite.problems[0],
                                         fewShotPrefix(suite.kind, chooseExamples({suite.kind, suite.examples}, 1, {})));
    EXPECT_EQ(prompt,
              "You are an expert Python programmer, and here is your task: Write f2. Your code should pass these tests:\n\n"
              "assert f() is None\n[BEGIN]\ndef f():\n  pass\n[DONE]\n\n"
              "You are an expert Python programmer, and here is your task: Write f11. Your code should pass these tests:\n\n"
              "assert f() is None\n[BEGIN]\n");
}

TEST(Suites, ProgramsAndMultiPlE) {
    const Suite stdio =
        read("stdio.jsonl",
             R"({"id": "a", "problem": "Add.", "time_limit_ms": 3000, "tests": [{"input": "1 2", "output": "3"}]})");
    EXPECT_EQ(stdio.problems[0].answer, R"({"cases":[{"input":"1 2","output":"3"}],"time_limit":3.0})");
    const Suite cpp = read(
        "humaneval_cpp.jsonl",
        R"({"name": "a", "language": "cpp", "prompt": "int f() {\n", "tests": "}\nint main() { assert(f() == 1); }\n", "stop_tokens": ["\n}"]})");
    EXPECT_EQ(cpp.kind.stop, std::vector<std::string>{"\n}"});
    EXPECT_EQ(plainText(cpp.kind, cpp.problems[0], ""), "int f() {\n");
}

TEST(Suites, PuzzlesThatCannotBeScoredAreLeftOutAloud) {
    const Suite suite = read("reasoning_gym.jsonl", R"({"task": "gcd", "problem": "p", "answer": "2", "meta": {}}
{"task": "rubiks_cube", "problem": "p", "answer": null, "meta": {}}
{"question": "p", "answer": null, "metadata": {"source_dataset": "countdown", "numbers": [1, 2], "target": 3}})");
    ASSERT_EQ(suite.problems.size(), 2u);
    EXPECT_EQ(suite.problems[1].subject, "countdown");
    ASSERT_EQ(suite.notes.size(), 1u);
    EXPECT_NE(suite.notes[0].find("rubiks_cube"), std::string::npos);
}

TEST(Suites, RewardOfOnesOwnAndExamplesThatAreNotAsked) {
    const Suite own =
        read("mine.jsonl", R"({"problem": "p", "answer": ["assert f(1) == 1"]})", {.suite = {}, .reward = "code"});
    EXPECT_EQ(own.problems[0].answer, R"(["assert f(1) == 1"])");
    EXPECT_EQ(read("mine.jsonl", R"({"problem": "p"})", {.suite = {}, .reward = "format"}).problems.size(), 1u);
    const Suite two =
        read("gsm8k.jsonl", "{\"question\": \"a\", \"answer\": \"1\"}\n{\"question\": \"b\", \"answer\": \"2\"}");
    EXPECT_EQ(fewShotPrefix(two.kind, chooseExamples(two, 1, {two.problems[0]})),
              "Question: b\nAnswer: The answer is \\boxed{2}.\n\n");
    EXPECT_THROW(chooseExamples(two, 2, {two.problems[0]}), Error);
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
    const std::filesystem::path code = folder.parent_path() / "code";
    for (const auto& [name, kind] : {std::pair{"humaneval_dev", "humaneval"},
                                     {"humaneval_cpp_dev", "humaneval_cpp"},
                                     {"mbpp_train_dev", "mbpp"},
                                     {"stdio_codeforces_dev", "stdio"},
                                     {"stdio_code_contests_dev", "stdio"}}) {
        const Suite suite = readSuite({.suite = (code / (std::string(name) + ".jsonl")).string()});
        EXPECT_EQ(suite.kind.name, kind);
        EXPECT_GE(suite.problems.size(), 60u) << name;
    }
    for (const auto& [name, kind] : files) {
        const Suite suite = readSuite({.suite = (folder / (std::string(name) + ".jsonl")).string()});
        EXPECT_EQ(suite.kind.name, kind);
        EXPECT_GE(suite.problems.size(), 30u) << name;
    }
}

}  // namespace retort::test
