// SPDX-License-Identifier: Apache-2.0
#include "eval/suites.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/file_pattern.h"
#include "eval/suite_rows.h"
#include "reward/answer_compare.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kBoxed = "\nPlease reason step by step, and put your final answer within \\boxed{}.";
constexpr const char* kBoxedZh = "\n请通过逐步推理来解答问题，并把最终答案放置于\\boxed{}中。";
constexpr const char* kTagged = "\nThink step by step, then give your final answer between <answer> and </answer>.";

/// GSM8K keeps chain and answer in one column: "... #### 1,234".
void splitChain(SuiteProblem& problem) {
    const std::size_t mark = problem.answer.rfind("####");
    if (mark == problem.answer.npos) return;
    if (problem.solution.empty()) problem.solution = trimmed(problem.answer.substr(0, mark));
    problem.answer = trimmed(problem.answer.substr(mark + 4));
    std::erase(problem.answer, ',');
}

const SuiteKind& kindOf(const std::string& name) {
    for (const SuiteKind& kind : suiteKinds())
        if (kind.name == name) return kind;
    std::string lowered = fs::path(name).filename().string();
    std::ranges::transform(lowered, lowered.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const SuiteKind& kind : suiteKinds())
        for (const std::string& start : kind.files)
            if (lowered.starts_with(start)) return kind;
    return suiteKinds().back();
}

/// "mgsm_zh.tsv" says its language in its name.
std::string languageInName(const fs::path& file) {
    const std::string stem = file.stem().string();
    return stem.starts_with("mgsm_") && stem.size() == 7 ? stem.substr(5) : "";
}

SuiteProblem problemOf(const Json& row, const SuiteKind& kind, std::size_t index, const std::string& language) {
    SuiteProblem problem;
    problem.id = columnOf(row, {"id", "task_id", "unique_id", "ID", "name"});
    if (problem.id.empty()) problem.id = fmt::format("{}/{}", kind.name, index);
    problem.prompt = trimmed(columnOf(row, kind.prompt));
    problem.answer = trimmed(columnOf(row, kind.answer));
    problem.level = columnOf(row, kind.level);
    problem.subject = columnOf(row, kind.subject);
    problem.language = columnOf(row, {"lang"});
    if (problem.language.empty() && kind.reward != "code") problem.language = columnOf(row, {"language"});
    if (problem.language.empty()) problem.language = language.empty() ? kind.language : language;
    problem.solution = columnOf(row, {"solution", "Solution"});
    splitChain(problem);
    return problem;
}

/// Whether a reward compares with something that the row must hold.
bool wantsReference(const std::string& reward) {
    return reward != "format" && reward != "language" && reward != "length" && reward != "repetition";
}

std::string columnsOf(const Json& row) {
    std::string names;
    for (const auto& [name, unused] : row.items()) names += (names.empty() ? "" : ", ") + name;
    return names;
}

std::string workedAnswer(const SuiteProblem& example) {
    return fmt::format("{}{}The answer is \\boxed{{{}}}.", example.solution, example.solution.empty() ? "" : "\n",
                       example.answer);
}

}  // namespace

const std::vector<SuiteKind>& suiteKinds() {
    static const std::vector<std::string> kPrompt{"problem", "question", "Problem", "prompt"},
        kAnswer{"answer_number", "answer", "Answer", "golden"}, kSubject{"subject", "category"};
    static const std::vector<std::string> kQuestion{"\nQuestion:"};
    // Where HumanEval cuts a completion: Chen et al. 2021 (arXiv 2107.03374), section 2.
    static const std::vector<std::string> kPython{"\nclass", "\ndef", "\n#", "\nif", "\nprint"};
    const auto math = [](std::string name, std::vector<std::string> files, std::vector<std::string> level,
                         std::string language, const char* instruction, std::int64_t samples) {
        return SuiteKind{std::move(name), std::move(files), kPrompt,    kAnswer,  std::move(level), std::move(language),
                         instruction,     samples,          "accuracy", kSubject, kQuestion,        0};
    };
    const auto code = [](std::string name, std::vector<std::string> files, std::vector<std::string> prompt,
                         std::vector<std::string> answer, std::vector<std::string> stop, std::int64_t shots) {
        return SuiteKind{std::move(name),
                         std::move(files),
                         std::move(prompt),
                         std::move(answer),
                         {"difficulty", "rating"},
                         "en",
                         "",
                         1,
                         "code",
                         {},
                         std::move(stop),
                         shots};
    };
    static const std::vector<SuiteKind> kinds{
        math("gsm8k", {"gsm8k"}, {}, "en", kBoxed, 1),
        math("math500", {"math500", "math-500", "math_500"}, {"level"}, "en", kBoxed, 4),
        math("aime", {"aime"}, {"year"}, "en", kBoxed, 64),
        math("amc23", {"amc"}, {}, "en", kBoxed, 16),
        math("mgsm", {"mgsm"}, {}, "", kBoxed, 1),
        {"cmath", {"cmath"}, kPrompt, {"golden", "answer"}, {"grade"}, "zh", kBoxedZh, 1, "accuracy", {}, kQuestion, 0},
        math("cn_middle_school", {"cn_middle"}, {}, "zh", kBoxedZh, 1),
        math("svamp", {"svamp"}, {"type"}, "en", kBoxed, 1),
        code("humaneval_cpp", {"humaneval_cpp", "humaneval-cpp", "multipl"}, {"prompt"}, {"tests"}, {}, 0),
        code("humaneval", {"humaneval", "human_eval", "human-eval"}, {"prompt"}, {"test"}, kPython, 0),
        code("mbpp", {"mbpp", "sanitized-mbpp"}, {"text", "problem", "prompt"}, {"test_list"}, {"[DONE]"}, 3),
        code("stdio", {"stdio", "codeforces", "code_contests"}, kPrompt, {"tests"}, kQuestion, 0),
        {"reasoning_gym",
         {"reasoning_gym", "reasoning-gym"},
         {"problem", "question"},
         {"answer"},
         {},
         "",
         kTagged,
         1,
         "reasoning_gym",
         {"task"},
         kQuestion,
         0},
        {"custom",
         {},
         kPrompt,
         {"answer", "reference", "golden", "target"},
         {"level", "difficulty"},
         "",
         "",
         1,
         "accuracy",
         kSubject,
         kQuestion,
         0}};
    return kinds;
}

Suite readSuite(const SuiteOptions& options) {
    Suite suite{kindOf(options.suite), {}};
    SuiteKind& kind = suite.kind;
    const fs::path file = options.file.empty() ? fs::path(options.suite) : options.file;
    if (matchingFiles(file).empty())
        throw Error(ErrorCode::Usage, nothingMatches(file.string()), "--suite", "Give the suite's file: FILE or KIND=FILE");
    if (!options.prompt_column.empty()) kind.prompt = {options.prompt_column};
    if (!options.answer_column.empty()) kind.answer = {options.answer_column};
    if (!options.level_column.empty()) kind.level = {options.level_column};
    if (!options.reward.empty()) kind.reward = options.reward;
    const std::vector<DataRow> rows = suiteRows(file, kind);
    const std::string language = languageInName(file);
    // MBPP says which rows are for prompts, and which for testing.
    const auto splitOf = [](const Json& row) { return columnOf(row, {"split"}); };
    const bool has_test = std::ranges::any_of(rows, [&](const DataRow& row) { return splitOf(row.object()) == "test"; });
    struct LeftOut {
        std::int64_t count = 0;
        std::string first;  ///< where it was
    };
    std::map<std::string, LeftOut> unscored;
    const auto leaveOut = [&](const std::string& why, const std::string& where) {
        LeftOut& left_out = unscored[why];
        if (++left_out.count == 1) left_out.first = where;
    };
    std::set<std::string> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Json& row = rows[i].object();
        const std::string& where = rows[i].where();
        if (options.limit > 0 && static_cast<std::int64_t>(suite.problems.size()) >= options.limit) break;
        SuiteProblem problem = problemOf(row, kind, i, language);
        if (problem.prompt.empty())
            throw Error(ErrorCode::BadInput, "has no problem; its columns are " + columnsOf(row), where,
                        "Name its column with --prompt-column");
        if (kind.reward == "code") shapeCode(row, kind, problem, where);
        if (kind.reward == "reasoning_gym")
            if (const auto why = shapePuzzle(row, problem)) {
                leaveOut(problem.subject + " (" + *why + ")", where);
                continue;
            }
        if (problem.answer.empty() && wantsReference(kind.reward))
            throw Error(ErrorCode::BadInput, "has no answer; its columns are " + columnsOf(row), where,
                        "Name its column with --answer-column");
        if (kind.reward == "accuracy")
            if (const auto why = unreadableReference(problem.answer)) {
                leaveOut("the gold answer cannot be read: " + *why, where);
                continue;
            }
        if (!ids.insert(problem.id).second) problem.id += fmt::format("#{}", i + 1);
        if (const std::string split = splitOf(row); kind.name == "mbpp" && split == "prompt")
            suite.examples.push_back(std::move(problem));
        else if (kind.name != "mbpp" || !has_test || split == "test") suite.problems.push_back(std::move(problem));
    }
    // MBPP's published prompt shows tasks 2, 3 and 4.
    std::ranges::stable_partition(suite.examples, [](const SuiteProblem& example) { return example.id != "1"; });
    for (const auto& [what, left_out] : unscored)
        suite.notes.push_back(
            fmt::format("{} left out, since {} cannot be scored: {}. First: {}",
                        left_out.count == 1 ? "1 problem is" : fmt::format("{} problems are", left_out.count),
                        left_out.count == 1 ? "it" : "they", what, left_out.first));
    if (suite.problems.empty())
        throw Error(ErrorCode::BadInput, "has no problem that can be scored", file.string(),
                    suite.notes.empty() ? "Give a file with problems" : suite.notes.front());
    return suite;
}

std::vector<SuiteProblem> chooseExamples(const Suite& examples, std::int64_t shots, const std::vector<SuiteProblem>& asked) {
    std::set<std::string> held_out;
    for (const SuiteProblem& problem : asked) held_out.insert(problem.prompt);
    std::vector<SuiteProblem> chosen;
    for (const SuiteProblem& example : examples.problems)
        if (std::ssize(chosen) < shots && !held_out.contains(example.prompt)) chosen.push_back(example);
    if (std::ssize(chosen) < shots)
        throw Error(ErrorCode::Usage,
                    fmt::format("there are {} examples that the suite does not ask, not {}", chosen.size(), shots),
                    "--examples", "Name a file of other problems, e.g. the training part");
    return chosen;
}

std::string fewShotPrefix(const SuiteKind& kind, const std::vector<SuiteProblem>& examples) {
    std::string prefix;
    for (const SuiteProblem& example : examples) {
        if (kind.name == "mbpp") prefix += example.plain + example.solution + "\n[DONE]\n\n";
        else if (!example.plain.empty()) prefix += example.plain + example.solution + "\n\n";
        else prefix += fmt::format("Question: {}\nAnswer: {}\n\n", example.prompt, workedAnswer(example));
    }
    return prefix;
}

std::string chatAnswer(const SuiteKind& kind, const SuiteProblem& example) {
    return kind.reward == "code" ? "```\n" + example.solution + "\n```" : workedAnswer(example);
}

std::string plainText(const SuiteKind& kind, const SuiteProblem& problem, const std::string& prefix) {
    if (!problem.plain.empty()) return prefix + problem.plain;
    return fmt::format("{}Question: {}{}\nAnswer:", prefix, problem.prompt, prefix.empty() ? kind.instruction : "");
}

}  // namespace retort
