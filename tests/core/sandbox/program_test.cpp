// SPDX-License-Identifier: Apache-2.0
#include "sandbox/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/sandbox_support.h"

using namespace retort;
using testing::HasSubstr;

namespace {

TestVerdict run(CodeLanguage language, const std::string& source, const std::string& input, const std::string& expected) {
    SandboxLimits limits;
    limits.cpu_seconds = 2;
    limits.wall_seconds = 20;
    return Program(Sandbox::shared(), language, source).runWithOutput(input, expected, limits);
}

TestVerdict python(const std::string& source, const std::string& input = "", const std::string& expected = "") {
    return run(CodeLanguage::Python, source, input, expected);
}

TestVerdict cpp(const std::string& source, const std::string& input = "", const std::string& expected = "") {
    return run(CodeLanguage::Cpp, source, input, expected);
}

}  // namespace

TEST(Program, FirstDifference) {
    EXPECT_EQ(firstDifference("1 2\n3\n", "1  2 \n\n3"), "");
    EXPECT_EQ(firstDifference("1 2\n3\n", "1 2\n4\n"), "line 2: expected \"3\", got \"4\"");
    EXPECT_EQ(firstDifference("1 2", "1"), "line 1: expected \"2\", got the end");
    EXPECT_EQ(firstDifference("1", "1\n2"), "line 2: expected the end, got \"2\"");
    EXPECT_EQ(firstDifference("0.333333333", "0.33333333"), "");
    EXPECT_NE(firstDifference("0.3333", "0.3334"), "");
    EXPECT_NE(firstDifference("1000000", "1000000.5"), "") << "whole numbers have no tolerance";
    EXPECT_NE(firstDifference("0.5", "nan"), "");
}

TEST(Program, PythonVerdicts) {
    RETORT_REQUIRE_SANDBOX();
    EXPECT_EQ(python("print(sum(map(int, input().split())))", "1 2 3\n", "6").verdict, CodeVerdict::Passed);
    EXPECT_EQ(python("exit()", "", "").verdict, CodeVerdict::Passed);
    const TestVerdict wrong = python("print(5)", "", "6");
    EXPECT_EQ(wrong.verdict, CodeVerdict::WrongAnswer);
    EXPECT_EQ(wrong.reason, "line 1: expected \"6\", got \"5\"");
    const TestVerdict error = python("print(1 // 0)");
    EXPECT_EQ(error.verdict, CodeVerdict::RuntimeError);
    EXPECT_THAT(error.reason, HasSubstr("ZeroDivisionError"));
    EXPECT_EQ(python("def f(:").verdict, CodeVerdict::CompileError);
    EXPECT_EQ(python("while True: pass").verdict, CodeVerdict::TimeLimit);
    EXPECT_EQ(python("x = [0] * 10**10").verdict, CodeVerdict::MemoryLimit);
    EXPECT_EQ(python("import socket; socket.socket()").verdict, CodeVerdict::Forbidden);
    EXPECT_EQ(python("while True: print('x' * 10**6)").verdict, CodeVerdict::OutputLimit);
}

TEST(Program, CppVerdicts) {
    RETORT_REQUIRE_SANDBOX();
    const std::string head = "#include <iostream>\n#include <vector>\n#include <cstdlib>\n";
    const Program sum(Sandbox::shared(), CodeLanguage::Cpp,
                      head + "int main() { int a, b; std::cin >> a >> b; std::cout << a + b; }");
    ASSERT_TRUE(sum.compiled());
    EXPECT_EQ(sum.runWithOutput("2 3", "5\n", {}).verdict, CodeVerdict::Passed) << "compiled once, run often";
    EXPECT_EQ(sum.runWithOutput("2 4", "5\n", {}).verdict, CodeVerdict::WrongAnswer);
    const TestVerdict compile = cpp(head + "int main() { undeclared(); }");
    EXPECT_EQ(compile.verdict, CodeVerdict::CompileError);
    EXPECT_THAT(compile.reason, HasSubstr("undeclared"));
    EXPECT_EQ(cpp(head + "int main() { std::abort(); }").verdict, CodeVerdict::RuntimeError);
    EXPECT_EQ(cpp(head + "int main() { volatile int* p = nullptr; *p = 1; }").verdict, CodeVerdict::RuntimeError);
    EXPECT_EQ(cpp(head + "int main() { std::vector<std::vector<char>> v; for (;;) v.emplace_back(1 << 20, 'x'); }").verdict,
              CodeVerdict::MemoryLimit);
    EXPECT_EQ(cpp("#include \"/etc/shadow\"\nint main() {}").verdict, CodeVerdict::CompileError);
}

TEST(Program, ProofThatTheTestsWereReached) {
    RETORT_REQUIRE_SANDBOX();
    const auto proved = [](const std::string& source) {
        return Program(Sandbox::shared(), CodeLanguage::Python, source + "\nimport os\nos.write(1, os.read(0, 64))\n")
            .runWithProof("secret", "secret", {});
    };
    EXPECT_EQ(proved("print(1)").verdict, CodeVerdict::Passed);
    EXPECT_EQ(proved("assert 1 == 2, 'no'").verdict, CodeVerdict::WrongAnswer);
    EXPECT_EQ(proved("import sys; sys.exit(0)").verdict, CodeVerdict::RuntimeError) << "leaving early passes no test";
    EXPECT_EQ(proved("import os; os._exit(0)").verdict, CodeVerdict::RuntimeError);
    EXPECT_EQ(proved("raise ValueError('x')").verdict, CodeVerdict::RuntimeError);
}
