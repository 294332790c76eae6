// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_compare.h"

#include <algorithm>
#include <string>

#include "reward/answer_extract.h"
#include "reward/answer_number.h"
#include "text/ascii.h"

namespace retort {
namespace {

bool sameNumber(const AnswerNumber& a, const AnswerNumber& b) {
    if (a.value == b.value) return true;
    if (a.is_percent == b.is_percent) return false;
    const AnswerNumber& percent = a.is_percent ? a : b;
    const AnswerNumber& plain = a.is_percent ? b : a;
    return percent.value == plain.value * 100;
}

/// The number in an answer that says more than the number: behind the last "=", else the only one ("42 apples").
std::optional<AnswerNumber> numberWithin(std::string_view answer) {
    if (const std::size_t equals = answer.rfind('='); equals != answer.npos) answer = answer.substr(equals + 1);
    if (auto number = parseNumber(normalizeAnswer(answer))) return number;
    const auto written = lastNumber(answer);
    if (!written) return std::nullopt;
    const std::string_view before = answer.substr(0, answer.rfind(*written));
    if (std::ranges::any_of(before, isAsciiDigit)) return std::nullopt;
    return parseNumber(normalizeAnswer(*written));
}

}  // namespace

AnswerMatch compareAnswers(std::string_view reference, std::string_view answer) {
    const std::string expected = normalizeAnswer(reference);
    if (expected.empty()) return AnswerMatch::UnreadableReference;
    const std::string given = normalizeAnswer(answer);
    if (const auto number = parseNumber(expected)) {
        auto other = parseNumber(given);
        if (!other) other = numberWithin(answer);
        return other && sameNumber(*number, *other) ? AnswerMatch::Equal : AnswerMatch::Different;
    }
    return given == expected ? AnswerMatch::Equal : AnswerMatch::Different;
}

}  // namespace retort
