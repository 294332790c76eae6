// SPDX-License-Identifier: Apache-2.0
#include "text/normalize.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <array>
#include <utility>

#include "text/ascii.h"

namespace retort {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;
constexpr std::array<Pair, 16> kWrappers{{{"**", "**"},
                                          {"__", "__"},
                                          {"\"", "\""},
                                          {"'", "'"},
                                          {"`", "`"},
                                          {"$", "$"},
                                          {"\\(", "\\)"},
                                          {"“", "”"},
                                          {"‘", "’"},
                                          {"「", "」"},
                                          {"『", "』"},
                                          {"《", "》"},
                                          {"\\text{", "}"},
                                          {"\\textbf{", "}"},
                                          {"\\mathrm{", "}"},
                                          {"\\boxed{", "}"}}};

bool unwrap(std::string_view& text, const Pair& wrapper) {
    const auto& [open, close] = wrapper;
    if (text.size() <= open.size() + close.size() || !text.starts_with(open) || !text.ends_with(close)) return false;
    // \text{a} and \text{b} is no one wrapper.
    if (close == "}" && closingBrace(text, open.size() - 1, text.size()) != text.size() - 1) return false;
    const std::string_view inside = text.substr(open.size(), text.size() - open.size() - close.size());
    if (close != "}" && inside.find(close) != inside.npos) return false;
    text = trimAscii(inside);
    return true;
}

}  // namespace

std::string foldText(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    if (U_SUCCESS(status)) wide = fold->normalize(wide, status);
    icu::UnicodeString spaced;
    bool gap = false;
    for (std::int32_t i = 0; i < wide.length();) {
        UChar32 c = wide.char32At(i);
        i += U16_LENGTH(c);
        if (c == 0x2018 || c == 0x2019) c = u'\'';
        if (c == 0x201C || c == 0x201D) c = u'"';
        if (u_isUWhiteSpace(c)) {
            gap = !spaced.isEmpty();
            continue;
        }
        if (gap) spaced.append(u' ');
        gap = false;
        spaced.append(c);
    }
    std::string out;
    spaced.toUTF8String(out);
    return out;
}

std::string foldAnswer(std::string_view text) {
    const std::string folded = foldText(text);
    std::string_view rest = folded;
    for (bool more = true; more;) {
        more = false;
        for (const Pair& wrapper : kWrappers) more = unwrap(rest, wrapper) || more;
        for (const std::string_view stop : {std::string_view("."), std::string_view("。")}) {
            if (rest.size() <= stop.size() || !rest.ends_with(stop) || rest.ends_with("..")) continue;
            rest = trimAscii(rest.substr(0, rest.size() - stop.size()));
            more = true;
        }
    }
    return std::string(rest);
}

}  // namespace retort
