// SPDX-License-Identifier: Apache-2.0
#include "reward/answer_compare.h"

#include <algorithm>
#include <utility>

#include "reward/answer_extract.h"
#include "reward/answer_text.h"
#include "reward/answer_words.h"
#include "reward/calendar.h"
#include "reward/math/compare.h"
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

/// Statements and choices picked together, where at least one side separates or circles them.
std::optional<Comparison> compareSelected(std::string_view reference, std::string_view answer) {
    const auto wanted = selectedItems(reference), given = wanted ? selectedItems(answer) : std::nullopt;
    if (!given || (wanted->plain && given->plain)) return std::nullopt;
    return wanted->items == given->items ? equal("the same items") : different("other items");
}

/// "the vertex is (1, 2)": what stands in brackets at the end, behind nothing but words; empty where it is written
/// otherwise.
std::string_view bracketsBehindWords(std::string_view text) {
    const std::size_t open = std::min(text.find_first_of("([{"), text.find("\\left"));
    if (open == text.npos || !isWords(text.substr(0, open))) return {};
    const bool words = std::ranges::all_of(
        text.substr(0, open), [](char c) { return isAsciiLetter(c) || isAsciiSpace(c) || c == '$' || c == ':'; });
    text = trimAscii(text.substr(open));
    while (text.ends_with('.') || text.ends_with('$')) text.remove_suffix(1);
    const bool closed = text.ends_with(')') || text.ends_with(']') || text.ends_with('}');
    return words && closed ? text : std::string_view();
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
    if (const std::string_view point = bracketsBehindWords(answer); !point.empty() && isSeveral(a)) {
        const Side within = readSide(point, Commas::Thousands, fuel);
        if (within.tree && judge(a, within, fuel).equal()) return equal("what stands in the brackets is equal");
    }
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
    if (const auto selected = compareSelected(reference, answer)) return *selected;
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
