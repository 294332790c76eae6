// SPDX-License-Identifier: Apache-2.0
#include "reward/math/equal.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <span>

#include "reward/math/evaluate.h"
#include "reward/math/normal_form.h"

namespace retort::math {
namespace {

constexpr std::array<mpfr_prec_t, 3> kPrecisions{192, 1024, 4096};
constexpr std::array<mpfr_prec_t, 1> kValuedPrecisions{1024};
constexpr long kAgreement = 100;  ///< bits
constexpr int kPoints = 6, kValuedPoints = 3;

/// Values of operators have one precision, that of their errors.
std::span<const mpfr_prec_t> precisionsFor(Operators operators) {
    if (operators == Operators::Valued) return kValuedPrecisions;
    return kPrecisions;
}

/// Symbols that stand for numbers of any size: no constants, and not what a sum or an integral runs over.
void collectSymbols(const Expr& e, std::set<std::string>& names) {
    if (e.kind == Kind::Symbol && e.name != "pi" && e.name != "e" && e.name != "i" && e.name != "I" && e.name != "inf")
        names.insert(e.name);
    if (const std::string bound = boundVariable(e); !bound.empty()) {
        std::set<std::string> inside;
        collectSymbols(*e.args.back(), inside);
        inside.erase(bound);
        names.merge(inside);
        collectSymbols(*e.args[0]->args[1], names);
        if (e.args.size() == 3) collectSymbols(*e.args[1], names);
        return;
    }
    for (const ExprPtr& arg : e.args) collectSymbols(*arg, names);
}

/// Symbols that stand for whole numbers: those in factorials, binomials and in the bounds of sums and products.
void collectWhole(const Expr& e, std::set<std::string>& names) {
    const bool counts = e.kind == Kind::Call && (e.name == "factorial" || e.name == "binom");
    if (counts) collectSymbols(e, names);
    if (e.kind == Kind::Call && (e.name == "sumof" || e.name == "prodof") && e.args.size() == 3) {
        collectSymbols(*e.args[0], names);
        collectSymbols(*e.args[1], names);
    }
    for (const ExprPtr& arg : e.args) collectWhole(*arg, names);
}

/// Point 0 is positive and above 1, point 1 between 0 and 1, points 2 and 3 negative or mixed, the rest positive.
Assignment pointFor(const std::set<std::string>& names, int point, const std::set<std::string>& whole = {}) {
    Assignment values;
    for (const std::string& name : names) {
        std::uint64_t hash = 1469598103934665603ull + static_cast<std::uint64_t>(point) * 0x9E3779B97F4A7C15ull;
        for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
        hash ^= hash >> 29;
        mpq_class value(static_cast<unsigned long>(hash % 9973 + 1), 9973ul);
        if (point != 1) value = value * 3 + 1 + point;
        if (point == 2 || (point == 3 && (hash >> 40) % 2 == 0)) value = -value;
        if (whole.contains(name)) value = mpq_class(static_cast<unsigned long>(3 + 2 * point + static_cast<int>(hash % 2)));
        values[name] = value;
    }
    return values;
}

Verdict judge(const Complex& a, const Complex& b) {
    const Complex difference = a - b;
    if (!difference.re.hasZero() || !difference.im.hasZero()) return Verdict::Different;
    const long size =
        std::max({a.re.magnitudeExponent(), a.im.magnitudeExponent(), b.re.magnitudeExponent(), b.im.magnitudeExponent()});
    const long width = std::max(difference.re.widthExponent(), difference.im.widthExponent());
    // Both absolutely and relative to the size: the values agree to 100 bits behind the point, and to 100 significant ones.
    const auto near_zero = [](const Complex& z) { return z.re.hasZero() && z.im.hasZero(); };
    if (near_zero(a) && near_zero(b)) return width <= -kAgreement ? Verdict::Equal : Verdict::Undecided;
    const long wanted = (size < -100'000'000 ? 0 : std::min(0L, size)) - kAgreement;
    return width <= wanted ? Verdict::Equal : Verdict::Undecided;
}

int significantDigits(const mpq_class& value, int decimals) {
    mpz_class scaled;
    mpz_ui_pow_ui(scaled.get_mpz_t(), 10, static_cast<unsigned long>(decimals));
    scaled = abs(value.get_num()) * scaled / value.get_den();
    return static_cast<int>(scaled.get_str().size());
}

bool terminates(const mpq_class& value) {
    mpz_class rest = value.get_den();
    while (mpz_divisible_ui_p(rest.get_mpz_t(), 2)) rest /= 2;
    while (mpz_divisible_ui_p(rest.get_mpz_t(), 5)) rest /= 5;
    return rest == 1;
}

mpq_class lastPlace(int decimals) { return boundedPower(10, -decimals); }

/// A written decimal beside the exact value it may have been rounded from.
bool roundedFrom(const Expr& decimal, const mpq_class& exact) {
    if (decimal.kind != Kind::Number || decimal.decimals < 0) return false;
    const mpq_class error = abs(decimal.number - exact);
    const int digits = significantDigits(decimal.number, decimal.decimals);
    if (digits >= 15 && decimal.decimals > 0 && error <= abs(exact) * boundedPower(10, -14)) return true;
    return decimal.decimals >= 6 && digits >= 6 && !terminates(exact) && error < lastPlace(decimal.decimals);
}

/// The same beside a value that is known to be irrational or at least not exact.
bool roundedFrom(const Expr& decimal, const Complex& value) {
    if (decimal.kind != Kind::Number || decimal.decimals < 6 || !value.isReal()) return false;
    if (significantDigits(decimal.number, decimal.decimals) < 6) return false;
    const mpfr_prec_t bits = value.re.bits();
    const Interval error = absolute(value.re - Interval(decimal.number, bits));
    const Interval place(lastPlace(decimal.decimals), bits);
    return mpfr_less_p(error.hi.get(), place.lo.get()) != 0;
}

Judgement compareConstants(const Expr& reference, const Expr& answer, Fuel& fuel, Operators operators) {
    for (const mpfr_prec_t bits : precisionsFor(operators)) {
        const auto a = evaluate(reference, {}, bits, fuel, operators),
                   b = a ? evaluate(answer, {}, bits, fuel, operators) : std::nullopt;
        if (!a || !b) continue;
        const Verdict verdict = judge(*a, *b);
        if (verdict == Verdict::Equal) return {verdict, "equal to " + std::to_string(kAgreement) + " bits"};
        if (verdict == Verdict::Undecided) continue;
        if (roundedFrom(reference, *b) || roundedFrom(answer, *a)) return {Verdict::Equal, "equal to every decimal written"};
        return {verdict, "the values differ"};
    }
    return {Verdict::Undecided, "equality cannot be decided within the bounds"};
}

Judgement compareAtPoints(const Expr& reference, const Expr& answer, const std::set<std::string>& names, Fuel& fuel,
                          Operators operators) {
    const bool complex =
        anyNode(reference, [](const Expr& e) { return e.kind == Kind::Symbol && (e.name == "i" || e.name == "I"); });
    std::set<std::string> whole;
    collectWhole(reference, whole);
    collectWhole(answer, whole);
    int real_points = 0, other_points = 0;
    bool others_agree = true;
    for (int point = 0; point < (operators == Operators::Valued ? kValuedPoints : kPoints); ++point) {
        const Assignment values = pointFor(names, point, whole);
        for (const mpfr_prec_t bits : precisionsFor(operators)) {
            const auto a = evaluate(reference, values, bits, fuel, operators);
            const auto b = a ? evaluate(answer, values, bits, fuel, operators) : std::nullopt;
            if (!a) break;
            const bool counts = complex || a->isReal();
            const Verdict verdict = b ? judge(*a, *b) : Verdict::Different;
            if (verdict == Verdict::Undecided) continue;
            if (counts) ++real_points;
            else ++other_points;
            if (verdict == Verdict::Different) {
                if (counts) return {verdict, b ? "the values differ at a point" : "undefined where the reference is not"};
                others_agree = false;
            }
            break;
        }
    }
    if (real_points >= 2 || (real_points == 0 && other_points >= 2 && others_agree)) {
        return {Verdict::Equal,
                "equal at " + std::to_string(real_points > 0 ? real_points : other_points) + " points to 100 bits"};
    }
    return {Verdict::Undecided, "equality cannot be decided within the bounds"};
}

/// Values of operators have a bound of their own: those that cannot be had within it are compared as they are written.
template <class Compare>
Judgement withOperatorFuel(Fuel& fuel, const Compare& compare) {
    Fuel own{fuel.operator_steps, 0};
    Judgement judgement{Verdict::Undecided, "its value takes too long"};
    try {
        judgement = compare(own);
    } catch (const OutOfFuel&) {
        own.steps = 0;
    }
    fuel.operator_steps = own.steps;
    return judgement;
}

std::set<std::string> symbolsOf(const Expr& a, const Expr& b) {
    std::set<std::string> names;
    collectSymbols(a, names);
    collectSymbols(b, names);
    return names;
}

}  // namespace

Judgement compareValues(const Expr& reference, const Expr& answer, Fuel& fuel) {
    const auto exact = exactValue(reference, fuel), other = exact ? exactValue(answer, fuel) : std::nullopt;
    if (exact && other) {
        if (*exact == *other) return {Verdict::Equal, "the same number"};
        if (roundedFrom(reference, *other) || roundedFrom(answer, *exact))
            return {Verdict::Equal, "equal to every decimal written"};
        return {Verdict::Different, "the numbers differ"};
    }
    if (print(reference) == print(answer)) return {Verdict::Equal, "the same expression"};
    const std::set<std::string> names = symbolsOf(reference, answer);
    if (const auto form = normalForm(reference, fuel)) {
        if (normalForm(answer, fuel) == form) return {Verdict::Equal, "the same normal form"};
    }
    const auto compared = [&](Fuel& from, Operators operators) {
        return names.empty() ? compareConstants(reference, answer, from, operators)
                             : compareAtPoints(reference, answer, names, from, operators);
    };
    const Judgement written = compared(fuel, Operators::AsWritten);
    if (written.equal() || !(anyNode(reference, isOperator) || anyNode(answer, isOperator))) return written;
    const Judgement valued = withOperatorFuel(fuel, [&](Fuel& from) { return compared(from, Operators::Valued); });
    return valued.equal() ? valued : written;
}

int orderOf(const Expr& a, const Expr& b, Fuel& fuel) {
    const auto x = exactValue(a, fuel), y = x ? exactValue(b, fuel) : std::nullopt;
    if (x && y) return *x < *y ? -1 : *x > *y ? 1 : 0;
    if (compareValues(a, b, fuel).equal()) return 0;
    for (const mpfr_prec_t bits : kPrecisions) {
        const auto left = evaluate(a, {}, bits, fuel), right = left ? evaluate(b, {}, bits, fuel) : std::nullopt;
        if (!left || !right || !left->isReal() || !right->isReal()) return 2;
        const Interval difference = left->re - right->re;
        if (difference.isPositive()) return 1;
        if (difference.isNegative()) return -1;
    }
    return 2;
}

namespace {

/// `combine` gives the same value at every point where both are defined, at three of them at least.
template <class Combine>
bool sameAtAllPoints(const Expr& a, const Expr& b, Fuel& fuel, const Combine& combine) {
    const std::set<std::string> names = symbolsOf(a, b);
    if (names.empty()) return false;
    std::optional<Complex> first;
    int points = 0;
    for (int point = 0; point < kPoints; ++point) {
        const Assignment values = pointFor(names, point);
        const auto x = evaluate(a, values, 256, fuel), y = x ? evaluate(b, values, 256, fuel) : std::nullopt;
        if (!x || !y) continue;
        const std::optional<Complex> here = combine(*x, *y);
        if (!here || (first && judge(*first, *here) != Verdict::Equal)) return false;
        first = here;
        ++points;
    }
    return points >= 3;
}

}  // namespace

bool proportional(const Expr& a, const Expr& b, bool positive, Fuel& fuel) {
    return sameAtAllPoints(a, b, fuel, [&](const Complex& x, const Complex& y) {
        const auto ratio = divide(x, y);
        const bool usable = ratio && !(ratio->re.hasZero() && ratio->im.hasZero()) && (!positive || ratio->re.isPositive());
        return usable ? ratio : std::nullopt;
    });
}

bool differByConstant(const Expr& a, const Expr& b, Fuel& fuel) {
    return sameAtAllPoints(a, b, fuel, [](const Complex& x, const Complex& y) { return std::optional(x - y); });
}

std::optional<mpz_class> nearestWhole(const Expr& e, Fuel& fuel) {
    constexpr long kMostBits = 60;
    const auto value = evaluate(e, {}, 192, fuel);
    if (!value || !value->isReal() || value->re.magnitudeExponent() > kMostBits) return std::nullopt;
    mpz_class whole;
    mpfr_get_z(whole.get_mpz_t(), value->re.lo.get(), MPFR_RNDN);
    return whole;
}

}  // namespace retort::math
