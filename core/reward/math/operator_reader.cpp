// SPDX-License-Identifier: Apache-2.0
// How sums, products, integrals and limits are written: their bounds, and what they run over.
#include <array>
#include <utility>

#include "reward/math/token_stream.h"

namespace retort::math {
namespace {

using Type = Token::Type;

bool isD(const ExprPtr& e) { return e->kind == Kind::Symbol && e->name == "d"; }

void flatten(const ExprPtr& e, std::vector<ExprPtr>& factors) {
    if (e->kind != Kind::Product || e->called) return factors.push_back(e);
    for (const ExprPtr& factor : e->args) flatten(factor, factors);
}

/// The expression without the "d x" in it and x; nullptr where there is none.
std::pair<ExprPtr, std::string> withoutDifferential(const ExprPtr& e) {
    if (e->kind == Kind::Sum) {
        auto [last, variable] = withoutDifferential(e->args.back());
        if (variable.empty()) return {};
        std::vector<ExprPtr> terms = e->args;
        terms.back() = std::move(last);
        return {makeNode(Kind::Sum, std::move(terms)), std::move(variable)};
    }
    std::vector<ExprPtr> factors;
    flatten(e, factors);
    for (std::size_t i = 0; i + 1 < factors.size(); ++i) {
        if (!isD(factors[i]) || factors[i + 1]->kind != Kind::Symbol) continue;
        std::string variable = factors[i + 1]->name;
        factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(i),
                      factors.begin() + static_cast<std::ptrdiff_t>(i) + 2);
        if (factors.empty()) factors.push_back(makeNumber(1));
        return {factors.size() == 1 ? factors[0] : makeNode(Kind::Product, std::move(factors)), std::move(variable)};
    }
    return {};
}

ExprPtr runsOver(std::string variable, const char* op, ExprPtr from) {
    Expr relation;
    relation.kind = Kind::Relation;
    relation.args = {makeSymbol(std::move(variable)), std::move(from)};
    relation.ops = {op};
    return makeExpr(std::move(relation));
}

}  // namespace

/// A bound takes no more than a name: in \sum_{k=1}^n (2k-1) the parenthesis belongs to the body.
ExprPtr TokenStream::bound() { return peek().type == Type::Letter ? makeSymbol(take().text) : smallArgument(false); }

ExprPtr TokenStream::bigOperator(const std::string& name) {
    if (name == "limit") return limit();
    std::array<ExprPtr, 2> bounds;
    for (int i = 0; i < 2 && (peek().is("_") || peek().is("^")); ++i) {
        const std::size_t which = take().is("^") ? 1 : 0;
        if (bounds[which]) fail("an operator has two bounds of the same kind");
        bounds[which] = bound();
    }
    if (name == "integral") return integral(std::move(bounds[0]), std::move(bounds[1]));
    std::vector<ExprPtr> args;
    for (ExprPtr& given : bounds) {
        if (given) args.push_back(std::move(given));
    }
    args.push_back(product());
    return makeCall(name, std::move(args));
}

/// Reads the next `count` tokens as if nothing stood behind them.
template <class Read>
ExprPtr TokenStream::within(std::size_t count, const Read& read) {
    const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(at_);
    std::vector<Token> part(first, first + static_cast<std::ptrdiff_t>(count));
    part.emplace_back();
    std::swap(part, tokens_);
    const std::size_t before = std::exchange(at_, 0);
    ExprPtr value = read();
    if (peek().type != Type::End) fail("\"" + peek().text + "\" is not expected");
    std::swap(part, tokens_);
    at_ = before + count;
    return value;
}

std::size_t TokenStream::differentialAt(std::size_t ahead) const {
    const Token& t = peek(ahead);
    if (t.type == Type::Letter) return t.text == "d" && peek(ahead + 1).type == Type::Letter ? 2 : 0;
    return t.type == Type::Word && t.text.size() <= 4 && t.text[t.text.size() - 2] == 'd' ? 1 : 0;
}

/// Tokens up to the end of the differential that belongs to an integral, 0 where none stands outside of brackets.
std::size_t TokenStream::toDifferential() const {
    int depth = 0, open = 1;
    for (std::size_t i = 0; at_ + i < tokens_.size(); ++i) {
        const Token& t = peek(i);
        if (t.is("{") || t.is("(") || t.is("[") || t.is("\\{")) ++depth;
        if (t.is("}") || t.is(")") || t.is("]") || t.is("\\}")) --depth;
        if (depth < 0 || t.type == Type::End || t.is("=") || t.is("&") || t.is("\\\\")) return 0;
        if (depth > 0) continue;
        if (t.type == Type::Function && t.text == "integral") ++open;
        const std::size_t differential = differentialAt(i);
        if (differential > 0 && --open == 0) return i + differential;
    }
    return 0;
}

/// With both bounds: integral(x = lower, upper, integrand). Else as it is written, for there is no value.
ExprPtr TokenStream::integral(ExprPtr lower, ExprPtr upper) {
    const Nesting nesting(*this);
    const std::size_t count = toDifferential();
    const Saved<int> integrals(integrals_, integrals_ + 1);
    ExprPtr body = count > 0 ? within(count, [this] { return additive(); }) : product();
    auto [integrand, variable] = withoutDifferential(body);
    std::vector<ExprPtr> args;
    const bool definite = lower && upper && !variable.empty();
    if (lower) args.push_back(definite ? runsOver(std::move(variable), "=", std::move(lower)) : std::move(lower));
    if (upper) args.push_back(std::move(upper));
    args.push_back(definite ? std::move(integrand) : std::move(body));
    return makeCall("integral", std::move(args));
}

/// \lim_{x \to 0^+} f as limit(x > 0, f); "=" for a limit from both sides.
ExprPtr TokenStream::limit() {
    const Nesting nesting(*this);
    const bool bounded = peek().is("_") && peek(1).is("{") && peek(2).type == Type::Letter && peek(3).is("to");
    if (!bounded) fail("a limit without a place");
    std::size_t count = 0;  // tokens of the place
    for (int depth = 0; depth > 0 || !peek(4 + count).is("}"); ++count) {
        const Token& t = peek(4 + count);
        if (t.type == Type::End) fail("\"{\" is not closed");
        depth += t.is("{") ? 1 : t.is("}") ? -1 : 0;
    }
    at_ += 2;
    std::string variable = take().text;
    take();
    const char* op = "=";
    std::size_t sided = 0;
    for (const auto& [sign, meaning] : {std::pair{"+", ">"}, std::pair{"-", "<"}}) {
        const auto ends = [&, text = sign](std::size_t from_end) {
            return count > from_end && peek(count - from_end).is(text);
        };
        if (ends(1) && peek(count - 2).is("^")) sided = 2;
        else if (count > 4 && peek(count - 1).is("}") && ends(2) && peek(count - 3).is("{") && peek(count - 4).is("^"))
            sided = 4;
        else continue;
        op = meaning;
        break;
    }
    ExprPtr place = within(count - sided, [this] { return additive(); });
    at_ += sided;
    take();
    ExprPtr body = product();
    return makeCall("limit", {runsOver(std::move(variable), op, std::move(place)), std::move(body)});
}

}  // namespace retort::math
