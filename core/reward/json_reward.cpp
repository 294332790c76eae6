// SPDX-License-Identifier: Apache-2.0
#include "reward/json_reward.h"

#include "base/error.h"
#include "reward/answer_extract.h"
#include "reward/row_columns.h"
#include "reward/verdicts.h"
#include "text/ascii.h"

namespace retort {
namespace {

/// The last block between lines of three backticks that is tagged json or nothing.
std::optional<std::string_view> lastFenced(std::string_view text) {
    std::optional<std::string_view> found;
    for (std::size_t open = text.find("```"); open != text.npos;) {
        const std::size_t line = text.find('\n', open);
        const std::size_t close = line == text.npos ? text.npos : text.find("```", line);
        if (close == text.npos) return found;
        const std::string_view tag = trimAscii(text.substr(open + 3, line - open - 3));
        if (tag.empty() || tag == "json" || tag == "JSON" || tag == "jsonc" || tag == "json5")
            found = text.substr(line + 1, close - line - 1);
        open = text.find("```", close + 3);
    }
    return found;
}

std::shared_ptr<const JsonSchema> schemaOf(const Prompt& prompt) {
    const auto columns = gradingColumns(prompt);
    const auto column = columns.find("schema");
    if (column == columns.end() || column->is_null()) return nullptr;
    return std::make_shared<JsonSchema>(column->is_string() ? column->get<std::string>() : column->dump());
}

}  // namespace

std::optional<std::string> extractJson(std::string_view answer) {
    if (const auto block = lastFenced(answer)) return std::string(trimAscii(*block));
    answer = trimAscii(answer);
    const std::size_t begin = answer.find_first_of("{["), end = answer.find_last_of("}]");
    if (begin != answer.npos && end != answer.npos && end > begin) return std::string(answer.substr(begin, end - begin + 1));
    // A lone text, number or constant is JSON as well.
    const bool whole = !answer.empty() && nlohmann::json::accept(answer.substr(0, 4000));
    return whole ? std::optional(std::string(answer)) : std::nullopt;
}

JsonReward::JsonReward(TemplateSection section, const std::string& schema)
    : section_(std::move(section)), schema_(schema.empty() ? nullptr : std::make_shared<JsonSchema>(schema)) {}

RewardTerm JsonReward::score(const Prompt& prompt, const Rollout& rollout) const {
    const auto schema = schema_ ? schema_ : schemaOf(prompt);
    if (!schema) return graderError("neither the term nor the row has a schema");
    const ExtractedAnswer answer = answerPart(rollout.text, section_);
    if (!answer.text) return verdict(false, {}, "no answer: " + answer.reason);
    const auto text = extractJson(*answer.text);
    if (!text) return verdict(false, shownText(*answer.text), "there is no JSON in the answer");
    nlohmann::json value;
    try {
        value = parseBoundedJson(*text, "the answer");
    } catch (const Error& error) {
        return verdict(false, shownText(*text), error.message());
    }
    const auto problem = schema->problem(value);
    return verdict(!problem, shownText(*text), problem ? *problem : "it satisfies the schema");
}

}  // namespace retort
