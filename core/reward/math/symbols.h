// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reward/math/lexer.h"

namespace retort::math {

/// What a name or a sign stands for. A type of End with empty text means "nothing": spacing or sizing.
struct Meaning {
    Token::Type type;
    std::string_view text;
};

/// Of a LaTeX command without its backslash ("frac", "left", "alpha", "$", "{"); nothing when it is unknown.
std::optional<Meaning> meaningOfCommand(std::string_view command);
/// Of a plain word of ASCII letters ("sin", "pi", "or"); nothing when it is no known name.
std::optional<Meaning> meaningOfWord(std::string_view word);
/// Of a character beyond ASCII ("≤", "π", "，"); nothing when it is unknown.
std::optional<Meaning> meaningOfSign(char32_t sign);
/// Of Chinese words at the start of `text`; `length` is set to their bytes.
std::optional<Meaning> meaningOfChinese(std::string_view text, std::size_t& length);
/// A wrapper whose argument is read as mathematics when it can be ("\mathrm{E}", "\boxed{3}").
bool isTransparent(std::string_view command);
/// A wrapper whose argument is text ("\text{ cm}").
bool isTextual(std::string_view command);

}  // namespace retort::math
