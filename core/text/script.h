// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace retort {

/// The writing system of a letter, as far as it tells languages apart.
enum class Script {
    None,  ///< no letter, or one that every script uses
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Telugu,
    Tamil,
    Kannada,
    Malayalam,
    Gujarati,
    Gurmukhi,
    Sinhala,
    Thai,
    Lao,
    Khmer,
    Myanmar,
    Tibetan,
    Georgian,
    Armenian,
    Ethiopic,
    Han,
    Kana,
    Hangul,
    Other
};

Script scriptOf(char32_t code_point);

/// ISO 639-1 code of the language that is most often written so: "en" for Latin, "zh" for Han, ...; "und" for Other and
/// None.
std::string_view languageOf(Script script);

/// The script that tells a language ("zh", "zh-Hans", "pt_BR"); Latin where the code is not known; None for an empty code.
Script scriptOfLanguage(std::string_view language);

/// Whether a word in `script` is one of the language: its own script, and Han for Japanese.
bool writes(std::string_view language, Script script);

}  // namespace retort
