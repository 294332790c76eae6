// SPDX-License-Identifier: Apache-2.0
#include "data/data_preview.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/file_pattern.h"
#include "data/dataset.h"

namespace retort {
namespace {

using nlohmann::json;

constexpr std::int64_t kSeenRows = 100;

/// "string", "number", "list of messages", ...: the kind of a JSON value.
std::string typeOf(const json& value) {
    if (value.is_array() && !value.empty() && value.front().is_object() && value.front().contains("role")) return "messages";
    if (value.is_array()) return value.empty() ? "list" : "list<" + typeOf(value.front()) + ">";
    return value.is_number_integer() ? "integer" : value.type_name();
}

/// Columns of the first rows, in the order met. Null tells nothing.
std::vector<DataColumn> seenColumns(const PathList& paths, const RowOptions& options) {
    std::vector<DataColumn> columns;
    RowOptions few = options;
    few.limit = kSeenRows;
    const auto reader = openRows(paths, few);
    while (const auto row = reader->next())
        for (const auto& [name, value] : row->object().items()) {
            const std::string type = value.is_null() ? "" : typeOf(value);
            const auto known = std::ranges::find(columns, name, &DataColumn::name);
            if (known == columns.end()) columns.push_back({name, type});
            else if (known->type.empty()) known->type = type;
            else if (!type.empty() && (" or " + known->type).find(" or " + type) == std::string::npos)
                known->type += " or " + type;
        }
    for (DataColumn& column : columns)
        if (column.type.empty()) column.type = "null";
    return columns;
}

/// Lines that are not blank; of JSON Lines that is the number of rows.
std::int64_t countLines(const PathList& paths) {
    std::int64_t count = 0;
    for (const auto& file : matchingFiles(paths)) {
        const MappedFile mapped(file);
        std::string_view rest = mapped.bytes();
        while (!rest.empty()) {
            const std::size_t end = rest.find('\n');
            count += rest.substr(0, end).find_first_not_of(" \t\r") != std::string_view::npos;
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
    }
    return count;
}

/// Names that data sets of this field use, most usual first.
const std::vector<std::string> kPromptNames{"prompt", "problem", "question", "query", "instruction", "input"};
const std::vector<std::string> kReferenceNames{"answer", "solution",     "reference",    "gold",
                                               "target", "ground_truth", "final_answer", "reward_model"};
const std::vector<std::string> kCompletionNames{"completion", "response", "output", "generation", "answer", "solution"};

class Guess {
public:
    Guess(DataSection& section, const std::vector<DataColumn>& columns) : section_(section), columns_(columns) {}

    void run() {
        if (section_.kind.empty()) section_.kind = kind();
        if (!settle(section_.prompt_column, kPromptNames) && section_.kind != "sft")
            settle(section_.prompt_column, {"messages"});
        settle(section_.completion_column, kCompletionNames);
        settle(section_.text_column, {"content"});
        if (!has(section_.reference_column) && !settle(section_.reference_column, kReferenceNames))
            section_.reference_column.clear();
        // verl's data sets keep it one level down.
        if (section_.reference_column == "reward_model") section_.reference_column = "reward_model.ground_truth";
    }

private:
    bool has(const std::string& name) const {
        return std::ranges::find(columns_, name, &DataColumn::name) != columns_.end();
    }
    bool hasAny(const std::vector<std::string>& names) const {
        return std::ranges::any_of(names, [&](const std::string& name) { return has(name); });
    }

    std::string kind() const {
        if (has("chosen") && has("rejected")) return "pairs";
        const std::vector<std::string> traces{"completion", "response", "output", "generation"};
        if ((has("messages") && !hasAny(kPromptNames)) || (hasAny(kPromptNames) && hasAny(traces))) return "sft";
        if (has("text") && !hasAny(kPromptNames)) return "text";
        return "prompts";
    }

    /// Whether one of the names is there, and `column` is now that.
    bool settle(std::string& column, const std::vector<std::string>& names) const {
        if (has(column)) return true;
        const auto found = std::ranges::find_if(names, [&](const std::string& name) { return has(name); });
        if (found == names.end()) return false;
        column = *found;
        return true;
    }

    DataSection& section_;
    const std::vector<DataColumn>& columns_;
};

/// Collects the first rows and counts all.
class Collector {
public:
    Collector(DataPreview& preview, std::int64_t most) : preview_(preview), most_(most) {}

    void add(const std::string& where, std::vector<std::pair<std::string, std::string>> fields) {
        ++count;
        if (static_cast<std::int64_t>(preview_.rows.size()) == most_) return;
        std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
        preview_.rows.push_back({where, std::move(fields)});
    }

    std::int64_t count = 0;

private:
    DataPreview& preview_;
    std::int64_t most_;
};

void readMapped(const DataSection& section, const PathList& paths, Collector& into) {
    if (section.kind == "sft")
        forEachSftRow(section, paths, [&](const SftRow& row, const std::string& where) {
            into.add(where, {{"prompt", row.prompt},
                             {"completion", row.completion},
                             {"language", row.language},
                             {"domain", row.domain}});
        });
    else if (section.kind == "pairs")
        forEachPair(section, paths, [&](const PreferencePair& row, const std::string& where) {
            into.add(where, {{"prompt", row.prompt},
                             {"chosen", row.chosen},
                             {"rejected", row.rejected},
                             {"language", row.language},
                             {"domain", row.domain}});
        });
    else if (section.kind == "text")
        forEachText(section, paths, [&](const TextRow& row, const std::string& where) {
            into.add(where, {{"text", row.text}});
        });
    else
        forEachPrompt(section, paths, [&](const Prompt& row, const std::string& where) {
            into.add(
                where,
                {{"prompt", row.text}, {"reference", row.reference}, {"language", row.language}, {"domain", row.domain}});
        });
}

}  // namespace

DataPreview previewData(const PreviewRequest& request) {
    DataPreview preview;
    preview.section = request.section;
    if (preview.section.path.empty())
        for (const auto& path : request.paths) preview.section.path.push_back(path.string());
    const RowOptions options{.called = preview.section.path, .limit = 0, .columns = {}};
    preview.format = dataFormat(request.paths, options.called);
    for (const auto& file : matchingFiles(request.paths)) preview.bytes += std::filesystem::file_size(file);
    {
        const auto reader = openRows(request.paths, options);
        preview.columns = reader->columns();
        preview.row_count = reader->rows();
    }
    try {
        if (preview.columns.empty()) preview.columns = seenColumns(request.paths, options);
        if (!request.check_all && preview.format == DataFormat::Jsonl) preview.row_count = countLines(request.paths);
        if (request.guess) Guess(preview.section, preview.columns).run();
        Collector collector(preview, request.rows);
        DataSection section = preview.section;
        if (!request.check_all) section.limit = section.limit > 0 ? std::min(section.limit, request.rows) : request.rows;
        readMapped(section, request.paths, collector);
        if (request.check_all) preview.row_count = collector.count;
    } catch (const Error& error) {
        preview.problem = error;
    }
    return preview;
}

std::string sectionName(const std::filesystem::path& file) {
    std::string name = file.stem().string();
    for (char& c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') c = '_';
    return name.empty() ? "data" : name;
}

std::string previewToml(const DataSection& section) {
    std::string text =
        fmt::format("[data.{}]\npath = {}\nkind = \"{}\"\n", section.name,
                    section.path.size() == 1 ? json(section.path.front()).dump() : json(section.path).dump(), section.kind);
    const DataSection usual;
    const auto add = [&](const char* key, const std::string& value, const std::string& otherwise,
                         std::initializer_list<const char*> kinds) {
        if (value != otherwise && std::ranges::find(kinds, section.kind) != kinds.end())
            text += fmt::format("{} = {}\n", key, json(value).dump());
    };
    add("prompt_column", section.prompt_column, usual.prompt_column, {"prompts", "sft", "pairs"});
    add("reference_column", section.reference_column, usual.reference_column, {"prompts"});
    add("completion_column", section.completion_column, usual.completion_column, {"sft"});
    add("chosen_column", section.chosen_column, usual.chosen_column, {"pairs"});
    add("rejected_column", section.rejected_column, usual.rejected_column, {"pairs"});
    add("text_column", section.text_column, usual.text_column, {"text"});
    return text;
}

}  // namespace retort
