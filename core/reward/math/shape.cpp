// SPDX-License-Identifier: Apache-2.0
#include "reward/math/shape.h"

#include <algorithm>

namespace retort::math {
namespace {

bool hasPlusMinus(const Expr& e) {
    return anyNode(e, [](const Expr& n) { return n.kind == Kind::PlusMinus; });
}

ExprPtr withSign(const ExprPtr& e, bool upper) {
    if (e->kind == Kind::PlusMinus) {
        const ExprPtr inside = withSign(e->args[0], upper);
        return (e->name == "+") == upper ? inside : negated(inside);
    }
    if (e->args.empty()) return e;
    Expr copy = *e;
    copy.depth = 1;
    for (ExprPtr& arg : copy.args) arg = withSign(arg, upper);
    return makeExpr(std::move(copy));
}

ExprPtr chainShortened(const ExprPtr& e) {
    Expr copy = *e;
    if (const auto at = std::find(copy.ops.begin(), copy.ops.end(), "~"); at != copy.ops.end()) {
        const auto kept = at - copy.ops.begin();
        copy.ops.resize(static_cast<std::size_t>(kept));
        copy.args.resize(static_cast<std::size_t>(kept) + 1);
        if (copy.args.size() == 1 && copy.args[0]->kind == Kind::Symbol &&
            e->args.size() == 2) {  // "x ~ 3.2" gives the value
            copy.ops = {"="};
            copy.args.push_back(e->args[1]);
        }
    }
    if (copy.args.size() == 1) return copy.args[0];
    const bool all_equal = std::all_of(copy.ops.begin(), copy.ops.end(), [](const std::string& op) { return op == "="; });
    if (all_equal && copy.args.size() > 2) {
        copy.args = {copy.args.front(), copy.args.back()};
        copy.ops = {"="};
    }
    return makeExpr(std::move(copy));
}

// --- matrices ---

using Rows = std::vector<std::vector<ExprPtr>>;

Rows rowsOf(const Expr& matrix) {
    Rows rows;
    for (const ExprPtr& row : matrix.args) rows.push_back(row->args);
    return rows;
}

ExprPtr matrixOf(const Rows& rows) {
    std::vector<ExprPtr> lines;
    for (const auto& row : rows) {
        Expr line;
        line.kind = Kind::Tuple;
        line.open = '(';
        line.close = ')';
        line.args = row;
        lines.push_back(makeExpr(std::move(line)));
    }
    return makeNode(Kind::Matrix, std::move(lines));
}

bool isRectangle(const Rows& rows) {
    return !rows.empty() &&
           std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return row.size() == rows[0].size(); });
}

/// Null where the sizes do not fit.
ExprPtr times(const ExprPtr& a, const ExprPtr& b, Fuel& fuel) {
    if (a->kind != Kind::Matrix && b->kind != Kind::Matrix) return makeNode(Kind::Product, {a, b});
    if (a->kind != Kind::Matrix || b->kind != Kind::Matrix) {
        Rows rows = rowsOf(a->kind == Kind::Matrix ? *a : *b);
        const ExprPtr& factor = a->kind == Kind::Matrix ? b : a;
        for (auto& row : rows) {
            for (ExprPtr& cell : row) cell = makeNode(Kind::Product, {factor, cell});
        }
        return matrixOf(rows);
    }
    const Rows left = rowsOf(*a), right = rowsOf(*b);
    if (!isRectangle(left) || !isRectangle(right) || left[0].size() != right.size()) return nullptr;
    fuel.spend(static_cast<std::int64_t>(left.size() * right.size() * right[0].size()));
    Rows result(left.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        for (std::size_t j = 0; j < right[0].size(); ++j) {
            std::vector<ExprPtr> terms;
            for (std::size_t k = 0; k < right.size(); ++k)
                terms.push_back(makeNode(Kind::Product, {left[i][k], right[k][j]}));
            result[i].push_back(makeNode(Kind::Sum, std::move(terms)));
        }
    }
    return matrixOf(result);
}

ExprPtr plus(const ExprPtr& a, const ExprPtr& b) {
    if (a->kind != Kind::Matrix || b->kind != Kind::Matrix) return nullptr;
    Rows left = rowsOf(*a);
    const Rows right = rowsOf(*b);
    if (left.size() != right.size()) return nullptr;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i].size() != right[i].size()) return nullptr;
        for (std::size_t j = 0; j < left[i].size(); ++j) left[i][j] = makeNode(Kind::Sum, {left[i][j], right[i][j]});
    }
    return matrixOf(left);
}

bool holdsMatrix(const Expr& e) {
    return e.kind == Kind::Matrix ||
           ((e.kind == Kind::Sum || e.kind == Kind::Product) &&
            std::any_of(e.args.begin(), e.args.end(), [](const ExprPtr& a) { return holdsMatrix(*a); }));
}

/// By the first row, up to four rows; nullptr for others.
ExprPtr determinant(const Rows& rows, Fuel& fuel) {
    constexpr std::size_t kMostRows = 4;
    if (rows.empty() || rows.size() > kMostRows || !isRectangle(rows) || rows[0].size() != rows.size()) return nullptr;
    if (rows.size() == 1) return rows[0][0];
    fuel.spend(static_cast<std::int64_t>(rows.size() * rows.size()));
    std::vector<ExprPtr> terms;
    for (std::size_t j = 0; j < rows.size(); ++j) {
        Rows minor(rows.begin() + 1, rows.end());
        for (auto& row : minor) row.erase(row.begin() + static_cast<std::ptrdiff_t>(j));
        const ExprPtr term = makeNode(Kind::Product, {rows[0][j], determinant(minor, fuel)});
        terms.push_back(j % 2 == 0 ? term : negated(term));
    }
    return makeNode(Kind::Sum, std::move(terms));
}

/// A^T; a row of numbers in parentheses is a vector either way.
ExprPtr transposed(const ExprPtr& e) {
    if (e->kind == Kind::Tuple) return e;
    const Rows rows = rowsOf(*e);
    if (!isRectangle(rows)) return nullptr;
    Rows columns(rows[0].size());
    for (const auto& row : rows)
        for (std::size_t j = 0; j < row.size(); ++j) columns[j].push_back(row[j]);
    return matrixOf(columns);
}

ExprPtr matrixArithmetic(const ExprPtr& e, Fuel& fuel) {
    const bool turned =
        e->kind == Kind::Power && e->args[1]->kind == Kind::Symbol && (e->args[1]->name == "T" || e->args[1]->name == "top");
    if (turned && (e->args[0]->kind == Kind::Matrix || e->args[0]->kind == Kind::Tuple))
        if (const ExprPtr other = transposed(e->args[0])) return other;
    const bool call = e->kind == Kind::Call && e->name == "det" && e->args.size() == 1 && e->args[0]->kind == Kind::Matrix;
    if (call || (e->kind == Kind::Matrix && e->name == "det")) {
        const ExprPtr value = determinant(rowsOf(call ? *e->args[0] : *e), fuel);
        return value ? value : e;
    }
    if (e->kind == Kind::Matrix || !holdsMatrix(*e)) return e;
    ExprPtr result;
    for (const ExprPtr& arg : e->args) {
        const ExprPtr part = matrixArithmetic(arg, fuel);
        result = !result ? part : e->kind == Kind::Product ? times(result, part, fuel) : plus(result, part);
        if (!result) return e;
    }
    return result;
}

bool isUnitVector(const Expr& e) { return e.kind == Kind::Symbol && (e.name == "i" || e.name == "j" || e.name == "k"); }

/// What a unit vector is multiplied by; null where the expression is not linear in all three of them.
ExprPtr coefficientOf(const Expr& e, const std::string& unit) {
    if (isUnitVector(e)) return makeNumber(e.name == unit ? 1 : 0);
    if (e.kind != Kind::Sum && e.kind != Kind::Product) return nullptr;
    std::vector<ExprPtr> parts;
    int vectors = 0;
    for (const ExprPtr& arg : e.args) {
        const bool vector = e.kind == Kind::Sum || anyNode(*arg, isUnitVector);
        parts.push_back(vector ? coefficientOf(*arg, unit) : arg);
        vectors += vector;
        if (!parts.back()) return nullptr;
    }
    return e.kind == Kind::Product && vectors != 1 ? nullptr : makeNode(e.kind, std::move(parts));
}

/// A name: a symbol, "f(x)", "|AB|", "sin A", products and quotients of such; no sums, numbers or powers.
bool isName(const Expr& e) {
    switch (e.kind) {
        case Kind::Symbol: return e.name != "pi" && e.name != "e" && e.name != "inf";
        case Kind::Text: return true;
        case Kind::Product:
            return e.called || std::all_of(e.args.begin(), e.args.end(), [](const ExprPtr& a) { return isName(*a); });
        case Kind::Call:
            return e.args.size() == 1 && e.name != "factorial"
                       ? isName(*e.args[0])
                       : std::all_of(e.args.begin(), e.args.end(), [](const ExprPtr& a) { return a->kind <= Kind::Symbol; });
        case Kind::Power: return e.args[1]->kind == Kind::Number && e.args[1]->number == -1 && isName(*e.args[0]);
        case Kind::Ratio: return std::all_of(e.args.begin(), e.args.end(), [](const ExprPtr& a) { return isName(*a); });
        case Kind::Tuple:
            return !e.args.empty() && std::all_of(e.args.begin(), e.args.end(), [](const ExprPtr& a) { return isName(*a); });
        default: return false;
    }
}

/// \mathbb{R} - \{0\} as a difference of sets.
ExprPtr withoutSets(const ExprPtr& sum) {
    if (sum->args.size() != 2 || sum->args[1]->kind != Kind::Product || sum->args[1]->args.size() != 2) return sum;
    const ExprPtr &from = sum->args[0], &sign = sum->args[1]->args[0], &taken = sum->args[1]->args[1];
    const bool sets = from->kind == Kind::Symbol && (from->name == "reals" || from->name == "R") && taken->kind == Kind::Set;
    return sets && sign->kind == Kind::Number && sign->number == -1 ? makeNode(Kind::Without, {from, taken}) : sum;
}

/// 1, 2, ..., 9 with what the dots stand for: whole steps from the first two to the last, at most a thousand. "x != 0, 1" as
/// two relations.
ExprPtr writtenOut(const ExprPtr& e, Fuel& fuel) {
    constexpr long kMost = 1000;
    if (e->kind != Kind::List && e->kind != Kind::Set) return e;
    Expr copy = *e;
    copy.args.clear();
    copy.depth = 1;
    const auto isNumber = [&](std::size_t i) { return i < e->args.size() && e->args[i]->kind == Kind::Number; };
    for (std::size_t i = 0; i < e->args.size(); ++i) {
        const ExprPtr& part = e->args[i];
        const Expr& first = *e->args[0];
        const bool excluded =
            i > 0 && isNumber(i) && first.kind == Kind::Relation && first.ops.size() == 1 && first.ops[0] == "!=";
        if (excluded) {
            Expr relation = first;
            relation.args[1] = part;
            copy.args.push_back(makeExpr(std::move(relation)));
            continue;
        }
        const bool dots = part->kind == Kind::Symbol && part->name == "dots" && i > 0 && isNumber(i - 1) && isNumber(i + 1);
        if (!dots) {
            copy.args.push_back(part);
            continue;
        }
        const mpq_class& before = e->args[i - 1]->number;
        const mpq_class step = i > 1 && isNumber(i - 2) ? mpq_class(before - e->args[i - 2]->number) : mpq_class(1);
        const mpq_class steps = step == 0 ? mpq_class(0) : mpq_class((e->args[i + 1]->number - before) / step);
        if (steps.get_den() != 1 || steps < 1 || steps > kMost) return e;
        fuel.spend(steps.get_num().get_si());
        for (mpq_class at = before + step; copy.args.size() < kMost && at != e->args[i + 1]->number; at += step)
            copy.args.push_back(makeNumber(at));
    }
    return makeExpr(std::move(copy));
}

bool hasSymbol(const Expr& e) {
    return anyNode(e, [](const Expr& n) {
        return n.kind == Kind::Text ||
               (n.kind == Kind::Symbol && n.name != "pi" && n.name != "e" && n.name != "i" && n.name != "inf");
    });
}

}  // namespace

ExprPtr shaped(const ExprPtr& written, Fuel& fuel) {
    fuel.spend(1);
    const ExprPtr e = written->kind == Kind::Sum ? withoutSets(written) : writtenOut(written, fuel);
    if (e->kind == Kind::List || e->kind == Kind::Set) {
        Expr copy = *e;
        copy.args.clear();
        copy.depth = 1;
        for (const ExprPtr& arg : e->args) {
            const ExprPtr part = shaped(arg, fuel);
            const bool spliced = part->kind == Kind::List && (hasPlusMinus(*arg) || e->kind == Kind::Set);
            if (spliced) copy.args.insert(copy.args.end(), part->args.begin(), part->args.end());
            else copy.args.push_back(part);
        }
        return makeExpr(std::move(copy));
    }
    ExprPtr result = e->kind == Kind::Relation ? chainShortened(e) : e;
    if (hasPlusMinus(*result)) {
        return makeNode(Kind::List, {shaped(withSign(result, true), fuel), shaped(withSign(result, false), fuel)});
    }
    return matrixArithmetic(result, fuel);
}

ExprPtr chainAsList(const ExprPtr& e, const ExprPtr& otherwise) {
    if (e->kind != Kind::Relation || e->args.size() < 3) return otherwise;
    std::vector<ExprPtr> parts;
    for (std::size_t i = 0; i + 1 < e->args.size(); ++i) {
        if (e->ops[i] != "=" || e->args[i]->kind != Kind::Symbol || !isName(*e->args[i])) return otherwise;
        Expr part;
        part.kind = Kind::Relation;
        part.args = {e->args[i], e->args.back()};
        part.ops = {"="};
        parts.push_back(makeExpr(std::move(part)));
    }
    return makeNode(Kind::List, std::move(parts));
}

ExprPtr asVector(const Expr& e, std::size_t count) {
    const auto besideI = [](const Expr& n) { return isUnitVector(n) && n.name != "i"; };
    if (count < 2 || count > 3 || !anyNode(e, besideI)) return nullptr;
    Expr point;
    point.kind = Kind::Tuple;
    point.open = '(';
    point.close = ')';
    for (const char* unit : {"i", "j", "k"}) {
        ExprPtr coefficient = coefficientOf(e, unit);
        if (!coefficient) return nullptr;
        if (point.args.size() < count) point.args.push_back(std::move(coefficient));
        else if (anyNode(e, [&](const Expr& n) { return n.kind == Kind::Symbol && n.name == unit; })) return nullptr;
    }
    return makeExpr(std::move(point));
}

ExprPtr valueOf(const Expr& relation) {
    if (relation.args.size() != 2) return nullptr;
    const ExprPtr &left = relation.args[0], &right = relation.args[1];
    if (relation.ops[0] == "in") return isName(*left) ? right : nullptr;
    if (relation.ops[0] != "=") return nullptr;
    if (isName(*left)) return right;
    if (isName(*right)) return left;
    return hasSymbol(*left) ? nullptr : right;
}

std::string nameOf(const Expr& relation) {
    if (relation.args.size() != 2 || !valueOf(relation)) return {};
    const Expr& name = isName(*relation.args[0]) ? *relation.args[0] : *relation.args[1];
    if (!isName(name)) return {};
    return name.called ? name.args[0]->name : print(name);
}

}  // namespace retort::math
