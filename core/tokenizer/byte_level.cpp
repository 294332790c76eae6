// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/byte_level.h"

#include <algorithm>
#include <numeric>

#include "tokenizer/utf8.h"

namespace retort {
namespace {

constexpr bool isPrintable(int byte) {
    return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF);
}

constexpr char32_t kHighestCharacter = 0x100 + 67;  // 68 bytes are not printable

const std::array<std::int16_t, kHighestCharacter + 1>& characterBytes() {
    static const auto table = [] {
        std::array<std::int16_t, kHighestCharacter + 1> bytes{};
        bytes.fill(-1);
        for (int byte = 0; byte < 256; ++byte) bytes[byteCharacters()[byte]] = static_cast<std::int16_t>(byte);
        return bytes;
    }();
    return table;
}

}  // namespace

const std::array<char32_t, 256>& byteCharacters() {
    static const auto table = [] {
        std::array<char32_t, 256> characters{};
        char32_t next = 0x100;
        for (int byte = 0; byte < 256; ++byte) characters[byte] = isPrintable(byte) ? static_cast<char32_t>(byte) : next++;
        return characters;
    }();
    return table;
}

std::array<std::uint8_t, 256> bytesInCharacterOrder() {
    std::array<std::uint8_t, 256> bytes{};
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    std::ranges::sort(bytes, {}, [](std::uint8_t byte) { return byteCharacters()[byte]; });
    return bytes;
}

std::string spellBytes(std::string_view bytes) {
    std::string spelling;
    for (const char byte : bytes) appendUtf8(spelling, byteCharacters()[static_cast<std::uint8_t>(byte)]);
    return spelling;
}

std::optional<std::string> unspellBytes(std::string_view spelling) {
    std::string bytes;
    for (std::size_t i = 0; i < spelling.size();) {
        const char32_t character = nextCodePoint(spelling, i);
        const std::int16_t byte = character <= kHighestCharacter ? characterBytes()[character] : std::int16_t{-1};
        if (byte < 0) return std::nullopt;
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

}  // namespace retort
