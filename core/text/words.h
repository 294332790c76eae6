// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "text/script.h"
#include "text/text_mask.h"

namespace retort {

struct Word {
    std::size_t begin = 0, end = 0;  ///< bytes
    std::size_t letters = 0;         ///< code points that are letters
    Script script = Script::None;
};

/// The words of a text as LanguageFacts defines them, before any is exempted. `kinds`: maskText(text).
std::vector<Word> splitWords(std::string_view text, std::span<const TextKind> kinds);

}  // namespace retort
