// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_extract.h"

#include <algorithm>
#include <array>

#include "reward/answer_spans.h"
#include "text/ascii.h"
#include "text/think_split.h"

namespace retort {
namespace {

// What announces an answer, in lower case. `final`: it outweighs an earlier box.
struct Announcement {
    std::string_view form;
    bool final;
};
constexpr std::array<Announcement, 27> kAnnouncements{{{"correct option is", false},
                                                       {"correct choice is", false},
                                                       {"答案為", false},
                                                       {"final answer is", true},
                                                       {"final answer:", true},
                                                       {"answer is", false},
                                                       {"answer:", false},
                                                       {"answer：", false},
                                                       {"####", true},
                                                       {"最终答案是", true},
                                                       {"最终答案为", true},
                                                       {"最终答案：", true},
                                                       {"最终答案:", true},
                                                       {"答案是", false},
                                                       {"答案为", false},
                                                       {"答案：", false},
                                                       {"答案:", false},
                                                       {"答案选", false},
                                                       {"答：", false},
                                                       {"答:", false},
                                                       {"结果是", false},
                                                       {"结果为", false},
                                                       {"故选", false},
                                                       {"应选", false},
                                                       {"本题选", false},
                                                       {"réponse est", false},
                                                       {"answer**:", false}}};

/// Where the sentence at the start of `text` ends: a line end, or a full stop outside formulas.
std::size_t sentenceEnd(std::string_view text) {
    bool formula = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && !formula) return i;
        if (text[i] == '$') formula = !formula;
        if (text.substr(i).starts_with("。") || text.substr(i).starts_with("<|")) return i;
        if (text[i] == '.' && !formula && (i + 1 == text.size() || isAsciiSpace(text[i + 1])) && i > 0) return i;
    }
    return text.size();
}

/// What an announcement announces: the rest of its sentence without decoration.
std::string announced(std::string_view rest) {
    rest = trimAscii(rest);
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view mark : {std::string_view("："), std::string_view(":"), std::string_view("**"),
                                            std::string_view("\\\""), std::string_view("\"")}) {
            if (!rest.starts_with(mark)) continue;
            rest = trimAscii(rest.substr(mark.size()));
            more = true;
        }
    }
    rest = rest.substr(0, std::min(kMaxExtracted, rest.size()));
    rest = trimAscii(rest.substr(0, sentenceEnd(rest)));
    while (rest.ends_with('.') || rest.ends_with('*') || rest.ends_with('"') || rest.ends_with("\\\""))
        rest.remove_suffix(1);
    return std::string(trimAscii(rest));
}

bool holdsValue(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return isAsciiDigit(c) || c == '$' || c == '\\'; });
}

/// The last announcement's answer at or behind `from`; only those that outweigh a box where `final_only`.
std::optional<std::string> lastAnnounced(std::string_view text, std::size_t from, bool final_only) {
    std::string folded(text.substr(from));
    std::ranges::transform(folded, folded.begin(), asciiLower);
    std::size_t last = folded.npos;
    for (const Announcement& announcement : kAnnouncements) {
        if (final_only && !announcement.final) continue;
        const std::size_t at = folded.rfind(announcement.form);
        if (at != folded.npos && (last == folded.npos || at + announcement.form.size() > last))
            last = at + announcement.form.size();
    }
    if (last == folded.npos) return std::nullopt;
    std::string answer = announced(text.substr(from + last));
    if (answer.empty() || (final_only && !holdsValue(answer))) return std::nullopt;
    return answer;
}

std::optional<std::string> explicitAnswer(std::string_view text) {
    if (const auto boxed = lastBoxes(text)) {
        if (auto later = lastAnnounced(text, boxed->end, true)) return later;
        return boxed->text;
    }
    return lastAnnounced(text, 0, false);
}

ExtractedAnswer withinTags(std::string_view completion, const TemplateSection& section) {
    const std::size_t open = completion.find(section.answer_open);
    if (open == completion.npos) return {std::nullopt, "there is no " + section.answer_open};
    if (countOccurrences(completion, section.answer_open) > 1)
        return {std::nullopt, "there is more than one " + section.answer_open};
    const std::string_view rest = completion.substr(open + section.answer_open.size());
    const std::size_t close = section.answer_close.empty() ? rest.size() : rest.find(section.answer_close);
    if (close == rest.npos) return {std::nullopt, section.answer_open + " is never closed"};
    const std::string_view content = trimAscii(rest.substr(0, close));
    if (content.empty()) return {std::nullopt, "the answer is empty"};
    return {std::string(content), {}};
}

ExtractedAnswer fromTags(std::string_view completion, const TemplateSection& section) {
    ExtractedAnswer within = withinTags(completion, section);
    if (!within.text) return within;
    if (auto answer = explicitAnswer(*within.text)) return {std::move(answer), {}};
    return within;
}

/// The content of the last closed <answer> block, for completions that tag their answer unasked.
std::optional<std::string_view> unaskedTag(std::string_view text) {
    const std::size_t close = text.rfind("</answer>");
    const std::size_t open = close == text.npos ? text.npos : text.rfind("<answer>", close);
    if (open == text.npos) return std::nullopt;
    const std::string_view content = trimAscii(text.substr(open + 8, close - open - 8));
    return content.empty() ? std::nullopt : std::optional(content);
}

/// What follows the thinking where no tags are asked for, and the answer that it marks.
struct FreeAnswer {
    std::string_view part;
    std::optional<std::string> stated;
};

FreeAnswer freeAnswer(std::string_view completion, const TemplateSection& section) {
    FreeAnswer answer{splitThink(completion, section).answer, std::nullopt};
    const auto tagged = unaskedTag(answer.part);
    if (tagged) answer.part = *tagged;
    answer.stated = explicitAnswer(answer.part);
    if (!answer.stated && tagged) answer.stated = std::string(*tagged);
    return answer;
}

ExtractedAnswer asExtracted(const FreeAnswer& answer) {
    if (answer.part.empty()) return {std::nullopt, "there is no text after the thinking"};
    return {answer.stated ? *answer.stated : std::string(answer.part), {}};
}

}  // namespace

ExtractedAnswer extractAnswer(std::string_view completion, const TemplateSection& section) {
    if (!section.answer_open.empty()) return fromTags(completion, section);
    const FreeAnswer answer = freeAnswer(completion, section);
    if (answer.stated || answer.part.empty()) return asExtracted(answer);
    if (isBareAnswer(answer.part)) return {std::string(answer.part), {}};
    if (auto value = lastValue(answer.part)) return {std::move(value), {}};
    return {std::nullopt, "there is neither \\boxed{} nor a number"};
}

ExtractedAnswer extractStatement(std::string_view completion, const TemplateSection& section) {
    if (!section.answer_open.empty()) return fromTags(completion, section);
    return asExtracted(freeAnswer(completion, section));
}

ExtractedAnswer answerPart(std::string_view completion, const TemplateSection& section) {
    if (!section.answer_open.empty()) return withinTags(completion, section);
    const std::string_view part = splitThink(completion, section).answer;
    if (part.empty()) return {std::nullopt, "there is no text after the thinking"};
    return {std::string(unaskedTag(part).value_or(part)), {}};
}

std::string referenceAnswer(std::string_view reference) {
    reference = trimAscii(reference);
    bool marked = reference.size() > 200;
    for (const std::string_view mark : {"boxed", "####", "nswer", "答案"})
        marked = marked || reference.find(mark) != reference.npos;
    if (!marked) return std::string(reference);
    if (const auto boxed = lastBoxes(reference)) return boxed->text;
    if (const std::size_t open = reference.rfind("\\boxed{"); open != reference.npos)
        return std::string(trimAscii(reference.substr(open + 7)));
    if (auto announced_answer = lastAnnounced(reference, 0, false)) return *announced_answer;
    return std::string(reference);
}

std::optional<std::string> onlyNumber(std::string_view answer) {
    if (const std::size_t equals = answer.rfind('='); equals != answer.npos) answer = answer.substr(equals + 1);
    const auto number = lastNumber(answer);
    if (!number) return std::nullopt;
    const std::string_view before = answer.substr(0, answer.rfind(*number));
    if (std::ranges::any_of(before, isAsciiDigit)) return std::nullopt;
    const std::string_view behind = trimAscii(before);
    return behind.ends_with(" or") || behind.ends_with("或") ? std::nullopt : number;
}

std::optional<std::string> lastBoxed(std::string_view text) {
    const auto box = lastBox(text, text.npos);
    return box ? std::optional(box->text) : std::nullopt;
}

}  // namespace retort
