// SPDX-License-Identifier: Apache-2.0
// Evaluations side by side: intervals, what flipped between a pair, and whether that is more than chance.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "commands.h"
#include "eval/report.h"
#include "evaluations.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

/// One evaluation as the tables show it.
struct Entry {
    std::string label;
    Evaluation evaluation;
    EvalReport report;
};

Json rounded(double value) { return std::round(value * 1e6) / 1e6; }

Json entryJson(const Entry& entry) {
    Json pass_at_k = Json::object();
    for (const auto& [k, value] : entry.report.pass_at_k) pass_at_k[std::to_string(k)] = rounded(value);
    const EvalReport& r = entry.report;
    return {{"name", entry.label},
            {"run", entry.evaluation.run},
            {"checkpoint", entry.evaluation.record.model},
            {"problems", r.problems},
            {"k", r.k},
            {"pass_at_1", rounded(r.pass_at_1)},
            {"interval", {rounded(r.interval.low), rounded(r.interval.high)}},
            {"pass_at_k", pass_at_k},
            {"cons_at_k", r.cons_at_k ? rounded(*r.cons_at_k) : Json(nullptr)},
            {"mean_length", rounded(r.mean_length)},
            {"truncated", rounded(r.truncated)}};
}

Json pairJson(const Entry& before, const Entry& after) {
    const PairedComparison c = comparePaired(pairProblems(before.evaluation.samples, after.evaluation.samples));
    return {{"before", before.label},
            {"after", after.label},
            {"problems", c.problems},
            {"difference", rounded(c.difference)},
            {"interval", {rounded(c.interval.low), rounded(c.interval.high)}},
            {"flips",
             {{"both_right", c.flips.both_right},
              {"right_to_wrong", c.flips.right_to_wrong},
              {"wrong_to_right", c.flips.wrong_to_right},
              {"both_wrong", c.flips.both_wrong}}},
            {"p_value", c.p_value},
            {"significant", c.significant}};
}

/// Entries by suite in the order they were named; the first of a suite is what the others are compared with.
Json comparisonJson(const std::vector<std::string>& names) {
    std::vector<std::pair<std::string, std::vector<Entry>>> suites;
    for (const std::string& name : names)
        for (Evaluation& evaluation : readEvaluations(name)) {
            auto suite =
                std::ranges::find(suites, evaluation.record.suite, &std::pair<std::string, std::vector<Entry>>::first);
            if (suite == suites.end()) suite = suites.insert(suites.end(), {evaluation.record.suite, {}});
            const bool same_name = std::ranges::any_of(
                suite->second, [&](const Entry& other) { return other.evaluation.record.model == evaluation.record.model; });
            const std::string label =
                same_name ? evaluation.record.model + " (" + evaluation.run + ")" : evaluation.record.model;
            const EvalReport report = reportOf(evaluation.samples);
            suite->second.push_back({label, std::move(evaluation), report});
        }
    Json result = Json::array();
    for (const auto& [suite, entries] : suites) {
        Json rows = Json::array(), pairs = Json::array();
        for (const Entry& entry : entries) rows.push_back(entryJson(entry));
        for (std::size_t i = 1; i < entries.size(); ++i) pairs.push_back(pairJson(entries.front(), entries[i]));
        result.push_back({{"suite", suite}, {"entries", rows}, {"pairs", pairs}});
    }
    return {{"suites", result}};
}

using Table = std::vector<std::vector<std::string>>;

std::string text(const Json& value, const char* format = "{:.3f}") {
    if (value.is_null()) return "-";
    return value.is_number() ? fmt::format(fmt::runtime(format), value.get<double>()) : value.get<std::string>();
}

std::string intervalText(const Json& interval) {
    return fmt::format("[{:.3f}, {:.3f}]", interval[0].get<double>(), interval[1].get<double>());
}

Table entryTable(const Json& suite) {
    Table table{{"model", "pass@1", "95% interval", "pass@k", "cons@k", "k", "problems", "length", "truncated"}};
    for (const Json& e : suite["entries"])
        table.push_back({e["name"], text(e["pass_at_1"]), intervalText(e["interval"]), text(e["pass_at_k"].back()),
                         text(e["cons_at_k"]), e["k"].dump(), e["problems"].dump(), text(e["mean_length"], "{:.1f}"),
                         text(e["truncated"])});
    return table;
}

Table pairTable(const Json& suite) {
    Table table{{"from", "to", "difference", "95% interval", "gained", "lost", "p", "significant"}};
    for (const Json& p : suite["pairs"])
        table.push_back({p["before"], p["after"], text(p["difference"], "{:+.3f}"), intervalText(p["interval"]),
                         p["flips"]["wrong_to_right"].dump(), p["flips"]["right_to_wrong"].dump(),
                         text(p["p_value"], "{:.2g}"), p["significant"].get<bool>() ? "yes" : "no"});
    return table;
}

void printPlain(const Table& table) {
    std::vector<std::size_t> widths(table.front().size());
    for (const auto& row : table)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    for (const auto& row : table) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += (i == 0 ? "" : "  ") +
                    (i == 0 ? fmt::format("{:<{}}", row[i], widths[i]) : fmt::format("{:>{}}", row[i], widths[i]));
        fmt::print("{}\n", line);
    }
}

void printMarkdown(const Table& table) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        std::string line = "|", rule = "|";
        for (const std::string& cell : table[i]) {
            std::string safe;
            for (const char c : cell) safe += c == '|' ? std::string("\\|") : std::string(1, c);
            line += " " + safe + " |";
            rule += "---|";
        }
        fmt::print("{}\n", line);
        if (i == 0) fmt::print("{}\n", rule);
    }
}

void printCsv(const std::string& suite, const Table& table, bool with_header) {
    for (std::size_t i = with_header ? 0 : 1; i < table.size(); ++i) {
        std::string line = i == 0 ? "suite" : suite;
        for (const std::string& cell : table[i]) {
            const bool quote = cell.find_first_of(",\"\n") != cell.npos;
            std::string escaped;
            for (const char c : cell) escaped += c == '"' ? std::string("\"\"") : std::string(1, c);
            line += "," + (quote ? "\"" + escaped + "\"" : cell);
        }
        fmt::print("{}\n", line);
    }
}

}  // namespace

int compareCommand(const CompareArguments& arguments) {
    const Json comparison = comparisonJson(arguments.names);
    if (arguments.format == "json") {
        fmt::print("{}\n", comparison.dump());
        return 0;
    }
    bool first = true;
    for (const Json& suite : comparison["suites"]) {
        const std::string name = suite["suite"];
        if (arguments.format == "csv") {
            printCsv(name, entryTable(suite), first);
        } else {
            const bool markdown = arguments.format == "markdown";
            fmt::print("{}{}{}\n\n", first ? "" : "\n", markdown ? "### " : "", name);
            const auto print = markdown ? printMarkdown : printPlain;
            print(entryTable(suite));
            if (!suite["pairs"].empty()) {
                fmt::print("\n");
                print(pairTable(suite));
            }
        }
        first = false;
    }
    return 0;
}

}  // namespace retort::cli
