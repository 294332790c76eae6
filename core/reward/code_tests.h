// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/program.h"

namespace retort {

/// What a program must do. Either `cases` (stdin and expected stdout) or `checks` (code that is run behind the completion,
/// one process each).
struct CodeTests {
    struct Case {
        std::string input, output;
    };
    std::vector<Case> cases;
    std::vector<std::string> checks;  ///< asserts, or HumanEval's check() with its call
    std::string setup;                ///< code before the checks
    std::string entry_point;          ///< function the checks call; empty when not named
    std::string prompt;               ///< code that a completion without the function continues
    std::optional<CodeLanguage> language;
    SandboxLimits limits;
};

/// Reads tests from JSON:
///   [{"input", "output"}, ...]                             stdin and stdout
///   ["assert f(1) == 2", ...]                              Python asserts, MBPP's test_list
///   "code"                                                 a test program: HumanEval's test, MultiPL-E's main()
///   {"cases" | "asserts" | "test": one of these, "inputs" and "outputs", "setup", "entry_point", "prompt", "language"
///   ("python", "cpp"),
///    "time_limit" (s), "memory_limit" (MiB)}
/// MBPP's, HumanEval's and MultiPL-E's own spellings (test_list, test_setup_code, tests) are understood. Text that is no
/// JSON is a test program. Throws Error(BadInput) naming the field; refuses more than 64 MiB, 10,000 tests and limits beyond
/// 300 s and 8 GiB.
CodeTests parseCodeTests(std::string_view json);

/// A completion's program: the last fenced block of code in its answer, else the answer as it stands.
struct ExtractedCode {
    std::string code;
    std::optional<CodeLanguage> language;  ///< of the fence
};
ExtractedCode extractCode(std::string_view completion);

/// Whether a prompt is the beginning of a program, and not a question about one.
bool isCode(std::string_view prompt);

/// The name in the last "def NAME(" of Python code; empty when there is none.
std::string lastFunction(std::string_view code);

/// The tests' language, or the fence's, or what the code looks like.
CodeLanguage languageOf(const CodeTests& tests, const ExtractedCode& code);

}  // namespace retort
