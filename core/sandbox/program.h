// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sandbox/sandbox.h"

namespace retort {

enum class CodeLanguage { Python, Cpp };

enum class CodeVerdict { Passed, WrongAnswer, TimeLimit, MemoryLimit, OutputLimit, RuntimeError, CompileError, Forbidden };
/// "passed", "wrong_answer", "time_limit", "memory_limit", "output_limit", "runtime_error", "compile_error", "forbidden".
const char* name(CodeVerdict verdict) noexcept;

struct TestVerdict {
    CodeVerdict verdict = CodeVerdict::Passed;
    std::string reason;  ///< one line for people; empty when passed
    double cpu_seconds = 0;
};

/// A program ready to run: Python source, or C++20 that has been compiled (g++ -O2, in the sandbox).
class Program {
public:
    /// Blocks while it compiles. Throws Error(Environment) only for the sandbox's own failures.
    Program(const Sandbox& sandbox, CodeLanguage language, std::string_view source);

    bool compiled() const { return compile_error_.verdict == CodeVerdict::Passed; }

    /// Runs it with `input` on stdin and compares its output word by word; words that are decimal fractions may differ by
    /// 1e-6 (relative beyond 1). Any thread; so is runWithProof.
    TestVerdict runWithOutput(std::string_view input, std::string_view expected, const SandboxLimits& limits) const;
    /// Runs it with `input` on stdin; passes when it ends with status 0 and its output holds `proof`.
    TestVerdict runWithProof(std::string_view input, std::string_view proof, const SandboxLimits& limits) const;

private:
    SandboxResult start(std::string_view input, const SandboxLimits& limits) const;

    const Sandbox& sandbox_;
    CodeLanguage language_;
    Descriptor image_;
    TestVerdict compile_error_;
};

/// Where two outputs differ first, word by word, for people; empty when they do not.
std::string firstDifference(std::string_view expected, std::string_view actual);

}  // namespace retort
