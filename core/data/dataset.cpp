// SPDX-License-Identifier: Apache-2.0
#include "data/dataset.h"

#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/error.h"
#include "data/jsonl_reader.h"

namespace retort {
namespace {

/// Gives each row its key and refuses one that comes twice: the store knows prompts by it.
class Keys {
public:
    explicit Keys(std::string dataset) : dataset_(std::move(dataset)) {}

    std::string next(const JsonlRow& row) {
        std::string key = row.optional("id");
        if (key.empty()) key = fmt::format("{}:{}", dataset_, row.index());
        const auto [entry, is_new] = seen_.emplace(key, row.where());
        if (!is_new)
            throw Error(ErrorCode::BadInput, fmt::format("id \"{}\" was used before, in {}", key, entry->second),
                        row.where(), "Give every row an id of its own, or none");
        return key;
    }

private:
    std::string dataset_;
    std::unordered_map<std::string, std::string> seen_;
};

std::string nameOf(const DataSection& section, const std::filesystem::path& file) {
    return section.path.empty() ? file.string() : section.path;
}

/// Runs of white space as one space, none at the ends.
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

}  // namespace

std::vector<Prompt> readPrompts(const DataSection& section, const std::filesystem::path& file) {
    const std::string no_reference =
        fmt::format("Set reference_column of [data.{0}], or \"\" when there is none.", section.name);
    std::vector<Prompt> out;
    Keys keys(section.name);
    readJsonl(file, nameOf(section, file), section.limit, [&](const JsonlRow& row) {
        Prompt prompt;
        prompt.key = keys.next(row);
        prompt.text = row.requireFilled(section.prompt_column);
        if (!section.reference_column.empty()) prompt.reference = row.require(section.reference_column, no_reference);
        prompt.language = row.optional(section.language_column, section.language);
        prompt.domain = row.optional(section.domain_column, section.domain);
        out.push_back(std::move(prompt));
    });
    return out;
}

std::vector<SftRow> readSftRows(const DataSection& section, const std::filesystem::path& file) {
    std::vector<SftRow> out;
    Keys keys(section.name);
    readJsonl(file, nameOf(section, file), section.limit, [&](const JsonlRow& row) {
        const bool is_conversation = row.has("messages") && !row.has(section.prompt_column);
        auto [prompt, completion] =
            is_conversation ? row.exchange("messages")
                            : std::pair{row.require(section.prompt_column), row.requireFilled(section.completion_column)};
        out.push_back({keys.next(row), std::move(prompt), std::move(completion),
                       row.optional(section.language_column, section.language),
                       row.optional(section.domain_column, section.domain)});
    });
    return out;
}

std::vector<PreferencePair> readPairs(const DataSection& section, const std::filesystem::path& file) {
    std::vector<PreferencePair> out;
    Keys keys(section.name);
    readJsonl(file, nameOf(section, file), section.limit, [&](const JsonlRow& row) {
        out.push_back({keys.next(row), row.requireFilled(section.prompt_column), row.requireFilled(section.chosen_column),
                       row.requireFilled(section.rejected_column), row.optional(section.language_column, section.language),
                       row.optional(section.domain_column, section.domain)});
    });
    return out;
}

std::vector<TextRow> readTexts(const DataSection& section, const std::filesystem::path& file) {
    std::vector<TextRow> out;
    Keys keys(section.name);
    readJsonl(file, nameOf(section, file), section.limit, [&](const JsonlRow& row) {
        out.push_back({keys.next(row), row.requireFilled(section.text_column)});
    });
    return out;
}

std::vector<SftRow> readSftRows(const std::filesystem::path& file) {
    DataSection section;
    section.name = file.stem().string();
    section.path = file.string();
    section.kind = "sft";
    section.domain.clear();
    return readSftRows(section, file);
}

std::vector<Overlap> overlap(const std::vector<std::string>& first, const std::vector<std::string>& second) {
    std::unordered_map<std::string, std::size_t> rows;
    for (std::size_t i = 0; i < first.size(); ++i) rows.emplace(normalized(first[i]), i);
    std::vector<Overlap> out;
    std::unordered_set<std::string> reported;
    for (std::size_t i = 0; i < second.size(); ++i) {
        const auto found = rows.find(normalized(second[i]));
        if (found != rows.end() && reported.insert(found->first).second) out.push_back({found->second, i, found->first});
    }
    return out;
}

}  // namespace retort
