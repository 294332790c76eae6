// SPDX-License-Identifier: Apache-2.0
#pragma once

// Python's string operations over UTF-8: positions are code points, case and classes are Unicode's. Any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort::jinja {

/// The code points of valid UTF-8, as views.
std::vector<std::string_view> characters(std::string_view text);
std::int64_t characterCount(std::string_view text);
/// Code points [begin, end), which must lie within the text.
std::string_view characterRange(std::string_view text, std::int64_t begin, std::int64_t end);
/// How many code points lie before a byte offset.
std::int64_t charactersBefore(std::string_view text, std::size_t offset);

bool printable(std::string_view character);
/// "\x.." "\u...." "\U........" of one character.
std::string escaped(std::string_view character);
std::string hexEscape(const char* prefix, std::uint32_t value, int digits);

std::string upper(std::string_view text);
std::string lower(std::string_view text);
/// First character in title case, the others lower.
std::string capitalize(std::string_view text);
/// str.title(): each run of letters so.
std::string titleWords(std::string_view text);
std::string swapCase(std::string_view text);

enum class CharacterClass { Alpha, Digit, Decimal, Numeric, Alnum, Space, Lower, Upper, Title };
/// str.isalpha() and its kin: false for empty text.
bool allAre(std::string_view text, CharacterClass wanted);
bool isSpaceCharacter(std::string_view character);

/// Without characters of `set` (white space where there is none) at the chosen ends.
std::string_view strip(std::string_view text, std::optional<std::string_view> set, bool left, bool right);
/// str.split(): at white space where no separator is given. limit < 0: all.
std::vector<std::string> split(std::string_view text, std::optional<std::string_view> separator, std::int64_t limit);
std::vector<std::string> splitFromRight(std::string_view text, std::optional<std::string_view> separator,
                                        std::int64_t limit);
std::vector<std::string> splitLines(std::string_view text, bool keep_ends);
/// limit < 0: all. Charges the budget before the result grows.
std::string replaceText(std::string_view text, std::string_view old_text, std::string_view new_text, std::int64_t limit);
/// Filled to `width` characters at the left, right or both sides.
std::string pad(std::string_view text, std::int64_t width, std::string_view fill, bool left, bool right);

}  // namespace retort::jinja
