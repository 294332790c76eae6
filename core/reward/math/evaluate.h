// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "reward/math/expr.h"
#include "reward/math/interval.h"

namespace retort::math {

/// Values for the symbols of an expression.
using Assignment = std::map<std::string, mpq_class>;

/// What an integral, a limit or an infinite sum stands for: a number that depends on bounds and body alone, so that those
/// written alike agree; or its value (reward/math/operators.h).
enum class Operators { AsWritten, Valued };

/// The value of an expression without lists, relations or text, enclosed at `bits` of precision. pi, e, i and inf are
/// constants; every other symbol must be in `values`. Nothing where it is undefined or cannot be enclosed. Throws OutOfFuel.
std::optional<Complex> evaluate(const Expr& e, const Assignment& values, mpfr_prec_t bits, Fuel& fuel,
                                Operators operators = Operators::AsWritten);

/// A sum, product, integral or limit.
bool isOperator(const Expr& e);
/// The symbol that a sum, product, integral or limit runs over; "" for none.
std::string boundVariable(const Expr& e);

/// The value as an exact rational, where it can be had by arithmetic alone.
std::optional<mpq_class> exactValue(const Expr& e, Fuel& fuel);

}  // namespace retort::math
