// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace retort {

/// An answer's text without what never changes its meaning: spaces, math delimiters, \text and its like, sizing commands,
/// dots at the end; words in lower case, full-width letters and digits as ASCII, and brackets around a single word gone. For
/// comparing words, and for seeing that two answers are written alike.
std::string plainText(std::string_view answer);

/// The letter, A to J, that an answer chooses: "B", "(B)", "\text{(B)}", "B. 42", "Option B". `only` is set when it says
/// nothing else.
std::optional<char> choiceOf(std::string_view answer, bool& only);

/// The whole number that is all of the text, without sign "+" and leading zeros: "-42". Nothing for anything else.
std::optional<std::string> wholeNumber(std::string_view text);

}  // namespace retort
