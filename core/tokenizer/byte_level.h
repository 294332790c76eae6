// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace retort {

/// GPT-2's table: the printable character that stands for each byte in a byte-level vocabulary.
const std::array<char32_t, 256>& byteCharacters();

/// The 256 bytes in the order of their characters: the order in which HuggingFace numbers a byte-level alphabet.
std::array<std::uint8_t, 256> bytesInCharacterOrder();

/// Bytes as a byte-level vocabulary spells them.
std::string spellBytes(std::string_view bytes);

/// The bytes of such a spelling; nothing when a character stands for no byte.
std::optional<std::string> unspellBytes(std::string_view spelling);

}  // namespace retort
