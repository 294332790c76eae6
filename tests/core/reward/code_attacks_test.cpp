// SPDX-License-Identifier: Apache-2.0
// Programs that want the reward without the work, and honest ones that look odd.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reward/code_reward.h"
#include "support/sandbox_support.h"

using namespace retort;
using testing::HasSubstr;

namespace {

RewardTerm grade(const std::string& code, const std::string& tests, const std::string& prompt = "") {
    Rollout rollout;
    rollout.text = code;
    return CodeReward().score({"p/0", prompt, tests, "en", "reasoning"}, rollout);
}

/// add(1, 2) == 3 and so on, as asserts and as HumanEval has them.
constexpr const char* kAsserts = R"t(["assert add(1, 2) == 3", "assert add(20, 22) == 42"])t";
constexpr const char* kCheck =
    "def check(candidate):\n    assert candidate(1, 2) == 3\n    assert candidate(20, 22) == 42\n";
constexpr const char* kPrompt = "def add(a: int, b: int) -> int:\n    \"\"\" The sum. \"\"\"\n";

void expectNoReward(const std::string& code) {
    const nlohmann::json with_asserts{{"asserts", nlohmann::json::parse(kAsserts)}, {"time_limit", 2}};
    const nlohmann::json with_check{{"test", kCheck}, {"entry_point", "add"}, {"time_limit", 2}};
    const RewardTerm asserts = grade(code, with_asserts.dump()), check = grade(code, with_check.dump(), kPrompt);
    EXPECT_EQ(asserts.outcome, Outcome::Fail) << code << ": " << asserts.reason;
    EXPECT_EQ(check.outcome, Outcome::Fail) << code << ": " << check.reason;
}

void expectReward(const std::string& code, const std::string& tests) {
    const RewardTerm term = grade(code, tests);
    EXPECT_EQ(term.outcome, Outcome::Pass) << code << ": " << term.reason;
}

}  // namespace

TEST(CodeAttacks, PythonIsNotRewarded) {
    RETORT_REQUIRE_SANDBOX();
    for (const std::string code : {
             "import sys\ndata = sys.stdin.read()\nprint(data)\nsys.exit(0)",
             "import os\nos.write(1, os.read(0, 4096))\nos._exit(0)",
             "import atexit, os\natexit.register(lambda: os._exit(0))\ndef add(a, b): return 0",
             "import os\ndef add(a, b): os._exit(0)",
             "def add(a, b): raise SystemExit(0)",
             "class Same:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\ndef add(a, "
             "b): return Same()",
             "class Same(int):\n    def __eq__(self, other): return True\ndef add(a, b): return Same(0)",
             "def check(candidate): pass\ndef add(a, b): return 0",
             "import builtins\nbuiltins.AssertionError = type('X', (BaseException,), {})\ndef add(a, b): return 0",
             "import unittest.mock\ndef add(a, b): return unittest.mock.ANY",
             "from unittest.mock import MagicMock\nadd = MagicMock()",
             "import sys\ndef add(a, b):\n    f = sys._getframe()\n    while f:\n        for v in list(f.f_locals.values()) "
             "+ list(f.f_globals.values()):\n            if isinstance(v, str) and len(v) == 32:\n                import "
             "os; os.write(1, v.encode())\n        f = f.f_back\n    return 0",
             "import os, re\ndef add(a, b):\n    for p in ('/proc/1/mem', '/proc/1/maps', '/proc/1/fd/0', "
             "'/proc/1/environ', '/box/main.py'):\n        try:\n            text = open(p, 'rb').read()\n            "
             "os.write(1, text)\n        except Exception: pass\n    return 0",
             "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\ndef add(a, b): return 0",
             "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'x' * 64)\n    except OSError: pass\ndef add(a, "
             "b): return 0",
             "import gc\nfor o in gc.get_objects():\n    if isinstance(o, type) and o.__name__ == 'Parent': o.call = lambda "
             "*a: 3\ndef add(a, b): return 0",
             "while True: print('x' * 1000000)",
             "import time\ntime.sleep(10000)",
             "def add(a, b): return add(a, b)",
         })
        expectNoReward(code);
}

TEST(CodeAttacks, HonestPythonIs) {
    RETORT_REQUIRE_SANDBOX();
    expectReward("def double(xs):\n    for i in range(len(xs)): xs[i] *= 2",
                 R"t(["x = [1, 2]\ndouble(x)\nassert x == [2, 4]"])t");
    expectReward(
        "class Pair:\n    def __init__(self, a, b): self.a, self.b = a, b\ndef total(ps): return sum(p.a + p.b for p in ps)",
        R"t(["assert total([Pair(1, 2), Pair(3, 4)]) == 10"])t");
    expectReward(
        "class Node:\n    def __init__(self, v): self.v, self.left = v, None\ndef depth(n): return 0 if n is None else 1 + "
        "depth(n.left)",
        R"t({"asserts": ["assert depth(root) == 2"], "setup": "root = Node(1)\nroot.left = Node(2)"})t");
    expectReward("def squares(n):\n    for i in range(n): yield i * i", R"t(["assert list(squares(4)) == [0, 1, 4, 9]"])t");
    expectReward("def apply(f, xs): return [f(x) for x in xs]", R"t(["assert apply(lambda x: x + 1, [1, 2]) == [2, 3]"])t");
    expectReward("from collections import Counter, OrderedDict\ndef count(s): return Counter(s)",
                 R"t(["assert count('aab') == {'a': 2, 'b': 1}"])t");
    expectReward("import math\ndef area(r): return math.pi * r * r",
                 R"t(["import math\nassert math.isclose(area(2), 12.566370614359172)"])t");
    expectReward("def only(xs, kind): return [x for x in xs if isinstance(x, kind)]",
                 R"t(["assert only([1, 'a', 2.5], int) == [1]"])t");
    expectReward("def f(x):\n    if x < 0: raise ValueError('no')\n    return x",
                 R"t(["try:\n    f(-1)\n    assert False\nexcept ValueError:\n    pass"])t");
    expectReward("def f(): return (1, {2: [3.5, None, True]}, {4}, b'x', 'é', 10**40, 2j, float('inf'))",
                 R"t(["assert f() == (1, {2: [3.5, None, True]}, {4}, b'x', 'é', 10**40, 2j, float('inf'))"])t");
    expectReward("class Solution:\n    def twice(self, x): return 2 * x", R"t(["assert Solution().twice(4) == 8"])t");
    expectReward("print('noise')\ndef f(x): return x\nif __name__ == '__main__':\n    print(f(input()))",
                 R"t(["assert f(3) == 3"])t");
    expectReward("from fractions import Fraction\ndef f(): return Fraction(1, 3)",
                 R"t(["from fractions import Fraction\nassert f() == Fraction(2, 6)"])t");
    EXPECT_THAT(grade("def add(a, b): return a - b", kAsserts).reason, HasSubstr("assert add(1, 2) == 3"));
    EXPECT_THAT(grade("def add(a, b): return a + c", kAsserts).reason, HasSubstr("NameError"));
    EXPECT_THAT(grade("while True: pass", R"t({"asserts": ["assert f(1)"], "time_limit": 1})t").reason,
                HasSubstr("time limit"));
}

TEST(CodeAttacks, CppIsNotRewarded) {
    RETORT_REQUIRE_SANDBOX();
    const std::string prompt =
        "#include <string>\n#include <vector>\n// Twice each.\nstd::vector<long> twice(std::vector<long> x) {\n";
    const std::string tests =
        "}\nint main() {\n    auto candidate = twice;\n    assert(candidate(std::vector<long>({1, 2})) == "
        "(std::vector<long>({2, 4})));\n}\n";
    const std::string honest =
        "std::vector<long> twice(std::vector<long> x) {\n  for (long& v : x) v *= 2;\n  return x;\n}\n";
    const std::string lazy = "std::vector<long> twice(std::vector<long> x) { return x; }\n";
    EXPECT_EQ(grade("```cpp\n" + honest + "```", tests, prompt).outcome, Outcome::Pass);
    EXPECT_EQ(grade("```cpp\n" + honest + "int main() { return 1; }\n```", tests, prompt).outcome, Outcome::Pass)
        << "a main of its own";
    EXPECT_EQ(grade("  for (long& v : x) v *= 2;\n  return x;\n", tests, prompt).outcome, Outcome::Pass);
    EXPECT_THAT(grade("  return x;\n", tests, prompt).reason, HasSubstr("wrong answer"));
    for (const std::string& code : {
             lazy + "#undef assert\n#define assert(x) ((void)0)\n",
             lazy + "#define NDEBUG\n#include <cassert>\n",
             lazy + "#def\\\nine candidate(x) (std::vector<long>({2, 4}))\n",
             lazy + "#include <unistd.h>\nstruct S { S() { char b[64]; long n = read(0, b, 64); (void)!write(1, b, n); "
                    "_exit(0); } } s;\n",
             lazy + "bool operator==(const std::vector<long>&, const std::vector<long>&) { return true; }\n",
             lazy +
                 "extern \"C\" void __assert_fail(const char*, const char*, unsigned, const char*) noexcept { _exit(0); }\n",
             lazy + "#include <csignal>\n#include <unistd.h>\nstruct S { S() { signal(SIGILL, [](int) { _exit(0); }); "
                    "signal(SIGABRT, [](int) { _exit(0); }); } } s;\n",
             std::string("struct Same { Same(std::vector<long>) {} bool operator==(const std::vector<long>&) const { return "
                         "true; } };\nSame twice(std::vector<long> x) { return x; }\n"),
             lazy + "#define main int other() { return 0; } int main() { return 0; } int unused\n",
         })
        EXPECT_EQ(grade("```cpp\n" + code + "```", tests, prompt).outcome, Outcome::Fail) << code;
}
