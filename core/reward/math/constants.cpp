// SPDX-License-Identifier: Apache-2.0
#include "reward/math/constants.h"

#include <algorithm>
#include <map>

#include "reward/math/equal.h"
#include "reward/math/shape.h"

namespace retort::math {
namespace {

std::set<std::string> namesIn(const Expr& e) {
    std::set<std::string> names;
    anyNode(e, [&](const Expr& n) {
        const bool number = n.name == "e" || n.name == "pi" || n.name == "i" || n.name == "inf";
        if (n.kind == Kind::Symbol && !number) names.insert(n.name);
        return false;
    });
    return names;
}

std::set<std::string> without(const std::set<std::string>& a, const std::set<std::string>& b) {
    std::set<std::string> rest;
    std::ranges::set_difference(a, b, std::inserter(rest, rest.end()));
    return rest;
}

template <class Replace>
ExprPtr replaced(const ExprPtr& e, const Replace& replace) {
    if (e->kind == Kind::Symbol) return replace(e);
    Expr copy = *e;
    copy.depth = 1;
    for (ExprPtr& arg : copy.args) arg = replaced(arg, replace);
    return makeExpr(std::move(copy));
}

ExprPtr at(const ExprPtr& e, const std::string& parameter, int value) {
    return replaced(e, [&](const ExprPtr& symbol) { return symbol->name == parameter ? makeNumber(value) : symbol; });
}

ExprPtr difference(const ExprPtr& a, const ExprPtr& b) { return makeNode(Kind::Sum, {a, negated(b)}); }

bool saysWhole(const Expr& e) {
    return e.kind == Kind::Relation && e.ops.size() == 1 && e.ops[0] == "in" && e.args[0]->kind == Kind::Symbol &&
           e.args[1]->kind == Kind::Symbol && (e.args[1]->name == "integers" || e.args[1]->name == "Z");
}

/// Nothing but a constant whatever stands beside it: C, C_1, c_1, K.
bool isConstant(const std::string& name) {
    return name == "C" || name == "K" || name.starts_with("C_{") || name.starts_with("c_{") || name.starts_with("K_{");
}

bool isConstantBesideOthers(const std::string& name) {
    return isConstant(name) || name == "c" || name == "k" || name == "A" || name == "B" || name == "D" ||
           name.starts_with("A_{");
}

/// "f(x) = ...", "y = ...": small letters in it may be constants.
bool isFunction(const Expr& e) {
    return e.kind == Kind::Relation && e.args.size() == 2 && e.ops[0] == "=" &&
           (e.args[0]->called || (e.args[0]->kind == Kind::Symbol && e.args[0]->name == "y"));
}

bool isParameter(const std::string& name) {
    return name.size() == 1 && std::string_view("kmnljtz").find(name[0]) != std::string_view::npos;
}

}  // namespace

Parametrised withoutMemberships(const ExprPtr& e) {
    Parametrised result{e, {}};
    const bool parts =
        e->kind == Kind::List || e->kind == Kind::Product || e->kind == Kind::Sum || e->kind == Kind::Relation;
    if (!parts || saysWhole(*e)) return result;
    Expr copy = *e;
    copy.args.clear();
    copy.depth = 1;
    for (const ExprPtr& arg : e->args) {
        if (saysWhole(*arg) && e->kind != Kind::Relation) {
            result.whole.insert(arg->args[0]->name);
            continue;
        }
        Parametrised part = withoutMemberships(arg);
        result.whole.merge(part.whole);
        copy.args.push_back(std::move(part.tree));
    }
    if (result.whole.empty() || copy.args.empty()) return {e, {}};
    result.tree = copy.args.size() == 1 && e->kind != Kind::Relation ? copy.args[0] : makeExpr(std::move(copy));
    return result;
}

std::vector<ExprPtr> namedAlike(const Parametrised& reference, const Parametrised& answer) {
    constexpr std::size_t kMost = 3;
    const std::set<std::string> known = namesIn(*reference.tree), given = namesIn(*answer.tree);
    const std::set<std::string> wanted = without(known, given), other = without(given, known);
    if (wanted.empty() || wanted.size() != other.size() || wanted.size() > kMost) return {};
    const auto all = [](const std::set<std::string>& names, const auto& test) { return std::ranges::all_of(names, test); };
    const bool functions = isFunction(*reference.tree) && isFunction(*answer.tree);
    const bool constants = (all(wanted, isConstant) || all(other, isConstant) || functions) &&
                           all(wanted, isConstantBesideOthers) && all(other, isConstantBesideOthers);
    const bool whole = all(wanted, isParameter) && all(other, isParameter) &&
                       (all(wanted, [&](const auto& name) { return reference.whole.contains(name); }) ||
                        all(other, [&](const auto& name) { return answer.whole.contains(name); }));
    if (!constants && !whole) return {};
    std::vector<std::string> names(wanted.begin(), wanted.end());
    std::vector<ExprPtr> results;
    do {
        std::map<std::string, std::string> renaming;
        auto name = names.begin();
        for (const std::string& old : other) renaming[old] = *name++;
        results.push_back(replaced(answer.tree, [&](const ExprPtr& symbol) {
            const auto found = renaming.find(symbol->name);
            return found == renaming.end() ? symbol : makeSymbol(found->second);
        }));
    } while (std::ranges::next_permutation(names).found);
    return results;
}

ExprPtr antiderivative(const ExprPtr& e) {
    ExprPtr sum = e;
    if (e->kind == Kind::Relation) sum = valueOf(*e);
    if (!sum || sum->kind != Kind::Sum) return nullptr;
    std::vector<ExprPtr> terms = sum->args;
    const auto constant = std::ranges::find_if(terms, [](const ExprPtr& term) {
        return term->kind == Kind::Symbol && (isConstant(term->name) || term->name == "c" || term->name == "k");
    });
    if (constant == terms.end()) return nullptr;
    const std::string name = (*constant)->name;
    terms.erase(constant);
    const ExprPtr rest = terms.size() == 1 ? terms[0] : makeNode(Kind::Sum, std::move(terms));
    // One variable: in a + b + c, c is as good as the others.
    const std::set<std::string> variables = namesIn(*rest);
    const bool one = variables.size() == 1 && variables.begin()->size() <= 5 && !variables.contains(name);
    return one ? rest : nullptr;
}

std::pair<ExprPtr, ExprPtr> offsetAndStep(const ExprPtr& e, const std::string& parameter, Fuel& fuel) {
    if (e->kind > Kind::Call) return {};
    const ExprPtr offset = at(e, parameter, 0), step = difference(at(e, parameter, 1), offset);
    const ExprPtr twice = difference(at(e, parameter, 2), offset);
    const bool linear = compareValues(*twice, *makeNode(Kind::Product, {makeNumber(2), step}), fuel).equal();
    return linear ? std::pair{offset, step} : std::pair<ExprPtr, ExprPtr>{};
}

}  // namespace retort::math
