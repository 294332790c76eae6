// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "text/words.h"

namespace retort {

/// The language of each word, as an ISO 639-1 code ("und" for a script of no known language). Scripts decide first. Within
/// Latin, within Cyrillic, and between Chinese and Japanese, the most probable path of a hidden Markov model does: words are
/// the observations (WordModel; kana and forms of ideographs), and a change of language is likelier between sentences than
/// within one. `expected` is likelier than the others, and every word in the script of an `expected` that has no word list
/// is its own. Linear time.
std::vector<std::string_view> wordLanguages(std::string_view text, std::span<const Word> words, std::string_view expected);

}  // namespace retort
