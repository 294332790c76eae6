// SPDX-License-Identifier: Apache-2.0
#include "reward/math/interval.h"

#include <algorithm>
#include <utility>

namespace retort::math {
namespace {

constexpr long kMaxAngleExponent = 2048;  ///< reducing a larger angle would need that many bits of pi

template <class Function>
Interval increasing(const Interval& a, Function function) {
    Interval result(a.bits());
    function(result.lo.get(), a.lo.get(), MPFR_RNDD);
    function(result.hi.get(), a.hi.get(), MPFR_RNDU);
    return result;
}

}  // namespace

Interval::Interval(const mpq_class& value, mpfr_prec_t bits) : lo(bits), hi(bits) {
    mpfr_set_q(lo.get(), value.get_mpq_t(), MPFR_RNDD);
    mpfr_set_q(hi.get(), value.get_mpq_t(), MPFR_RNDU);
}

mpq_class Interval::middle(mpfr_prec_t bits) const {
    Real sum(bits);
    mpfr_add(sum.get(), lo.get(), hi.get(), MPFR_RNDN);
    mpfr_div_2ui(sum.get(), sum.get(), 1, MPFR_RNDN);
    mpq_class value;
    mpfr_get_q(value.get_mpq_t(), sum.get());
    return value;
}

long Interval::widthExponent() const {
    Real width(64);
    mpfr_sub(width.get(), hi.get(), lo.get(), MPFR_RNDU);
    if (mpfr_zero_p(width.get())) return -1'000'000'000;
    return mpfr_number_p(width.get()) ? mpfr_get_exp(width.get()) : 1'000'000'000;
}

long Interval::magnitudeExponent() const {
    const auto exponent = [](mpfr_srcptr x) {
        return mpfr_zero_p(x) ? -1'000'000'000L : mpfr_number_p(x) ? mpfr_get_exp(x) : 1'000'000'000L;
    };
    return std::max(exponent(lo.get()), exponent(hi.get()));
}

Interval operator+(const Interval& a, const Interval& b) {
    Interval r(a.bits());
    mpfr_add(r.lo.get(), a.lo.get(), b.lo.get(), MPFR_RNDD);
    mpfr_add(r.hi.get(), a.hi.get(), b.hi.get(), MPFR_RNDU);
    return r;
}

Interval operator-(const Interval& a, const Interval& b) {
    Interval r(a.bits());
    mpfr_sub(r.lo.get(), a.lo.get(), b.hi.get(), MPFR_RNDD);
    mpfr_sub(r.hi.get(), a.hi.get(), b.lo.get(), MPFR_RNDU);
    return r;
}

Interval operator-(const Interval& a) { return Interval(a.bits()) - a; }

Interval operator*(const Interval& a, const Interval& b) {
    Interval r(a.bits());
    if (a.isZero() || b.isZero()) return r;
    Real product(a.bits());
    bool first = true;
    for (mpfr_srcptr x : {a.lo.get(), a.hi.get()}) {
        for (mpfr_srcptr y : {b.lo.get(), b.hi.get()}) {
            mpfr_mul(product.get(), x, y, MPFR_RNDD);
            if (first || mpfr_less_p(product.get(), r.lo.get()) || mpfr_nan_p(product.get()))
                mpfr_set(r.lo.get(), product.get(), MPFR_RNDD);
            mpfr_mul(product.get(), x, y, MPFR_RNDU);
            if (first || mpfr_greater_p(product.get(), r.hi.get()) || mpfr_nan_p(product.get()))
                mpfr_set(r.hi.get(), product.get(), MPFR_RNDU);
            first = false;
        }
    }
    return r;
}

std::optional<Interval> divide(const Interval& a, const Interval& b) {
    if (b.hasZero()) return std::nullopt;
    Interval inverse(b.bits());
    mpfr_ui_div(inverse.lo.get(), 1, b.hi.get(), MPFR_RNDD);
    mpfr_ui_div(inverse.hi.get(), 1, b.lo.get(), MPFR_RNDU);
    return a * inverse;
}

std::optional<Interval> squareRoot(const Interval& a) {
    if (mpfr_sgn(a.lo.get()) < 0) return std::nullopt;
    return increasing(a, mpfr_sqrt);
}

Interval exponential(const Interval& a) { return increasing(a, mpfr_exp); }

std::optional<Interval> logarithm(const Interval& a) {
    if (!a.isPositive()) return std::nullopt;
    return increasing(a, mpfr_log);
}

std::optional<Interval> sine(const Interval& a) {
    if (!a.isFinite() || a.magnitudeExponent() > kMaxAngleExponent) return std::nullopt;
    // |sin x - sin m| <= |x - m|: the value at one end, widened by the width.
    Interval r(a.bits());
    Real width(64);
    mpfr_sub(width.get(), a.hi.get(), a.lo.get(), MPFR_RNDU);
    mpfr_sin(r.lo.get(), a.lo.get(), MPFR_RNDD);
    mpfr_sin(r.hi.get(), a.lo.get(), MPFR_RNDU);
    mpfr_sub(r.lo.get(), r.lo.get(), width.get(), MPFR_RNDD);
    mpfr_add(r.hi.get(), r.hi.get(), width.get(), MPFR_RNDU);
    return r;
}

std::optional<Interval> cosine(const Interval& a) {
    if (a.isZero()) return Interval(mpq_class(1), a.bits());
    const auto quarter = divide(piInterval(a.bits()), Interval(mpq_class(2), a.bits()));
    return sine(*quarter - a);
}

Interval arcTangent(const Interval& a) { return increasing(a, mpfr_atan); }

std::optional<Interval> arcSine(const Interval& a) {
    if (mpfr_cmp_si(a.lo.get(), -1) < 0 || mpfr_cmp_si(a.hi.get(), 1) > 0) return std::nullopt;
    return increasing(a, mpfr_asin);
}

std::optional<Interval> gammaFunction(const Interval& a) {
    if (mpfr_cmp_si(a.lo.get(), 2) < 0 || mpfr_cmp_si(a.hi.get(), 3000) > 0) return std::nullopt;
    return increasing(a, mpfr_gamma);
}

Interval piInterval(mpfr_prec_t bits) {
    Interval r(bits);
    mpfr_const_pi(r.lo.get(), MPFR_RNDD);
    mpfr_const_pi(r.hi.get(), MPFR_RNDU);
    return r;
}

Interval absolute(const Interval& a) {
    if (mpfr_sgn(a.lo.get()) >= 0) return a;
    Interval negative = -a;
    if (mpfr_sgn(a.hi.get()) <= 0) return negative;
    Interval r(a.bits());
    mpfr_max(r.hi.get(), a.hi.get(), negative.hi.get(), MPFR_RNDU);
    return r;
}

Complex operator+(const Complex& a, const Complex& b) { return {a.re + b.re, a.im + b.im}; }
Complex operator-(const Complex& a, const Complex& b) { return {a.re - b.re, a.im - b.im}; }

Complex operator*(const Complex& a, const Complex& b) {
    if (a.isReal() && b.isReal()) return Complex(a.re * b.re);
    return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

std::optional<Complex> divide(const Complex& a, const Complex& b) {
    if (b.isReal()) {
        auto re = divide(a.re, b.re);
        if (!re) return std::nullopt;
        if (a.isReal()) return Complex(std::move(*re));
        return Complex(std::move(*re), *divide(a.im, b.re));
    }
    const Interval norm = absolute(b.re) * absolute(b.re) + absolute(b.im) * absolute(b.im);
    const Complex above = a * Complex(b.re, -b.im);
    auto re = divide(above.re, norm);
    if (!re) return std::nullopt;
    return Complex(std::move(*re), *divide(above.im, norm));
}

std::optional<Interval> modulus(const Complex& a) {
    if (a.isReal()) return absolute(a.re);
    return squareRoot(absolute(a.re) * absolute(a.re) + absolute(a.im) * absolute(a.im));
}

std::optional<Complex> logarithm(const Complex& a) {
    if (a.isReal() && a.re.isPositive()) return Complex(*logarithm(a.re));
    const auto size = modulus(a);
    const auto real = size ? logarithm(*size) : std::nullopt;
    if (!real) return std::nullopt;
    const mpfr_prec_t bits = a.re.bits();
    if (a.isReal() && a.re.isNegative()) return Complex(*real, piInterval(bits));
    Interval angle(bits);
    if (a.re.isPositive()) {
        angle = arcTangent(*divide(a.im, a.re));
    } else if (a.im.isPositive() || a.im.isNegative()) {
        const Interval quarter = *divide(piInterval(bits), Interval(mpq_class(2), bits));
        angle = -arcTangent(*divide(a.re, a.im)) + (a.im.isPositive() ? quarter : -quarter);
    } else {
        return std::nullopt;
    }
    return Complex(*real, std::move(angle));
}

std::optional<Complex> exponential(const Complex& a) {
    const Interval size = exponential(a.re);
    if (a.isReal()) return Complex(size);
    const auto cosine_part = cosine(a.im), sine_part = sine(a.im);
    if (!cosine_part || !sine_part) return std::nullopt;
    return Complex(size * *cosine_part, size * *sine_part);
}

std::optional<Complex> squareRoot(const Complex& a) {
    if (a.isReal() && mpfr_sgn(a.re.lo.get()) >= 0) return Complex(*squareRoot(a.re));
    if (a.isReal() && a.re.isNegative()) return Complex(Interval(a.re.bits()), *squareRoot(-a.re));
    auto log = logarithm(a);
    if (!log) return std::nullopt;
    const Interval half(mpq_class(1, 2), a.re.bits());
    return exponential(Complex(log->re * half, log->im * half));
}

}  // namespace retort::math
