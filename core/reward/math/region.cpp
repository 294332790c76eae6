// SPDX-License-Identifier: Apache-2.0
#include "reward/math/region.h"

#include <algorithm>

#include "reward/math/equal.h"

namespace retort::math {
namespace {

using Piece = Region::Piece;

struct CannotOrder {};

int order(const Bound& a, const Bound& b, Fuel& fuel) {
    if (a.infinite != 0 || b.infinite != 0) return a.infinite < b.infinite ? -1 : a.infinite > b.infinite ? 1 : 0;
    const int result = orderOf(*a.value, *b.value, fuel);
    if (result == 2) throw CannotOrder{};
    return result;
}

bool isEmpty(const Piece& p, Fuel& fuel) {
    const int at = order(p.low, p.high, fuel);
    return at > 0 || (at == 0 && !(p.low.closed && p.high.closed));
}

/// Sorted, and joined where they overlap or touch.
std::vector<Piece> merged(std::vector<Piece> pieces, Fuel& fuel) {
    if (pieces.size() > 40) throw CannotOrder{};
    std::vector<Piece> kept;
    for (Piece& p : pieces) {
        if (!isEmpty(p, fuel)) kept.push_back(std::move(p));
    }
    std::sort(kept.begin(), kept.end(), [&](const Piece& a, const Piece& b) {
        const int at = order(a.low, b.low, fuel);
        return at < 0 || (at == 0 && a.low.closed && !b.low.closed);
    });
    std::vector<Piece> result;
    for (Piece& p : kept) {
        if (!result.empty()) {
            Bound& end = result.back().high;
            const int gap = order(p.low, end, fuel);
            if (gap < 0 || (gap == 0 && (p.low.closed || end.closed))) {
                const int beyond = order(p.high, end, fuel);
                if (beyond > 0) end = p.high;
                else if (beyond == 0) end.closed = end.closed || p.high.closed;
                continue;
            }
        }
        result.push_back(std::move(p));
    }
    return result;
}

std::vector<Piece> complement(const std::vector<Piece>& pieces) {
    std::vector<Piece> result;
    Bound low{-1, nullptr, false};
    for (const Piece& p : pieces) {
        if (p.low.infinite == 0) result.push_back({low, {0, p.low.value, !p.low.closed}});
        if (p.high.infinite != 0) return result;
        low = {0, p.high.value, !p.high.closed};
    }
    result.push_back({low, {1, nullptr, false}});
    return result;
}

std::vector<Piece> joined(std::vector<Piece> a, const std::vector<Piece>& b, Fuel& fuel) {
    a.insert(a.end(), b.begin(), b.end());
    return merged(std::move(a), fuel);
}

std::vector<Piece> common(const std::vector<Piece>& a, const std::vector<Piece>& b, Fuel& fuel) {
    return merged(complement(joined(complement(a), complement(b), fuel)), fuel);
}

bool isConstant(const Expr& e) {
    return !anyNode(e, [](const Expr& n) {
        const bool structure = n.kind >= Kind::Based && n.kind != Kind::Unit;
        return structure || n.kind == Kind::PlusMinus ||
               (n.kind == Kind::Symbol && n.name != "pi" && n.name != "e" && n.name != "inf");
    });
}

/// inf, -inf, +inf.
int infinity(const Expr& e) {
    if (e.kind == Kind::Symbol) return e.name == "inf" ? 1 : 0;
    if (e.kind == Kind::Product && e.args.size() == 2 && e.args[0]->kind == Kind::Number &&
        e.args[1]->kind == Kind::Symbol && e.args[1]->name == "inf") {
        return sgn(e.args[0]->number);
    }
    return 0;
}

std::optional<Bound> boundOf(const ExprPtr& e, bool closed) {
    if (const int side = infinity(*e); side != 0) return Bound{side, nullptr, false};
    if (!isConstant(*e)) return std::nullopt;
    return Bound{0, e, closed};
}

std::optional<Region> interval(const Expr& e) {
    if (e.args.size() != 2) return std::nullopt;
    const auto low = boundOf(e.args[0], e.open == '['), high = boundOf(e.args[1], e.close == ']');
    if (!low || !high) return std::nullopt;
    return Region{{{*low, *high}}, {}};
}

std::optional<Region> points(const Expr& e) {
    Region region;
    for (const ExprPtr& arg : e.args) {
        const auto bound = boundOf(arg, true);
        if (!bound || bound->infinite != 0) return std::nullopt;
        region.pieces.push_back({*bound, *bound});
    }
    return region;
}

std::vector<Piece> halfLine(const std::string& op, const Bound& end) {
    const Bound below{-1, nullptr, false}, above{1, nullptr, false};
    const auto with = [&](bool closed) { return Bound{end.infinite, end.value, closed && end.infinite == 0}; };
    if (op == "<") return {{below, with(false)}};
    if (op == "<=") return {{below, with(true)}};
    if (op == ">") return {{with(false), above}};
    if (op == ">=") return {{with(true), above}};
    if (op == "=") return {{with(true), with(true)}};
    return {{below, with(false)}, {with(false), above}};  // !=
}

std::string flipped(const std::string& op) {
    if (op == "<") return ">";
    if (op == "<=") return ">=";
    if (op == ">") return "<";
    if (op == ">=") return "<=";
    return op;
}

/// |x| < r and |x - a| < r as two ends; nothing for another relation.
ExprPtr withoutModulus(const Expr& e) {
    const bool below = e.args.size() == 2 && (e.ops[0] == "<" || e.ops[0] == "<=");
    if (!below || e.args[0]->kind != Kind::Call || e.args[0]->name != "abs" || !isConstant(*e.args[1])) return nullptr;
    ExprPtr symbol = e.args[0]->args[0], shift = makeNumber(0);
    if (symbol->kind == Kind::Sum && symbol->args.size() == 2 && isConstant(*symbol->args[1])) {
        shift = negated(symbol->args[1]);
        symbol = symbol->args[0];
    }
    if (symbol->kind != Kind::Symbol) return nullptr;
    Expr chain;
    chain.kind = Kind::Relation;
    chain.args = {makeNode(Kind::Sum, {shift, negated(e.args[1])}), symbol, makeNode(Kind::Sum, {shift, e.args[1]})};
    chain.ops = {e.ops[0], e.ops[0]};
    return makeExpr(std::move(chain));
}

std::optional<Region> inequality(const Expr& e, Fuel& fuel);

/// |x - a| > r: what |x - a| <= r leaves out.
std::optional<Region> outsideModulus(const Expr& e, Fuel& fuel) {
    const bool above = e.args.size() == 2 && (e.ops[0] == ">" || e.ops[0] == ">=") && e.args[0]->kind == Kind::Call &&
                       e.args[0]->name == "abs";
    if (!above) return std::nullopt;
    Expr inside = e;
    inside.ops[0] = e.ops[0] == ">" ? "<=" : "<";
    auto region = inequality(inside, fuel);
    if (region) region->pieces = complement(merged(std::move(region->pieces), fuel));
    return region;
}

std::optional<Region> inequality(const Expr& e, Fuel& fuel) {
    if (auto region = outsideModulus(e, fuel)) return region;
    if (const ExprPtr chain = withoutModulus(e)) return inequality(*chain, fuel);
    if (e.args.size() == 2 && e.ops[0] == "in" && e.args[0]->kind == Kind::Symbol) {
        auto region = regionOf(*e.args[1], fuel);
        if (region) region->symbol = e.args[0]->name;
        return region;
    }
    const std::size_t at = e.args.size() == 3 ? 1 : e.args[0]->kind == Kind::Symbol && infinity(*e.args[0]) == 0 ? 0 : 1;
    if (e.args.size() > 3 || e.args[at]->kind != Kind::Symbol || e.args[at]->name == "pi" || e.args[at]->name == "e")
        return std::nullopt;
    Region region{{{{-1, nullptr, false}, {1, nullptr, false}}}, e.args[at]->name};
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        if (i == at) continue;
        const std::string op = i < at ? flipped(e.ops[i]) : e.ops[i - 1];
        const auto end = boundOf(e.args[i], true);
        if (!end || op == "in" || op == "~") return std::nullopt;
        region.pieces = common(region.pieces, merged(halfLine(op, *end), fuel), fuel);
    }
    return region;
}

/// "x < 1 or x > 5" joins; with commas and "and" all must hold, unless nothing could hold them.
std::optional<Region> several(const Expr& e, Fuel& fuel) {
    std::optional<Region> all, any;
    for (const ExprPtr& arg : e.args) {
        if (arg->kind != Kind::Relation) return std::nullopt;
        const auto region = inequality(*arg, fuel);
        if (!region || (all && region->symbol != all->symbol)) return std::nullopt;
        if (!all) {
            all = any = region;
            continue;
        }
        all->pieces = common(all->pieces, region->pieces, fuel);
        any->pieces = joined(any->pieces, region->pieces, fuel);
    }
    return e.any || (all && all->pieces.empty()) ? any : all;
}

/// Intervals one beside the other, which have the same numbers as their union.
std::optional<Region> intervals(const Expr& e, Fuel& fuel) {
    Region all;
    for (const ExprPtr& arg : e.args) {
        const auto region = arg->kind == Kind::Tuple ? interval(*arg) : std::nullopt;
        if (!region) return std::nullopt;
        all.pieces = joined(std::move(all.pieces), region->pieces, fuel);
    }
    return all;
}

/// R \ {0}: beside a difference, R is the real numbers and a number the set of it.
std::optional<Region> asSet(const ExprPtr& e, bool difference, Fuel& fuel) {
    if (difference && e->kind == Kind::Symbol && e->name == "R") return regionOf(*makeSymbol("reals"), fuel);
    if (difference && e->kind == Kind::Number) return points(*makeNode(Kind::Set, {e}));
    return regionOf(*e, fuel);
}

std::optional<Region> combined(const Expr& e, Fuel& fuel) {
    const bool difference = e.kind == Kind::Without;
    const auto a = asSet(e.args[0], difference, fuel), b = asSet(e.args[1], difference, fuel);
    if (!a || !b) return std::nullopt;
    if (e.kind == Kind::Union) return Region{joined(a->pieces, b->pieces, fuel), {}};
    return Region{common(a->pieces, e.kind == Kind::Intersect ? b->pieces : complement(b->pieces), fuel), {}};
}

std::optional<Region> rawRegion(const Expr& e, Fuel& fuel) {
    switch (e.kind) {
        case Kind::Tuple: return interval(e);
        case Kind::Set: return points(e);
        case Kind::Union:
        case Kind::Intersect:
        case Kind::Without: return combined(e, fuel);
        case Kind::Relation: return inequality(e, fuel);
        case Kind::List:
            if (e.args[0]->kind == Kind::Tuple) return intervals(e, fuel);
            return e.args[0]->kind == Kind::Relation ? several(e, fuel) : points(e);
        case Kind::Symbol:
            if (e.name == "reals") return Region{{{{-1, nullptr, false}, {1, nullptr, false}}}, {}};
            if (e.name == "emptyset") return Region{};
            return std::nullopt;
        default: return std::nullopt;
    }
}

bool sameBound(const Bound& a, const Bound& b, Fuel& fuel) { return a.closed == b.closed && order(a, b, fuel) == 0; }

}  // namespace

std::optional<Region> regionOf(const Expr& e, Fuel& fuel) {
    try {
        auto region = rawRegion(e, fuel);
        if (region) region->pieces = merged(std::move(region->pieces), fuel);
        return region;
    } catch (const CannotOrder&) {
        return std::nullopt;
    }
}

bool sameRegion(const Region& a, const Region& b, Fuel& fuel) {
    if (a.pieces.size() != b.pieces.size() || (!a.symbol.empty() && !b.symbol.empty() && a.symbol != b.symbol)) return false;
    try {
        for (std::size_t i = 0; i < a.pieces.size(); ++i) {
            if (!sameBound(a.pieces[i].low, b.pieces[i].low, fuel) || !sameBound(a.pieces[i].high, b.pieces[i].high, fuel))
                return false;
        }
    } catch (const CannotOrder&) {
        return false;
    }
    return true;
}

}  // namespace retort::math
