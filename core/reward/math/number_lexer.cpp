// SPDX-License-Identifier: Apache-2.0
#include "reward/math/number_lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reward/math/expr.h"
#include "reward/math/units.h"
#include "text/ascii.h"

namespace retort::math {
namespace {

using Type = Token::Type;

}  // namespace

bool NumberLexer::endsWithNumber() const { return !tokens_.empty() && tokens_.back().type == Type::Number; }

void NumberLexer::push(Type type, std::string_view text) {
    if (tokens_.size() >= kMaxTokens) throw OutOfFuel("it is too long");
    Token token;
    token.type = type;
    token.text = text;
    token.space = std::exchange(space_, false);
    tokens_.push_back(std::move(token));
    if (type != Type::Op) return;
    if (text == "(" || text == "[" || text == "\\{") ++brackets_;
    if (text == ")" || text == "]" || text == "\\}") brackets_ = brackets_ > 0 ? brackets_ - 1 : 0;
}

void NumberLexer::push(const Meaning& meaning) {
    if (meaning.type == Type::End) space_ = true;
    else if (meaning.text != "$") push(meaning.type, meaning.text);
}

std::size_t NumberLexer::separatorAt(std::string_view text, std::size_t at) const {
    static constexpr std::array<std::string_view, 11> kAlways{",\\!", "{,}",         "\\,",    ",\\,",   "\\ ", "'",
                                                              "\\;",  "\\thinspace", "\u202F", "\u2009", "_"};
    const std::string_view rest = text.substr(at);
    std::size_t bytes = 0;
    for (const std::string_view form : kAlways) {
        if (rest.starts_with(form) && form.size() > bytes) bytes = form.size();
    }
    if (bytes > 0) {
        while (at + bytes < text.size() && text[at + bytes] == ' ') ++bytes;
    } else if (commas_ == Commas::Thousands && brackets_ == 0 && (rest.starts_with(',') || rest.starts_with(' '))) {
        bytes = 1;
    } else if (commas_ == Commas::Thousands && brackets_ == 0 && rest.starts_with("，")) {
        bytes = 3;
    }
    if (bytes == 0) return 0;
    std::size_t digits = 0;
    while (digits < 4 && at + bytes + digits < text.size() && isAsciiDigit(text[at + bytes + digits])) ++digits;
    return digits == 3 ? bytes : 0;
}

std::size_t NumberLexer::foreignGroups(char separator) const {
    const auto digitsAt = [&](std::size_t at) {
        std::size_t n = 0;
        while (at + n < rest_.size() && n < 4 && isAsciiDigit(rest_[at + n])) ++n;
        return n;
    };
    const std::size_t first = digitsAt(0), usual = separator == '.' ? 3 : 2;
    if (first == 0 || first > usual || brackets_ > 0 || commas_ != Commas::Thousands) return 0;
    std::size_t at = first, groups = 0, last = 0;
    while (at < rest_.size() && rest_[at] == separator && (last == 0 || last == usual)) {
        const std::size_t next = digitsAt(at + 1);
        if (next != usual && next != 3) break;
        last = next;
        at += 1 + next;
        ++groups;
    }
    if (last != 3 || (at < rest_.size() && isAsciiDigit(rest_[at]))) return 0;
    const bool decimals =
        separator == '.' && at + 1 < rest_.size() && rest_[at] == ',' && digitsAt(at + 1) > 0 && digitsAt(at + 1) != 3;
    return groups > 1 || decimals ? at : 0;
}

void NumberLexer::repeatByDots(std::string& digits, int& decimals, std::size_t& at) {
    for (const std::string_view dots : {"...", "\\ldots", "\\dots", "\\cdots", "\u2026"}) {
        if (!rest_.substr(at).starts_with(dots)) continue;
        for (std::size_t period = 1; decimals >= 3 && period <= 6 && 2 * period <= static_cast<std::size_t>(decimals);
             ++period) {
            const std::string_view tail = std::string_view(digits).substr(digits.size() - period);
            const std::string_view before = std::string_view(digits).substr(digits.size() - 2 * period, period);
            const bool third = period > 1 || digits[digits.size() - 3] == tail[0];
            if (tail != before || !third) continue;
            digits += "r" + std::string(tail);
            decimals = -1;
            at += dots.size();
            return;
        }
    }
}

void NumberLexer::number() {
    std::string digits;
    std::size_t at = 0, group = 0;
    bool separated = false;
    for (const char separator : {'.', ','}) {
        const std::size_t bytes = digits.empty() ? foreignGroups(separator) : 0;
        for (std::size_t i = 0; i < bytes; ++i) {
            if (isAsciiDigit(rest_[i])) digits += rest_[i];
        }
        at = std::max(at, bytes);
        if (bytes > 0 && separator == '.' && at < rest_.size() && rest_[at] == ',') return europeanDecimals(digits, at);
    }
    while (at < rest_.size()) {
        if (isAsciiDigit(rest_[at])) {
            digits += rest_[at++];
            ++group;
            if (digits.size() > kMaxDigitsWritten) throw OutOfFuel("a number has too many digits");
        } else if (const std::size_t bytes =
                       group > 0 && group <= 3 && (!separated || group == 3) ? separatorAt(rest_, at) : 0;
                   bytes > 0) {
            separated = true;
            at += bytes;
            group = 0;
        } else {
            break;
        }
    }
    int decimals = -1;
    const bool dotted = rest_.substr(at).starts_with(".\\dot{") || rest_.substr(at).starts_with(".\\bar{");
    const bool comma =
        commas_ == Commas::Decimal && at + 1 < rest_.size() && rest_[at] == ',' && isAsciiDigit(rest_[at + 1]);
    if (comma || (at < rest_.size() && rest_[at] == '.' && at + 1 < rest_.size() && isAsciiDigit(rest_[at + 1]))) {
        decimals = readDecimals(digits, at);
    } else if (dotted || rest_.substr(at).starts_with(".\\overline{")) {
        if (digits.empty()) digits = "0";
        decimals = 0;
        digits += '.';
        ++at;
    }
    if (decimals > 0) repeatByDots(digits, decimals, at);
    readExponent(digits, at);
    pushNumber(digits, decimals, at);
}

void NumberLexer::pushNumber(const std::string& digits, int decimals, std::size_t bytes) {
    rest_.remove_prefix(bytes);
    push(Type::Number, digits);
    tokens_.back().decimals = decimals;
    tokens_.back().is_integer = decimals < 0 && digits.find_first_of("er") == digits.npos;
}

void NumberLexer::europeanDecimals(std::string& digits, std::size_t at) {
    const int decimals = readDecimals(digits, at);
    pushNumber(digits, decimals, at);
}

int NumberLexer::readDecimals(std::string& digits, std::size_t& at) {
    if (digits.empty()) digits = "0";
    digits += '.';
    int decimals = 0;
    for (++at; at < rest_.size() && isAsciiDigit(rest_[at]); ++at, ++decimals) {
        digits += rest_[at];
        if (digits.size() > kMaxDigitsWritten) throw OutOfFuel("a number has too many digits");
    }
    return decimals;
}

void NumberLexer::readExponent(std::string& digits, std::size_t& at) {
    if (at + 1 >= rest_.size() || (rest_[at] != 'e' && rest_[at] != 'E')) return;
    std::size_t end = at + 1;
    if (rest_[end] == '+' || rest_[end] == '-') ++end;
    const std::size_t first = end;
    while (end < rest_.size() && end - first < 10 && isAsciiDigit(rest_[end])) ++end;
    if (end == first || (end < rest_.size() && isAsciiLetter(rest_[end]))) return;
    digits += 'e';
    for (std::size_t i = at + 1; i < end; ++i) digits += rest_[i];
    at = end;
}

void NumberLexer::word() {
    std::size_t end = 1;
    while (end < rest_.size() && isAsciiLetter(rest_[end])) ++end;
    const std::string_view text = rest_.substr(0, end);
    if (const std::size_t bytes = halfOfDay(); bytes > 0) {
        push(Type::Text, asciiLower(rest_[0]) == 'a' ? "am" : "pm");
        return rest_.remove_prefix(bytes);
    }
    const bool ordinal = text == "st" || text == "nd" || text == "rd" || text == "th";
    if (ordinal && !space_ && (endsWithNumber() || (textual_ && behind_value_ && tokens_.empty())))
        return rest_.remove_prefix(end);
    if (textual_) return textWord(text);
    const bool dollars = rest_.substr(end).starts_with('$') || rest_.substr(end).starts_with("\\$");
    if (dollars && (text == "US" || text == "AU" || text == "CA" || text == "HK" || text == "NZ" || text == "SG"))
        return rest_.remove_prefix(end);
    if (text == "to" && endsWithNumber() && !trimAscii(rest_.substr(2)).empty() &&
        isAsciiDigit(trimAscii(rest_.substr(2))[0])) {
        rest_.remove_prefix(2);
        return push(Type::Op, ":");
    }
    const bool times = (text == "x" || text == "X") && endsWithNumber() &&
                       rest_.substr(1).find_first_not_of(' ') != rest_.npos && trimAscii(rest_.substr(1)).starts_with("10^");
    for (const std::string_view joiner : {"and", "or"}) {  // "1orx"
        if (space_ || tokens_.empty() || text.size() == joiner.size() || !text.starts_with(joiner) ||
            !(endsWithNumber() || tokens_.back().is(")")))
            continue;
        rest_.remove_prefix(joiner.size());
        return push(Type::Op, joiner);
    }
    rest_.remove_prefix(end);
    const std::string_view next = trimAscii(rest_);
    const bool opens = next.starts_with('(') || next.starts_with('[') || next.starts_with("\\{");
    const bool closed = !tokens_.empty() && (tokens_.back().is(")") || tokens_.back().is("]") || tokens_.back().is("\\}"));
    if (text == "U" && opens && closed) return push(Type::Op, "union");
    if (text == "Matrix" && next.starts_with("([")) return;
    if (times) return push(Type::Op, "*");
    if (text.size() == 1) return push(Type::Letter, text);
    if (text == "in" && !tokens_.empty() && tokens_.back().type == Type::Letter) {
        if (!next.empty() && (next[0] == '[' || next[0] == '(' || next[0] == '{' || next[0] == '\\'))
            return push(Type::Op, "in");
    }
    if (const auto meaning = meaningOfWord(text)) return push(*meaning);
    for (const std::string_view name : {"sin", "cos", "tan", "log", "ln", "sqrt"}) {
        if (!text.starts_with(name) || text.size() > name.size() + 2) continue;
        push(Type::Function, name);
        for (const char c : text.substr(name.size())) push(Type::Letter, std::string(1, c));
        return;
    }
    if (differentials(text)) return;
    push(Type::Word, text);
}

/// "dxdydz" behind an integral as three words.
bool NumberLexer::differentials(std::string_view text) {
    const auto isIntegral = [](const Token& token) { return token.type == Type::Function && token.text == "integral"; };
    if (text.size() < 4 || text.size() % 2 != 0 || std::ranges::none_of(tokens_, isIntegral)) return false;
    for (std::size_t i = 0; i < text.size(); i += 2)
        if (text[i] != 'd') return false;
    for (std::size_t i = 0; i < text.size(); i += 2) push(Type::Word, text.substr(i, 2));
    return true;
}

std::size_t NumberLexer::halfOfDay() const {
    const bool within_text = textual_ && behind_value_ && tokens_.empty();
    if ((!endsWithNumber() && !within_text) || rest_.size() < 2 ||
        (asciiLower(rest_[0]) != 'a' && asciiLower(rest_[0]) != 'p'))
        return 0;
    std::size_t end = 1;
    const bool dots = rest_[end] == '.';
    end += dots;
    if (end >= rest_.size() || asciiLower(rest_[end]) != 'm') return 0;
    ++end;
    if (end < rest_.size() && isAsciiLetter(rest_[end])) return 0;
    const bool clock = tokens_.size() > 1 && tokens_[tokens_.size() - 2].is(":");
    if (!dots && !clock && !within_text && rest_[0] >= 'a') return 0;
    return end;
}

void NumberLexer::textWord(std::string_view text) {
    rest_.remove_prefix(text.size());
    if (text == "to" && behind_value_ && tokens_.empty() && trimAscii(rest_).empty())
        return push(Type::Op, ":");  // 3 \text{ to } 4
    const auto meaning = meaningOfWord(text);
    if (meaning && meaning->type == Type::Op && meaning->text != "mod" && meaning->text != "pm") return push(*meaning);
    if (text.size() == 1 && (!behind_value_ || unitOf(text).empty())) return push(Type::Letter, text);
    push(Type::Text, text);
}

}  // namespace retort::math
