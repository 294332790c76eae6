// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "reward/math/interval.h"

namespace retort::math {

/// The body of an operator at a value of its variable, enclosed at kOperatorBits; nothing where it is undefined.
using OperatorBody = std::function<std::optional<Complex>(const mpq_class&)>;

constexpr mpfr_prec_t kOperatorBits = 768;

/// A bound of an operator: a number, or infinity with its sign.
struct OperatorBound {
    mpq_class value;
    int infinite = 0;
};

/// Values that cannot be had by arithmetic. Each is computed twice in different ways, with an error of the size of what the
/// two differ by; nothing where they do not agree to some 110 bits, which is so wherever convergence is not plain: better
/// undecided than wrongly equal.

/// A definite integral by double-exponential quadrature (Takahasi and Mori, 1974), of analytic integrands, singular at the
/// bounds at most.
std::optional<Complex> integralValue(const OperatorBody& body, const OperatorBound& from, const OperatorBound& to);

constexpr int kHighestDegree = 9;
/// The same of a polynomial of at most this degree, exact but for rounding: by the interpolation of values at two sets of
/// places. Its few values make an integral within an integral possible.
std::optional<Complex> polynomialIntegral(const OperatorBody& body, int degree, const mpq_class& from, const mpq_class& to);

/// The same of an analytic function on a short interval, by Gauss's rule with two numbers of places: cheaper than
/// integralValue(), and so what an integral within an integral takes. Nothing where a pole or a kink is near.
std::optional<Complex> smoothIntegral(const OperatorBody& body, const mpq_class& from, const mpq_class& to);

/// An integral from `from` to infinity of what oscillates: the integrals over its half periods as a series, cut at two sets
/// of places. The longest half period of the sines and cosines in the body; a little error in it does no harm.
std::optional<Complex> oscillatingIntegral(const OperatorBody& body, const mpq_class& from, const mpq_class& half_period);

/// A limit at `point` by Richardson's extrapolation, of functions that are analytic there (in 1/x at infinity). side: 1 from
/// above, -1 from below, 0 both.
std::optional<Complex> limitValue(const OperatorBody& body, const OperatorBound& point, int side);

/// The sum of body(first), body(first + 1), ... by Levin's u-transform, where the terms at hand fall like a power below
/// -1.05 of their number or faster, or alternate and fall.
std::optional<Complex> seriesValue(const OperatorBody& body, const mpz_class& first);

/// The product of body(first), body(first + 1), ..., all of them positive, by the series of their logarithms.
std::optional<Complex> infiniteProductValue(const OperatorBody& body, const mpz_class& first);

}  // namespace retort::math
