// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmpxx.h>

#include <optional>
#include <string>
#include <string_view>

namespace retort {

/// A number as an answer writes it.
struct AnswerNumber {
    mpq_class value;
    bool is_percent = false;   ///< value is what stands before the sign
};

/// An answer's text without what does not change its meaning: full-width forms, math delimiters, TeX spacing and sizing, \text and
/// \boxed wrappers, currency, degree signs, the dot at the end, "x =" before a value; in lower case, without spaces.
std::string normalizeAnswer(std::string_view text);

/// Reads normalised text. Refuses (nothing) more than 2000 digits, exponents beyond 1000 and division by zero.
std::optional<AnswerNumber> parseNumber(std::string_view normalized);

}  // namespace retort
