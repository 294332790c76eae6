// SPDX-License-Identifier: Apache-2.0
#include "reward/math/oscillation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "reward/math/derivative.h"

namespace retort::math {
namespace {

constexpr mpfr_prec_t kBits = 64;

/// The slope of an argument that is linear in the variable; nothing for another one.
std::optional<mpq_class> slope(const ExprPtr& argument, const std::string& variable, const Assignment& values, Fuel& fuel) {
    const ExprPtr derived = derivative(argument, variable, fuel);
    if (!derived) return std::nullopt;
    Assignment at = values;
    std::optional<mpq_class> first;
    for (const mpq_class& place : {mpq_class(3, 7), mpq_class(19, 5)}) {
        at[variable] = place;
        const auto value = evaluate(*derived, at, 2 * kBits, fuel);
        if (!value || !value->isReal()) return std::nullopt;
        const mpq_class here = value->re.middle(kBits);
        if (first && *first != here) return std::nullopt;
        first = here;
    }
    return first;
}

}  // namespace

std::optional<mpq_class> halfPeriod(const ExprPtr& e, const std::string& variable, const Assignment& values, Fuel& fuel) {
    std::vector<mpq_class> frequencies;
    const bool unknown = anyNode(*e, [&](const Expr& node) {
        if (node.kind != Kind::Call || (node.name != "sin" && node.name != "cos")) return false;
        const auto frequency = slope(node.args[0], variable, values, fuel);
        if (frequency && *frequency != 0) frequencies.emplace_back(abs(*frequency));
        return !frequency;
    });
    if (unknown || frequencies.empty()) return std::nullopt;
    const mpq_class least = *std::ranges::min_element(frequencies);
    for (const mpq_class& frequency : frequencies) {
        const double multiple = mpq_class(frequency / least).get_d();
        if (multiple > 8 || std::abs(multiple - std::round(multiple)) > 1e-12) return std::nullopt;
    }
    return piInterval(2 * kBits).middle(kBits) / least;
}

}  // namespace retort::math
