// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace retort::math {

/// A command that lost its backslash and first letter to a string escape: "\frac" read as form feed + "rac".
std::optional<std::string_view> mangled(char control, std::string_view rest);

/// The code point at the start of `text` and its bytes; broken UTF-8 counts as one byte of U+FFFD.
std::pair<char32_t, std::size_t> codePoint(std::string_view text);

}  // namespace retort::math
