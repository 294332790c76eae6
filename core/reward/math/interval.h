// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmpxx.h>
#include <mpfr.h>

#include <optional>

namespace retort::math {

/// An MPFR number of its own precision.
class Real {
public:
    explicit Real(mpfr_prec_t bits) {
        mpfr_init2(value_, bits);
        mpfr_set_zero(value_, 1);
    }
    Real(const Real& other) {
        mpfr_init2(value_, mpfr_get_prec(other.value_));
        mpfr_set(value_, other.value_, MPFR_RNDN);
    }
    Real(Real&& other) noexcept {
        value_[0] = other.value_[0];
        other.value_->_mpfr_d = nullptr;
    }
    Real& operator=(Real other) noexcept {
        std::swap(value_[0], other.value_[0]);
        return *this;
    }
    ~Real() {
        if (value_->_mpfr_d != nullptr) mpfr_clear(value_);
    }
    mpfr_ptr get() { return value_; }
    mpfr_srcptr get() const { return value_; }

private:
    mpfr_t value_;
};

/// All real numbers from lo to hi. Every operation rounds outwards, so that the true value of an expression is always
/// inside; nothing is returned where the value is undefined or the enclosure would be useless.
struct Interval {
    Real lo, hi;
    explicit Interval(mpfr_prec_t bits) : lo(bits), hi(bits) {}
    Interval(const mpq_class& value, mpfr_prec_t bits);

    mpfr_prec_t bits() const { return mpfr_get_prec(lo.get()); }
    bool isZero() const { return mpfr_zero_p(lo.get()) && mpfr_zero_p(hi.get()); }
    bool hasZero() const { return mpfr_sgn(lo.get()) <= 0 && mpfr_sgn(hi.get()) >= 0; }
    bool isPositive() const { return mpfr_sgn(lo.get()) > 0; }
    bool isNegative() const { return mpfr_sgn(hi.get()) < 0; }
    bool isFinite() const { return mpfr_number_p(lo.get()) && mpfr_number_p(hi.get()); }
    /// Binary exponent of hi - lo, rounded up; very low when they are equal.
    long widthExponent() const;
    /// Binary exponent of the largest magnitude inside.
    long magnitudeExponent() const;
    /// Half way from lo to hi, rounded to this many bits.
    mpq_class middle(mpfr_prec_t bits) const;
};

Interval operator+(const Interval& a, const Interval& b);
Interval operator-(const Interval& a, const Interval& b);
Interval operator-(const Interval& a);
Interval operator*(const Interval& a, const Interval& b);
std::optional<Interval> divide(const Interval& a, const Interval& b);
std::optional<Interval> squareRoot(const Interval& a);
Interval exponential(const Interval& a);
std::optional<Interval> logarithm(const Interval& a);
std::optional<Interval> sine(const Interval& a);
std::optional<Interval> cosine(const Interval& a);
Interval arcTangent(const Interval& a);
std::optional<Interval> arcSine(const Interval& a);
std::optional<Interval> gammaFunction(const Interval& a);
Interval piInterval(mpfr_prec_t bits);
Interval absolute(const Interval& a);

/// A complex number in a rectangle; one whose `im` is exactly zero is real.
struct Complex {
    Interval re, im;
    explicit Complex(mpfr_prec_t bits) : re(bits), im(bits) {}
    explicit Complex(Interval real) : re(std::move(real)), im(re.bits()) {}
    Complex(Interval real, Interval imaginary) : re(std::move(real)), im(std::move(imaginary)) {}
    bool isReal() const { return im.isZero(); }
    bool isFinite() const { return re.isFinite() && im.isFinite(); }
};

Complex operator+(const Complex& a, const Complex& b);
Complex operator-(const Complex& a, const Complex& b);
Complex operator*(const Complex& a, const Complex& b);
std::optional<Complex> divide(const Complex& a, const Complex& b);
/// Principal branches; nothing where a cut goes through the rectangle.
std::optional<Complex> logarithm(const Complex& a);
std::optional<Complex> exponential(const Complex& a);
std::optional<Complex> squareRoot(const Complex& a);
std::optional<Interval> modulus(const Complex& a);

}  // namespace retort::math
