// SPDX-License-Identifier: Apache-2.0
#include "reward/math/derivative.h"

#include <algorithm>

namespace retort::math {
namespace {

constexpr int kMostDegree = 1000;  ///< of a polynomial

ExprPtr product(std::vector<ExprPtr> factors) { return makeNode(Kind::Product, std::move(factors)); }
ExprPtr power(const ExprPtr& base, const ExprPtr& exponent) { return makeNode(Kind::Power, {base, exponent}); }
ExprPtr inverse(const ExprPtr& e) { return power(e, makeNumber(-1)); }
ExprPtr minusOne(const ExprPtr& e) { return makeNode(Kind::Sum, {e, makeNumber(-1)}); }

bool depends(const Expr& e, const std::string& symbol, Fuel& fuel) {
    return anyNode(e, [&](const Expr& n) {
        fuel.spend(1);
        return n.kind == Kind::Symbol && n.name == symbol;
    });
}

/// (f^g)' = f^g (g' ln f + g f'/f), the half that is zero left out.
ExprPtr ofPower(const ExprPtr& e, const ExprPtr& base, const ExprPtr& exponent, const std::string& symbol, Fuel& fuel) {
    if (!depends(*exponent, symbol, fuel)) {
        const ExprPtr inner = derivative(base, symbol, fuel);
        return inner ? product({exponent, power(base, minusOne(exponent)), inner}) : nullptr;
    }
    const ExprPtr inner = derivative(exponent, symbol, fuel);
    if (!inner || depends(*base, symbol, fuel)) return nullptr;
    return product({e, makeCall("ln", {base}), inner});
}

/// The outer derivative of a function of one argument.
ExprPtr outer(const std::string& name, const ExprPtr& x) {
    const ExprPtr square = power(x, makeNumber(2));
    if (name == "sin") return makeCall("cos", {x});
    if (name == "cos") return negated(makeCall("sin", {x}));
    if (name == "tan") return power(makeCall("cos", {x}), makeNumber(-2));
    if (name == "cot") return negated(power(makeCall("sin", {x}), makeNumber(-2)));
    if (name == "sinh") return makeCall("cosh", {x});
    if (name == "cosh") return makeCall("sinh", {x});
    if (name == "ln") return inverse(x);
    if (name == "arctan") return inverse(makeNode(Kind::Sum, {makeNumber(1), square}));
    const ExprPtr root = makeNode(Kind::Root, {makeNode(Kind::Sum, {makeNumber(1), negated(square)}), makeNumber(2)});
    if (name == "arcsin") return inverse(root);
    if (name == "arccos") return negated(inverse(root));
    return nullptr;
}

ExprPtr ofCall(const Expr& e, const std::string& symbol, Fuel& fuel) {
    const ExprPtr inner = derivative(e.args[0], symbol, fuel);
    if (e.name == "log" && e.args.size() == 2 && !depends(*e.args[1], symbol, fuel))
        return inner ? product({inverse(e.args[0]), inverse(makeCall("ln", {e.args[1]})), inner}) : nullptr;
    const ExprPtr outside = e.args.size() == 1 ? outer(e.name, e.args[0]) : nullptr;
    return inner && outside ? product({outside, inner}) : nullptr;
}

ExprPtr ofProduct(const Expr& e, const std::string& symbol, Fuel& fuel) {
    std::vector<ExprPtr> terms;
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        if (!depends(*e.args[i], symbol, fuel)) continue;
        std::vector<ExprPtr> factors = e.args;
        factors[i] = derivative(e.args[i], symbol, fuel);
        if (!factors[i]) return nullptr;
        terms.push_back(product(std::move(factors)));
    }
    return makeNode(Kind::Sum, std::move(terms));
}

}  // namespace

ExprPtr derivative(const ExprPtr& e, const std::string& symbol, Fuel& fuel) {
    if (!depends(*e, symbol, fuel)) return makeNumber(0);
    switch (e->kind) {
        case Kind::Symbol: return makeNumber(1);
        case Kind::Product: return ofProduct(*e, symbol, fuel);
        case Kind::Power: return ofPower(e, e->args[0], e->args[1], symbol, fuel);
        case Kind::Root: return ofPower(e, e->args[0], inverse(e->args[1]), symbol, fuel);
        case Kind::Call: return ofCall(*e, symbol, fuel);
        case Kind::Sum: {
            std::vector<ExprPtr> terms;
            for (const ExprPtr& arg : e->args) {
                terms.push_back(derivative(arg, symbol, fuel));
                if (!terms.back()) return nullptr;
            }
            return makeNode(Kind::Sum, std::move(terms));
        }
        default: return nullptr;
    }
}

namespace {

/// Of a polynomial integrated between polynomials: x^m y^n between bounds of degree p has a degree of no more than m + (n +
/// 1) p.
std::optional<int> degreeOfIntegral(const Expr& e, const std::string& symbol, Fuel& fuel) {
    const bool definite =
        e.args.size() == 3 && e.args[0]->kind == Kind::Relation && e.args[0]->args[0]->kind == Kind::Symbol;
    if (!definite || e.args[0]->args[0]->name == symbol) return std::nullopt;
    const auto inside = degreeIn(*e.args[2], symbol, fuel), inner = degreeIn(*e.args[2], e.args[0]->args[0]->name, fuel);
    const auto from = degreeIn(*e.args[0]->args[1], symbol, fuel), to = degreeIn(*e.args[1], symbol, fuel);
    if (!inside || !inner || !from || !to) return std::nullopt;
    const long degree = *inside + (*inner + 1L) * std::max(*from, *to);
    return degree < kMostDegree ? std::optional(static_cast<int>(degree)) : std::nullopt;
}

}  // namespace

std::optional<int> degreeIn(const Expr& e, const std::string& symbol, Fuel& fuel) {
    fuel.spend(1);
    if (!depends(e, symbol, fuel)) return 0;
    if (e.kind == Kind::Symbol) return 1;
    const bool is_power = e.kind == Kind::Power && e.args[1]->kind == Kind::Number && e.args[1]->number.get_den() == 1 &&
                          e.args[1]->number >= 0 && e.args[1]->number < kMostDegree;
    if (is_power) {
        const auto base = degreeIn(*e.args[0], symbol, fuel);
        const int times = static_cast<int>(e.args[1]->number.get_num().get_si());
        return base && *base * times < kMostDegree ? std::optional(*base * times) : std::nullopt;
    }
    if (e.kind == Kind::Call && e.name == "integral") return degreeOfIntegral(e, symbol, fuel);
    if (e.kind != Kind::Sum && e.kind != Kind::Product) return std::nullopt;
    int degree = 0;
    for (const ExprPtr& arg : e.args) {
        const auto part = degreeIn(*arg, symbol, fuel);
        if (!part) return std::nullopt;
        degree = e.kind == Kind::Sum ? std::max(degree, *part) : degree + *part;
    }
    return degree < kMostDegree ? std::optional(degree) : std::nullopt;
}

}  // namespace retort::math
