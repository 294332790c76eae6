// SPDX-License-Identifier: Apache-2.0
#include "template/strings.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "template/value.h"
#include "tokenizer/utf8.h"

namespace retort::jinja {
namespace {

char32_t codePoint(std::string_view character) {
    std::size_t at = 0;
    return nextCodePoint(character, at);
}

icu::UnicodeString toUnicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string toUtf8(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

/// Python's title case of one character: digraphs like "dž" have one of their own.
std::string titleCharacter(std::string_view character) {
    const auto c = static_cast<UChar32>(codePoint(character));
    if (u_totitle(c) != c || u_toupper(c) != c) {
        std::string result;
        appendUtf8(result, static_cast<char32_t>(u_totitle(c)));
        return result;
    }
    const std::string full = upper(character);  // "ß" is "SS", and "Ss" as a title
    const std::string_view first = characterRange(full, 0, 1);
    return std::string(first) + lower(std::string_view(full).substr(first.size()));
}

bool isCased(char32_t c) { return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_CASED); }

bool hasClass(char32_t code_point, CharacterClass wanted) {
    const auto c = static_cast<UChar32>(code_point);
    const auto type = static_cast<UNumericType>(u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE));
    switch (wanted) {
        case CharacterClass::Alpha: return (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0;
        case CharacterClass::Decimal: return type == U_NT_DECIMAL;
        case CharacterClass::Digit: return type == U_NT_DECIMAL || type == U_NT_DIGIT;
        case CharacterClass::Numeric: return type != U_NT_NONE;
        case CharacterClass::Alnum: return (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0 || type != U_NT_NONE;
        case CharacterClass::Space: return u_isUWhiteSpace(c) || (c >= 0x1C && c <= 0x1F);
        case CharacterClass::Lower: return u_hasBinaryProperty(c, UCHAR_LOWERCASE);
        case CharacterClass::Upper: return u_hasBinaryProperty(c, UCHAR_UPPERCASE);
        case CharacterClass::Title: return false;
    }
    return false;
}

/// str.islower() and str.isupper(): the cased characters decide, and there must be one.
bool casedAre(std::string_view text, CharacterClass wanted) {
    bool any = false;
    for (const std::string_view character : characters(text)) {
        const char32_t c = codePoint(character);
        const bool title = u_charType(static_cast<UChar32>(c)) == U_TITLECASE_LETTER;
        if (!isCased(c)) continue;
        if (title || !hasClass(c, wanted)) return false;
        any = true;
    }
    return any;
}

bool isTitle(std::string_view text) {
    bool any = false, in_word = false;
    for (const std::string_view character : characters(text)) {
        const char32_t c = codePoint(character);
        const bool starts = hasClass(c, CharacterClass::Upper) || u_charType(static_cast<UChar32>(c)) == U_TITLECASE_LETTER;
        const bool goes_on = hasClass(c, CharacterClass::Lower);
        if ((starts && in_word) || (goes_on && !in_word)) return false;
        any |= starts;
        in_word = starts || goes_on;
    }
    return any;
}

std::vector<std::string> splitSpaces(std::string_view text, std::int64_t limit) {
    std::vector<std::string> parts;
    std::string_view rest = strip(text, std::nullopt, true, false);
    while (!rest.empty()) {
        if (limit >= 0 && static_cast<std::int64_t>(parts.size()) == limit) {
            parts.emplace_back(rest);
            break;
        }
        std::size_t end = 0;
        for (std::size_t at = 0; at < rest.size(); end = at)
            if (hasClass(nextCodePoint(rest, at), CharacterClass::Space)) break;
        parts.emplace_back(rest.substr(0, end));
        rest = strip(rest.substr(end), std::nullopt, true, false);
    }
    return parts;
}

std::vector<std::string> splitSpacesFromRight(std::string_view text, std::int64_t limit) {
    std::vector<std::string> parts;
    std::string_view rest = strip(text, std::nullopt, false, true);
    while (!rest.empty()) {
        if (limit >= 0 && static_cast<std::int64_t>(parts.size()) == limit) {
            parts.emplace_back(rest);
            break;
        }
        const auto all = characters(rest);
        std::size_t begin = rest.size();
        for (auto character = all.rbegin(); character != all.rend() && !isSpaceCharacter(*character); ++character)
            begin -= character->size();
        Budget::spend(static_cast<std::int64_t>(all.size()));
        parts.emplace_back(rest.substr(begin));
        rest = strip(rest.substr(0, begin), std::nullopt, false, true);
    }
    std::ranges::reverse(parts);
    return parts;
}

}  // namespace

std::vector<std::string_view> characters(std::string_view text) {
    Budget::spend(static_cast<std::int64_t>(text.size() / 8));
    std::vector<std::string_view> result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        nextCodePoint(text, at);
        result.push_back(text.substr(begin, at - begin));
    }
    return result;
}

std::int64_t characterCount(std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

std::string_view characterRange(std::string_view text, std::int64_t begin, std::int64_t end) {
    std::size_t at = 0;
    for (std::int64_t i = 0; i < begin; ++i) nextCodePoint(text, at);
    std::size_t stop = at;
    for (std::int64_t i = begin; i < end; ++i) nextCodePoint(text, stop);
    return text.substr(at, stop - at);
}

std::int64_t charactersBefore(std::string_view text, std::size_t offset) { return characterCount(text.substr(0, offset)); }

bool printable(std::string_view character) {
    const auto c = static_cast<UChar32>(codePoint(character));
    const auto mask = U_GET_GC_MASK(c);
    return c == ' ' || (mask & (U_GC_C_MASK | U_GC_Z_MASK)) == 0;
}

std::string hexEscape(const char* prefix, std::uint32_t value, int digits) {
    std::string hex;
    for (int i = digits - 1; i >= 0; --i) hex += "0123456789abcdef"[value >> (4 * i) & 15];
    return prefix + hex;
}

std::string escaped(std::string_view character) {
    const auto c = static_cast<std::uint32_t>(codePoint(character));
    if (c < 0x100) return hexEscape("\\x", c, 2);
    return c < 0x10000 ? hexEscape("\\u", c, 4) : hexEscape("\\U", c, 8);
}

std::string upper(std::string_view text) { return toUtf8(toUnicode(text).toUpper(icu::Locale::getRoot())); }

std::string lower(std::string_view text) { return toUtf8(toUnicode(text).toLower(icu::Locale::getRoot())); }

std::string capitalize(std::string_view text) {
    if (text.empty()) return {};
    const std::string_view first = characterRange(text, 0, 1);
    return titleCharacter(first) + lower(text.substr(first.size()));
}

std::string titleWords(std::string_view text) {
    std::string result;
    bool in_word = false;
    for (const std::string_view character : characters(text)) {
        const bool cased = isCased(codePoint(character));
        if (!cased) result += character;
        else result += in_word ? lower(character) : titleCharacter(character);
        in_word = cased;
    }
    return result;
}

std::string swapCase(std::string_view text) {
    std::string result;
    for (const std::string_view character : characters(text))
        result += hasClass(codePoint(character), CharacterClass::Upper) ? lower(character) : upper(character);
    return result;
}

bool allAre(std::string_view text, CharacterClass wanted) {
    if (wanted == CharacterClass::Lower || wanted == CharacterClass::Upper) return casedAre(text, wanted);
    if (wanted == CharacterClass::Title) return isTitle(text);
    const auto all = characters(text);
    return !all.empty() && std::ranges::all_of(all, [&](std::string_view c) { return hasClass(codePoint(c), wanted); });
}

bool isSpaceCharacter(std::string_view character) { return hasClass(codePoint(character), CharacterClass::Space); }

std::string_view strip(std::string_view text, std::optional<std::string_view> set, bool left, bool right) {
    const auto stripped = [&](std::string_view character) {
        return set ? set->find(character) != set->npos : isSpaceCharacter(character);
    };
    while (left && !text.empty()) {
        const std::string_view first = characterRange(text, 0, 1);
        if (!stripped(first)) break;
        text.remove_prefix(first.size());
    }
    while (right && !text.empty()) {
        std::size_t begin = text.size() - 1;
        while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
        if (!stripped(text.substr(begin))) break;
        text.remove_suffix(text.size() - begin);
    }
    return text;
}

std::vector<std::string> split(std::string_view text, std::optional<std::string_view> separator, std::int64_t limit) {
    Budget::spend(static_cast<std::int64_t>(text.size() / 16));
    if (!separator) return splitSpaces(text, limit);
    if (separator->empty()) throw TemplateFault("empty separator");
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t at = text.find(*separator);
         at != text.npos && (limit < 0 || static_cast<std::int64_t>(parts.size()) < limit);
         at = text.find(*separator, from)) {
        parts.emplace_back(text.substr(from, at - from));
        from = at + separator->size();
    }
    parts.emplace_back(text.substr(from));
    return parts;
}

std::vector<std::string> splitFromRight(std::string_view text, std::optional<std::string_view> separator,
                                        std::int64_t limit) {
    Budget::spend(static_cast<std::int64_t>(text.size() / 16));
    if (!separator) return splitSpacesFromRight(text, limit);
    if (separator->empty()) throw TemplateFault("empty separator");
    std::vector<std::string> parts;
    std::string_view rest = text;
    for (std::size_t at = rest.rfind(*separator);
         at != rest.npos && (limit < 0 || static_cast<std::int64_t>(parts.size()) < limit); at = rest.rfind(*separator)) {
        parts.emplace_back(rest.substr(at + separator->size()));
        rest = rest.substr(0, at);
    }
    parts.emplace_back(rest);
    std::ranges::reverse(parts);
    return parts;
}

std::vector<std::string> splitLines(std::string_view text, bool keep_ends) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = at;
        const char32_t c = nextCodePoint(text, at);
        const bool breaks = (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
        if (!breaks) continue;
        if (c == '\r' && at < text.size() && text[at] == '\n') ++at;
        lines.emplace_back(text.substr(begin, (keep_ends ? at : end) - begin));
        begin = at;
    }
    if (begin < text.size()) lines.emplace_back(text.substr(begin));
    return lines;
}

std::string replaceText(std::string_view text, std::string_view old_text, std::string_view new_text, std::int64_t limit) {
    Budget::spend(static_cast<std::int64_t>(text.size() / 16));
    std::string result;
    std::size_t from = 0;
    for (std::int64_t done = 0; limit < 0 || done < limit; ++done) {
        std::size_t at = text.find(old_text, from);
        if (at == text.npos) break;
        if (old_text.empty() && done > 0) {  // between all characters and at both ends
            if (from == text.size()) break;
            at = from;
            nextCodePoint(text, at);
        }
        result.append(text.substr(from, at - from)).append(new_text);
        Budget::limitText(result.size());
        from = at + old_text.size();
    }
    return result.append(text.substr(from));
}

std::string pad(std::string_view text, std::int64_t width, std::string_view fill, bool left, bool right) {
    const std::int64_t missing = width - characterCount(text);
    if (missing <= 0) return std::string(text);
    if (characterCount(fill) != 1) throw TemplateFault("the fill character must be exactly one character long");
    Budget::chargeText(static_cast<std::size_t>(width) * fill.size() + text.size());
    std::int64_t before = left ? missing : 0;
    if (left && right) before = missing / 2 + (missing & width & 1);  // as CPython's str.center
    std::string result;
    for (std::int64_t i = 0; i < before; ++i) result += fill;
    result += text;
    for (std::int64_t i = before; i < missing; ++i) result += fill;
    return result;
}

}  // namespace retort::jinja
