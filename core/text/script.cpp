// SPDX-License-Identifier: Apache-2.0
#include "text/script.h"

#include <unicode/uscript.h>

#include <algorithm>
#include <array>

#include "text/ascii.h"

namespace retort {
namespace {

struct Row {
    Script script;
    UScriptCode code;
    std::string_view languages;  ///< space before and after each; the first is the most spoken
};

constexpr std::array kRows{
    Row{Script::Latin, USCRIPT_LATIN, " en "},
    Row{Script::Cyrillic, USCRIPT_CYRILLIC, " ru uk be bg sr mk kk ky mn tg tt ba cv "},
    Row{Script::Greek, USCRIPT_GREEK, " el "},
    Row{Script::Arabic, USCRIPT_ARABIC, " ar fa ur ps ug sd ku "},
    Row{Script::Hebrew, USCRIPT_HEBREW, " he yi iw "},
    Row{Script::Devanagari, USCRIPT_DEVANAGARI, " hi mr ne sa "},
    Row{Script::Bengali, USCRIPT_BENGALI, " bn as "},
    Row{Script::Telugu, USCRIPT_TELUGU, " te "},
    Row{Script::Tamil, USCRIPT_TAMIL, " ta "},
    Row{Script::Kannada, USCRIPT_KANNADA, " kn "},
    Row{Script::Malayalam, USCRIPT_MALAYALAM, " ml "},
    Row{Script::Gujarati, USCRIPT_GUJARATI, " gu "},
    Row{Script::Gurmukhi, USCRIPT_GURMUKHI, " pa "},
    Row{Script::Sinhala, USCRIPT_SINHALA, " si "},
    Row{Script::Thai, USCRIPT_THAI, " th "},
    Row{Script::Lao, USCRIPT_LAO, " lo "},
    Row{Script::Khmer, USCRIPT_KHMER, " km "},
    Row{Script::Myanmar, USCRIPT_MYANMAR, " my "},
    Row{Script::Tibetan, USCRIPT_TIBETAN, " bo dz "},
    Row{Script::Georgian, USCRIPT_GEORGIAN, " ka "},
    Row{Script::Armenian, USCRIPT_ARMENIAN, " hy "},
    Row{Script::Ethiopic, USCRIPT_ETHIOPIC, " am ti "},
    Row{Script::Han, USCRIPT_HAN, " zh yue wuu lzh cmn "},
    Row{Script::Han, USCRIPT_BOPOMOFO, " zh "},
    Row{Script::Kana, USCRIPT_HIRAGANA, " ja "},
    Row{Script::Kana, USCRIPT_KATAKANA, " ja "},
    Row{Script::Hangul, USCRIPT_HANGUL, " ko "},
};

}  // namespace

Script scriptOf(char32_t code_point) {
    if (code_point < 0x80) {
        return isAsciiLetter(static_cast<char>(code_point)) ? Script::Latin : Script::None;
    }
    if (code_point >= 0x4E00 && code_point <= 0x9FFF) return Script::Han;
    if (code_point == 0x30FC || code_point == 0xFF70) return Script::Kana;  // prolonged sound marks are Common
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode code = uscript_getScript(static_cast<UChar32>(code_point), &status);
    if (U_FAILURE(status) || code == USCRIPT_COMMON || code == USCRIPT_INHERITED || code == USCRIPT_UNKNOWN)
        return Script::None;
    const auto row = std::ranges::find(kRows, code, &Row::code);
    return row == kRows.end() ? Script::Other : row->script;
}

std::string_view languageOf(Script script) {
    const auto row = std::ranges::find(kRows, script, &Row::script);
    if (row == kRows.end()) return "und";
    return row->languages.substr(1, row->languages.find(' ', 1) - 1);
}

Script scriptOfLanguage(std::string_view language) {
    const std::string_view primary = language.substr(0, language.find_first_of("-_"));
    if (primary.empty()) return Script::None;
    std::string wanted = " ";
    for (const char c : primary) wanted += asciiLower(c);
    wanted += ' ';
    for (const Row& row : kRows) {
        if (row.languages.find(wanted) != row.languages.npos) return row.script;
    }
    return Script::Latin;
}

bool writes(std::string_view language, Script script) {
    const Script own = scriptOfLanguage(language);
    return script == own || (own == Script::Kana && script == Script::Han);
}

}  // namespace retort
