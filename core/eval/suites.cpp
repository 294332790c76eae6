// SPDX-License-Identifier: Apache-2.0
#include "eval/suites.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.h"
#include "base/file.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t kMaxFile = std::uint64_t{1} << 30;
constexpr const char* kBoxed = "\nPlease reason step by step, and put your final answer within \\boxed{}.";
constexpr const char* kBoxedZh = "\n请通过逐步推理来解答问题，并把最终答案放置于\\boxed{}中。";

/// Text of a value: numbers without a needless ".0"; nothing for what is neither.
std::optional<std::string> textOf(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_integer()) return value.dump();
    if (value.is_number_float()) {
        const double number = value.get<double>();
        return number == std::floor(number) && std::fabs(number) < 1e15 ? fmt::format("{:.0f}", number) : value.dump();
    }
    return std::nullopt;
}

std::string columnOf(const Json& row, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (const auto found = row.find(name); found != row.end())
            if (const auto text = textOf(*found)) return *text;
    return {};
}

std::string trimmed(std::string text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// GSM8K keeps chain and answer in one column: "... #### 1,234".
void splitChain(SuiteProblem& problem) {
    const std::size_t mark = problem.answer.rfind("####");
    if (mark == problem.answer.npos) return;
    if (problem.solution.empty()) problem.solution = trimmed(problem.answer.substr(0, mark));
    problem.answer = trimmed(problem.answer.substr(mark + 4));
    std::erase(problem.answer, ',');
}

std::vector<Json> jsonRows(const std::string& text, const std::string& where) {
    std::vector<Json> rows;
    const auto parsed = [&](std::string_view part, const std::string& place) {
        int depth = 0;
        // The limit is on nesting; a callback is the one way to stop the parser early.
        Json row = Json::parse(
            part,
            [&](int level, Json::parse_event_t, Json&) {
                depth = std::max(depth, level);
                if (depth > 64) throw Error(ErrorCode::BadInput, "is nested deeper than 64 levels", place);
                return true;
            },
            false);
        if (row.is_discarded()) throw Error(ErrorCode::BadInput, "is not JSON", place);
        return row;
    };
    if (trimmed(text.substr(0, 64)).starts_with('[')) {
        for (Json& row : parsed(text, where)) rows.push_back(std::move(row));
        return rows;
    }
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view part = std::string_view(text).substr(begin, end - begin);
        ++line;
        if (part.find_first_not_of(" \t\r") != part.npos) rows.push_back(parsed(part, fmt::format("{}:{}", where, line)));
        begin = end + 1;
    }
    return rows;
}

std::vector<Json> tsvRows(const std::string& text, const std::string& where) {
    std::vector<Json> rows;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = trimmed(text.substr(begin, end - begin));
        const std::size_t tab = line.rfind('\t');
        if (!line.empty() && tab == line.npos)
            throw Error(ErrorCode::BadInput, "has no tab between problem and answer",
                        fmt::format("{}:{}", where, rows.size() + 1));
        if (!line.empty()) rows.push_back({{"problem", line.substr(0, tab)}, {"answer", line.substr(tab + 1)}});
        begin = end + 1;
    }
    return rows;
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
    problem.id = columnOf(row, {"id", "task_id", "unique_id", "ID"});
    if (problem.id.empty()) problem.id = fmt::format("{}/{}", kind.name, index);
    problem.prompt = trimmed(columnOf(row, kind.prompt));
    problem.answer = trimmed(columnOf(row, kind.answer));
    problem.level = columnOf(row, kind.level);
    problem.language = columnOf(row, {"lang", "language"});
    if (problem.language.empty()) problem.language = language.empty() ? kind.language : language;
    problem.solution = columnOf(row, {"solution", "Solution"});
    splitChain(problem);
    return problem;
}

}  // namespace

const std::vector<SuiteKind>& suiteKinds() {
    static const std::vector<std::string> kPrompt{"problem", "question", "Problem", "prompt"},
        kAnswer{"answer_number", "answer", "Answer", "golden"};
    static const std::vector<SuiteKind> kinds{
        {"gsm8k", {"gsm8k"}, kPrompt, kAnswer, {}, "en", kBoxed, 1},
        {"math500", {"math500", "math-500", "math_500"}, kPrompt, kAnswer, {"level"}, "en", kBoxed, 4},
        {"aime", {"aime"}, kPrompt, kAnswer, {"year"}, "en", kBoxed, 64},
        {"amc23", {"amc"}, kPrompt, kAnswer, {}, "en", kBoxed, 16},
        {"mgsm", {"mgsm"}, kPrompt, kAnswer, {}, "", kBoxed, 1},
        {"cmath", {"cmath"}, kPrompt, {"golden", "answer"}, {"grade"}, "zh", kBoxedZh, 1},
        {"cn_middle_school", {"cn_middle"}, kPrompt, kAnswer, {}, "zh", kBoxedZh, 1},
        {"svamp", {"svamp"}, kPrompt, kAnswer, {"type"}, "en", kBoxed, 1},
        {"custom", {}, kPrompt, {"answer", "reference", "golden", "target"}, {"level", "difficulty"}, "", "", 1}};
    return kinds;
}

Suite readSuite(const SuiteOptions& options) {
    Suite suite{kindOf(options.suite), {}};
    const bool named = options.file.empty() && !fs::is_regular_file(options.suite);
    if (named)
        throw Error(ErrorCode::Usage, "there is no file " + options.suite, "--suite",
                    "Give the suite's file: NAME=FILE, or FILE");
    const fs::path file = options.file.empty() ? fs::path(options.suite) : options.file;
    if (!options.prompt_column.empty()) suite.kind.prompt = {options.prompt_column};
    if (!options.answer_column.empty()) suite.kind.answer = {options.answer_column};
    if (!options.level_column.empty()) suite.kind.level = {options.level_column};
    const std::string text = readFile(file, kMaxFile);
    const std::vector<Json> rows = file.extension() == ".tsv" ? tsvRows(text, file.string()) : jsonRows(text, file.string());
    const std::string language = languageInName(file);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (options.limit > 0 && static_cast<std::int64_t>(i) >= options.limit) break;
        const std::string where = fmt::format("{}, row {}", file.string(), i + 1);
        if (!rows[i].is_object()) throw Error(ErrorCode::BadInput, "is no JSON object", where);
        SuiteProblem problem = problemOf(rows[i], suite.kind, i, language);
        if (problem.prompt.empty())
            throw Error(ErrorCode::BadInput, "has no problem", where, "Name its column with --prompt-column");
        if (problem.answer.empty())
            throw Error(ErrorCode::BadInput, "has no answer", where, "Name its column with --answer-column");
        suite.problems.push_back(std::move(problem));
    }
    if (suite.problems.empty()) throw Error(ErrorCode::BadInput, "has no rows", file.string());
    return suite;
}

std::string fewShotPrefix(const Suite& examples, std::int64_t shots) {
    if (shots > static_cast<std::int64_t>(examples.problems.size()))
        throw Error(ErrorCode::Usage, fmt::format("there are {} examples, not {}", examples.problems.size(), shots),
                    "--examples");
    std::string prefix;
    for (std::int64_t i = 0; i < shots; ++i) {
        const SuiteProblem& example = examples.problems[static_cast<std::size_t>(i)];
        prefix += fmt::format("Question: {}\nAnswer: {}{}The answer is \\boxed{{{}}}.\n\n", example.prompt, example.solution,
                              example.solution.empty() ? "" : "\n", example.answer);
    }
    return prefix;
}

}  // namespace retort
