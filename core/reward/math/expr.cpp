// SPDX-License-Identifier: Apache-2.0
#include "reward/math/expr.h"

#include <algorithm>

namespace retort::math {
namespace {

const char* headOf(Kind kind) {
    switch (kind) {
        case Kind::Sum: return "+";
        case Kind::Product: return "*";
        case Kind::Power: return "^";
        case Kind::Root: return "root";
        case Kind::PlusMinus: return "pm";
        case Kind::Percent: return "%";
        case Kind::Unit: return "unit";
        case Kind::Based: return "base";
        case Kind::Ratio: return ":";
        case Kind::List: return "list";
        case Kind::Set: return "set";
        case Kind::Tuple: return "tuple";
        case Kind::Union: return "union";
        case Kind::Intersect: return "intersect";
        case Kind::Without: return "without";
        case Kind::Matrix: return "matrix";
        case Kind::Relation: return "relation";
        default: return "";
    }
}

}  // namespace

ExprPtr makeExpr(Expr node) {
    for (const ExprPtr& arg : node.args) node.depth = std::max(node.depth, arg->depth + 1);
    if (node.depth > kMaxDepth) throw OutOfFuel("it is nested too deeply");
    return std::make_shared<const Expr>(std::move(node));
}

ExprPtr makeNode(Kind kind, std::vector<ExprPtr> args, std::string name) {
    Expr node;
    node.kind = kind;
    node.args = std::move(args);
    node.name = std::move(name);
    return makeExpr(std::move(node));
}

ExprPtr makeNumber(mpq_class value, int decimals) {
    Expr node;
    node.number = std::move(value);
    node.decimals = decimals;
    return makeExpr(std::move(node));
}

ExprPtr makeSymbol(std::string name) { return makeNode(Kind::Symbol, {}, std::move(name)); }
ExprPtr makeCall(std::string name, std::vector<ExprPtr> args) {
    return makeNode(Kind::Call, std::move(args), std::move(name));
}

ExprPtr negated(const ExprPtr& a) {
    if (a->kind == Kind::Number) return makeNumber(-a->number, a->decimals);
    return makeNode(Kind::Product, {makeNumber(-1), a});
}

mpq_class boundedPower(const mpq_class& base, long exponent) {
    const unsigned long count =
        exponent < 0 ? 0ul - static_cast<unsigned long>(exponent) : static_cast<unsigned long>(exponent);
    const std::size_t bits = std::max(mpz_sizeinbase(base.get_num_mpz_t(), 2), mpz_sizeinbase(base.get_den_mpz_t(), 2));
    const bool unit = base == 0 || base == 1 || base == -1;
    if (!unit && (count > kMaxBits || bits * count > kMaxBits)) throw OutOfFuel("a number has too many digits");
    if (base == 0 && exponent < 0) throw OutOfFuel("a division by zero");
    mpq_class result;
    if (unit) {
        result = base == -1 && count % 2 == 0 ? mpq_class(1) : count == 0 ? mpq_class(1) : base;
        return result;
    }
    mpz_pow_ui(result.get_num_mpz_t(), base.get_num_mpz_t(), count);
    mpz_pow_ui(result.get_den_mpz_t(), base.get_den_mpz_t(), count);
    if (exponent < 0) mpq_inv(result.get_mpq_t(), result.get_mpq_t());
    return result;
}

std::string print(const Expr& e) {
    if (e.kind == Kind::Number) return e.number.get_str();
    if (e.kind == Kind::Symbol || (e.kind == Kind::Text && e.args.empty())) return e.name;
    std::string text = e.kind == Kind::Call ? e.name : headOf(e.kind);
    if (e.kind == Kind::Tuple) text += e.open;
    if (e.kind == Kind::Based || e.kind == Kind::Unit || e.kind == Kind::PlusMinus) text += e.name;
    text += '(';
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        if (i > 0) text += i - 1 < e.ops.size() ? e.ops[i - 1] : ",";
        text += print(*e.args[i]);
    }
    text += ')';
    if (e.kind == Kind::Tuple) text += e.close;
    return text;
}

}  // namespace retort::math
