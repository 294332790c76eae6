// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace retort {

std::size_t validUtf8Prefix(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int64_t>(text.size());
    std::int64_t i = 0;
    while (i < size) {
        if (bytes[i] < 0x80) {
            ++i;
            continue;
        }
        const std::int64_t start = i;
        UChar32 code_point = 0;
        U8_NEXT(bytes, i, size, code_point);
        if (code_point < 0) return static_cast<std::size_t>(start);
    }
    return text.size();
}

char32_t nextCodePoint(std::string_view text, std::size_t& offset) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    UChar32 code_point = 0;
    U8_NEXT_OR_FFFD(bytes, offset, text.size(), code_point);
    return static_cast<char32_t>(code_point);
}

void appendUtf8(std::string& text, char32_t code_point) {
    std::uint8_t buffer[U8_MAX_LENGTH];
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(code_point));
    text.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
}

std::string replaceInvalidUtf8(std::string_view bytes) {
    std::size_t valid = validUtf8Prefix(bytes);
    if (valid == bytes.size()) return std::string(bytes);
    std::string result;
    while (!bytes.empty()) {
        result.append(bytes.substr(0, valid));
        bytes.remove_prefix(valid);
        if (bytes.empty()) break;
        std::size_t skipped = 0;
        nextCodePoint(bytes, skipped);
        bytes.remove_prefix(skipped);
        result += "\xEF\xBF\xBD";
        valid = validUtf8Prefix(bytes);
    }
    return result;
}

bool isWhiteSpace(char32_t code_point) { return u_isUWhiteSpace(static_cast<UChar32>(code_point)); }

bool isNumeric(char32_t code_point) { return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & U_GC_N_MASK) != 0; }

bool isPunctuation(char32_t code_point) {
    if (code_point < 0x80) return code_point > 0x20 && code_point != 0x7F && !u_isalnum(static_cast<UChar32>(code_point));
    return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & U_GC_P_MASK) != 0;
}

bool isWordCharacter(char32_t code_point) {
    const auto c = static_cast<UChar32>(code_point);
    return u_hasBinaryProperty(c, UCHAR_ALPHABETIC) || (U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) != 0;
}

}  // namespace retort
