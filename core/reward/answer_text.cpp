// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_text.h"

#include <algorithm>
#include <array>
#include <set>

#include "text/ascii.h"

namespace retort {
namespace {

constexpr std::array<std::string_view, 14> kDropped{"text", "textbf", "textit", "textrm", "mathrm", "mathbf",       "mathit",
                                                    "mbox", "boxed",  "fbox",   "left",   "right",  "displaystyle", "quad"};
constexpr std::array<std::string_view, 6> kFractions{"dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "frac"};

/// Takes the command at `at` and appends what it amounts to. The brace that closes the argument of a dropped one is noted in
/// `closing`.
void command(std::string_view text, std::size_t& at, std::string& out, std::set<std::size_t>& closing) {
    std::size_t end = at + 1;
    while (end < text.size() && isAsciiLetter(text[end])) ++end;
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.empty()) {  // \$ \% \{ \, \!
        const char c = end < text.size() ? text[end] : ' ';
        if (c == '%' || c == '{' || c == '}') out += c;
        at = std::min(end + 1, text.size());
        return;
    }
    at = end;
    if (std::ranges::find(kDropped, name) != kDropped.end()) {
        if (name == "quad") out += ',';
        if (at >= text.size() || text[at] != '{') return;
        const std::size_t close = closingBrace(text, at, text.size());
        if (close == text.npos) return;
        closing.insert(close);
        ++at;
        return;
    }
    out += '\\';
    out += std::ranges::find(kFractions, name) != kFractions.end() ? "frac" : name;
}

void lowerWords(std::string& text) {
    // Symbols keep their case: x and X differ; Monday and monday do not, nor does a lone letter that may be a choice.
    const bool choice = text.size() == 1 && asciiLower(text[0]) >= 'a' && asciiLower(text[0]) <= 'j';
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && isAsciiLetter(text[end])) ++end;
        if (end - i > 1 || choice)
            std::transform(text.begin() + static_cast<std::ptrdiff_t>(i), text.begin() + static_cast<std::ptrdiff_t>(end),
                           text.begin() + static_cast<std::ptrdiff_t>(i), asciiLower);
        i = std::max(end, i + 1);
    }
}

bool isWord(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::string plainText(std::string_view answer) {
    std::string out;
    std::set<std::size_t> closing;
    bool gap = false;
    for (std::size_t at = 0; at < answer.size();) {
        const unsigned char c = static_cast<unsigned char>(answer[at]);
        if (c == '\\') {
            gap = true;
            command(answer, at, out, closing);
            continue;
        }
        if (c == 0xEF && at + 2 < answer.size()) {  // full-width forms are U+FF01 to U+FF5E
            const unsigned code = 0xF000u | (static_cast<unsigned char>(answer[at + 1]) & 0x3Fu) << 6 |
                                  (static_cast<unsigned char>(answer[at + 2]) & 0x3Fu);
            if (code >= 0xFF01 && code <= 0xFF5E) {
                out += static_cast<char>(code - 0xFEE0);
                at += 3;
                continue;
            }
        }
        const bool decoration =
            c == '*' && (at == 0 || at + 1 == answer.size() || answer[at + 1] == '*' || answer[at - 1] == '*');
        const bool dropped =
            isAsciiSpace(answer[at]) || c < 0x20 || c == '$' || c == '"' || c == '`' || decoration || closing.contains(at);
        if (!dropped) {
            // "1 2" is not "12".
            if (gap && !out.empty() && isAsciiDigit(out.back()) && isAsciiDigit(answer[at])) out += ' ';
            out += answer[at];
        }
        gap = dropped;
        ++at;
    }
    const auto isName = [&](std::size_t from_end) {
        return out.size() > from_end && isAsciiLetter(out[out.size() - 1 - from_end]);
    };
    while (out.ends_with('!') && isName(1) && isName(2)) out.pop_back();  // "Yes!"; 5! and n! are factorials
    for (const std::string_view stop : {"。", ".", ",", ";"}) {
        while (out.size() > stop.size() && out.ends_with(stop)) out.resize(out.size() - stop.size());
    }
    lowerWords(out);
    if (out.size() > 2 && out.starts_with('(') && out.ends_with(')') &&
        isWord(std::string_view(out).substr(1, out.size() - 2))) {
        out = out.substr(1, out.size() - 2);
        lowerWords(out);
    }
    return out;
}

std::optional<char> choiceOf(std::string_view answer, bool& only) {
    std::string text(trimAscii(answer.substr(0, 200)));
    for (const std::string_view wrapper : {"\\text{", "\\textbf{", "\\mathrm{", "\\mathbf{", "\\mbox{", "\\boxed{", "\\left",
                                           "\\right", "\\(", "\\)", "$", "{", "}", "*", "（", "）", "(", "\\ "}) {
        for (std::size_t at = text.find(wrapper); at != text.npos; at = text.find(wrapper, at))
            text.erase(at, wrapper.size());
    }
    std::string_view rest = trimAscii(text);
    for (const std::string_view word :
         {"The correct", "The answer", "Option", "option", "Choice", "choice", "Answer", "answer", "is", "答案", "选项",
          "故选", "应选", "选择", "选", "是", "为", "：", ":"}) {
        if (rest.starts_with(word)) rest = trimAscii(rest.substr(word.size()));
    }
    if (rest.empty() || rest[0] < 'A' || rest[0] > 'J') return std::nullopt;
    const char letter = rest[0];
    rest.remove_prefix(1);
    only = trimAscii(rest).empty() || rest == "." || rest == ")" || rest == ")." || rest == "。";
    const bool marked = rest.starts_with(". ") || rest.starts_with(": ") || rest.starts_with(")") ||
                        rest.starts_with("：") || rest.starts_with("、") || rest.starts_with("．");
    return only || marked ? std::optional(letter) : std::nullopt;
}

std::optional<std::string> wholeNumber(std::string_view text) {
    text = trimAscii(text);
    std::string number;
    if (text.starts_with('-')) {
        number = "-";
        text.remove_prefix(1);
    }
    if (text.empty() || text.size() > 1000 || !std::ranges::all_of(text, isAsciiDigit)) return std::nullopt;
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
    if (text == "0") return "0";
    number += text;
    return number;
}

}  // namespace retort
