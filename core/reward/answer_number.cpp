// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_number.h"

#include <array>
#include <charconv>
#include <utility>

#include "text/ascii.h"

namespace retort {
namespace {

constexpr std::size_t kMaxDigits = 2000;
constexpr int kMaxExponent = 1000;

/// Spellings that mean the same; replaced in this order. Longer ones stand before what they contain.
constexpr std::array<std::pair<std::string_view, std::string_view>, 37> kSpellings{{
    {"，", ","}, {"。", "."}, {"：", ":"}, {"（", "("}, {"）", ")"}, {"％", "%"}, {"＝", "="}, {"＋", "+"}, {"－", "-"}, {"−", "-"}, {"–", "-"},
    {"／", "/"}, {"÷", "/"}, {"×", "*"}, {"¥", ""}, {"￥", ""}, {"€", ""}, {"£", ""}, {"°", ""}, {"\\$", ""}, {"$", ""}, {"\\(", ""}, {"\\)", ""},
    {"\\[", ""}, {"\\]", ""}, {"\\!", ""}, {"\\,", ""}, {"\\;", ""}, {"\\:", ""}, {"\\ ", ""}, {"~", ""}, {"{,}", ","}, {"\\%", "%"},
    {"^{\\circ}", ""}, {"^\\circ", ""}, {"\\cdot", "*"}, {"\\times", "*"},
}};

void replaceEvery(std::string& text, std::string_view from, std::string_view to) {
    std::size_t at = text.find(from);
    if (at == text.npos) return;
    std::string result;
    std::size_t done = 0;
    for (; at != text.npos; at = text.find(from, done)) {
        result.append(text, done, at - done).append(to);
        done = at + from.size();
    }
    text = result.append(text, done);
}

/// Full-width digits and letters (U+FF10 to U+FF5A) to ASCII.
void foldFullWidth(std::string& text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
        if (at(i) == 0xEF && i + 2 < text.size() && (at(i + 1) == 0xBC || at(i + 1) == 0xBD)) {
            const unsigned code = 0xF000u | (at(i + 1) & 0x3Fu) << 6 | (at(i + 2) & 0x3Fu);
            if (code >= 0xFF10 && code <= 0xFF5A) {
                result += static_cast<char>(code - 0xFEE0);
                i += 2;
                continue;
            }
        }
        result += text[i];
    }
    text = std::move(result);
}

/// "\text{x}" and its like become "x"; "\dfrac" becomes "\frac"; \left and \right go.
void unwrapCommands(std::string& text) {
    for (const std::string_view size : {"\\left", "\\right", "\\displaystyle"}) {
        std::string result;
        for (std::size_t i = 0; i < text.size();) {
            const bool whole = std::string_view(text).substr(i).starts_with(size) &&
                               !(i + size.size() < text.size() && isAsciiLetter(text[i + size.size()]));
            if (whole) i += size.size();
            else result += text[i++];
        }
        text = std::move(result);
    }
    replaceEvery(text, "\\dfrac", "\\frac");
    replaceEvery(text, "\\tfrac", "\\frac");
    for (const std::string_view wrapper : {"\\text{", "\\textbf{", "\\mbox{", "\\mathrm{", "\\mathbf{", "\\boxed{"}) {
        for (std::size_t at = text.find(wrapper); at != text.npos; at = text.find(wrapper, at)) {
            const std::size_t close = text.find('}', at);
            if (close == text.npos) break;
            text.erase(close, 1);
            text.erase(at, wrapper.size());
        }
    }
}

mpq_class signedBy(bool negative, mpq_class value) {
    if (negative) value = -value;
    return value;
}

class NumberReader {
public:
    explicit NumberReader(std::string_view text) : rest_(text) {}

    std::optional<AnswerNumber> read() {
        AnswerNumber number;
        const bool negative = sign();
        auto value = mixed();
        if (!value) return std::nullopt;
        number.value = signedBy(negative, *value);
        if (!scale(number.value)) return std::nullopt;
        if (rest_ == "%") number.is_percent = true;
        else if (!rest_.empty()) return std::nullopt;
        return number;
    }

private:
    bool sign() {
        bool negative = false;
        if (rest_.starts_with('-') || rest_.starts_with('+')) {
            negative = rest_[0] == '-';
            rest_.remove_prefix(1);
        }
        return negative;
    }

    /// a, a/b, \frac{a}{b}, a\frac{b}{c}.
    std::optional<mpq_class> mixed() {
        if (rest_.starts_with("\\frac")) return fraction();
        const bool integral_start = !rest_.empty() && isAsciiDigit(rest_[0]);
        auto whole = decimal();
        if (!whole) return std::nullopt;
        if (rest_.starts_with("\\frac") && integral_start && whole->get_den() == 1) {
            const auto part = fraction();
            if (!part) return std::nullopt;
            return mpq_class(*whole + *part);
        }
        if (!rest_.starts_with('/')) return whole;
        rest_.remove_prefix(1);
        const bool negative = sign();
        const auto below = decimal();
        if (!below || *below == 0) return std::nullopt;
        return signedBy(negative, *whole / *below);
    }

    /// \frac{a}{b}, \frac ab.
    std::optional<mpq_class> fraction() {
        rest_.remove_prefix(5);
        const auto above = fractionPart(), below = above ? fractionPart() : std::nullopt;
        if (!below || *below == 0) return std::nullopt;
        return mpq_class(*above / *below);
    }

    std::optional<mpq_class> fractionPart() {
        if (rest_.empty()) return std::nullopt;
        if (rest_[0] != '{') {
            if (!isAsciiDigit(rest_[0])) return std::nullopt;
            const mpq_class digit(rest_[0] - '0');
            rest_.remove_prefix(1);
            return digit;
        }
        const std::size_t close = rest_.find('}');
        if (close == rest_.npos) return std::nullopt;
        const std::string_view after = rest_.substr(close + 1);
        rest_ = rest_.substr(1, close - 1);
        const bool negative = sign();
        const auto value = decimal();
        if (!value || !rest_.empty()) return std::nullopt;
        rest_ = after;
        return signedBy(negative, *value);
    }

    /// Digits with thousands commas and at most one dot.
    std::optional<mpq_class> decimal() {
        std::string digits;
        std::size_t i = 0, decimals = 0, group = 0;
        bool dot = false, commas = false;
        for (; i < rest_.size() && digits.size() <= kMaxDigits; ++i) {
            if (isAsciiDigit(rest_[i])) {
                digits += rest_[i];
                if (dot) ++decimals;
                else ++group;
            } else if (rest_[i] == ',' && !dot && group > 0 && group <= 3 && (!commas || group == 3) && groupFollows(i + 1)) {
                commas = true;
                group = 0;
            } else if (rest_[i] == '.' && !dot) {
                dot = true;
            } else {
                break;
            }
        }
        if (digits.empty() || digits.size() > kMaxDigits) return std::nullopt;
        rest_.remove_prefix(i);
        mpz_class power;
        mpz_ui_pow_ui(power.get_mpz_t(), 10, decimals);
        mpq_class value(mpz_class(digits, 10), power);
        value.canonicalize();
        return value;
    }

    /// Exactly three digits stand at `i`.
    bool groupFollows(std::size_t i) const {
        if (i + 3 > rest_.size()) return false;
        const bool three = isAsciiDigit(rest_[i]) && isAsciiDigit(rest_[i + 1]) && isAsciiDigit(rest_[i + 2]);
        return three && (i + 3 == rest_.size() || !isAsciiDigit(rest_[i + 3]));
    }

    /// e5, *10^5, *10^{-5} behind a number. False when it cannot be read.
    bool scale(mpq_class& value) {
        std::string_view exponent;
        if (rest_.starts_with("*10^")) exponent = rest_.substr(4);
        else if (rest_.starts_with('e') && rest_.size() > 1) exponent = rest_.substr(1);
        else return true;
        if (exponent.starts_with('{') && exponent.ends_with('}')) exponent = exponent.substr(1, exponent.size() - 2);
        if (exponent.starts_with('+')) exponent.remove_prefix(1);
        int power = 0;
        const auto [end, error] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
        if (error != std::errc() || end != exponent.data() + exponent.size() || power > kMaxExponent || power < -kMaxExponent) return false;
        mpz_class factor;
        mpz_ui_pow_ui(factor.get_mpz_t(), 10, static_cast<unsigned long>(power < 0 ? -power : power));
        if (power < 0) value /= factor;
        else value *= factor;
        rest_ = {};
        return true;
    }

    std::string_view rest_;
};

/// "x=5" is 5: a name of a letter or two before the only equals sign.
std::string_view withoutName(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0 || equals > 2 || text.find('=', equals + 1) != text.npos) return text;
    for (const char c : text.substr(0, equals)) {
        if (!isAsciiLetter(c)) return text;
    }
    return text.substr(equals + 1);
}

}  // namespace

std::string normalizeAnswer(std::string_view raw) {
    std::string text(raw.substr(0, 16 * 1024));
    // A space between a whole number and a fraction makes a mixed number, which joining the digits would destroy.
    for (std::size_t at = text.find(' '); at != text.npos; at = text.find(' ', at + 1)) {
        if (at == 0 || !isAsciiDigit(text[at - 1])) continue;
        std::size_t i = at + 1;
        while (i < text.size() && isAsciiDigit(text[i])) ++i;
        std::size_t j = i + 1;
        while (j < text.size() && isAsciiDigit(text[j])) ++j;
        if (i == at + 1 || i >= text.size() || text[i] != '/' || j == i + 1) continue;
        text.replace(at, j - at, "\\frac{" + text.substr(at + 1, i - at - 1) + "}{" + text.substr(i + 1, j - i - 1) + "}");
    }
    unwrapCommands(text);
    for (const auto& [from, to] : kSpellings) replaceEvery(text, from, to);
    foldFullWidth(text);
    std::string result;
    for (const char c : text) {
        if (!isAsciiSpace(c)) result += asciiLower(c);
    }
    while (result.ends_with('.') || result.ends_with(',')) result.pop_back();
    const std::string_view bare = withoutName(result);
    if (bare.size() > 2 && bare.starts_with('(') && bare.ends_with(')') && bare.find(',') == bare.npos && bare.find('(', 1) == bare.npos) {
        return std::string(bare.substr(1, bare.size() - 2));
    }
    return std::string(bare);
}

std::optional<AnswerNumber> parseNumber(std::string_view normalized) { return NumberReader(normalized).read(); }

}  // namespace retort
