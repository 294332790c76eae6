// SPDX-License-Identifier: Apache-2.0
#include "reward/math/operators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace retort::math {
namespace {

using Value = std::optional<Complex>;

constexpr long kAgreedBits = 110;
constexpr long kLeftOut = -150;  ///< bits: terms below are not added up; every value is widened by some hundreds of them

Interval exactly(const mpq_class& value) { return Interval(value, kOperatorBits); }
Complex scaled(const Complex& a, const Interval& factor) { return {a.re * factor, a.im * factor}; }

long magnitude(const Complex& a) { return std::max(a.re.magnitudeExponent(), a.im.magnitudeExponent()); }
bool isZero(const Complex& a) { return a.re.isZero() && a.im.isZero(); }

/// The smallest interval around both.
Interval hull(const Interval& a, const Interval& b) {
    Interval r(kOperatorBits);
    mpfr_min(r.lo.get(), a.lo.get(), b.lo.get(), MPFR_RNDD);
    mpfr_max(r.hi.get(), a.hi.get(), b.hi.get(), MPFR_RNDU);
    return r;
}

/// Both results of the same computation, where they agree. What is left between them is the error: widened to twice that.
Value agreed(const Complex& a, const Complex& b) {
    const Complex distance = b - a;
    const long bits = std::max(0L, magnitude(b)) - kAgreedBits;
    if (!a.isFinite() || !b.isFinite()) return std::nullopt;
    if (!isZero(distance) && magnitude(distance) > bits) return std::nullopt;
    const Complex beyond = b + distance;
    Interval margin = hull(exactly(-1), exactly(1));
    for (const mpfr_ptr end : {margin.lo.get(), margin.hi.get()})
        mpfr_mul_2si(end, end, std::max(0L, magnitude(b)) + kLeftOut + 10, MPFR_RNDN);
    const bool real = a.isReal() && b.isReal();
    return Complex(hull(a.re, beyond.re) + margin, real ? a.im : hull(a.im, beyond.im) + margin);
}

// --- integrals ---

/// One abscissa of a double-exponential rule: how far it is from a bound, and its weight.
struct Abscissa {
    mpq_class place;
    Interval weight;
};

constexpr int kLevels = 6;           ///< steps of 1/4 down to 1/128
constexpr double kFurthest = 5.125;  ///< where abscissas come within 2^-380 of a bound

/// The abscissas that each level adds to the levels before: outwards for t >= 0, and on [0, inf) for t < 0 too.
using Rule = std::array<std::array<std::vector<Abscissa>, 2>, kLevels>;

template <class Make>
Rule ruleOf(bool both_signs, const Make& make) {
    Rule rule;
    for (int level = 0; level < kLevels; ++level) {
        const int per_unit = 4 << level;
        for (int k = level == 0 ? 0 : 1; k <= kFurthest * per_unit; k += level == 0 ? 1 : 2) {
            const mpq_class t(k, static_cast<unsigned long>(per_unit));
            rule[static_cast<std::size_t>(level)][0].push_back(make(t));
            if (both_signs && k > 0) rule[static_cast<std::size_t>(level)][1].push_back(make(-t));
        }
    }
    return rule;
}

/// pi/2 sinh t and its derivative.
std::pair<Interval, Interval> doubleExponent(mpq_class t) {
    t.canonicalize();
    const Interval up = exponential(exactly(t)), down = exponential(exactly(-t)),
                   quarter = piInterval(kOperatorBits) * exactly(mpq_class(1, 4));
    return {quarter * (up - down), quarter * (up + down)};
}

/// tanh: `place` is the distance 1 - tanh from the nearer end of [-1, 1].
const Rule& finiteRule() {
    static const Rule rule = ruleOf(false, [](const mpq_class& t) {
        const auto [u, derivative] = doubleExponent(t);
        const Interval distance = *divide(exactly(2), exactly(1) + exponential(u + u));
        return Abscissa{distance.middle(kOperatorBits), derivative * distance * (exactly(2) - distance)};
    });
    return rule;
}

/// exp: `place` is the distance from the finite end of [0, inf).
const Rule& halfInfiniteRule() {
    static const Rule rule = ruleOf(true, [](const mpq_class& t) {
        const auto [u, derivative] = doubleExponent(t);
        const Interval distance = exponential(u);
        return Abscissa{distance.middle(kOperatorBits), derivative * distance};
    });
    return rule;
}

/// Adds up what `at` gives for each abscissa, level by level, until two levels agree. Where the terms of the coarsest level
/// have vanished, nothing is asked any more; those of a side that do not vanish have no sum.
template <class At>
class Levels {
public:
    Levels(const Rule& rule, const At& at) : rule_(rule), at_(at) {}

    Value run() {
        Value before;
        for (std::size_t level = 0; level < kLevels; ++level) {
            for (std::size_t side = 0; side < 2; ++side)
                if (!add(level, side)) return std::nullopt;
            const Complex now = scaled(*sum_, exactly(mpq_class(1, 4ul << level)));
            if (before) {
                if (const Value value = agreed(*before, now)) return value;
            }
            before = now;
        }
        return std::nullopt;
    }

private:
    bool add(std::size_t level, std::size_t side) {
        const std::vector<Abscissa>& added = rule_[level][side];
        // t = i / 4 of the coarsest level, (2 i + 1) / (4 << level) of the others.
        const std::size_t end = level == 0 ? added.size() : std::min(added.size(), (ends_[side] << level) / 2);
        int vanished = 0;
        bool small = true;
        for (std::size_t i = 0; i < end; ++i) {
            const Value term = at_(added[i]);
            if (!term || !term->isFinite()) return false;
            sum_ = sum_ ? *sum_ + *term : *term;
            vanished = isZero(*term) || magnitude(*term) < kLeftOut - 20 ? vanished + 1 : 0;
            small = isZero(*term) || magnitude(*term) < kLeftOut;
            if (level > 0 || vanished < 3) continue;
            ends_[side] = i;
            return true;
        }
        if (level == 0) ends_[side] = added.size();
        return level > 0 || small;
    }

    const Rule& rule_;
    const At& at_;
    std::array<std::size_t, 2> ends_{};  ///< abscissas of the coarsest level
    Value sum_;
};

template <class At>
Value byLevels(const Rule& rule, const At& at) {
    return Levels<At>(rule, at).run();
}

Value finiteIntegral(const OperatorBody& body, const mpq_class& from, const mpq_class& to) {
    const mpq_class half = (to - from) / 2;
    const Value value = byLevels(finiteRule(), [&](const Abscissa& abscissa) -> Value {
        const mpq_class distance = half * abscissa.place;
        const Value low = body(from + distance), high = abscissa.place == 1 ? low : body(to - distance);
        if (!low || !high) return std::nullopt;
        return scaled(abscissa.place == 1 ? *low : *low + *high, abscissa.weight);
    });
    return value ? Value(scaled(*value, exactly(half))) : std::nullopt;
}

Value halfInfiniteIntegral(const OperatorBody& body, const mpq_class& from, int sign) {
    return byLevels(halfInfiniteRule(), [&](const Abscissa& abscissa) -> Value {
        const Value value = body(from + sign * abscissa.place);
        return value ? Value(scaled(*value, abscissa.weight)) : std::nullopt;
    });
}

/// Weights of the places (i + 1) / (count + 1) in [0, 1], i < count, that integrate every polynomial of a degree below count
/// exactly: the integrals of Lagrange's polynomials.
std::vector<mpq_class> interpolationWeights(int count) {
    std::vector<mpq_class> weights;
    for (int i = 0; i < count; ++i) {
        std::vector<mpq_class> coefficients{1};  // of the product of (t - t_j) / (t_i - t_j), lowest first
        for (int j = 0; j < count; ++j) {
            if (j == i) continue;
            mpq_class place(j + 1, count + 1), scale(count + 1, i - j);
            place.canonicalize();
            scale.canonicalize();
            coefficients.insert(coefficients.begin(), 0);
            for (std::size_t k = 0; k + 1 < coefficients.size(); ++k) coefficients[k] -= place * coefficients[k + 1];
            for (mpq_class& coefficient : coefficients) coefficient *= scale;
        }
        mpq_class weight = 0;
        for (std::size_t k = 0; k < coefficients.size(); ++k)
            weight += coefficients[k] / mpq_class(static_cast<long>(k + 1));
        weights.push_back(weight);
    }
    return weights;
}

Value interpolatedIntegral(const OperatorBody& body, int count, const mpq_class& from, const mpq_class& to) {
    static const std::vector<std::vector<mpq_class>> tables = [] {
        std::vector<std::vector<mpq_class>> all;
        for (int n = 0; n <= kHighestDegree + 2; ++n) all.push_back(interpolationWeights(n));
        return all;
    }();
    Value sum;
    for (int i = 0; i < count; ++i) {
        mpq_class place(i + 1, count + 1);
        place.canonicalize();
        const Value value = body(from + (to - from) * place);
        if (!value) return std::nullopt;
        const Complex part = scaled(*value, exactly(tables[static_cast<std::size_t>(count)][static_cast<std::size_t>(i)]));
        sum = sum ? *sum + part : part;
    }
    return scaled(*sum, exactly(to - from));
}

/// Places in [0, 1] and their weights.
struct GaussRule {
    std::vector<mpq_class> places;
    std::vector<Interval> weights;
};

/// Gauss and Legendre's rule of `count` places: Newton's steps to the zeros of the polynomial, whose value and derivative
/// come from the three-term recurrence. Places are rounded to 256 bits, far below what two rules are asked to agree to.
GaussRule gaussRule(int count) {
    constexpr mpfr_prec_t kPlaceBits = 256;
    GaussRule rule;
    for (int i = 0; i < count; ++i) {
        mpq_class x(std::cos(3.141592653589793 * (i + 0.75) / (count + 0.5)));
        Interval slope(kOperatorBits);
        for (int step = 0; step < 7; ++step) {
            Interval before = exactly(1), value = exactly(x);
            for (int k = 2; k <= count; ++k) {
                Interval next =
                    (exactly(mpq_class(2 * k - 1) * x) * value - exactly(k - 1) * before) * exactly(mpq_class(1, k));
                before = std::move(value);
                value = std::move(next);
            }
            slope = exactly(mpq_class(count) / (x * x - 1)) * (exactly(x) * value - before);
            const Interval next = exactly(x) - *divide(value, slope);
            Real rounded(kPlaceBits);
            mpfr_set_q(rounded.get(), next.middle(kOperatorBits).get_mpq_t(), MPFR_RNDN);
            mpfr_get_q(x.get_mpq_t(), rounded.get());
        }
        rule.places.emplace_back((x + 1) / 2);
        rule.weights.push_back(*divide(exactly(1 / (1 - x * x)), slope * slope));
    }
    return rule;
}

Value integralBy(const GaussRule& rule, const OperatorBody& body, const mpq_class& from, const mpq_class& to) {
    Value sum;
    for (std::size_t i = 0; i < rule.places.size(); ++i) {
        const Value value = body(from + (to - from) * rule.places[i]);
        if (!value) return std::nullopt;
        const Complex part = scaled(*value, rule.weights[i]);
        sum = sum ? *sum + part : part;
    }
    return scaled(*sum, exactly(to - from));
}

Value sumOf(const Value& a, const Value& b) { return a && b ? Value(*a + *b) : std::nullopt; }

// --- limits ---

/// Richardson's extrapolation of body(x(h)) to h = 0 from h = start, start / 2, ...
template <class Place>
Value extrapolated(const OperatorBody& body, const mpq_class& start, const Place& place) {
    constexpr int points = 18;
    std::vector<Complex> row;  // of the triangle: estimates of order 0, 1, ... from the last points
    Value before;
    mpq_class h = start;
    for (int k = 0; k < points; ++k, h /= 2) {
        Value estimate = body(place(h));
        if (!estimate) return std::nullopt;
        std::vector<Complex> next{*estimate};
        mpz_class power = 1;
        for (const Complex& old : row) {
            power *= 2;
            next.push_back(next.back() + scaled(next.back() - old, exactly(mpq_class(1, power - 1))));
        }
        if (k > 0) before = row.back();
        row = std::move(next);
    }
    return agreed(*before, row.back());
}

/// From near and from very near, so that what changes its mind in between has no limit here.
Value oneSided(const OperatorBody& body, const OperatorBound& point, int side) {
    const auto place = [&](const mpq_class& h) {
        return point.infinite != 0 ? mpq_class(point.infinite / h) : mpq_class(point.value + side * h);
    };
    mpq_class start(7919, 160000);
    const Value near = extrapolated(body, start, place);
    if (!near) return std::nullopt;
    mpz_class far = 1;
    far <<= 40;
    const Value nearer = extrapolated(body, start / far, place);
    return nearer ? agreed(*nearer, *near) : std::nullopt;
}

// --- series ---

constexpr int kTerms = 64;

/// Levin's u-transform of the sums from number `skip` on.
Value levin(const std::vector<Complex>& terms, const std::vector<Complex>& sums, int skip) {
    const int order = kTerms - 1 - skip;
    Complex above(kOperatorBits), below(kOperatorBits);
    mpz_class binomial = 1;
    for (int j = 0; j <= order; ++j) {
        mpq_class ratio(j + 1 + skip, order + 1 + skip);
        ratio.canonicalize();
        mpz_class up, down;
        mpz_pow_ui(up.get_mpz_t(), ratio.get_num_mpz_t(), static_cast<unsigned long>(order - 1));
        mpz_pow_ui(down.get_mpz_t(), ratio.get_den_mpz_t(), static_cast<unsigned long>(order - 1));
        const mpq_class weight(mpz_class((j % 2 == 0 ? 1 : -1) * binomial * up), mpz_class(down * (j + 1 + skip)));
        const Value part = divide(Complex(exactly(weight)), terms[static_cast<std::size_t>(j + skip)]);
        if (!part) return std::nullopt;
        above = above + *part * sums[static_cast<std::size_t>(j + skip)];
        below = below + *part;
        binomial = binomial * (order - j) / (j + 1);
    }
    return divide(above, below);
}

/// log2 |a|, of a number that is known well enough.
std::optional<double> logarithmOfSize(const Complex& a) {
    const auto size = modulus(a);
    if (!size || !size->isPositive()) return std::nullopt;
    long exponent = 0;
    const double mantissa = mpfr_get_d_2exp(&exponent, size->hi.get(), MPFR_RNDN);
    return std::log2(mantissa) + static_cast<double>(exponent);
}

bool opposite(const Complex& a, const Complex& b) {
    return a.isReal() && b.isReal() &&
           ((a.re.isPositive() && b.re.isNegative()) || (a.re.isNegative() && b.re.isPositive()));
}

/// Terms at places that double, as far as a sum of them is ever looked at.
bool fallsFastEnough(const OperatorBody& body, const mpz_class& first, const std::vector<Complex>& terms) {
    bool alternates = true;
    for (std::size_t i = 1; i < terms.size(); ++i) alternates = alternates && opposite(terms[i - 1], terms[i]);
    std::optional<double> before;
    for (int k = 5; k <= 16; ++k) {
        if (before && *before < -5000) break;  // 1/n!
        const mpz_class n = first + (mpz_class(1) << static_cast<mp_bitcnt_t>(k));
        const Value term = body(n), next = body(n + 1);
        const auto size = term ? logarithmOfSize(*term) : std::nullopt;
        if (!size || !next) return false;
        alternates = alternates && opposite(*term, *next);
        if (before && *size - *before > (alternates ? -0.1 : -1.05)) return false;
        before = size;
    }
    return true;
}

}  // namespace

Value integralValue(const OperatorBody& body, const OperatorBound& from, const OperatorBound& to) {
    if (from.infinite == 0 && to.infinite == 0) {
        if (from.value == to.value) return std::nullopt;
        // In two parts of odd lengths: abscissas that lie evenly around a pole would give it a value.
        const mpq_class between = from.value + (to.value - from.value) * mpq_class(408, 985);
        return sumOf(finiteIntegral(body, from.value, between), finiteIntegral(body, between, to.value));
    }
    if (from.infinite > 0 || to.infinite < 0) return std::nullopt;
    const mpq_class inside = (from.infinite == 0 ? from.value
                              : to.infinite == 0 ? to.value
                                                 : mpq_class(0)) +
                             mpq_class(from.infinite == 0 ? 985
                                       : to.infinite == 0 ? -985
                                                          : 1,
                                       408);
    const Value left =
        from.infinite == 0 ? finiteIntegral(body, from.value, inside) : halfInfiniteIntegral(body, inside, -1);
    if (!left) return std::nullopt;
    return sumOf(left, to.infinite == 0 ? finiteIntegral(body, inside, to.value) : halfInfiniteIntegral(body, inside, 1));
}

Value polynomialIntegral(const OperatorBody& body, int degree, const mpq_class& from, const mpq_class& to) {
    const Value few = interpolatedIntegral(body, degree + 1, from, to),
                more = few ? interpolatedIntegral(body, degree + 2, from, to) : std::nullopt;
    return more ? agreed(*more, *few) : std::nullopt;
}

Value smoothIntegral(const OperatorBody& body, const mpq_class& from, const mpq_class& to) {
    static const GaussRule few = gaussRule(30), more = gaussRule(38);
    const Value a = integralBy(few, body, from, to), b = a ? integralBy(more, body, from, to) : std::nullopt;
    return b ? agreed(*a, *b) : std::nullopt;
}

Value oscillatingIntegral(const OperatorBody& body, const mpq_class& from, const mpq_class& half_period) {
    static const GaussRule rule = gaussRule(28);
    // From a few half periods on: what is singular at the bound is far from there, seen from a half period.
    const auto cutAt = [&](const mpq_class& half_periods) -> Value {
        const mpq_class begin = from + half_periods * half_period;
        const Value head = integralValue(body, {from, 0}, {begin, 0});
        const OperatorBody part = [&](const mpq_class& n) {
            const mpq_class left = begin + n * half_period;
            return integralBy(rule, body, left, left + half_period);
        };
        return head ? sumOf(head, seriesValue(part, 0)) : std::nullopt;
    };
    const Value a = cutAt(4), b = a ? cutAt(mpq_class(47, 10)) : std::nullopt;
    return b ? agreed(*a, *b) : std::nullopt;
}

Value limitValue(const OperatorBody& body, const OperatorBound& point, int side) {
    if (point.infinite != 0 || side != 0) return oneSided(body, point, side);
    const Value above = oneSided(body, point, 1), below = above ? oneSided(body, point, -1) : std::nullopt;
    return below ? agreed(*above, *below) : std::nullopt;
}

Value seriesValue(const OperatorBody& body, const mpz_class& first) {
    std::vector<Complex> terms, sums;
    for (int n = 0; n < kTerms; ++n) {
        const Value term = body(first + n);
        if (!term) return std::nullopt;
        terms.push_back(*term);
        sums.push_back(sums.empty() ? *term : sums.back() + *term);
    }
    if (!fallsFastEnough(body, first, terms)) return std::nullopt;
    const Value all = levin(terms, sums, 0), later = all ? levin(terms, sums, 9) : std::nullopt;
    return later ? agreed(*later, *all) : std::nullopt;
}

Value infiniteProductValue(const OperatorBody& body, const mpz_class& first) {
    const Value sum = seriesValue(
        [&](const mpq_class& n) -> Value {
            const Value factor = body(n);
            const auto log = factor && factor->isReal() && factor->re.isPositive() ? logarithm(factor->re) : std::nullopt;
            return log ? Value(Complex(*log)) : std::nullopt;
        },
        first);
    return sum ? exponential(*sum) : std::nullopt;
}

}  // namespace retort::math
