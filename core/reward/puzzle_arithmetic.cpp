// SPDX-License-Identifier: Apache-2.0
// Countdown, 24 and cryptarithms: exact arithmetic on what the answer says.

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <set>

#include "reward/puzzle_words.h"

namespace retort {
namespace {

using Json = nlohmann::json;

/// Bounds that keep every product within 64 bits.
constexpr long long kMost = 2'000'000'000;
constexpr int kDeepest = 64;

struct Fraction {
    long long numerator = 0, denominator = 1;
};

/// Nothing where it leaves the bounds or divides by zero.
std::optional<Fraction> reduced(long long numerator, long long denominator) {
    if (denominator == 0) return std::nullopt;
    if (denominator < 0) numerator = -numerator, denominator = -denominator;
    const long long common = std::max(1LL, std::gcd(numerator, denominator));
    const Fraction f{numerator / common, denominator / common};
    if (std::abs(f.numerator) > kMost || f.denominator > kMost) return std::nullopt;
    return f;
}

class ExpressionReader {
public:
    explicit ExpressionReader(std::string_view text) : text_(text) {}

    std::optional<Fraction> read() {
        const auto value = sum(0);
        return value && peek() == '\0' ? value : std::nullopt;
    }
    const std::vector<long long>& numbers() const { return numbers_; }

private:
    char peek() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    std::optional<Fraction> sum(int depth) {
        auto left = product(depth);
        while (left && (peek() == '+' || peek() == '-')) {
            const long long sign = text_[at_++] == '+' ? 1 : -1;
            const auto right = product(depth);
            if (!right) return right;
            left = reduced(left->numerator * right->denominator + sign * right->numerator * left->denominator,
                           left->denominator * right->denominator);
        }
        return left;
    }

    std::optional<Fraction> product(int depth) {
        auto left = factor(depth);
        while (left && (peek() == '*' || peek() == '/')) {
            const bool times = text_[at_++] == '*';
            const auto right = factor(depth);
            if (!right) return right;
            left = times ? reduced(left->numerator * right->numerator, left->denominator * right->denominator)
                         : reduced(left->numerator * right->denominator, left->denominator * right->numerator);
        }
        return left;
    }

    std::optional<Fraction> factor(int depth) {
        if (depth > kDeepest) return std::nullopt;
        if (peek() == '-') {
            ++at_;
            auto value = factor(depth + 1);
            if (value) value->numerator = -value->numerator;
            return value;
        }
        if (peek() == '(') {
            ++at_;
            const auto value = sum(depth + 1);
            if (peek() != ')') return std::nullopt;
            ++at_;
            return value;
        }
        if (!std::isdigit(static_cast<unsigned char>(peek()))) return std::nullopt;
        long long number = 0;
        for (; at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])); ++at_) {
            number = number * 10 + (text_[at_] - '0');
            if (number > kMost) return std::nullopt;
        }
        numbers_.push_back(number);
        return Fraction{number, 1};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<long long> numbers_;
};

/// Signs as people and models write them.
std::string plainSigns(std::string_view text) {
    std::string plain(text);
    for (const auto& [sign, ascii] : {std::pair{"×", "*"},
                                      {"·", "*"},
                                      {"÷", "/"},
                                      {"−", "-"},
                                      {"–", "-"},
                                      {"\\times", "*"},
                                      {"\\div", "/"},
                                      {"\\cdot", "*"},
                                      {"\\left", ""},
                                      {"\\right", ""}})
        replaceAll(plain, sign, ascii);
    std::erase(plain, '$');
    return plain.substr(0, plain.find('='));
}

}  // namespace

PuzzleVerdict checkExpression(std::string_view expression, std::vector<long long> numbers, long long target) {
    const std::string plain = plainSigns(expression);
    ExpressionReader reader(plain);
    const auto value = reader.read();
    if (!value) return {false, "the answer is no arithmetic expression"};
    std::vector<long long> used = reader.numbers();
    std::ranges::sort(used);
    std::ranges::sort(numbers);
    if (used != numbers) return {false, "the numbers used are not the numbers given, each once"};
    if (value->denominator != 1 || value->numerator != target) return {false, "its value is not " + std::to_string(target)};
    return {true, "uses every number once and makes " + std::to_string(target)};
}

PuzzleVerdict checkCountdown(const Json& meta, std::string_view answer) {
    return checkExpression(answer, meta.at("numbers").get<std::vector<long long>>(), meta.at("target").get<long long>());
}

PuzzleVerdict checkPuzzle24(const Json& meta, std::string_view answer) {
    return checkExpression(answer, meta.at("numbers").get<std::vector<long long>>(), 24);
}

PuzzleVerdict checkCryptarithm(const Json& meta, std::string_view answer) {
    std::map<char, int> digit;
    std::set<int> taken;
    for (const std::string& part : splitItems(answer, ",;\n")) {
        const std::size_t equals = part.find('=');
        const std::string letter = trimmedText(part.substr(0, equals));
        const std::string value = equals == part.npos ? "" : trimmedText(part.substr(equals + 1));
        if (letter.size() != 1 || value.size() != 1 || !std::isdigit(static_cast<unsigned char>(value[0])))
            return {false, "\"" + part + "\" gives no letter a digit"};
        if (!digit.emplace(letter[0], value[0] - '0').second || !taken.insert(value[0] - '0').second)
            return {false, "a letter or a digit comes twice"};
    }
    bool readable = true;
    const auto numberOf = [&](const std::string& word) {
        long long number = 0;
        for (const char letter : word.substr(0, 18)) {
            const auto found = digit.find(letter);
            readable = readable && found != digit.end();
            number = number * 10 + (found == digit.end() ? 0 : found->second);
        }
        readable = readable && !(word.size() > 1 && digit.contains(word[0]) && digit.at(word[0]) == 0);
        return number;
    };
    long long sum = 0;
    for (const std::string& word : meta.at("words_letters").get<std::vector<std::string>>()) sum += numberOf(word);
    const long long result = numberOf(meta.at("result_letters").get<std::string>());
    if (!readable) return {false, "a letter has no digit, or a word begins with zero"};
    return sum == result ? PuzzleVerdict{true, "the sum is right"} : PuzzleVerdict{false, "the sum is wrong"};
}

}  // namespace retort
