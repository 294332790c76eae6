// SPDX-License-Identifier: Apache-2.0
#include "reward/code_reward.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "support/sandbox_support.h"
#include "support/shared_data.h"

using namespace retort;
using testing::HasSubstr;
using Json = nlohmann::json;

namespace {

RewardTerm grade(const std::string& completion, const std::string& tests, const std::string& prompt = "") {
    Rollout rollout;
    rollout.text = completion;
    return CodeReward().score({"p/0", prompt, tests, "en", "reasoning"}, rollout);
}

CodeJudgement judge(const Json& tests, const std::string& completion) {
    return judgeCode(parseCodeTests(tests.dump()), completion, Sandbox::shared(), true);
}

void expectBadTests(const std::string& json, const std::string& part) {
    try {
        parseCodeTests(json);
        ADD_FAILURE() << json;
    } catch (const Error& error) {
        EXPECT_THAT(std::string(error.what()), HasSubstr(part)) << json;
    }
}

}  // namespace

TEST(Code, ExtractionTakesTheLastBlockOfTheAnswer) {
    EXPECT_EQ(extractCode("First:\n```python\nx = 1\n```\nthen\n```py\nx = 2\n```\n").code, "x = 2\n");
    EXPECT_EQ(extractCode("<think>```python\nbad\n```</think>Here:\n```cpp\nint main() {}\n```").language,
              CodeLanguage::Cpp);
    EXPECT_EQ(extractCode("```python\ncut off").code, "cut off");
    EXPECT_EQ(extractCode("    return 1\n").code, "    return 1\n") << "a body keeps its indentation";
    EXPECT_EQ(extractCode("<think>hm</think><answer>\n```\nprint(1)\n```\n</answer>").code, "print(1)\n");
    EXPECT_EQ(extractCode("````\n```\ninner\n````").code.find("cut"), std::string::npos);
    EXPECT_EQ(extractCode("").code, "");
}

TEST(Code, TestsAreRead) {
    EXPECT_EQ(parseCodeTests(R"([{"input": "1", "output": "2"}])").cases.size(), 1u);
    EXPECT_EQ(parseCodeTests(R"(["assert f(1) == 2", "assert f(2) == 3"])").checks.size(), 2u);
    EXPECT_EQ(parseCodeTests("assert f(1) == 2").checks.size(), 1u);
    const CodeTests tests = parseCodeTests(
        R"({"test_list": ["assert 1"], "test_setup_code": "import math", "time_limit": 2.5, "memory_limit": 64})");
    EXPECT_EQ(tests.setup, "import math");
    EXPECT_DOUBLE_EQ(tests.limits.cpu_seconds, 2.5);
    EXPECT_EQ(tests.limits.memory_bytes, 64u << 20);
    EXPECT_EQ(parseCodeTests(R"({"inputs": ["1", "2"], "outputs": ["a", "b"]})").cases[1].output, "b");
    expectBadTests("[]", "there are no tests");
    expectBadTests("{}", "there are no tests");
    expectBadTests(R"([{"input": 1, "output": "2"}])", "tests[0].input");
    expectBadTests(R"([3])", "tests[0]");
    expectBadTests(R"({"inputs": ["1"], "outputs": []})", "same length");
    expectBadTests(R"({"asserts": ["assert 1"], "language": "cobol"})", "tests.language");
    expectBadTests(R"({"asserts": ["assert 1"], "time_limit": 1e9})", "tests.time_limit");
    expectBadTests(R"(["assert 1", {"input": "", "output": ""}])", "mixed");
}

TEST(Code, StdinPrograms) {
    RETORT_REQUIRE_SANDBOX();
    const std::string tests = R"([{"input": "1 2\n", "output": "3\n"}, {"input": "5 6\n", "output": "11\n"}])";
    EXPECT_EQ(grade("```python\nprint(sum(map(int, input().split())))\n```", tests).outcome, Outcome::Pass);
    EXPECT_EQ(
        grade("```cpp\n#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << '\\n'; }\n```",
              tests)
            .score,
        1);
    const RewardTerm wrong = grade("```python\nprint(3)\n```", tests);
    EXPECT_EQ(wrong.outcome, Outcome::Fail);
    EXPECT_EQ(wrong.reason, "1 of 2 tests passed; test 2: wrong answer: line 1: expected \"11\", got \"3\"");
    EXPECT_EQ(grade("I do not know.", tests).outcome, Outcome::Fail);
    EXPECT_EQ(grade("```python\n```", tests).outcome, Outcome::Fail);
}

TEST(Code, FunctionTests) {
    RETORT_REQUIRE_SANDBOX();
    const std::string tests = R"(["assert add(1, 2) == 3", "assert add(2, 2) == 4"])";
    EXPECT_EQ(grade("```python\ndef add(a, b):\n    return a + b\n```", tests).outcome, Outcome::Pass);
    EXPECT_THAT(grade("```python\ndef add(a, b):\n    return 3\n```", tests).reason,
                HasSubstr("test 2: wrong answer: assertion failed"));
    EXPECT_EQ(grade("```python\nimport sys\nsys.exit(0)\n```", tests).outcome, Outcome::Fail)
        << "leaving before the tests passes none";
    EXPECT_EQ(grade("```python\nprint('ok')\nimport os\nos._exit(0)\n```", tests).outcome, Outcome::Fail);
    EXPECT_THAT(grade("```python\ndef add(a, b)\n```", tests).reason, HasSubstr("compile error"));
}

TEST(Code, HumanEvalStyle) {
    RETORT_REQUIRE_SANDBOX();
    const std::string prompt =
        "from typing import List\n\n\ndef double(xs: List[int]) -> List[int]:\n    \"\"\" Twice each. \"\"\"\n";
    const std::string tests = "def check(candidate):\n    assert candidate([1, 2]) == [2, 4]\n";
    EXPECT_EQ(grade("    return [2 * x for x in xs]\n", tests, prompt).outcome, Outcome::Pass) << "a body";
    EXPECT_EQ(grade("```python\ndef double(xs: List[int]) -> List[int]:\n    return [2 * x for x in xs]\n```", tests, prompt)
                  .outcome,
              Outcome::Pass)
        << "the function again, with the prompt's imports";
    EXPECT_EQ(grade("    return xs\n", tests, prompt).outcome, Outcome::Fail);
}

TEST(Code, CppFunctions) {
    RETORT_REQUIRE_SANDBOX();
    const std::string prompt = "#include <cassert>\n#include <string>\n// The length.\nlong length(std::string s) {\n";
    const std::string tests = "}\nint main() {\n    auto candidate = length;\n    assert(candidate((\"ab\")) == (2));\n}\n";
    EXPECT_EQ(grade("  return s.size();\n", tests, prompt).outcome, Outcome::Pass);
    EXPECT_EQ(grade("```cpp\nlong length(std::string s) {\n  return s.size();\n}\n```", tests, prompt).outcome,
              Outcome::Pass);
    EXPECT_THAT(grade("  return 0;\n", tests, prompt).reason, HasSubstr("wrong answer"));
    EXPECT_EQ(grade("  exit(0);\n", tests, prompt).outcome, Outcome::Fail);
}

TEST(Code, WithoutTestsThereIsNoScore) { EXPECT_EQ(grade("print(1)", "").outcome, Outcome::GraderError); }

TEST(Code, SharedHumanEvalReferencesPassAndBrokenOnesFail) {
    RETORT_REQUIRE_SHARED(file, "code/humaneval_dev.jsonl");
    RETORT_REQUIRE_SANDBOX();
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        const Json row = Json::parse(line);
        const Json tests{{"test", row["test"]}, {"entry_point", row["entry_point"]}, {"prompt", row["prompt"]}};
        const CodeJudgement right = judge(tests, row["canonical_solution"]);
        EXPECT_EQ(right.passed(), right.count) << row["task_id"] << right.tests.back().reason;
        const CodeJudgement broken = judge(tests, "    return None\n");
        EXPECT_EQ(broken.passed(), 0u) << row["task_id"];
    }
}

TEST(Code, SharedMbppReferencesPassAndBrokenOnesFail) {
    RETORT_REQUIRE_SHARED(file, "code/mbpp_train_dev.jsonl");
    RETORT_REQUIRE_SANDBOX();
    std::ifstream lines(file);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        if (number++ % 4 != 0) continue;  // for time
        const Json row = Json::parse(line);
        const Json tests{{"test_list", row["test_list"]}, {"test_setup_code", row["test_setup_code"]}};
        const CodeJudgement right = judge(tests, row["code"]);
        EXPECT_EQ(right.passed(), right.count) << row["task_id"] << right.tests.back().reason;
        const CodeJudgement broken =
            judge(tests, row["code"].get<std::string>() + "\n    raise ValueError\nraise ValueError\n");
        EXPECT_LT(broken.passed(), broken.count) << row["task_id"];
    }
}
