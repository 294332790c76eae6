// SPDX-License-Identifier: Apache-2.0
#include "reward/math/characters.h"

#include <array>

namespace retort::math {

std::optional<std::string_view> mangled(char control, std::string_view rest) {
    static constexpr std::array<std::pair<char, std::string_view>, 13> kForms{{{'\f', "frac"},
                                                                               {'\b', "boxed"},
                                                                               {'\b', "binom"},
                                                                               {'\b', "begin"},
                                                                               {'\b', "bar"},
                                                                               {'\t', "text"},
                                                                               {'\t', "times"},
                                                                               {'\t', "theta"},
                                                                               {'\t', "tfrac"},
                                                                               {'\t', "triangle"},
                                                                               {'\r', "right"},
                                                                               {'\r', "rho"},
                                                                               {'\n', "neq"}}};
    for (const auto& [escape, command] : kForms) {
        if (escape == control && rest.starts_with(command.substr(1))) return command;
    }
    return std::nullopt;
}

std::pair<char32_t, std::size_t> codePoint(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    const std::size_t bytes = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (bytes == 0 || bytes > text.size()) return {U'\uFFFD', 1};
    char32_t value = bytes == 1 ? first : first & (0xFFu >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0u) != 0x80) return {U'\uFFFD', 1};
        value = value << 6 | (byte(i) & 0x3Fu);
    }
    return {value, bytes};
}

}  // namespace retort::math
