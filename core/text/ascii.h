// SPDX-License-Identifier: Apache-2.0
#pragma once

// Small questions about ASCII in UTF-8 text; no locale.

#include <cstddef>
#include <string_view>

namespace retort {

constexpr std::string_view kAsciiSpace = " \t\r\n\v\f";

constexpr bool isAsciiDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool isAsciiSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char asciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

/// Without white space at either end. A view into `text` even when nothing is left.
constexpr std::string_view trimAscii(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kAsciiSpace);
    if (begin == text.npos) return text.substr(0, 0);
    return text.substr(begin, text.find_last_not_of(kAsciiSpace) - begin + 1);
}

/// How often `part` occurs, without overlaps; 0 for an empty part.
constexpr std::size_t countOccurrences(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    if (part.empty()) return found;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

/// The `}` that closes the `{` at `open`, at most max_bytes on; npos when there is none. TeX escapes (\{) do not count.
constexpr std::size_t closingBrace(std::string_view text, std::size_t open, std::size_t max_bytes) {
    int depth = 0;
    for (std::size_t i = open; i < text.size() && i - open < max_bytes; ++i) {
        if (text[i] == '\\') ++i;
        else if (text[i] == '{') ++depth;
        else if (text[i] == '}' && --depth == 0) return i;
    }
    return text.npos;
}

}  // namespace retort
