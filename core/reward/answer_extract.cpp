// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_extract.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"
#include "text/think_split.h"

namespace retort {
namespace {

constexpr std::size_t kMaxAnswerBytes = 4000;

// What announces an answer, in lower case. Longer forms first: "final answer is" contains "answer is".
constexpr std::array<std::string_view, 16> kAnnouncements{
    "final answer is", "final answer:", "answer is", "answer:", "####", "最终答案是", "最终答案为", "最终答案：", "最终答案:",
    "答案是", "答案为", "答案：", "答案:", "答：", "答:", "结果是"};

/// End of the last announcement, or npos.
std::size_t lastAnnouncement(std::string_view text) {
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(), asciiLower);
    std::size_t last = text.npos;
    for (const std::string_view form : kAnnouncements) {
        const std::size_t at = folded.rfind(form);
        if (at != folded.npos && (last == text.npos || at + form.size() > last)) last = at + form.size();
    }
    return last;
}

/// What an announcement announces: the rest of its line without decoration.
std::string announced(std::string_view rest) {
    rest = trimAscii(rest);
    rest = rest.substr(0, rest.find('\n'));
    for (const std::string_view mark : {std::string_view("："), std::string_view(":"), std::string_view("**")}) {
        if (rest.starts_with(mark)) rest = trimAscii(rest.substr(mark.size()));
    }
    if (const std::size_t stop = rest.find("。"); stop != rest.npos) rest = rest.substr(0, stop);
    if (const std::size_t stop = rest.find(". "); stop != rest.npos) rest = rest.substr(0, stop);
    rest = trimAscii(rest);
    while (rest.ends_with('.') || rest.ends_with('*')) rest.remove_suffix(1);
    return std::string(trimAscii(rest));
}

std::optional<std::string> explicitAnswer(std::string_view text) {
    if (auto boxed = lastBoxed(text)) return boxed;
    const std::size_t begin = lastAnnouncement(text);
    if (begin == text.npos) return std::nullopt;
    std::string answer = announced(text.substr(begin));
    return answer.empty() ? std::nullopt : std::optional(std::move(answer));
}

ExtractedAnswer fromTags(std::string_view completion, const TemplateSection& section) {
    const std::size_t open = completion.find(section.answer_open);
    if (open == completion.npos) return {std::nullopt, "there is no " + section.answer_open};
    if (countOccurrences(completion, section.answer_open) > 1) return {std::nullopt, "there is more than one " + section.answer_open};
    const std::string_view rest = completion.substr(open + section.answer_open.size());
    const std::size_t close = section.answer_close.empty() ? rest.size() : rest.find(section.answer_close);
    if (close == rest.npos) return {std::nullopt, section.answer_open + " is never closed"};
    const std::string_view content = trimAscii(rest.substr(0, close));
    if (content.empty()) return {std::nullopt, "the answer is empty"};
    if (auto answer = explicitAnswer(content)) return {std::move(answer), {}};
    return {std::string(content), {}};
}

}  // namespace

std::optional<std::string> lastBoxed(std::string_view text) {
    std::size_t from = text.npos;
    while (true) {
        const std::size_t boxed = text.rfind("\\boxed", from), fbox = text.rfind("\\fbox", from);
        std::size_t at = boxed;
        if (boxed == text.npos || (fbox != text.npos && fbox > boxed)) at = fbox;
        if (at == text.npos) return std::nullopt;
        std::size_t begin = at + (at == boxed ? 6 : 5);
        while (begin < text.size() && text[begin] == ' ') ++begin;
        if (begin < text.size() && text[begin] == '{') {
            const std::size_t close = closingBrace(text, begin, kMaxAnswerBytes);
            if (close != text.npos) return std::string(trimAscii(text.substr(begin + 1, close - begin - 1)));
        } else {
            const std::size_t end = std::min(text.find_first_of("$ \n,.;", begin), text.size());
            if (end > begin) return std::string(text.substr(begin, end - begin));
        }
        if (at == 0) return std::nullopt;
        from = at - 1;
    }
}

std::optional<std::string> lastNumber(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0 && !isAsciiDigit(text[end - 1])) --end;
    if (end == 0) return std::nullopt;
    std::size_t begin = end - 1;
    const auto joins = [&](std::size_t i) {  // a separator between two digits
        const bool separator = text[i] == '.' || text[i] == ',' || text[i] == '/';
        return separator && i > 0 && isAsciiDigit(text[i - 1]);
    };
    while (begin > 0 && (isAsciiDigit(text[begin - 1]) || joins(begin - 1))) --begin;
    if (begin > 0 && text[begin - 1] == '.' && (begin == 1 || !isAsciiDigit(text[begin - 2]))) --begin;
    // A minus after a digit, letter or bracket is a subtraction or a hyphen.
    if (begin > 0 && (text[begin - 1] == '-' || text[begin - 1] == '+')) {
        const char before = begin >= 2 ? text[begin - 2] : ' ';
        if (isAsciiSpace(before) || before == '=' || before == '(' || before == '$') --begin;
    } else if (begin >= 3 && text.substr(begin - 3, 3) == "\u2212") {
        begin -= 3;
    }
    if (end < text.size() && text[end] == '%') ++end;
    else if (text.substr(end).starts_with("\\%")) end += 2;
    return std::string(text.substr(begin, end - begin));
}

ExtractedAnswer extractAnswer(std::string_view completion, const TemplateSection& section) {
    if (!section.answer_open.empty()) return fromTags(completion, section);
    const std::string_view part = splitThink(completion, section).answer;
    if (part.empty()) return {std::nullopt, "there is no text after the thinking"};
    if (auto answer = explicitAnswer(part)) return {std::move(answer), {}};
    if (auto number = lastNumber(part)) return {std::move(number), {}};
    return {std::nullopt, "there is neither \\boxed{} nor a number"};
}

}  // namespace retort
