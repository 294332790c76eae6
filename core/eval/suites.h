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
    std::string language = {};              ///< of rows that say none; empty: unknown
    std::string instruction = {};           ///< follows the problem
    std::int64_t samples = 1;               ///< usual k
    std::string reward = "accuracy";        ///< the rubric term that judges a sample
    std::vector<std::string> subject = {};  ///< columns
    std::vector<std::string> stop = {};     ///< where a model that goes on with plain text is cut
    std::int64_t shots = 0;                 ///< usual worked examples before a plain problem
};

/// GSM8K, MATH-500, AIME, AMC 23, MGSM, CMATH, Chinese middle school, SVAMP, HumanEval (Python, and C++ as MultiPL-E writes
/// it), MBPP, programs judged by stdin and stdout, reasoning-gym; "custom" last.
const std::vector<SuiteKind>& suiteKinds();

struct SuiteProblem {
    std::string id, prompt, level, language, subject;
    std::string answer;    ///< what the kind's reward reads: an answer, or JSON
    std::string solution;  ///< worked, where the file has one; for examples
    std::string plain;     ///< the problem as text to be continued; empty: "Question: ... Answer:"
};

struct SuiteOptions {
    std::string suite;                ///< a kind's name, or the path of a file (kind by its name, else "custom")
    std::filesystem::path file = {};  ///< empty: `suite` is the file
    std::string prompt_column = {}, answer_column = {}, level_column = {};  ///< win over the kind's
    std::int64_t limit = 0;                                                 ///< problems from the start; 0: all
    std::string reward = {};                                                ///< wins over the kind's
};

/// A suite read: a data file of any format (data/row_reader.h), or MGSM's TSV ("problem TAB answer"). Throws Error(Usage)
/// when the kind or a column cannot be told, Error(BadInput) naming file and row for damage and for answers that are
/// missing.
struct Suite {
    SuiteKind kind;
    std::vector<SuiteProblem> problems;
    std::vector<SuiteProblem> examples = {};  ///< rows that the suite itself sets aside for prompts (MBPP's)
    std::vector<std::string> notes = {};      ///< what was left out and why, for people
};
Suite readSuite(const SuiteOptions& options);

/// Worked examples to show before each problem: the first of `examples` without those that `asked` asks as well. Throws
/// Error(Usage) when there are too few.
std::vector<SuiteProblem> chooseExamples(const Suite& examples, std::int64_t shots, const std::vector<SuiteProblem>& asked);

/// Them as text before a plain problem.
std::string fewShotPrefix(const SuiteKind& kind, const std::vector<SuiteProblem>& examples);

/// What the assistant said to one of them, in a conversation: its solution and answer, or its program in a code block.
std::string chatAnswer(const SuiteKind& kind, const SuiteProblem& example);

/// A problem as text that the model goes on with, behind `prefix`.
std::string plainText(const SuiteKind& kind, const SuiteProblem& problem, const std::string& prefix);

}  // namespace retort
