// SPDX-License-Identifier: Apache-2.0
// Functions with their arguments: fractions, roots, logarithms, \sin^2 x.
#include <algorithm>
#include <array>
#include <utility>

#include "reward/math/derivative.h"
#include "reward/math/token_stream.h"

namespace retort::math {
namespace {

using Type = Token::Type;

/// One name per function, inverse functions as "arc...".
std::string canonicalName(const std::string& name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kNames{{{"asin", "arcsin"},
                                                                                           {"acos", "arccos"},
                                                                                           {"atan", "arctan"},
                                                                                           {"asinh", "arcsinh"},
                                                                                           {"arsinh", "arcsinh"},
                                                                                           {"acosh", "arccosh"},
                                                                                           {"arcosh", "arccosh"},
                                                                                           {"atanh", "arctanh"},
                                                                                           {"artanh", "arctanh"},
                                                                                           {"ceiling", "ceil"},
                                                                                           {"lg", "log"},
                                                                                           {"integral", "integral"},
                                                                                           {"ln", "ln"}}};
    for (const auto& [from, to] : kNames) {
        if (name == from) return std::string(to);
    }
    return name;
}

/// The x of d/dx; empty for any other fraction.
std::string differential(const Expr& above, const Expr& below) {
    const auto isD = [](const Expr& e) { return e.kind == Kind::Symbol && (e.name == "d" || e.name == "partial"); };
    const bool right = isD(above) && below.kind == Kind::Product && below.args.size() == 2 && isD(*below.args[0]) &&
                       below.args[1]->kind == Kind::Symbol;
    return right ? below.args[1]->name : std::string();
}

bool hasInverse(const std::string& name) {
    static constexpr std::array<std::string_view, 9> kNames{"sin", "cos",  "tan",  "cot", "sec",
                                                            "csc", "sinh", "cosh", "tanh"};
    return std::ranges::find(kNames, name) != kNames.end();
}

}  // namespace

ExprPtr TokenStream::fraction() {
    ExprPtr above = smallArgument(true);
    ExprPtr below = smallArgument(true);
    if (const std::string variable = differential(*above, *below); !variable.empty()) {
        ExprPtr body = product();
        ExprPtr derived = derivative(body, variable, fuel_);
        return derived ? derived : makeCall("derivative", {std::move(body), makeSymbol(variable)});
    }
    return makeNode(Kind::Product, {std::move(above), makeNode(Kind::Power, {std::move(below), makeNumber(-1)})});
}

ExprPtr TokenStream::root(int degree) {
    ExprPtr index = makeNumber(degree);
    if (peek().is("[")) {
        take();
        index = additive();
        if (!take().is("]")) fail("\"[\" is not closed");
    }
    ExprPtr radicand = smallArgument(false);
    return makeNode(Kind::Root, {std::move(radicand), std::move(index)});
}

std::vector<ExprPtr> TokenStream::arguments() {
    ExprPtr inside = bracketed(take());
    if (inside->kind == Kind::Tuple || inside->kind == Kind::List || inside->kind == Kind::Set) return inside->args;
    return {std::move(inside)};
}

ExprPtr TokenStream::function(const std::string& name) {
    const Nesting nesting(*this);
    if (name == "frac") return fraction();
    if (name == "sqrt") return root(2);
    if (name == "cbrt") return root(3);
    if (name == "binom") {
        if (peek().is("(")) return makeCall("binom", arguments());
        ExprPtr above = smallArgument(true);
        return makeCall("binom", {std::move(above), smallArgument(true)});
    }
    if (name == "conj") return makeCall("conj", {smallArgument(false)});
    if (name == "sumof" || name == "prodof" || name == "integral" || name == "limit") return bigOperator(name);
    ExprPtr base, power;
    for (int i = 0; i < 2; ++i) {
        if (peek().is("_")) {
            take();
            base = smallArgument(false);
        } else if (peek().is("^")) {
            take();
            power = exponent();
        }
    }
    return functionOf(name, std::move(base), std::move(power));
}

ExprPtr TokenStream::functionOf(const std::string& written, ExprPtr base, ExprPtr power) {
    std::string name = canonicalName(written);
    std::vector<ExprPtr> args;
    if (peek().is("(") || peek().is("{") ||
        (peek().is("\\{") && (name == "max" || name == "min" || name == "gcd" || name == "lcm"))) {
        args = arguments();
    } else {  // \sin 2x: what stands side by side, up to the next function
        std::vector<ExprPtr> factors{factor()};
        while (peek().type == Type::Number || peek().type == Type::Letter || peek().type == Type::Word) {
            if (last().type == Type::Number && peek().type == Type::Number) break;
            if (integrals_ > 0 && differentialAt(0) > 0) break;  // \int \sin x dx
            factors.push_back(factor());
        }
        args.push_back(factors.size() == 1 ? factors[0] : makeNode(Kind::Product, std::move(factors)));
    }
    if (args.empty()) fail(name + " has no argument");
    if (power && power->kind == Kind::Number && power->number == -1 && hasInverse(name)) {
        name = "arc" + name;
        power = nullptr;
    }
    if (name == "cis")
        return makeNode(Kind::Sum,
                        {makeCall("cos", args), makeNode(Kind::Product, {makeSymbol("i"), makeCall("sin", args)})});
    if (name == "exp") return makeNode(Kind::Power, {makeSymbol("e"), args[0]});
    if (name == "log" && args.size() == 1) args.push_back(base ? std::move(base) : makeNumber(10));
    ExprPtr call = makeCall(name, std::move(args));
    return power ? makeNode(Kind::Power, {std::move(call), std::move(power)}) : call;
}

}  // namespace retort::math
