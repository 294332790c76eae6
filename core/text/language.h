// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rollout/rollout.h"

namespace retort {

/// Words of a text by language. A word is a run of letters between ICU word boundaries; a Han ideograph or kana is a word
/// of its own, since those scripts write no spaces. Digits, punctuation, tags such as <think>, code blocks, TeX commands
/// and everything in math mode but Han, Kana and Hangul are no words. In a language that is not written in Latin letters,
/// neither are a single Latin or Greek letter (a variable), up to three Latin capitals (points, "ABC") and a unit after a
/// number ("5 km").
struct LanguageFacts {
    std::int64_t words = 0;
    std::int64_t target_words = 0;  ///< of the asked language
    std::optional<double> share;    ///< target_words / words (R1, Nature 645, eq. 7); empty when there are no words
    std::vector<TextSpan> foreign;  ///< kind "foreign", label the other language; runs of neighbouring words joined
};

/// Scripts tell languages apart first; wordLanguages does within one script (English, German, ...; Russian, Ukrainian, ...;
/// Chinese, Japanese). Between English and Chinese the script alone decides. A language without a word list is its script's.
/// `language`: "en", "zh-CN"...; empty: words are counted, share and foreign stay empty. UTF-8, bad bytes separate words.
LanguageFacts measureLanguage(std::string_view text, std::string_view language);

/// The passages of a text by language, in order (kind "language", label its code); neighbouring words of a language are one.
std::vector<TextSpan> findLanguages(std::string_view text);

/// "zh", "ja", "en", "de", ...: the language of most words; empty when there are none.
std::string guessLanguage(std::string_view text);

}  // namespace retort
