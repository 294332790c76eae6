// SPDX-License-Identifier: Apache-2.0
#include "eval/suite_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/file.h"
#include "data/row_reader.h"
#include "reward/code_tests.h"
#include "reward/puzzle_checks.h"
#include "reward/reasoning_gym_reward.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t kMaxFile = std::uint64_t{1} << 30;
constexpr const char* kFenced = "Answer with the whole program in one fenced block of code.";

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

/// MGSM's lines have no heading: "problem TAB answer".
std::vector<DataRow> pairRows(const fs::path& file) {
    const std::string text = readFile(file, kMaxFile);
    std::vector<DataRow> rows;
    std::int64_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = trimmed(text.substr(begin, end - begin));
        const std::string where = fmt::format("{}:{}", file.string(), ++number);
        const std::size_t tab = line.rfind('\t');
        if (!line.empty() && tab == line.npos)
            throw Error(ErrorCode::BadInput, "has no tab between problem and answer", where);
        if (!line.empty())
            rows.emplace_back(Json{{"problem", line.substr(0, tab)}, {"answer", line.substr(tab + 1)}}, where,
                              static_cast<std::int64_t>(rows.size()));
        begin = end + 1;
    }
    return rows;
}

/// A column as JSON: what lies there, or what its text says.
Json jsonColumn(const Json& row, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (const auto found = row.find(name); found != row.end() && !found->is_null()) {
            Json parsed = found->is_string() ? Json::parse(found->get<std::string>(), nullptr, false) : *found;
            return parsed.is_discarded() ? *found : parsed;
        }
    return {};
}

std::string unixLines(std::string text) {
    std::erase(text, '\r');
    return text;
}

/// The program that judges. Throws where the row has none.
std::string testOf(const Json& row) {
    std::string test = columnOf(row, {"tests", "test"});
    if (trimmed(test).empty()) throw Error(ErrorCode::BadInput, "there are no tests", "tests");
    return test;
}

void shapeHumanEval(const Json& row, SuiteProblem& problem) {
    problem.answer = Json{
        {"test", testOf(row)},
        {"entry_point", columnOf(row, {"entry_point"})},
        {"prompt", problem.plain},
        {"language",
         "python"}}.dump();
    problem.solution = columnOf(row, {"canonical_solution"});
    problem.prompt = fmt::format("Complete this Python function. {}\n\n```python\n{}```", kFenced, problem.plain);
}

void shapeMultiPlE(const Json& row, SuiteKind& kind, SuiteProblem& problem, const std::string& where) {
    const std::string language = columnOf(row, {"language"});
    if (!language.empty() && language != "cpp")
        throw Error(ErrorCode::BadInput, "is in " + language + "; only C++ can be run", where,
                    "Take the cpp file of MultiPL-E");
    problem.answer = Json{{"test", testOf(row)}, {"prompt", problem.plain}, {"language", "cpp"}}.dump();
    if (const Json stops = jsonColumn(row, {"stop_tokens"}); stops.is_array())
        for (const Json& stop : stops)
            if (stop.is_string() && std::ranges::find(kind.stop, stop.get<std::string>()) == kind.stop.end())
                kind.stop.push_back(stop.get<std::string>());
    problem.prompt = fmt::format("Complete this C++ function. {}\n\n```cpp\n{}```", kFenced, problem.plain);
}

void shapeMbpp(const Json& row, SuiteProblem& problem) {
    std::string tests;
    const Json list = jsonColumn(row, {"test_list"});
    for (const Json& test : list) tests += (tests.empty() ? "" : "\n") + unixLines(test.get<std::string>());
    std::string setup = columnOf(row, {"test_setup_code"});
    for (const Json& import : jsonColumn(row, {"test_imports"})) setup += import.get<std::string>() + "\n";
    problem.answer = Json{{"test_list", list}, {"setup", setup}, {"language", "python"}}.dump();
    problem.solution = unixLines(columnOf(row, {"code"}));
    problem.prompt = fmt::format("{} Your code should pass these tests:\n\n{}", problem.prompt, tests);
    problem.plain = mbppPrompt(problem);
    problem.prompt += std::string("\n\n") + kFenced;
}

void shapeStdio(const Json& row, SuiteProblem& problem) {
    Json tests = jsonColumn(row, {"tests", "test_cases", "input_output", "private_tests", "public_tests"});
    if (tests.is_array()) tests = {{"cases", tests}};
    if (tests.is_object() && tests.contains("input") && tests["input"].is_array())
        tests = {{"inputs", tests["input"]}, {"outputs", tests["output"]}};
    if (const auto limit = row.find("time_limit_ms"); limit != row.end() && limit->is_number() && tests.is_object())
        tests["time_limit"] = std::max(1.0, limit->get<double>() / 1000);
    problem.answer = tests.dump();
    problem.prompt += fmt::format(
        "\n\nWrite a program in Python or C++ that reads standard input and writes standard output. {}", kFenced);
}

}  // namespace

std::string trimmed(std::string text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string columnOf(const Json& row, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (const auto found = row.find(name); found != row.end())
            if (const auto text = textOf(*found)) return *text;
    return {};
}

std::vector<DataRow> suiteRows(const fs::path& file, const SuiteKind& kind) {
    if (kind.name == "mgsm" && file.extension() == ".tsv") return pairRows(file);
    std::vector<DataRow> rows;
    readRows(file, {}, [&](const DataRow& row) { rows.push_back(row); });
    return rows;
}

std::string mbppPrompt(const SuiteProblem& problem) {
    return fmt::format("You are an expert Python programmer, and here is your task: {}\n[BEGIN]\n", problem.prompt);
}

void shapeCode(const Json& row, SuiteKind& kind, SuiteProblem& problem, const std::string& where) {
    const std::string raw = columnOf(row, kind.prompt);
    if (kind.name == "humaneval" || kind.name == "humaneval_cpp") problem.plain = raw;
    try {
        if (kind.name == "humaneval") shapeHumanEval(row, problem);
        else if (kind.name == "humaneval_cpp") shapeMultiPlE(row, kind, problem, where);
        else if (kind.name == "mbpp") shapeMbpp(row, problem);
        else if (kind.name == "stdio") shapeStdio(row, problem);
        else if (const Json tests = jsonColumn(row, kind.answer); !tests.is_null())
            problem.answer = tests.is_string() ? tests.get<std::string>() : tests.dump();
        if (!problem.answer.empty()) parseCodeTests(problem.answer);
    } catch (const Json::exception&) {
        throw Error(ErrorCode::BadInput, "its tests are not of the form of " + kind.name, where);
    } catch (const Error& error) {
        throw Error(ErrorCode::BadInput, "its tests cannot be read: " + error.message(), where, error.remedy());
    }
}

std::optional<std::string> shapePuzzle(const Json& row, SuiteProblem& problem) {
    const Json reference = puzzleReference(row);
    const std::string task = reference["task"];
    problem.subject = task;
    problem.answer = reference.dump();
    if (task.empty()) return "no task is named";
    if (const auto why = unscorablePuzzle(task)) return why;
    if (!reference["answer"].is_string() && puzzleCheck(task) == nullptr)
        return "there is no answer, and the task has no check of its own";
    return std::nullopt;
}

}  // namespace retort
