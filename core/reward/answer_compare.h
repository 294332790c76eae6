// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace retort {

enum class AnswerMatch { Equal, Different, UnreadableReference };

/// Compares a final answer with the reference: as exact rationals where both are numbers (integers, decimals, fractions, mixed numbers,
/// scientific notation, thousands commas, percent), else as normalised text (TeX spacing, \text, $, units of currency, case, spaces and
/// the dot at the end do not matter; Chinese punctuation counts as ASCII). A percentage equals another, and a plain number equal to it
/// with or without the percent sign. UnreadableReference: nothing is left of the reference. Bounded work; never throws; any thread.
AnswerMatch compareAnswers(std::string_view reference, std::string_view answer);

}  // namespace retort
