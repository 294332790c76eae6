// SPDX-License-Identifier: Apache-2.0
#include "reward/choices.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "reward/row_columns.h"
#include "text/ascii.h"
#include "text/normalize.h"

namespace retort {
namespace {

using Json = nlohmann::json;
using Found = std::optional<std::set<std::size_t>>;

constexpr std::size_t kLetters = 10;  ///< A to J where nobody lists the options
constexpr std::size_t kMaxOptions = 26;
constexpr std::size_t kMaxChoiceBytes = 2000;

/// Takes every one of `parts` at the front off, spaces with it.
template <std::size_t N>
std::string_view without(std::string_view text, const std::array<std::string_view, N>& parts) {
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view part : parts) {
            if (!text.starts_with(part)) continue;
            text = trimAscii(text.substr(part.size()));
            more = true;
        }
    }
    return text;
}

/// Full-width letters and brackets as ASCII, and neither TeX nor Markdown around.
std::string plainChoice(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text.substr(i).starts_with("\xEF\xBC") && i + 2 < text.size()) {  // U+FF01 to U+FF3F
            const auto third = static_cast<unsigned char>(text[i + 2]);
            if (third >= 0x81 && third <= 0xBF) {
                out += static_cast<char>(third - 0x60);
                i += 3;
                continue;
            }
        }
        out += text[i++];
    }
    static constexpr std::array<std::string_view, 16> kMarkup{
        "\\textbf{", "\\text{", "\\mathrm{", "\\mathbf{", "\\mbox{", "\\boxed{", "\\left", "\\right",
        "\\(",       "\\)",     "\\ ",       "$",         "{",       "}",        "*",      "`"};
    for (const std::string_view markup : kMarkup) {
        for (std::size_t at = out.find(markup); at != out.npos; at = out.find(markup, at)) out.erase(at, markup.size());
    }
    return std::string(trimAscii(out));
}

bool startsWord(std::string_view rest) {
    return !rest.empty() && (isAsciiLetter(rest[0]) || isAsciiDigit(rest[0]) || rest[0] == '\'' || rest[0] == '-');
}

/// The label at the front, taken, with a bracket around it.
std::optional<std::size_t> takeLabel(std::string_view& rest, const Choices& choices) {
    std::string_view at = rest;
    const bool bracket = at.starts_with('(') || at.starts_with('[');
    if (bracket) at = trimAscii(at.substr(1));
    for (std::size_t i = 0; i < choices.labels.size(); ++i) {
        if (!at.starts_with(choices.labels[i]) || startsWord(at.substr(choices.labels[i].size()))) continue;
        at = at.substr(choices.labels[i].size());
        if (bracket) {
            at = trimAscii(at);
            if (!at.starts_with(')') && !at.starts_with(']')) return std::nullopt;
            at.remove_prefix(1);
        }
        rest = at;
        return i;
    }
    return std::nullopt;
}

/// What is left behind a label says no more than the label does.
bool endsChoice(std::string_view rest) {
    rest = trimAscii(rest);
    if (rest.empty() || rest == "." || rest == ")" || rest == ")." || rest == "。" || rest == "!") return true;
    for (const std::string_view form : {". ",
                                        ": ",
                                        ":",
                                        ")",
                                        ". \n",
                                        "、",
                                        "．",
                                        "- ",
                                        "\n",
                                        "项",
                                        "选项",
                                        "正确",
                                        "是正确",
                                        "です",
                                        "である",
                                        "입니다",
                                        "이다",
                                        "is correct",
                                        "is right",
                                        "is the correct",
                                        "is the right",
                                        "is the answer",
                                        "is true",
                                        ", because",
                                        ", since",
                                        "since ",
                                        "because "})
        if (rest.starts_with(form)) return true;
    return rest.starts_with('.') && rest.size() > 1 && !isAsciiDigit(rest[1]);
}

/// "ACD": only labels of one letter, each once.
Found joinedLetters(std::string_view text, const Choices& choices) {
    while (text.ends_with('.') || text.ends_with(' ')) text.remove_suffix(1);
    if (text.size() < 2 || text.size() > choices.labels.size()) return std::nullopt;
    std::set<std::size_t> found;
    for (const char c : text) {
        const auto label = std::ranges::find(choices.labels, std::string_view(&c, 1));
        if (label == choices.labels.end() || !found.insert(static_cast<std::size_t>(label - choices.labels.begin())).second)
            return std::nullopt;
    }
    return found;
}

Found labelled(std::string_view text, const Choices& choices) {
    static constexpr std::array<std::string_view, 22> kLeading{
        "The ",   "the ",   "correct ", "Correct ", "right ", "Options", "Option", "options", "option", "Choice", "choice",
        "Answer", "answer", "is ",      "正确",     "选项",   "答案",    "故选",   "应选",    "选择",   "选",     ":"};
    std::string_view rest = without(text, kLeading);
    if (Found letters = joinedLetters(rest, choices)) return letters;
    std::set<std::size_t> found;
    while (true) {
        const bool bracket = rest.starts_with('(') || rest.starts_with('[');
        const auto label = takeLabel(rest, choices);
        if (!label) return std::nullopt;
        found.insert(*label);
        static constexpr std::array<std::string_view, 10> kJoiners{",",    "，",  "、", ";",  "&",
                                                                   "and ", "or ", "和", "或", "与"};
        const std::string_view next = without(trimAscii(rest), kJoiners);
        std::string_view ahead = next;
        if (next.size() < trimAscii(rest).size() && takeLabel(ahead, choices)) {
            rest = next;
            continue;
        }
        const bool own_text = !choices.texts.empty() && foldAnswer(rest) == foldAnswer(choices.texts[*label]);
        return bracket || own_text || endsChoice(rest) ? Found(found) : std::nullopt;
    }
}

/// The one option whose text this is.
Found worded(std::string_view text, const Choices& choices) {
    const std::string wanted = foldAnswer(text);
    Found found;
    for (std::size_t i = 0; i < choices.texts.size() && !wanted.empty(); ++i) {
        if (foldAnswer(choices.texts[i]) != wanted) continue;
        if (found) return std::nullopt;
        found = std::set{i};
    }
    return found;
}

/// What may stand directly before a list of options in Chinese.
constexpr std::array<std::string_view, 8> kSentenceEnds{"\u3000", "。", "；", "？", "：", "）", ")", "?"};

std::string labelAt(std::size_t index) { return std::string(1, static_cast<char>('A' + index)); }

/// Where the label of option `index` stands at or behind `from`, and where its text begins.
struct Place {
    std::size_t begin = 0, text = 0;
};
std::optional<Place> findOption(std::string_view prompt, std::size_t index, std::size_t from) {
    const std::string label = labelAt(index);
    for (std::size_t at = prompt.find(label, from); at != prompt.npos; at = prompt.find(label, at + 1)) {
        const std::string_view before = prompt.substr(0, at), behind = prompt.substr(at + 1);
        const bool bracket = before.ends_with('(') || before.ends_with("（");
        const bool apart = at == 0 || bracket || isAsciiSpace(before.back()) ||
                           std::ranges::any_of(kSentenceEnds, [&](std::string_view end) { return before.ends_with(end); });
        if (!apart) continue;
        for (const std::string_view mark : {").", ")", "）", ".", "．", "、", ":", "："}) {
            if (!behind.starts_with(mark) || (mark == "." && behind.size() > 1 && isAsciiLetter(behind[1]))) continue;
            const std::size_t begin = bracket ? at - (before.ends_with('(') ? 1 : 3) : at;
            return Place{begin, at + 1 + mark.size()};
        }
    }
    return std::nullopt;
}

/// The last list of options in a prompt.
std::vector<std::string> listedOptions(std::string_view prompt) {
    std::vector<std::string> best;
    for (auto first = findOption(prompt, 0, 0); first; first = findOption(prompt, 0, first->text)) {
        std::vector<std::string> texts;
        Place open = *first;
        for (std::size_t index = 1; index < kMaxOptions; ++index) {
            const auto next = findOption(prompt, index, open.text);
            std::size_t end = next ? next->begin : prompt.find('\n', open.text);
            end = std::min(end, prompt.size());
            texts.emplace_back(trimAscii(prompt.substr(open.text, end - open.text)));
            if (!next) break;
            open = *next;
        }
        if (texts.size() >= 2) best = std::move(texts);
    }
    return best;
}

std::vector<std::string> textsOf(const Json& list, const Prompt& prompt) {
    std::vector<std::string> texts;
    for (const Json& entry : list) {
        if (entry.is_string()) texts.push_back(entry.get<std::string>());
        else if (entry.is_number()) texts.push_back(entry.dump());
        else throw Error(ErrorCode::BadInput, "an option is neither text nor a number", prompt.key + ": choices");
    }
    return texts;
}

}  // namespace

Choices choicesOf(const Prompt& prompt) {
    Choices choices;
    const Json columns = gradingColumns(prompt);
    const Json column = columns.value("choices", Json());
    if (column.is_array()) choices.texts = textsOf(column, prompt);
    else if (column.is_object() && column.value("text", Json()).is_array()) {
        choices.texts = textsOf(column["text"], prompt);
        if (column.value("label", Json()).is_array()) choices.labels = textsOf(column["label"], prompt);
        if (!choices.labels.empty() && choices.labels.size() != choices.texts.size())
            throw Error(ErrorCode::BadInput, "text and label have different lengths", prompt.key + ": choices");
    } else if (!column.is_null()) {
        throw Error(ErrorCode::BadInput, "the column is no list of texts", prompt.key + ": choices",
                    "Give it as [\"...\", ...] or {\"text\": [...], \"label\": [...]}");
    } else {
        choices.texts = listedOptions(prompt.text);
    }
    if (choices.texts.size() > kMaxOptions)
        throw Error(ErrorCode::BadInput, "there are more than 26 options", prompt.key + ": choices");
    const std::size_t count = choices.texts.empty() ? kLetters : choices.texts.size();
    for (std::size_t i = choices.labels.size(); i < count; ++i) choices.labels.push_back(labelAt(i));
    return choices;
}

Found readChoice(std::string_view text, const Choices& choices) {
    const std::string plain = plainChoice(text.substr(0, kMaxChoiceBytes));
    if (Found found = labelled(plain, choices)) return found;
    if (plain.size() == 1 || (plain.size() == 3 && plain[0] == '(' && plain[2] == ')')) {
        std::string upper = plain;
        std::ranges::transform(upper, upper.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        if (Found found = labelled(upper, choices)) return found;
    }
    return worded(text, choices);
}

Found readReferenceChoice(std::string_view reference, const Choices& choices, bool has_column) {
    const std::string_view text = trimAscii(reference);
    std::string_view rest = text;
    const bool number = !text.empty() && text.size() < 3 && std::ranges::all_of(text, isAsciiDigit);
    if (has_column && number && !(takeLabel(rest, choices) && rest.empty())) {
        std::size_t index = 0;
        for (const char c : text) index = 10 * index + static_cast<std::size_t>(c - '0');
        if (index < choices.texts.size()) return std::set{index};
    }
    return readChoice(text, choices);
}

/// The one option that a sentence comes to: "so B.", "I choose C", "Die Antwort ist B", "答えはBです". A label counts behind
/// a word that says so and where nothing follows that could make it a word of the sentence.
Found concluded(std::string_view sentence, const Choices& choices) {
    static constexpr std::array<std::string_view, 26> kLeading{
        " is ",     " be ",    "'s ",       "\u2019s ", " so ",    "so ",  "So ",   "Thus ", "Hence ",
        " choose ", " chose ", " select ",  " pick ",   " ist ",   " es ", " est ", " è ",   " é ",
        ": ",       " wähle ", " choisis ", " elijo ",  " ответ ", "は",   "은 ",   "는 "};
    Found found;
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        const std::string_view before = sentence.substr(0, at);
        if (std::ranges::none_of(kLeading, [&](std::string_view word) { return before.ends_with(word); })) continue;
        std::string_view rest = sentence.substr(at);
        const auto label = takeLabel(rest, choices);
        if (!label || !endsChoice(rest)) continue;
        if (found && !found->contains(*label)) return std::nullopt;
        found = std::set{*label};
    }
    return found;
}

Found findChoice(std::string_view answer, const Choices& choices) {
    answer = trimAscii(answer);
    const std::size_t end = answer.rfind('\n');
    std::string_view line = end == answer.npos ? answer : trimAscii(answer.substr(end + 1));
    if (line.starts_with('>')) line = trimAscii(line.substr(1));  // a quotation in Markdown
    if (Found found = readChoice(line, choices)) return found;
    Found marked;
    for (std::size_t i = 0; i < choices.labels.size(); ++i) {
        const std::string& label = choices.labels[i];
        const bool there = std::ranges::any_of(
            std::array{"(" + label + ")", "**" + label + "**", "（" + label + "）", "选" + label, "ption " + label + " "},
            [&](const std::string& form) { return answer.find(form) != answer.npos; });
        if (!there) continue;
        if (marked) return std::nullopt;
        marked = std::set{i};
    }
    return marked ? marked : concluded(plainChoice(line.substr(0, kMaxChoiceBytes)), choices);
}

}  // namespace retort
