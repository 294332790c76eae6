// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reward/answer_extract.h"
#include "reward/answer_text.h"
#include "reward/math/english_number.h"
#include "text/ascii.h"

namespace retort {
namespace {

constexpr std::size_t kLongest = 200;

using Form = std::pair<std::string_view, std::string_view>;
constexpr std::array<Form, 33> kForms{{{"dne", "doesnotexist"},
                                       {"undefined", "doesnotexist"},
                                       {"不存在", "doesnotexist"},
                                       {"nosolutions", "\\emptyset"},
                                       {"nosolutionexists", "\\emptyset"},
                                       {"norealsolution", "\\emptyset"},
                                       {"norealsolutions", "\\emptyset"},
                                       {"emptyset", "\\emptyset"},
                                       {"theemptyset", "\\emptyset"},
                                       {"none", "\\emptyset"},
                                       {"空集", "\\emptyset"},
                                       {"无解", "\\emptyset"},
                                       {"是", "yes"},
                                       {"是的", "yes"},
                                       {"否", "no"},
                                       {"不是", "no"},
                                       {"infinitesolutions", "infinitelymanysolutions"},
                                       {"无数解", "infinitelymanysolutions"},
                                       {"对", "正确"},
                                       {"√", "正确"},
                                       {"✓", "正确"},
                                       {"错", "错误"},
                                       {"×", "错误"},
                                       {"✗", "错误"},
                                       {"不对", "错误"},
                                       {"不正确", "错误"},
                                       {"nosolution", "\\emptyset"},
                                       {"\\varnothing", "\\emptyset"},
                                       {"∅", "\\emptyset"},
                                       {"一半", "\\frac12"},
                                       {"allrealnumbers", "\\mathbb{R}"},
                                       {"allreals", "\\mathbb{R}"},
                                       {"全体实数", "\\mathbb{R}"}}};

std::string_view unwrapped(std::string_view text) {
    text = trimAscii(text);
    for (const std::string_view wrapper : {"\\text{", "\\textbf{", "\\mathrm{"}) {
        if (text.starts_with(wrapper) && closingBrace(text, wrapper.size() - 1, text.size()) == text.size() - 1)
            text = trimAscii(text.substr(wrapper.size(), text.size() - wrapper.size() - 1));
    }
    return text;
}

/// What stands before `at`, without the words and signs that lead over.
std::string_view upTo(std::string_view text, std::size_t at, std::initializer_list<std::string_view> leading) {
    text = trimAscii(text.substr(0, at));
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view end : leading) {
            if (!text.ends_with(end)) continue;
            text = trimAscii(text.substr(0, text.size() - end.size()));
            more = true;
        }
    }
    return text;
}

/// "f(x) = x \text{ for all } x" without what follows the equation.
std::string_view withoutQualifier(std::string_view text) {
    for (const std::string_view phrase :
         {"for all", "for every", "for any", "for each", "for some", "where c is", "where C is", "对任意", "对所有"}) {
        const std::size_t at = text.find(phrase);
        if (at == text.npos || at == 0) continue;
        const std::string_view before = upTo(text, at, {",", "\\text{", "\\textrm{", "\\mbox{", "\\quad", "\\ ", "(", "，"});
        if (before.find('=') != before.npos) return before;
    }
    return text;
}

/// "n\pi, where n is an integer" with the membership in signs.
std::string memberships(std::string_view text) {
    for (const std::string_view phrase : {"is an integer", "is any integer", "is integer", "为整数", "是整数"}) {
        const std::size_t at = text.find(phrase);
        if (at == text.npos || at == 0) continue;
        const std::string_view before = upTo(text, at, {"$", "\\text{", "\\)", "\\("});
        if (before.size() < 2 || !isAsciiLetter(before.back()) || isAsciiLetter(before[before.size() - 2])) continue;
        const std::string_view value =
            upTo(before, before.size() - 1, {"where", "for", "with", "其中", "$", "\\text{", ",", "，", "(", "（", "\\("});
        return std::string(value) + ", " + before.back() + " \\in \\mathbb{Z}";
    }
    return std::string(text);
}

/// "3 out of 10" and "3 in 10" of digits.
std::optional<std::string> outOf(std::string_view text) {
    const auto digits = [](std::string_view part) { return !part.empty() && std::ranges::all_of(part, isAsciiDigit); };
    for (const std::string_view word : {" out of ", " in "}) {
        const std::size_t at = text.find(word);
        if (at == text.npos) continue;
        const std::string_view above = text.substr(0, at), below = text.substr(at + word.size());
        if (digits(above) && digits(below)) return "\\frac{" + std::string(above) + "}{" + std::string(below) + "}";
    }
    return std::nullopt;
}

std::optional<std::string> ordinal(std::string_view text) {
    static constexpr std::array<std::string_view, 12> kWords{"first",   "second", "third", "fourth", "fifth",    "sixth",
                                                             "seventh", "eighth", "ninth", "tenth",  "eleventh", "twelfth"};
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(), asciiLower);
    const auto* found = std::ranges::find(kWords, folded);
    return found == kWords.end() ? std::nullopt : std::optional(std::to_string(found - kWords.begin() + 1));
}

/// "$5 million", "5 million dollars", "Rs. 500" without the currency.
std::string_view withoutCurrency(std::string_view text) {
    for (const std::string_view sign : {"\\$", "$", "Rs.", "Rs"}) {
        if (!text.starts_with(sign) || text.find('$', sign.size()) != text.npos) continue;
        const std::string_view rest = trimAscii(text.substr(sign.size()));
        if (!rest.empty() && isAsciiDigit(rest[0])) text = rest;
        break;
    }
    return text.ends_with(" dollars") ? text.substr(0, text.size() - 8) : text;
}

/// The number that a circled digit from 1 to 20 stands for; 0 for another character.
int circled(std::string_view character) {
    if (!character.starts_with("\xE2\x91") || character.size() < 3) return 0;
    const int place = static_cast<unsigned char>(character[2]) - 0xA0;
    return place >= 0 && place < 20 ? place + 1 : 0;
}

/// Bytes of the separator that `text` begins with; 0 for none.
std::size_t separatorAhead(std::string_view text) {
    for (const std::string_view form : {"、", "，", "；", "和", "and", ",", ";", " "})
        if (text.starts_with(form)) return form.size();
    return 0;
}

}  // namespace

std::string saidOtherwise(std::string_view plain) {
    const auto* found = std::ranges::find(kForms, plain, &Form::first);
    if (found != kForms.end()) return std::string(found->second);
    if (plain == "ℝ") return "\\mathbb{R}";
    constexpr std::string_view kHasNone = "没有";
    return plain.starts_with(kHasNone) ? "无" + std::string(plain.substr(kHasNone.size())) : std::string(plain);
}

std::string inSymbols(std::string_view text) {
    if (text.size() > kLongest) return std::string(text);
    const std::string plain = plainText(text), meaning = saidOtherwise(plain);
    if (meaning != plain && meaning.starts_with('\\')) return meaning;
    const std::string_view words = unwrapped(text), amount = withoutCurrency(words);
    if (auto number = math::readEnglishNumber(amount)) return *number;
    if (auto number = ordinal(words)) return *number;
    if (auto fraction = outOf(words)) return *fraction;
    if (amount.size() < words.size() && words.starts_with("Rs")) return std::string(amount);
    return memberships(withoutQualifier(text));
}

std::optional<SelectedItems> selectedItems(std::string_view text) {
    SelectedItems selected;
    text = unwrapped(text);
    if (text.size() > kLongest) return std::nullopt;
    while (!text.empty()) {
        std::string item;
        std::size_t bytes = 1;
        if (const int number = circled(text); number > 0) {
            item = std::to_string(number);
            selected.plain = false;
            bytes = 3;
        } else if (text.size() > 2 && text[0] == '(' && isAsciiDigit(text[1]) && text[2] == ')') {
            item = text[1];
            bytes = 3;
        } else if (text[0] >= 'A' && text[0] <= 'H') {
            item = text[0];
        } else {
            bytes = separatorAhead(text);
            if (bytes == 0) return std::nullopt;
            selected.plain = selected.plain && text[0] == ' ';
        }
        text.remove_prefix(bytes);
        if (!item.empty() && !selected.items.insert(item).second) return std::nullopt;
    }
    return selected.items.size() < 2 ? std::nullopt : std::optional(selected);
}

}  // namespace retort
