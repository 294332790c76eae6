// SPDX-License-Identifier: Apache-2.0
#include "data/dataset.h"

#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/error.h"
#include "data/row_reader.h"

namespace retort {
namespace {

/// Gives each row its key and refuses an id that comes twice: the store knows prompts by it. Memory: a hash of each id.
class Keys {
public:
    explicit Keys(std::string dataset) : dataset_(std::move(dataset)) {}

    std::string next(const DataRow& row) {
        std::string key = row.optional("id");
        if (key.empty()) return fmt::format("{}:{}", dataset_, row.index());
        const auto [entry, is_new] = seen_.emplace(std::hash<std::string>{}(key), row.index());
        if (!is_new)
            throw Error(ErrorCode::BadInput, fmt::format("id \"{}\" was used before, in row {}", key, entry->second + 1),
                        row.where(), "Give every row an id of its own, or none");
        return key;
    }

private:
    std::string dataset_;
    std::unordered_map<std::size_t, std::int64_t> seen_;
};

RowOptions optionsOf(const DataSection& section, std::vector<std::string> columns) {
    columns.insert(columns.end(), {"id", section.language_column, section.domain_column});
    std::erase(columns, "");
    return {.called = section.path, .limit = section.limit, .columns = std::move(columns)};
}

/// Prompt::grading of a row.
std::string gradingOf(const DataRow& row) {
    nlohmann::json columns = nlohmann::json::object();
    for (const std::string_view name : kGradingColumns) {
        const auto column = row.object().find(name);
        if (column != row.object().end() && !column->is_null()) columns[std::string(name)] = *column;
    }
    return columns.empty() ? std::string() : columns.dump();
}

/// What to do where a column is missing. A section without a name is of no recipe: a file that is imported.
std::string mapping(const DataSection& section, const char* field) {
    if (section.name.empty()) return "Give every row this column.";
    return fmt::format("Set {} of [data.{}].", field, section.name);
}

}  // namespace

void forEachPrompt(const DataSection& section, const PathList& paths, const RowVisitor<Prompt>& visit) {
    const std::string no_reference =
        fmt::format("Set reference_column of [data.{0}], or \"\" when there is none.", section.name);
    Keys keys(section.name);
    std::vector<std::string> columns{section.prompt_column, section.reference_column};
    columns.insert(columns.end(), kGradingColumns.begin(), kGradingColumns.end());
    columns.insert(columns.end(), section.label_columns.begin(), section.label_columns.end());
    readRows(paths, optionsOf(section, std::move(columns)), [&](const DataRow& row) {
        Prompt prompt;
        prompt.key = keys.next(row);
        prompt.text = row.requireFilled(section.prompt_column, mapping(section, "prompt_column"));
        if (!section.reference_column.empty()) prompt.reference = row.require(section.reference_column, no_reference);
        prompt.language = row.optional(section.language_column, section.language);
        prompt.domain = row.optional(section.domain_column, section.domain);
        prompt.grading = gradingOf(row);
        for (const std::string& column : section.label_columns)
            if (std::string label = row.optional(column); !label.empty())
                prompt.labels.emplace_back(column, std::move(label));
        visit(std::move(prompt), row.where());
    });
}

void forEachSftRow(const DataSection& section, const PathList& paths, const RowVisitor<SftRow>& visit) {
    Keys keys(section.name.empty() ? std::filesystem::path(section.path.front()).stem().string() : section.name);
    readRows(
        paths, optionsOf(section, {section.prompt_column, section.completion_column, "messages"}), [&](const DataRow& row) {
            const bool is_conversation = row.has("messages") && !row.has(section.prompt_column);
            auto [prompt, completion] =
                is_conversation
                    ? row.exchange("messages")
                    : std::pair{row.require(section.prompt_column, mapping(section, "prompt_column")),
                                row.requireFilled(section.completion_column, mapping(section, "completion_column"))};
            visit({keys.next(row), std::move(prompt), std::move(completion),
                   row.optional(section.language_column, section.language),
                   row.optional(section.domain_column, section.domain), is_conversation ? row.jsonText("messages") : ""},
                  row.where());
        });
}

void forEachPair(const DataSection& section, const PathList& paths, const RowVisitor<PreferencePair>& visit) {
    Keys keys(section.name);
    readRows(paths, optionsOf(section, {section.prompt_column, section.chosen_column, section.rejected_column}),
             [&](const DataRow& row) {
                 PreferencePair pair;
                 pair.key = keys.next(row);
                 const auto answer = [&](const std::string& column, const char* field) {
                     // Where both answers repeat the question, as TRL's implicit prompts do, it is the prompt's or must be
                     // the same.
                     if (!row.isExchange(column)) return row.requireFilled(column, mapping(section, field));
                     auto [question, text] = row.exchange(column);
                     if (pair.prompt.empty() && !row.has(section.prompt_column)) pair.prompt = question;
                     if (question != pair.prompt)
                         throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" answers another question", column),
                                     row.where(), "Both answers must be to the row's prompt");
                     return text;
                 };
                 if (row.has(section.prompt_column) || !row.isExchange(section.chosen_column))
                     pair.prompt = row.requireFilled(section.prompt_column, mapping(section, "prompt_column"));
                 pair.chosen = answer(section.chosen_column, "chosen_column");
                 pair.rejected = answer(section.rejected_column, "rejected_column");
                 pair.language = row.optional(section.language_column, section.language);
                 pair.domain = row.optional(section.domain_column, section.domain);
                 visit(std::move(pair), row.where());
             });
}

void forEachText(const DataSection& section, const PathList& paths, const RowVisitor<TextRow>& visit) {
    Keys keys(section.name);
    readRows(paths, optionsOf(section, {section.text_column}), [&](const DataRow& row) {
        visit({keys.next(row), row.requireFilled(section.text_column, mapping(section, "text_column"))}, row.where());
    });
}

namespace {

template <typename Row, typename ForEach>
std::vector<Row> collected(ForEach for_each, const DataSection& section, const PathList& paths) {
    std::vector<Row> rows;
    for_each(section, paths, [&](Row row, const std::string&) { rows.push_back(std::move(row)); });
    return rows;
}

}  // namespace

std::vector<Prompt> readPrompts(const DataSection& section, const PathList& paths) {
    return collected<Prompt>(forEachPrompt, section, paths);
}

std::vector<SftRow> readSftRows(const DataSection& section, const PathList& paths) {
    return collected<SftRow>(forEachSftRow, section, paths);
}

std::vector<PreferencePair> readPairs(const DataSection& section, const PathList& paths) {
    return collected<PreferencePair>(forEachPair, section, paths);
}

void forEachSteps(const DataSection& section, const PathList& paths, const RowVisitor<LabelledSteps>& visit) {
    Keys keys(section.name);
    readRows(paths, optionsOf(section, {section.prompt_column, section.steps_column, section.labels_column}),
             [&](const DataRow& row) {
                 LabelledSteps steps{keys.next(row),
                                     row.requireFilled(section.prompt_column, mapping(section, "prompt_column")),
                                     row.texts(section.steps_column),
                                     row.shares(section.labels_column),
                                     row.optional(section.language_column, section.language),
                                     row.optional(section.domain_column, section.domain)};
                 if (steps.steps.empty() || steps.steps.size() != steps.labels.size())
                     throw Error(ErrorCode::BadInput,
                                 fmt::format("has {} steps and {} labels", steps.steps.size(), steps.labels.size()),
                                 row.where(), "Give every step one label");
                 visit(std::move(steps), row.where());
             });
}

std::vector<TextRow> readTexts(const DataSection& section, const PathList& paths) {
    return collected<TextRow>(forEachText, section, paths);
}

void forEachStageRow(const std::filesystem::path& file, const RowVisitor<SftRow>& visit) {
    DataSection section;
    section.name = file.stem().string();
    section.path = {file.string()};
    section.kind = "sft";
    section.domain.clear();
    forEachSftRow(section, file, visit);
}

std::vector<SftRow> readSftRows(const std::filesystem::path& file) {
    std::vector<SftRow> rows;
    forEachStageRow(file, [&](SftRow row, const std::string&) { rows.push_back(std::move(row)); });
    return rows;
}

void forEachSteps(const std::filesystem::path& file, const RowVisitor<LabelledSteps>& visit) {
    DataSection section;
    section.name = file.stem().string();
    section.path = {file.string()};
    section.kind = "steps";
    section.domain.clear();
    forEachSteps(section, file, visit);
}

std::string normalized(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : text) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            gap = !out.empty();
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += c;
    }
    return out;
}

/// FNV-1a.
std::uint64_t textHash(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char c : normalized(text)) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    return hash;
}

std::vector<Overlap> overlap(const std::vector<std::uint64_t>& first, const std::vector<std::uint64_t>& second) {
    std::unordered_map<std::uint64_t, std::size_t> rows;
    for (std::size_t i = 0; i < first.size(); ++i) rows.emplace(first[i], i);
    std::vector<Overlap> out;
    std::unordered_set<std::uint64_t> reported;
    for (std::size_t i = 0; i < second.size(); ++i) {
        const auto found = rows.find(second[i]);
        if (found != rows.end() && reported.insert(found->first).second) out.push_back({found->second, i});
    }
    return out;
}

}  // namespace retort
