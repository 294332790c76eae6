// SPDX-License-Identifier: Apache-2.0
#include "reward/math/english_number.h"

#include <gmpxx.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "text/ascii.h"

namespace retort::math {
namespace {

using Word = std::pair<std::string_view, std::int64_t>;
constexpr std::array<Word, 28> kSmall{
    {{"zero", 0},      {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},
     {"six", 6},       {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},
     {"twelve", 12},   {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17},
     {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fifty", 50},
     {"sixty", 60},    {"seventy", 70},  {"eighty", 80},   {"ninety", 90}}};
constexpr std::array<Word, 5> kScales{{{"dozen", 12},
                                       {"thousand", 1'000},
                                       {"million", 1'000'000},
                                       {"billion", 1'000'000'000},
                                       {"trillion", 1'000'000'000'000}}};
constexpr std::array<Word, 11> kParts{{{"half", 2},
                                       {"third", 3},
                                       {"quarter", 4},
                                       {"fourth", 4},
                                       {"fifth", 5},
                                       {"sixth", 6},
                                       {"seventh", 7},
                                       {"eighth", 8},
                                       {"ninth", 9},
                                       {"tenth", 10},
                                       {"hundredth", 100}}};

template <std::size_t N>
std::optional<std::int64_t> lookUp(const std::array<Word, N>& table, std::string_view word) {
    const auto* found = std::ranges::find(table, word, &Word::first);
    return found == table.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::int64_t> partOf(std::string_view word) {
    if (word == "halves") return 2;
    if (auto part = lookUp(kParts, word)) return part;
    return word.ends_with('s') ? lookUp(kParts, word.substr(0, word.size() - 1)) : std::nullopt;
}

std::vector<std::string> wordsOf(std::string_view text) {
    constexpr std::size_t kMost = 24;
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (c != ' ' && c != '-' && c != '\n') words.back() += asciiLower(c);
        else if (!words.back().empty()) words.emplace_back();
        if (words.size() > kMost) return {};
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

/// Digits with at most one point and with thousands separators taken out.
std::optional<mpq_class> digitsOf(std::string_view word) {
    constexpr std::size_t kMostDigits = 30;
    std::string whole;
    std::size_t decimals = 0, points = 0;
    for (const char c : word) {
        if (c == ',' && points == 0) continue;
        if (c == '.') ++points;
        else if (isAsciiDigit(c)) whole += c, decimals += points;
        else return std::nullopt;
    }
    if (whole.empty() || whole.size() > kMostDigits || points > 1) return std::nullopt;
    mpz_class scale;
    mpz_ui_pow_ui(scale.get_mpz_t(), 10, decimals);
    mpq_class value(mpz_class(whole, 10), scale);
    value.canonicalize();
    return value;
}

/// Reads words from `at` on as far as they make a whole number; nothing where none begins there.
std::optional<mpz_class> wholeAt(const std::vector<std::string>& words, std::size_t& at) {
    mpz_class total = 0, section = 0, last_scale = 0;
    bool any = false, open = true;  // open: a number below a hundred may stand next
    std::int64_t tens = 0;
    for (; at < words.size(); ++at) {
        const std::string& word = words[at];
        if (const auto small = lookUp(kSmall, word)) {
            if (!open && !(tens > 0 && *small > 0 && *small < 10)) break;
            section += *small;
            tens = open && *small >= 20 ? *small : 0;
            open = false;
        } else if (word == "hundred" && any && section > 0 && section < 100) {
            section *= 100;
            open = true;
            tens = 0;
        } else if (const auto scale = lookUp(kScales, word);
                   scale && any && section > 0 && (last_scale == 0 || *scale < last_scale)) {
            total += section * mpz_class(std::to_string(*scale));
            section = 0;
            last_scale = mpz_class(std::to_string(*scale));
            open = true;
            tens = 0;
        } else if (word == "and" && any && open && at + 1 < words.size() && lookUp(kSmall, words[at + 1])) {
            continue;
        } else {
            break;
        }
        any = true;
    }
    return any ? std::optional<mpz_class>(total + section) : std::nullopt;
}

/// "two thirds", "a half", "half": at the end of the words.
std::optional<mpq_class> fractionAt(const std::vector<std::string>& words, std::size_t at) {
    if (at + 1 == words.size() && (words[at] == "half")) return mpq_class(1, 2);
    if (at + 2 == words.size() && (words[at] == "a" || words[at] == "an"))
        if (const auto part = partOf(words[at + 1])) return mpq_class(1, *part);
    const auto count = wholeAt(words, at);
    const auto part = count && at + 1 == words.size() ? partOf(words[at]) : std::nullopt;
    if (!part) return std::nullopt;
    mpq_class value(*count, mpz_class(std::to_string(*part)));
    value.canonicalize();
    return value;
}

std::optional<mpq_class> valueOf(const std::vector<std::string>& words, std::size_t at) {
    if (at == words.size()) return std::nullopt;
    if (const auto digits = digitsOf(words[at])) {
        const auto scale = at + 2 == words.size() ? lookUp(kScales, words[at + 1]) : std::nullopt;
        return scale ? std::optional<mpq_class>(*digits * mpq_class(std::to_string(*scale))) : std::nullopt;
    }
    if (const auto fraction = fractionAt(words, at)) return fraction;
    std::size_t end = at;
    const auto whole = wholeAt(words, end);
    if (!whole) return std::nullopt;
    mpq_class value(*whole);
    if (end == words.size()) return value;
    if (words[end] == "and") {
        const auto fraction = fractionAt(words, end + 1);
        return fraction ? std::optional<mpq_class>(value + *fraction) : std::nullopt;
    }
    if (words[end] != "point" || end + 1 == words.size()) return std::nullopt;
    mpq_class place(1);
    for (std::size_t i = end + 1; i < words.size(); ++i) {
        const auto digit = lookUp(kSmall, words[i]);
        if (!digit || *digit > 9) return std::nullopt;
        place /= 10;
        value += place * mpq_class(*digit);
    }
    return value;
}

}  // namespace

std::optional<std::string> readEnglishNumber(std::string_view text) {
    constexpr std::size_t kLongest = 200;
    text = trimAscii(text);
    while (text.ends_with('.')) text.remove_suffix(1);
    if (text.size() > kLongest || std::ranges::none_of(text, isAsciiLetter)) return std::nullopt;
    const std::vector<std::string> words = wordsOf(text);
    if (words.empty()) return std::nullopt;
    const bool negative = words[0] == "minus" || words[0] == "negative";
    const auto value = valueOf(words, negative ? 1 : 0);
    if (!value) return std::nullopt;
    return (negative ? "-" : "") + value->get_str();
}

}  // namespace retort::math
