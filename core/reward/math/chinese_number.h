// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace retort::math {

/// Digits of the Chinese number at the start of `text` ("三百零五" is "305", "二点五" "2.5", "一亿" "100000000"); `length`
/// is set to its bytes. Nothing where none stands there or its units are out of order.
std::optional<std::string> readChineseNumber(std::string_view text, std::size_t& length);

/// What a Chinese unit behind digits multiplies by ("万" 10^4, "亿" 10^8) as a power of ten; 0 for none. Sets `length`.
int chineseScale(std::string_view text, std::size_t& length);

}  // namespace retort::math
