// SPDX-License-Identifier: Apache-2.0
#include "reward/math/measure.h"

#include <optional>

#include "reward/math/units.h"

namespace retort::math {
namespace {

/// "m^2", "s^-1" of a letter with a whole power; empty for anything else.
std::string unitPower(const Expr& e, long sign) {
    if (e.kind == Kind::Symbol) return unitOf(e.name).empty() ? std::string() : e.name + (sign < 0 ? "^-1" : "");
    const bool whole = e.kind == Kind::Power && e.args[1]->kind == Kind::Number && e.args[1]->number.get_den() == 1 &&
                       abs(e.args[1]->number) < 10;
    if (!whole) return {};
    const long power = e.args[1]->number.get_num().get_si() * sign;
    if (e.args[0]->kind == Kind::Power && (power == 1 || power == -1)) return unitPower(*e.args[0], power);
    if (e.args[0]->kind != Kind::Symbol || unitOf(e.args[0]->name).empty()) return {};
    return e.args[0]->name + "^" + std::to_string(power);
}

/// 分 is a minute behind hours and a cent behind 元.
std::string inContext(const std::string& unit, const std::string& before) {
    if (unit != "分") return unit;
    return before == "h" ? "min" : before == "元" || before == "角" ? "0.01元" : unit;
}

std::optional<Measure> measureIn(const std::string& unit) {
    if (unit != "0.01元") return measureOf(unit);
    std::optional<Measure> measure = measureOf("元");
    measure->factor /= 100;
    return measure;
}

}  // namespace

ExprPtr asMeasure(const Expr& e) {
    if (e.kind != Kind::Product || e.args[0]->kind != Kind::Number) return nullptr;
    std::string unit;
    for (std::size_t i = 1; i < e.args.size(); ++i) {
        const std::string part = unitPower(*e.args[i], 1);
        if (part.empty()) return nullptr;
        unit += (unit.empty() ? "" : " ") + part;
    }
    return unit.empty() ? nullptr : makeNode(Kind::Unit, {e.args[0]}, std::move(unit));
}

ExprPtr joinedMeasures(const std::vector<ExprPtr>& parts) {
    if (parts.size() < 2) return nullptr;
    std::optional<Measure> first, before;
    std::string name;
    std::vector<ExprPtr> terms;
    for (const ExprPtr& part : parts) {
        if (part->kind != Kind::Unit || part->args[0]->kind != Kind::Number) return nullptr;
        name = inContext(part->name, name);
        const auto measure = measureIn(name);
        if (!measure || measure->powers.empty()) return nullptr;
        if (!first) first = measure;
        const bool smaller = !before || (measure->powers == before->powers && measure->factor < before->factor &&
                                         part->args[0]->number * measure->factor < before->factor);
        if (!smaller) return nullptr;
        terms.push_back(makeNumber(part->args[0]->number * measure->factor / first->factor));
        before = measure;
    }
    return makeNode(Kind::Unit, {makeNode(Kind::Sum, std::move(terms))}, parts[0]->name);
}

}  // namespace retort::math
