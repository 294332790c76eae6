// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace retort {

/// What a byte of a completion is to someone who counts words.
enum class TextKind : std::uint8_t {
    Prose,   ///< counts
    Math,    ///< in math mode: only letters that no formula uses count
    Markup,  ///< tags, code, TeX commands: counts for nothing
};

/// One TextKind a byte. Tags: <think>, </answer>, <|im_end|>. Code: ``` blocks and `spans`. Math: $..$, $$..$$, \(..\),
/// \[..\], \boxed{..}, with the arguments of \text and its like as prose. A dollar sign opens math only as in Pandoc (no
/// space after it, and a closing one without a space before or a digit after it), so that prices stay prose. Linear time.
std::vector<TextKind> maskText(std::string_view text);

}  // namespace retort
