// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "reward/math/expr.h"

namespace retort::math {

/// A product of powers of atoms, without its coefficient. Atoms are named by text: symbols, "pi", "e", "#p" for a prime,
/// "i", and what cannot be taken apart by its printed normal form.
using Monomial = std::map<std::string, mpq_class>;
/// Sum of rational coefficients times monomials. Two expressions with equal normal forms are equal wherever both are
/// defined; the converse does not hold.
using NormalForm = std::map<Monomial, mpq_class>;

/// Expands products and small powers, takes roots of whole numbers apart into primes, rationalises denominators of one or
/// two terms, and knows sine and cosine at multiples of 30 and 45 degrees and the logarithm of products. Nothing where the
/// tree is no expression or the form would have more than 300 terms. Throws OutOfFuel.
std::optional<NormalForm> normalForm(const Expr& e, Fuel& fuel);

/// True when a = 0 and b = 0 are the same equation once both are multiplied by what stands below in them: xy = 1 and y =
/// 1/x. Throws OutOfFuel.
bool sameZeros(const Expr& a, const Expr& b, Fuel& fuel);

}  // namespace retort::math
