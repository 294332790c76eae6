// SPDX-License-Identifier: Apache-2.0
#include "text/words.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <memory>

namespace retort {
namespace {

struct Character {
    char32_t code_point = 0;
    std::size_t begin = 0, end = 0;
    Script script = Script::None;
    bool is_letter = false, is_mark = false, joins = false;
};

/// Decodes the character at `at`; a bad byte is a character that is no letter.
Character characterAt(std::string_view text, std::size_t at) {
    Character c;
    c.begin = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
        c.code_point = byte;
        c.end = at + 1;
        c.script = scriptOf(byte);
        c.is_letter = c.script == Script::Latin;
        c.joins = byte == '\'' || byte == '.';
        return c;
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    UChar32 code_point = 0;
    std::size_t next = at;
    U8_NEXT(bytes, next, text.size(), code_point);
    c.end = next;
    if (code_point < 0) return c;
    c.code_point = static_cast<char32_t>(code_point);
    const std::uint32_t category = U_GET_GC_MASK(code_point);
    c.is_letter = (category & U_GC_L_MASK) != 0;
    c.is_mark = (category & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
    if (c.is_letter) {
        c.script = scriptOf(c.code_point);
    } else if (!c.is_mark) {
        const int word_break = u_getIntPropertyValue(code_point, UCHAR_WORD_BREAK);  // UAX 29, WB6 and WB7
        c.joins = word_break == U_WB_MIDLETTER || word_break == U_WB_MIDNUMLET || word_break == U_WB_SINGLE_QUOTE;
    }
    return c;
}

bool standsAlone(Script script) { return script == Script::Han || script == Script::Kana; }

bool isWrittenWithoutSpaces(Script script) {
    return script == Script::Thai || script == Script::Lao || script == Script::Khmer || script == Script::Myanmar;
}

bool countsInMath(Script script) { return standsAlone(script) || script == Script::Hangul; }

/// Cuts a run of Thai and the like by ICU's dictionaries.
void splitByDictionary(std::string_view text, const Word& run, std::vector<Word>& words) {
    UErrorCode status = U_ZERO_ERROR;
    thread_local const std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    UText* piece = utext_openUTF8(nullptr, text.data() + run.begin, static_cast<std::int64_t>(run.end - run.begin), &status);
    if (U_SUCCESS(status) && iterator) iterator->setText(piece, status);
    if (U_FAILURE(status) || !iterator) {
        words.push_back(run);  // without ICU's data the run counts once
    } else {
        std::int32_t begin = iterator->first();
        for (std::int32_t end = iterator->next(); end != icu::BreakIterator::DONE; begin = end, end = iterator->next()) {
            const auto size = static_cast<std::size_t>(end - begin);
            words.push_back(
                {run.begin + static_cast<std::size_t>(begin), run.begin + static_cast<std::size_t>(end), size, run.script});
        }
    }
    utext_close(piece);
}

}  // namespace

std::vector<Word> splitWords(std::string_view text, std::span<const TextKind> kinds) {
    std::vector<Word> words;
    Word open;  // the word being read; none while its script is None
    const auto close = [&] {
        if (isWrittenWithoutSpaces(open.script)) splitByDictionary(text, open, words);
        else if (open.script != Script::None) words.push_back(open);
        open = {};
    };
    for (std::size_t i = 0; i < text.size();) {
        const Character c = characterAt(text, i);
        i = c.end;
        const TextKind kind = kinds[c.begin];
        if (kind == TextKind::Markup || (kind == TextKind::Math && !countsInMath(c.script))) {
            close();
            continue;
        }
        if (c.is_letter && c.script != Script::None) {
            if (c.script != open.script || standsAlone(c.script)) {
                close();
                open = {c.begin, c.begin, 0, c.script};
            }
            open.end = c.end;
            ++open.letters;
        } else if ((c.is_mark || c.is_letter) && open.script != Script::None) {
            open.end = c.end;
        } else if (c.joins && open.script != Script::None && i < text.size() && characterAt(text, i).script == open.script &&
                   !standsAlone(open.script)) {
            open.end = c.end;
        } else {
            close();
        }
    }
    close();
    return words;
}

}  // namespace retort
