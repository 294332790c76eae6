// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_spans.h"

#include <algorithm>
#include <array>
#include <vector>

#include "reward/answer_extract.h"
#include "reward/math/symbols.h"
#include "text/ascii.h"

namespace retort {
namespace {

constexpr int kMaxBoxes = 64;           ///< tried from the end
constexpr std::size_t kMaxJoiner = 60;  ///< bytes between two boxes that belong together

bool isJoiningWord(std::string_view word) {
    static constexpr std::array<std::string_view, 13> kWords{"and",  "or",    "for",    "part",   "text", "quad",  "qquad",
                                                             "left", "right", "textbf", "mathrm", "mbox", "textit"};
    return std::ranges::find(kWords, word) != kWords.end();
}

/// Only separators stand between two values: commas, "and", "or", "for part (a)", "y =".
bool joins(std::string_view between, bool needs_sign) {
    if (between.size() > kMaxJoiner) return false;
    if (trimAscii(between).empty()) return !needs_sign && between.find('\n') == between.npos;
    bool sign = false, letter = false;
    for (std::size_t i = 0; i < between.size();) {
        const char c = between[i];
        if (isAsciiLetter(c)) {
            std::size_t end = i;
            while (end < between.size() && isAsciiLetter(between[end])) ++end;
            const std::string_view word = between.substr(i, end - i);
            if (word.size() > 1 && !isJoiningWord(word)) return false;
            letter = word.size() == 1;
            sign = sign || word == "and" || word == "or";
            i = end;
            continue;
        }
        if (between.substr(i).starts_with("和") || between.substr(i).starts_with("或") ||
            between.substr(i).starts_with("、") || between.substr(i).starts_with("，")) {
            sign = true;
            i += 3;
            continue;
        }
        if (c == '=' && !letter) return false;
        if (isAsciiDigit(c) && !(i > 0 && (between[i - 1] == '_' || between[i - 1] == '{'))) return false;
        if (std::string_view(" \t\n$\\,;&(){}[]_=").find(c) == std::string_view::npos && !isAsciiDigit(c)) return false;
        sign = sign || c == ',' || c == ';';
        ++i;
    }
    return sign || !needs_sign;
}

/// "%" when a percent sign or word follows.
std::string_view percentBehind(std::string_view rest) {
    std::size_t i = 0;
    while (i < rest.size() && (rest[i] == ' ' || rest[i] == '$' || rest.substr(i).starts_with("\\)")))
        i += rest[i] == '\\' ? 2 : 1;
    rest = rest.substr(i);
    for (const std::string_view form : {"%", "\\%", "percent", "pct", "％"}) {
        if (rest.starts_with(form)) return "%";
    }
    return {};
}

/// Formulas between $ $, $$ $$, \( \) and \[ \], in order. A dollar that reads as currency opens none.
std::vector<AnswerSpan> formulas(std::string_view text) {
    std::vector<AnswerSpan> spans;
    for (std::size_t i = 0; i < text.size();) {
        std::string_view close;
        std::size_t width = 2;
        if (text.substr(i).starts_with("$$")) close = "$$";
        else if (text.substr(i).starts_with("\\[")) close = "\\]";
        else if (text.substr(i).starts_with("\\(")) close = "\\)";
        else if (text[i] == '$' && (i == 0 || text[i - 1] != '\\')) {
            close = "$";
            width = 1;
        }
        if (close.empty()) {
            ++i;
            continue;
        }
        const std::size_t end = text.substr(0, std::min(text.size(), i + width + kMaxExtracted)).find(close, i + width);
        const std::string_view inside = end == text.npos ? std::string_view() : text.substr(i + width, end - i - width);
        const bool currency = width == 1 && (inside.find("\n\n") != inside.npos || inside.find(". ") != inside.npos);
        if (trimAscii(inside).empty() || currency) {
            i += width;
            continue;
        }
        spans.push_back({std::string(trimAscii(inside)), i, end + close.size()});
        i = end + close.size();
    }
    return spans;
}

struct NumberSpan {
    std::size_t begin, end;
};

std::optional<NumberSpan> lastNumberSpan(std::string_view text) {
    std::size_t end = text.size();
    while (true) {
        while (end > 0 && !isAsciiDigit(text[end - 1])) --end;
        if (end == 0) return std::nullopt;
        std::size_t begin = end - 1;
        const auto joins_digits = [&](std::size_t i) {  // a separator between two digits
            const bool separator = text[i] == '.' || text[i] == ',' || text[i] == '/' || text[i] == ':';
            const bool group = text[i] == ' ' && i + 4 <= end && isAsciiDigit(text[i + 1]) && isAsciiDigit(text[i + 2]) &&
                               isAsciiDigit(text[i + 3]) && (i + 4 == end || !isAsciiDigit(text[i + 4])) &&
                               (i < 4 || !isAsciiDigit(text[i - 4]));
            return (separator || group) && i > 0 && isAsciiDigit(text[i - 1]);
        };
        while (begin > 0 && (isAsciiDigit(text[begin - 1]) || joins_digits(begin - 1))) --begin;
        if (begin > 0 && isAsciiLetter(text[begin - 1])) {
            end = begin;
            continue;
        }
        return NumberSpan{begin, end};
    }
}

}  // namespace

std::optional<AnswerSpan> lastBox(std::string_view text, std::size_t from) {
    for (int tried = 0; tried < kMaxBoxes; ++tried) {
        const std::size_t boxed = text.rfind("boxed", from), fbox = text.rfind("\\fbox", from);
        std::size_t at = boxed;
        if (boxed == text.npos || (fbox != text.npos && fbox > boxed)) at = fbox;
        if (at == text.npos) return std::nullopt;
        std::size_t begin = at + 5;
        while (begin < text.size() && text[begin] == ' ') ++begin;
        // The command is \boxed, or what a string escape or a slip of the model made of it.
        const bool command = at != boxed || (at > 0 && (text[at - 1] == '\\' || text.substr(0, at).ends_with("\\begin")));
        if (command && begin < text.size() && text[begin] == '{') {
            const std::size_t close = closingBrace(text, begin, kMaxExtracted);
            if (close != text.npos)
                return AnswerSpan{std::string(trimAscii(text.substr(begin + 1, close - begin - 1))), at, close + 1};
        } else if (command) {
            const std::size_t end = std::min(text.find_first_of("$ \n,.;", begin), text.size());
            if (end > begin && end - begin <= kMaxExtracted)
                return AnswerSpan{std::string(text.substr(begin, end - begin)), at, end};
        }
        if (at == 0) return std::nullopt;
        from = at - 1;
    }
    return std::nullopt;
}

std::optional<AnswerSpan> lastBoxes(std::string_view text) {
    auto result = lastBox(text, text.npos);
    if (!result) return result;
    result->text += percentBehind(text.substr(result->end));
    for (int joined = 0; joined < kMaxBoxes && result->begin > 0; ++joined) {
        const auto before = lastBox(text, result->begin - 1);
        if (!before || before->end >= result->begin) break;
        std::string_view between = text.substr(before->end, result->begin - before->end);
        if (between.ends_with('\\')) between.remove_suffix(1);
        if (!joins(between, false) || before->text == result->text) break;
        result->text = before->text + ", " + result->text;
        result->begin = before->begin;
    }
    return result;
}

bool isBareAnswer(std::string_view text) {
    constexpr std::size_t kMaxBytes = 400, kMaxWords = 2, kMaxForeign = 14;
    if (text.size() > kMaxBytes || text.find("\n\n") != text.npos) return false;
    std::size_t words = 0, foreign = 0, first_word = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && isAsciiLetter(text[end])) ++end;
        static constexpr std::array<std::string_view, 12> kShort{"is", "it", "It", "we", "We", "so",
                                                                 "So", "to", "of", "be", "by", "He"};
        const bool prose =
            std::ranges::find(kShort, text.substr(i, end - i)) != kShort.end() && end < text.size() && text[end] == ' ';
        const bool command =
            i > 0 && (text[i - 1] == '\\' || text.substr(0, i).ends_with("text{") || text.substr(0, i).ends_with("{"));
        if ((end - i > 2 || prose) && !command && !math::meaningOfWord(text.substr(i, end - i))) {
            ++words;
            if (i == 0) first_word = end;
        }
        foreign += (static_cast<unsigned char>(text[i]) & 0xF0u) == 0xE0u;
        i = std::max(end, i + 1);
    }
    if (text.find("__") != text.npos || std::ranges::count(text, '\'') > 3) return false;  // program text
    return words <= kMaxWords && foreign <= kMaxForeign && (first_word == 0 || first_word == text.size());
}

std::optional<std::string> lastNumber(std::string_view text) {
    const auto span = lastNumberSpan(text);
    if (!span) return std::nullopt;
    auto [begin, end] = *span;
    if (begin > 0 && text[begin - 1] == '.' && (begin == 1 || !isAsciiDigit(text[begin - 2]))) --begin;
    // A minus after a digit, letter or bracket is a subtraction or a hyphen.
    if (begin > 0 && (text[begin - 1] == '-' || text[begin - 1] == '+')) {
        const char before = begin >= 2 ? text[begin - 2] : ' ';
        if (isAsciiSpace(before) || before == '=' || before == '(' || before == '$') --begin;
    } else if (begin >= 3 && text.substr(begin - 3, 3) == "\u2212") {
        begin -= 3;
    }
    std::string number(text.substr(begin, end - begin));
    number += percentBehind(text.substr(end));
    return number;
}

std::optional<std::string> lastValue(std::string_view text) {
    const std::vector<AnswerSpan> spans = formulas(text);
    const auto number = lastNumberSpan(text);
    if (spans.empty() || (number && number->begin >= spans.back().end)) {
        if (!number) return std::nullopt;
        std::string_view before = trimAscii(text.substr(0, number->begin));
        const bool other_side = before.ends_with(" or") || before.ends_with("或");
        return other_side ? std::nullopt : lastNumber(text);
    }
    std::string value = spans.back().text;
    value += percentBehind(text.substr(spans.back().end));
    for (std::size_t i = spans.size() - 1; i > 0; --i) {
        if (!joins(text.substr(spans[i - 1].end, spans[i].begin - spans[i - 1].end), true)) break;
        value = spans[i - 1].text + ", " + value;
    }
    return value;
}

}  // namespace retort
