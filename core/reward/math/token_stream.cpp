// SPDX-License-Identifier: Apache-2.0
#include "reward/math/token_stream.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "reward/math/symbols.h"

namespace retort::math {
namespace {

using Type = Token::Type;

mpq_class digitsToNumber(std::string_view digits) {
    std::string whole(digits.substr(0, digits.find('.')));
    const std::size_t point = digits.find('.');
    const std::string behind(point == digits.npos ? std::string_view() : digits.substr(point + 1));
    const std::string all = whole + behind;
    mpq_class value(mpz_class(all.empty() ? "0" : all, 10), 1);
    if (!behind.empty()) value /= boundedPower(10, static_cast<long>(behind.size()));
    return value;
}

}  // namespace

mpq_class tokenToNumber(const std::string& text) {
    const std::size_t repeat = text.find('r');
    if (repeat != text.npos) {
        const std::string head = text.substr(0, repeat), cycle = text.substr(repeat + 1);
        const std::size_t point = head.find('.');
        const long behind = static_cast<long>(head.size() - point - 1);
        mpq_class tail(mpz_class(cycle, 10), boundedPower(10, static_cast<long>(cycle.size())).get_num() - 1);
        tail.canonicalize();
        return digitsToNumber(head) + tail / boundedPower(10, behind);
    }
    const std::size_t mark = text.find('e');
    const mpq_class value = digitsToNumber(std::string_view(text).substr(0, mark));
    if (mark == text.npos) return value;
    std::string_view exponent = std::string_view(text).substr(mark + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    long power = 0;
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    return value * boundedPower(10, power);
}

TokenStream::Nesting::Nesting(TokenStream& stream) : stream_(stream) {
    if (++stream_.nesting_ > kMaxDepth) {
        --stream_.nesting_;
        throw OutOfFuel("it is nested too deeply");
    }
}

ExprPtr TokenStream::factor() {
    const Nesting nesting(*this);
    return postfix(primary());
}

ExprPtr TokenStream::primary() {
    const Token token = peek();
    switch (token.type) {
        case Type::Number: return numeral();
        case Type::Letter: return symbol(take());
        case Type::Word: return word();
        case Type::Function: return function(take().text);
        case Type::Begin: return environment(take().text);
        case Type::Text: return makeNode(Kind::Text, {}, wordsAhead());
        default: break;
    }
    if (token.is("{") && peek(1).is("}")) {
        if (ExprPtr count = prefixedSelection()) return count;
    }
    if (token.is("(") || token.is("[") || token.is("{") || token.is("\\{")) return bracketed(take());
    if (token.is("|")) {
        take();
        return absolute();
    }
    if (token.is("lfloor") || token.is("lceil")) {
        take();
        ExprPtr inside = additive();
        if (!take().is(token.is("lfloor") ? "rfloor" : "rceil")) fail("a floor or ceiling is not closed");
        return makeCall(token.is("lfloor") ? "floor" : "ceil", {std::move(inside)});
    }
    if (token.is("percentof")) {
        take();
        return makeNode(Kind::Percent, {factor()});
    }
    if (token.is("-") || token.is("+")) {
        take();
        return token.is("-") ? negated(factor()) : factor();
    }
    if (ExprPtr count = prefixedSelection()) return count;
    fail(token.type == Type::End ? "it ends too early" : "\"" + token.text + "\" is not expected");
}

bool TokenStream::mixedAhead() const {
    const auto whole = [](const Token& t) { return t.type == Type::Number && t.is_integer; };
    if (last().type != Type::Number || !last().is_integer || !whole(peek()))
        return whole(peek()) && peek(1).type == Type::Function && peek(1).text == "frac";
    return (peek(1).is("/") && whole(peek(2)) && !peek(3).is("/") && !peek(3).is("^")) ||
           (peek(1).type == Type::Function && peek(1).text == "frac");
}

/// \frac and two whole numbers stand next.
bool TokenStream::simpleFractionAhead() const {
    if (peek().type != Type::Function || peek().text != "frac") return false;
    const auto whole = [&](std::size_t i) { return peek(i).type == Type::Number && peek(i).is_integer; };
    if (whole(1)) return peek(1).text.size() > 1 || whole(2) || (peek(2).is("{") && whole(3) && peek(4).is("}"));
    return peek(1).is("{") && whole(2) && peek(3).is("}") && (whole(4) || (peek(4).is("{") && whole(5) && peek(6).is("}")));
}

/// A number, with the fraction behind it when it is a mixed number.
ExprPtr TokenStream::numeral() {
    const Token token = take();
    ExprPtr value = makeNumber(tokenToNumber(token.text), token.decimals);
    if (!token.is_integer) return value;
    if (peek().is("_")) {
        take();
        return makeNode(Kind::Based, {smallArgument(false)}, token.text);
    }
    if (peek().is("mixed")) {  // one and a half: 一又二分之一
        take();
        return makeNode(Kind::Sum, {value, product()});
    }
    if (peek().is("parts")) {  // three fen-zhi two: 2/3
        take();
        return makeNode(Kind::Product, {factor(), makeNode(Kind::Power, {value, makeNumber(-1)})});
    }
    const auto proper = [](const mpq_class& part) { return part > 0 && part < 1; };
    if (peek().type == Type::Number && peek().is_integer && peek(1).is("/") && mixedAhead()) {
        const mpq_class above = tokenToNumber(take().text);
        take();
        const mpq_class below = tokenToNumber(take().text);
        if (below == 0 || !proper(above / below)) fail("two numbers stand side by side");
        return makeNumber(value->number + above / below);
    }
    if (simpleFractionAhead()) {
        take();
        const ExprPtr part = fraction();
        const ExprPtr above = part->args.at(0), below = part->args.at(1)->args.at(0);
        if (above->kind == Kind::Number && below->kind == Kind::Number && below->number != 0 &&
            proper(above->number / below->number)) {
            return makeNumber(value->number + above->number / below->number);
        }
        return makeNode(Kind::Product, {value, part});
    }
    return value;
}

/// Plain letters side by side: a product where they are few, else one name.
ExprPtr TokenStream::word() {
    const std::string letters = take().text;
    const bool variables = letters.find_first_not_of("xyz") == letters.npos;
    const bool name = (peek().is("=") && !variables) || letters.size() > 4;
    if (name) return makeSymbol(letters);
    std::vector<ExprPtr> factors;
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) factors.push_back(makeSymbol(std::string(1, letters[i])));
    factors.push_back(postfix(makeSymbol(std::string(1, letters.back()))));
    return makeNode(Kind::Product, std::move(factors));
}

ExprPtr TokenStream::postfix(ExprPtr base) {
    while (true) {
        if (degreeAhead() || peek().is("degree")) {
            if (peek().is("degree")) take();
            const bool scale =
                base->kind == Kind::Number && peek().type == Type::Letter && (peek().text == "C" || peek().text == "F");
            base = makeNode(Kind::Unit, {withMinutes(std::move(base))}, scale ? "degree" + take().text : "degree");
        } else if (peek().is("^") && peek(1).is("'")) {
            take();
        } else if (peek().is("^") && peek(1).is("{") && peek(2).is("'")) {
            at_ += 3;
            if (base->kind == Kind::Symbol) base = makeSymbol(base->name + "'");
            if (!take().is("}")) fail("a prime is not closed");
        } else if (peek().is("^")) {
            take();
            base = powerOf(std::move(base));
        } else if (peek().is("!")) {
            take();
            base = makeCall("factorial", {std::move(base)});
        } else if (peek().is("%")) {
            take();
            base = makeNode(Kind::Percent, {std::move(base)});
        } else if (peek().is("_") && base->kind == Kind::Symbol) {
            base = subscripted(std::move(base));
        } else if (peek().is("'") && base->kind == Kind::Symbol) {
            take();
            base = makeSymbol(base->name + "'");
        } else {
            return base;
        }
    }
}

ExprPtr TokenStream::powerOf(ExprPtr base) { return makeNode(Kind::Power, {std::move(base), exponent()}); }

/// Right-associative: 2^3^4 is 2^(3^4).
ExprPtr TokenStream::exponent() {
    const Nesting nesting(*this);
    bool minus = false;
    while (peek().is("-") || peek().is("+")) minus = minus != take().is("-");
    ExprPtr value = peek().type == Type::Number ? makeNumber(tokenToNumber(peek().text)) : nullptr;
    if (value) take();
    else value = primary();
    if (peek().is("^") && !peek(1).is("degree")) {
        take();
        value = makeNode(Kind::Power, {value, exponent()});
    }
    return minus ? negated(value) : value;
}

ExprPtr TokenStream::symbol(const Token& token) {
    if (ExprPtr count = selection(token.text)) return count;
    ExprPtr base = subscripted(makeSymbol(token.text));
    if (base->kind != Kind::Symbol || !peek().is("(")) return base;
    const Token opening = take();
    ExprPtr inside = bracketed(opening);
    if (inside->kind == Kind::Tuple && inside->args.size() == 2) {
        if (ExprPtr count = selectionOf(base->name, inside->args[0], inside->args[1])) return count;
    }
    if (inside->kind == Kind::Tuple) return makeCall(base->name, inside->args);
    Expr node;
    node.kind = Kind::Product;
    node.called = inside->kind == Kind::Symbol || inside->kind == Kind::Number;
    node.args = {std::move(base), postfix(std::move(inside))};
    return makeExpr(std::move(node));
}

/// {}^{10}C_3, _{10}P_{3}; nullptr, with nothing taken, for anything else.
ExprPtr TokenStream::prefixedSelection() {
    std::size_t at = peek().is("{") && peek(1).is("}") ? 2 : 0;
    std::array<ExprPtr, 2> numbers;
    std::string name;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!peek(at).is("_") && !(i == 0 && peek(at).is("^"))) return nullptr;
        const bool braces = peek(++at).is("{");
        const Token& token = peek(at + braces);
        if (token.type != Type::Number || !token.is_integer || (braces && !peek(at + 2).is("}"))) return nullptr;
        numbers[i] = makeNumber(tokenToNumber(token.text));
        at += braces ? 3 : 1;
        if (i == 0) name = peek(at++).text;
    }
    ExprPtr count = selectionOf(name, numbers[0], numbers[1]);
    if (count) at_ += at;
    return count;
}

/// C_5^2 and A_5^2, as they are written in China: of whole numbers only, so that C_1 stays a constant.
ExprPtr TokenStream::selection(const std::string& name) {
    std::size_t at = 0;
    std::array<ExprPtr, 2> numbers;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!peek(at++).is(i == 0 ? "_" : "^")) return nullptr;
        const bool braces = peek(at).is("{");
        const Token& token = peek(at + braces);
        if (token.type != Type::Number || !token.is_integer || (braces && !peek(at + 2).is("}"))) return nullptr;
        numbers[i] = makeNumber(tokenToNumber(token.text));
        at += braces ? 3 : 1;
    }
    ExprPtr count = selectionOf(name, numbers[0], numbers[1]);
    if (count) at_ += at;
    return count;
}

/// Ways to choose k of n: C without order, A and P with it; nullptr for anything but whole numbers n >= k >= 0.
ExprPtr TokenStream::selectionOf(const std::string& name, const ExprPtr& n, const ExprPtr& k) {
    if (name != "C" && name != "A" && name != "P") return nullptr;
    for (const ExprPtr& part : {n, k}) {
        if (part->kind != Kind::Number || part->number.get_den() != 1) return nullptr;
    }
    if (k->number < 0 || n->number < k->number || n->number < 2) return nullptr;
    ExprPtr chosen = makeCall("binom", {n, k});
    return name == "C" ? chosen : makeNode(Kind::Product, {chosen, makeCall("factorial", {k})});
}

ExprPtr TokenStream::subscripted(ExprPtr base) {
    while (peek().is("_")) {
        take();
        const Nesting nesting(*this);
        base = makeSymbol(base->name + "_{" + print(*smallArgument(false)) + "}");
    }
    return base;
}

ExprPtr TokenStream::smallArgument(bool one_digit) {
    const Nesting nesting(*this);
    Token& token = tokens_[std::min(at_, tokens_.size() - 1)];
    if (token.type == Type::Number && one_digit && token.is_integer && token.text.size() > 1) {
        const mpq_class digit(token.text[0] - '0');
        token.text.erase(0, 1);
        return makeNumber(digit);
    }
    if (token.type == Type::Number) {
        const Token number = take();
        return makeNumber(tokenToNumber(number.text), number.decimals);
    }
    return primary();
}

}  // namespace retort::math
