// SPDX-License-Identifier: Apache-2.0
// Leaves out training rows that share ten words in a row with an evaluation problem, and says which and why.

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "commands.h"
#include "data/decontaminate.h"
#include "data/jsonl_writer.h"
#include "data/row_reader.h"
#include "eval/suites.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// The problems of all evaluation files in one index, with where each is from.
struct Problems {
    NgramIndex index;
    std::vector<std::pair<std::string, std::string>> places;  ///< file, id
};

/// Which of the usual columns holds a row's question.
std::string promptColumn(const DataRow& row, const std::string& asked) {
    if (!asked.empty()) return asked;
    for (const char* name : {"prompt", "problem", "question", "instruction", "text", "messages"})
        if (row.has(name)) return name;
    return "prompt";
}

/// A row's question; of a conversation all that is not the assistant's.
std::string questionOf(const DataRow& row, const std::string& asked) {
    const std::string column = promptColumn(row, asked);
    const auto messages = row.object().find(column);
    if (messages == row.object().end() || !messages->is_array())
        return row.require(column, "Name its column with --prompt-column.");
    std::string text;
    for (const auto& message : *messages) {
        if (!message.is_object() || !message.contains("content") || !message.at("content").is_string())
            throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is a list, but not of messages", column),
                        row.where());
        if (message.value("role", nlohmann::json()) != "assistant") text += message.at("content").get<std::string>() + "\n";
    }
    return text;
}

/// Suites come as JSON Lines, JSON or TSV; any other table by its question's column.
void addProblems(const std::string& file, Problems& problems) {
    const auto add = [&](const std::string& prompt, const std::string& id) {
        problems.index.add(prompt);
        problems.places.emplace_back(file, id);
    };
    const bool is_table = dataFormat(fs::path(file)) == DataFormat::Parquet || fs::path(file).extension() == ".csv";
    if (is_table)
        readRows(fs::path(file), {}, [&](const DataRow& row) { add(questionOf(row, {}), row.optional("id", row.where())); });
    else
        for (const SuiteProblem& problem :
             readSuite({.suite = file, .file = {}, .prompt_column = {}, .answer_column = {}, .level_column = {}, .limit = 0})
                 .problems)
            add(problem.prompt, problem.id);
}

/// Lines of JSON Lines go out as they came in.
void copyLines(const std::string& file, const std::vector<bool>& leave_out, JsonlWriter& out) {
    std::ifstream in(file);
    std::size_t row = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        if (row < leave_out.size() && !leave_out[row]) out.writeLine(line);
        ++row;
    }
}

}  // namespace

int decontaminateCommand(const DecontaminateArguments& arguments) {
    Problems problems;
    Json suites = Json::object();
    for (const std::string& file : arguments.against) {
        const std::size_t before = problems.index.size();
        addProblems(file, problems);
        suites[file] = {{"problems", problems.index.size() - before}, {"contaminated", 0}};
    }
    const bool is_jsonl = dataFormat(fs::path(arguments.data)) == DataFormat::Jsonl;
    std::optional<JsonlWriter> out;
    if (!arguments.output.empty()) out.emplace(arguments.output);
    Json report = Json::array();
    std::vector<bool> leave_out;
    readRows(fs::path(arguments.data), {}, [&](const DataRow& row) {
        const auto match = problems.index.find(questionOf(row, arguments.prompt_column));
        leave_out.push_back(match.has_value());
        if (!match) {
            if (out && !is_jsonl) out->writeLine(row.object().dump());
            return;
        }
        const auto& [file, id] = problems.places[match->row];
        suites[file]["contaminated"] = suites[file]["contaminated"].get<std::int64_t>() + 1;
        report.push_back(
            {{"row", row.index()}, {"where", row.where()}, {"suite", file}, {"problem", id}, {"words", match->words}});
    });
    if (out) {
        if (is_jsonl) copyLines(arguments.data, leave_out, *out);
        out->commit();
    }
    fmt::print("{}\n", Json{{"data", arguments.data},
                            {"rows", leave_out.size()},
                            {"evaluation_problems", problems.index.size()},
                            {"suites", suites},
                            {"contaminated", report.size()},
                            {"rows_left_out", report}}
                           .dump());
    return 0;
}

}  // namespace retort::cli
