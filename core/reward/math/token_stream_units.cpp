// SPDX-License-Identifier: Apache-2.0
// Units, degrees and their minutes behind a value.
#include "reward/math/token_stream.h"
#include "reward/math/units.h"

namespace retort::math {

using Type = Token::Type;

std::string TokenStream::wordsAhead() {
    std::string words;
    while (peek().type == Type::Text || (peek().type == Type::Word && !words.empty()))
        words += (words.empty() ? "" : " ") + take().text;
    return words;
}

bool TokenStream::uprightUnitAt(std::size_t ahead) const {
    const Token& t = peek(ahead);
    return t.type == Type::Text || (t.type == Type::Letter && t.upright && !unitOf(t.text).empty());
}

std::string TokenStream::unitAhead() {
    const Token& t = peek();
    const bool behind_value =
        last().type == Type::Number || last().is(")") || last().is("}") || last().is("degree") || last().is("%");
    const bool minutes =
        t.type == Type::Function && t.text == "min" && !peek(1).is("(") && !peek(1).is("{") && !peek(1).is("\\{");
    const bool known = minutes || (t.type == Type::Word && (!unitOf(t.text).empty() || (t.space && t.text.size() > 2)));
    const bool measure = behind_value && (known || uprightUnitAt(0));
    if (behind_value && t.type == Type::Function && !minutes) return fractionUnitAhead();
    if (t.type != Type::Text && !measure) return {};
    return canonicalUnit(unitWords());
}

std::string TokenStream::fractionUnitAhead() {
    if (peek().text != "frac" || !peek(1).is("{") || !uprightUnitAt(2)) return {};
    const std::size_t before = at_;
    at_ += 2;
    std::string unit = unitWords() + "/";
    if (peek().is("}") && peek(1).is("{") && uprightUnitAt(2)) {
        at_ += 2;
        unit += unitWords();
        if (peek().is("}")) {
            take();
            return canonicalUnit(unit);
        }
    }
    at_ = before;
    return {};
}

std::string TokenStream::unitPower() {
    const std::size_t open = peek(1).is("{") ? 2 : 1, sign = peek(open).is("-") ? 1 : 0;
    if (!peek().is("^") || peek(open + sign).type != Type::Number || (open == 2 && !peek(open + sign + 1).is("}")))
        return {};
    const std::string power = (sign == 1 ? "^-" : "^") + peek(open + sign).text;
    at_ += open + sign + open;
    return power;
}

std::string TokenStream::unitWords() {
    std::string unit;
    do {
        const std::string word = take().text;
        const std::string_view known = unitOf(word);
        unit += (unit.empty() || unit.ends_with('/') ? "" : " ") + (known.empty() ? word : std::string(known));
        unit += unitPower();
        if (peek().is("*") && uprightUnitAt(1)) take();
        const bool per = peek().is("/") && (uprightUnitAt(1) || peek(1).type == Type::Word ||
                                            (peek(1).type == Type::Letter && !unitOf(peek(1).text).empty()));
        if (per) unit += take().text;
    } while (unit.ends_with('/') || uprightUnitAt(0) || peek().type == Type::Word);
    return unit;
}

bool TokenStream::degreeAhead() {
    if (!peek().is("^")) return false;
    if (peek(1).is("degree")) {
        at_ += 2;
        return true;
    }
    if (peek(1).is("{") && peek(2).is("degree") && peek(3).is("}")) {
        at_ += 4;
        return true;
    }
    return false;
}

/// 30^\circ 15' 20'' as degrees: the minutes and seconds of arc that stand next are added.
ExprPtr TokenStream::withMinutes(ExprPtr degrees) {
    if (degrees->kind != Kind::Number) return degrees;
    for (const int parts : {60, 3600}) {
        const bool twice = peek(1).is("'") && peek(2).is("'");
        const bool marked = parts == 3600 ? twice || peek(1).is("''") : peek(1).is("'") && !twice;
        if (peek().type != Type::Number || !marked) continue;
        degrees = makeNumber(degrees->number + tokenToNumber(take().text) / parts);
        at_ += twice ? 2 : 1;
    }
    return degrees;
}

}  // namespace retort::math
