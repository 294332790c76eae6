// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace retort {

/// Length of the longest prefix of `text` that is valid UTF-8.
std::size_t validUtf8Prefix(std::string_view text);

/// The code point at `offset` of valid UTF-8; moves offset behind it.
char32_t nextCodePoint(std::string_view text, std::size_t& offset);

void appendUtf8(std::string& text, char32_t code_point);

/// Each maximal ill-formed part becomes one U+FFFD (Unicode 15, section 3.9).
std::string replaceInvalidUtf8(std::string_view bytes);

/// Unicode White_Space; general category N; general category P or ASCII punctuation; letters, marks, digits and underscore.
bool isWhiteSpace(char32_t code_point);
bool isNumeric(char32_t code_point);
bool isPunctuation(char32_t code_point);
bool isWordCharacter(char32_t code_point);

}  // namespace retort
