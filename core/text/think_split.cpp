// SPDX-License-Identifier: Apache-2.0
#include "text/think_split.h"

#include <algorithm>

#include "text/ascii.h"

namespace retort {
namespace {

/// Moves `text` behind `tag` when it starts with it after whitespace. An empty tag is always there.
bool skipTag(std::string_view& text, std::string_view tag) {
    if (tag.empty()) return true;
    std::string_view rest = text;
    rest.remove_prefix(std::min(rest.find_first_not_of(kAsciiSpace), rest.size()));
    if (!rest.starts_with(tag)) return false;
    text = rest.substr(tag.size());
    return true;
}

/// Moves `text` behind the next `tag`; false when there is none.
bool skipPast(std::string_view& text, std::string_view tag) {
    const std::size_t at = text.find(tag);
    if (at == text.npos) return false;
    text.remove_prefix(at + tag.size());
    return true;
}

bool isWellFormed(std::string_view text, const TemplateSection& section, bool prefilled) {
    const std::string_view think_open = prefilled ? std::string_view() : std::string_view(section.think_open);
    const bool once = countOccurrences(text, section.think_open) == (think_open.empty() ? 0u : 1u) &&
                      countOccurrences(text, section.think_close) == (section.think_close.empty() ? 0u : 1u) &&
                      countOccurrences(text, section.answer_open) == (section.answer_open.empty() ? 0u : 1u) &&
                      countOccurrences(text, section.answer_close) == (section.answer_close.empty() ? 0u : 1u);
    if (!once || !skipTag(text, think_open)) return false;
    if (!section.think_close.empty() && !skipPast(text, section.think_close)) return false;
    if (!skipTag(text, section.answer_open)) return false;
    std::string_view answer = text;
    if (!section.answer_close.empty()) {
        if (!skipPast(text, section.answer_close) || !trimAscii(text).empty()) return false;
        answer.remove_suffix(text.size() + section.answer_close.size());
    }
    return !trimAscii(answer).empty();
}

std::string_view answerPart(std::string_view rest, const TemplateSection& section) {
    if (section.answer_open.empty() || !skipPast(rest, section.answer_open)) return trimAscii(rest);
    if (section.answer_close.empty()) return trimAscii(rest);
    return trimAscii(rest.substr(0, rest.find(section.answer_close)));
}

}  // namespace

bool promptOpensThink(const TemplateSection& section) {
    return !section.think_open.empty() && trimAscii(section.prompt).ends_with(section.think_open);
}

std::string_view withoutPrefill(std::string_view completion, std::string_view prompt, std::string_view think_open) {
    std::string_view rest = completion;
    if (think_open.empty() || !trimAscii(prompt).ends_with(think_open) || !skipTag(rest, think_open)) return completion;
    if (prompt.ends_with('\n') && rest.starts_with('\n')) rest.remove_prefix(1);
    return rest;
}

ThinkSplit splitThink(std::string_view completion, const TemplateSection& section) {
    const bool prefilled = promptOpensThink(section);
    ThinkSplit split;
    split.well_formed = isWellFormed(completion, section, prefilled);
    if (section.think_close.empty()) {
        split.answer = answerPart(completion, section);
        return split;
    }
    std::string_view rest = completion;
    if (prefilled) skipTag(rest, section.think_open);
    else if (section.think_open.empty() || !skipPast(rest, section.think_open)) {
        split.answer = trimAscii(completion);
        return split;
    }
    const std::size_t close = rest.find(section.think_close);
    split.think = trimAscii(rest.substr(0, close));
    if (close == rest.npos) split.answer = rest.substr(rest.size());
    else split.answer = answerPart(rest.substr(close + section.think_close.size()), section);
    return split;
}

}  // namespace retort
