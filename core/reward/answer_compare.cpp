// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_compare.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reward/answer_extract.h"
#include "reward/answer_text.h"
#include "reward/calendar.h"
#include "reward/math/compare.h"
#include "reward/math/english_number.h"
#include "reward/math/reader.h"
#include "text/ascii.h"

namespace retort {
namespace {

using math::Commas;
using math::ExprPtr;
using math::Fuel;

constexpr std::size_t kMaxAnswerBytes = 6000;

Comparison equal(std::string how) { return {AnswerMatch::Equal, std::move(how)}; }
Comparison different(std::string how) { return {AnswerMatch::Different, std::move(how)}; }

/// What could be read of one side, and why not when it could not.
struct Side {
    ExprPtr tree;
    std::string problem;
    bool exhausted = false;
};

Side readSide(std::string_view text, Commas commas, Fuel& fuel) {
    Side side;
    try {
        if (text.size() > kMaxAnswerBytes) throw math::OutOfFuel("it is too long");
        side.tree = math::read(text, commas, fuel);
    } catch (const math::Unreadable& error) {
        side.problem = error.what();
    } catch (const math::OutOfFuel& error) {
        side.problem = error.what();
        side.exhausted = true;
    }
    return side;
}

math::Judgement judge(const Side& reference, const Side& answer, Fuel& fuel) {
    try {
        return math::compareTrees(reference.tree, answer.tree, fuel);
    } catch (const math::OutOfFuel& error) {
        return {math::Verdict::Undecided, std::string("equality cannot be decided: ") + error.what()};
    }
}

/// A comma between digits without a space: "1,234", "1,22".
bool hasDigitComma(std::string_view text) {
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == ',' && isAsciiDigit(text[i - 1]) && isAsciiDigit(text[i + 1])) return true;
    }
    return false;
}

/// "1,22": one comma, no three digits behind it.
bool isDecimalComma(std::string_view text) {
    text = trimAscii(text);
    const std::size_t comma = text.find(',');
    const bool digits =
        comma != text.npos && std::ranges::all_of(text, [](char c) { return isAsciiDigit(c) || c == ',' || c == '-'; });
    return digits && text.find(',', comma + 1) == text.npos && text.size() - comma != 4;
}

bool isSeveral(const Side& side) {
    return side.tree && (side.tree->kind == math::Kind::List || side.tree->kind == math::Kind::Set ||
                         side.tree->kind == math::Kind::Tuple);
}

/// The other readings of commas, where the sides are of different kinds in the usual one.
bool equalInOtherReading(std::string_view reference, std::string_view answer, const Side& a, const Side& b, Fuel& fuel) {
    for (const bool first : {true, false}) {
        const std::string_view text = first ? reference : answer;
        const Side& other = first ? b : a;
        if (!other.tree || !hasDigitComma(text)) continue;
        if (!isSeveral(other) && !isDecimalComma(text)) continue;
        const Side again = readSide(text, isSeveral(other) ? Commas::Separators : Commas::Decimal, fuel);
        if (again.tree && judge(first ? again : a, first ? b : again, fuel).equal()) return true;
    }
    return false;
}

bool isWords(std::string_view text) {
    std::size_t letters = 0, words = 0;
    for (const char c : text) {
        const bool letter = isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80;
        letters = letter ? letters + 1 : 0;
        words += letters == 3;
    }
    return words > 0;
}

/// A word, or a product of letters that may be one.
bool onlyLetters(const math::Expr& e) {
    if (e.kind == math::Kind::Symbol) return e.name != "pi" && e.name != "inf";
    return e.kind == math::Kind::Text ||
           (e.kind == math::Kind::Product && std::ranges::all_of(e.args, [](const ExprPtr& a) { return onlyLetters(*a); }));
}

/// Words were read as names or units.
bool holdsWords(const math::Expr& e) {
    return math::anyNode(e, [](const math::Expr& n) {
        return n.kind == math::Kind::Text ||
               (n.kind == math::Kind::Symbol && n.name.size() > 4 && isWords(n.name) && n.name.find('_') == n.name.npos) ||
               (n.kind == math::Kind::Unit && n.name.find(' ') != n.name.npos);
    });
}

std::optional<Comparison> compareChoices(std::string_view reference, std::string_view answer) {
    bool only = false, answer_only = false;
    const auto wanted = choiceOf(reference, only);
    const auto given = wanted ? choiceOf(answer, answer_only) : std::nullopt;
    if (!given || !(only || answer_only)) return std::nullopt;
    return *wanted == *given ? equal("the same choice") : different("another choice");
}

/// The few words that answers have several forms of, as plainText leaves them.
std::string_view saidOtherwise(std::string_view plain) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 25> kForms{{{"dne", "doesnotexist"},
                                                                                           {"undefined", "doesnotexist"},
                                                                                           {"不存在", "doesnotexist"},
                                                                                           {"nosolutions", "\\emptyset"},
                                                                                           {"nosolutionexists", "\\emptyset"},
                                                                                           {"norealsolution", "\\emptyset"},
                                                                                           {"norealsolutions", "\\emptyset"},
                                                                                           {"无解", "\\emptyset"},
                                                                                           {"是", "yes"},
                                                                                           {"是的", "yes"},
                                                                                           {"否", "no"},
                                                                                           {"不是", "no"},
                                                                                           {"infinitesolutions", "infinitelymanysolutions"},
                                                                                           {"无数解", "infinitelymanysolutions"},
                                                                                           {"对", "正确"},
                                                                                           {"错", "错误"},
                                                                                           {"不对", "错误"},
                                                                                           {"不正确", "错误"},
                                                                                           {"nosolution", "\\emptyset"},
                                                                                           {"\\varnothing", "\\emptyset"},
                                                                                           {"∅", "\\emptyset"},
                                                                                           {"allrealnumbers", "\\mathbb{R}"},
                                                                                           {"allreals", "\\mathbb{R}"},
                                                                                           {"全体实数", "\\mathbb{R}"},
                                                                                           {"ℝ", "\\mathbb{R}"}}};
    for (const auto& [form, meaning] : kForms) {
        if (plain == form) return meaning;
    }
    return plain;
}

/// Words that stand for something written otherwise, as that: "no solution", "twenty-one".
std::string inSymbols(std::string_view text) {
    constexpr std::size_t kLongest = 200;
    if (text.size() > kLongest) return std::string(text);
    const std::string plain = plainText(text);
    const std::string_view meaning = saidOtherwise(plain);
    if (meaning != plain && meaning.starts_with('\\')) return std::string(meaning);
    std::string_view words = trimAscii(text);
    for (const std::string_view wrapper : {"\\text{", "\\textbf{", "\\mathrm{"})
        if (words.starts_with(wrapper) && closingBrace(words, wrapper.size() - 1, words.size()) == words.size() - 1)
            words = words.substr(wrapper.size(), words.size() - wrapper.size() - 1);
    return math::readEnglishNumber(words).value_or(std::string(text));
}

Comparison compareMath(std::string_view reference, std::string_view answer, const Side& a) {
    Fuel fuel;
    const Side b = readSide(answer, Commas::Thousands, fuel);
    std::string how;
    if (b.tree) {
        const math::Judgement judgement = judge(a, b, fuel);
        if (judgement.equal()) return equal(judgement.how);
        how = judgement.how;
    } else {
        how = "the answer cannot be read: " + b.problem;
    }
    if (equalInOtherReading(reference, answer, a, b, fuel)) return equal("equal with commas read otherwise");
    const bool worded = b.tree ? holdsWords(*b.tree) : isWords(answer);
    if (!b.exhausted && worded) {
        if (const auto number = onlyNumber(answer)) {
            const Side within = readSide(*number, Commas::Thousands, fuel);
            if (within.tree && judge(a, within, fuel).equal()) return equal("the number in it is equal");
        }
    }
    return different(how);
}

}  // namespace

Comparison compareAnswers(std::string_view reference_text, std::string_view answer) {
    const auto wanted = wholeNumber(reference_text), given = wanted ? wholeNumber(answer) : std::nullopt;
    if (wanted && given) return *wanted == *given ? equal("the same number") : different("the numbers differ");
    if (const auto problem = unreadableReference(reference_text)) return {AnswerMatch::UnreadableReference, *problem};
    const std::string reference = referenceAnswer(reference_text);
    if (trimAscii(answer).empty()) return different("the answer is empty");
    if (const auto choice = compareChoices(reference, answer)) return *choice;
    if (const auto same = sameOnCalendar(reference, answer))
        return *same ? equal("the same time or day") : different("another time or day");
    const std::string plain = plainText(reference);
    if (!plain.empty() && answer.size() <= kMaxAnswerBytes && saidOtherwise(plain) == saidOtherwise(plainText(answer)))
        return equal("written alike");
    Fuel fuel;
    const std::string wanted_text = inSymbols(reference);
    const Side a = readSide(wanted_text, Commas::Thousands, fuel);
    if (!a.tree) return different("the reference is words, and the answer says something else");
    const bool letters_only = plain.size() > 2 && std::ranges::all_of(plain, [](char c) {
                                  return isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80;
                              });
    if (letters_only && onlyLetters(*a.tree)) return different("the words differ");
    return compareMath(wanted_text, inSymbols(answer), a);
}

std::optional<std::string> unreadableReference(std::string_view reference_text) {
    if (wholeNumber(reference_text)) return std::nullopt;
    const std::string reference = referenceAnswer(reference_text);
    const bool says_something = std::ranges::any_of(
        reference, [](char c) { return isAsciiDigit(c) || isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80; });
    if (!says_something && plainText(reference).empty()) return "it says nothing";
    long open = 0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        if (reference[i] == '\\') ++i;
        else if (reference[i] == '{') ++open;
        else if (reference[i] == '}' && --open < 0) break;
    }
    if (open != 0) return "its braces do not close";
    Fuel fuel;
    const Side side = readSide(reference, Commas::Thousands, fuel);
    if (side.exhausted) return side.problem;
    return std::nullopt;
}

}  // namespace retort
