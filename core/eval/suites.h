// SPDX-License-Identifier: Apache-2.0
#pragma once

// Evaluation suites as they are downloaded: which columns hold the problem, the answer, the level, the language.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace retort {

/// What is special about a suite's files. Columns are tried in order, the first that a row has is taken.
struct SuiteKind {
    std::string name;                ///< "gsm8k", "math500", ...
    std::vector<std::string> files;  ///< its files' usual names begin so
    std::vector<std::string> prompt, answer, level;
    std::string language;      ///< of rows that say none; empty: unknown
    std::string instruction;   ///< follows the problem
    std::int64_t samples = 1;  ///< usual k
};

/// GSM8K, MATH-500, AIME, AMC 23, MGSM, CMATH, Chinese middle school, SVAMP; "custom" last.
const std::vector<SuiteKind>& suiteKinds();

struct SuiteProblem {
    std::string id, prompt, answer, level, language;
    std::string solution;  ///< worked, where the file has one; for examples
};

struct SuiteOptions {
    std::string suite;           ///< a kind's name, or the path of a file (kind by its name, else "custom")
    std::filesystem::path file;  ///< empty: `suite` is the file
    std::string prompt_column, answer_column, level_column;  ///< win over the kind's
    std::int64_t limit = 0;                                  ///< rows from the start; 0: all
};

/// A suite read: JSON Lines, a JSON array, or MGSM's TSV ("problem TAB answer"). Throws Error(Usage) when the kind or a
/// column cannot be told, Error(BadInput) naming file and row for damage and for answers that are missing.
struct Suite {
    SuiteKind kind;
    std::vector<SuiteProblem> problems;
};
Suite readSuite(const SuiteOptions& options);

/// Worked examples before the problem, as text: "Question: ...\nAnswer: ...\n\n" each, taken from the start of `examples`.
std::string fewShotPrefix(const Suite& examples, std::int64_t shots);

}  // namespace retort
