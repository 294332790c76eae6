// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "reward/code_tests.h"

namespace retort {

/// A program that runs one check on a completion's code. It counts as passed when it ends with status 0 and has written
/// `proof`, which the completion's code cannot know.
struct CheckProgram {
    std::string source, input, proof;
};

/// Python: the code runs in a process of its own, behind python_harness.py, and sees neither the check nor the proof. It may
/// exit, print, replace functions or compare as equal to everything: only the values that it returns are judged.
CheckProgram pythonCheck(const CodeTests& tests, const std::string& code, std::string_view check);

/// C++: one program. The code's main and its macros are out of reach of the check, `assert` is one of ours that does not
/// depend on what the code may replace, == between library types is the library's, and the proof is made from `input` with a
/// number that only the check's part of the source holds. Code that searches its own machine code could still forge it.
CheckProgram cppCheck(const CodeTests& tests, const std::string& code, std::string_view check);

/// The prompt's lines that bring names in: they hold for a completion that repeats only the function.
std::string importsOf(std::string_view prompt);

/// Whether `code` has the word `word` followed by an opening parenthesis, `before` somewhere on the line in front of it;
/// with an empty `before`, anything but an assignment or white space.
bool definesFunction(std::string_view code, std::string_view word, std::string_view before);

/// 32 hexadecimal digits that nobody can know beforehand.
std::string makeSecret();

extern const char* const kPythonHarness;

}  // namespace retort
