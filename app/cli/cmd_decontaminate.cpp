// SPDX-License-Identifier: Apache-2.0
// Leaves out training rows that share ten words in a row with an evaluation problem, and says which and why.

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "commands.h"
#include "data/decontaminate.h"
#include "data/jsonl_reader.h"
#include "eval/suites.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The problems of all evaluation files in one index, with where each is from.
struct Problems {
    NgramIndex index;
    std::vector<std::pair<std::string, std::string>> places;  ///< file, id
};

Problems readProblems(const std::vector<std::string>& files) {
    Problems problems;
    for (const std::string& file : files)
        for (const SuiteProblem& problem :
             readSuite({.suite = file, .file = {}, .prompt_column = {}, .answer_column = {}, .level_column = {}, .limit = 0})
                 .problems) {
            problems.index.add(problem.prompt);
            problems.places.emplace_back(file, problem.id);
        }
    return problems;
}

/// Which of the usual columns holds a training row's question.
std::string promptColumn(const JsonlRow& row, const std::string& asked) {
    if (!asked.empty()) return asked;
    for (const char* name : {"prompt", "problem", "question", "text", "messages"})
        if (row.has(name)) return name;
    return "prompt";
}

}  // namespace

int decontaminateCommand(const DecontaminateArguments& arguments) {
    const Problems problems = readProblems(arguments.against);
    Json report = Json::array();
    std::vector<bool> leave_out;
    readJsonl(arguments.data, arguments.data, 0, [&](const JsonlRow& row) {
        const std::string column = promptColumn(row, arguments.prompt_column);
        const std::string text = column == "messages" ? row.exchange(column).first : row.require(column);
        const auto match = problems.index.find(text);
        leave_out.push_back(match.has_value());
        if (!match) return;
        const auto& [file, id] = problems.places[match->row];
        report.push_back(
            {{"row", row.index()}, {"where", row.where()}, {"suite", file}, {"problem", id}, {"words", match->words}});
    });
    if (!arguments.output.empty()) {
        std::ifstream in(arguments.data);
        std::string kept;
        std::size_t row = 0;
        for (std::string line; std::getline(in, line);) {
            if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
            if (row < leave_out.size() && !leave_out[row]) kept += line + "\n";
            ++row;
        }
        if (row != leave_out.size())
            throw Error(ErrorCode::BadInput, "is no JSON Lines file", arguments.data,
                        "Write one object per line to have rows taken out");
        writeFileDurably(arguments.output, kept);
    }
    fmt::print("{}\n", Json{{"data", arguments.data},
                            {"rows", leave_out.size()},
                            {"evaluation_problems", problems.index.size()},
                            {"contaminated", report.size()},
                            {"rows_left_out", report}}
                           .dump());
    return 0;
}

}  // namespace retort::cli
