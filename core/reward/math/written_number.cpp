// SPDX-License-Identifier: Apache-2.0
#include "reward/math/written_number.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/ascii.h"

namespace retort::math {
namespace {

constexpr std::size_t kLongest = 120;

/// The text without white space, braces, dollars and the commands that only set it; "_" and "^" stay.
std::string bare(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        bool dropped = false;
        for (const std::string_view form : {"\\text", "\\textrm", "\\mathrm", "\\left", "\\right", "\\,", "\\;", "\\ "}) {
            const bool command = isAsciiLetter(form.back());
            const std::size_t end = i + form.size();
            if (!text.substr(i).starts_with(form) || (command && end < text.size() && isAsciiLetter(text[end]))) continue;
            i = end;
            dropped = true;
            break;
        }
        if (dropped) continue;
        if (std::string_view(" \n\t{}$").find(text[i]) == std::string_view::npos) out += text[i];
        ++i;
    }
    while (out.ends_with('.')) out.pop_back();
    return out;
}

int digitValue(char c) {
    if (isAsciiDigit(c)) return c - '0';
    return isAsciiLetter(c) ? asciiLower(c) - 'a' + 10 : 99;
}

ExprPtr based(std::string_view digits, int base, bool literal) {
    const bool valid = !digits.empty() && std::ranges::all_of(digits, [&](char c) { return digitValue(c) < base; });
    if (!valid) return nullptr;
    Expr node;
    node.kind = Kind::Based;
    std::ranges::transform(digits, std::back_inserter(node.name), asciiLower);
    node.args = {makeNumber(base)};
    node.called = literal;
    return makeExpr(std::move(node));
}

ExprPtr literal(std::string_view text) {
    if (text.size() < 3 || text[0] != '0') return nullptr;
    const char mark = asciiLower(text[1]);
    const int base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
    return base == 0 ? nullptr : based(text.substr(2), base, true);
}

/// "1A_16", "(101)_2", "1Abase16", "1A(base16)".
ExprPtr withBase(std::string_view text) {
    std::size_t mark = text.find("_base"), width = 5;
    if (mark == text.npos) mark = text.find("(base"), width = 5;
    if (mark == text.npos) mark = text.find("base"), width = 4;
    if (mark == text.npos) mark = text.find('_'), width = 1;
    if (mark == text.npos) return nullptr;
    std::string_view digits = text.substr(0, mark), base = text.substr(mark + width);
    if (base.ends_with(')') && text[mark] == '(') base.remove_suffix(1);
    if (base.empty() || base.size() > 2 || !std::ranges::all_of(base, isAsciiDigit)) return nullptr;
    const int value = std::stoi(std::string(base));
    const bool enclosed = digits.size() > 2 && digits.front() == '(' && digits.back() == ')';
    if (enclosed) digits = digits.substr(1, digits.size() - 2);
    const bool has_digit = std::ranges::any_of(digits, isAsciiDigit),
               has_letter = std::ranges::any_of(digits, isAsciiLetter);
    const bool capitals = digits.size() > 1 && std::ranges::all_of(digits, [](char c) { return c >= 'A' && c <= 'F'; });
    if (value < 2 || value > 36 || (has_letter && !has_digit && !capitals)) return nullptr;
    return based(digits, value, false);
}

/// Two whole numbers and what says that the second is left over.
ExprPtr quotient(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && isAsciiDigit(text[digits])) ++digits;
    if (digits == 0) return nullptr;
    for (const std::string_view mark : {"remainder", "余数", "余", "R", "r", "\\cdots\\cdots", "\\cdots", "\\ldots\\ldots",
                                        "\\ldots", "……", "…", "......", "..."}) {
        if (!text.substr(digits).starts_with(mark)) continue;
        const std::string_view left = text.substr(digits + mark.size());
        if (left.empty() || !std::ranges::all_of(left, isAsciiDigit)) continue;
        const auto number = [](std::string_view whole) { return makeNumber(mpq_class(std::string(whole), 10)); };
        return makeCall("remainder", {number(text.substr(0, digits)), number(left)});
    }
    return nullptr;
}

}  // namespace

ExprPtr readWrittenNumber(std::string_view text) {
    if (text.size() > kLongest) return nullptr;
    const std::string plain = bare(text);
    if (ExprPtr number = literal(plain)) return number;
    if (ExprPtr number = withBase(plain)) return number;
    return quotient(plain);
}

std::string digitsAsWritten(const Expr& e) {
    if (e.kind == Kind::Number && e.decimals < 0 && e.number.get_den() == 1) return e.number.get_num().get_str();
    if (e.kind == Kind::Symbol && e.name.size() == 1) return e.name;
    if (e.kind != Kind::Product) return {};
    std::string digits;
    for (const ExprPtr& arg : e.args) {
        const std::string part = digitsAsWritten(*arg);
        if (part.empty()) return {};
        digits += part;
    }
    return digits;
}

}  // namespace retort::math
