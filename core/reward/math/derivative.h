// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "reward/math/expr.h"

namespace retort::math {

/// The derivative of an expression by a symbol, by the usual rules; nullptr where they do not reach. Throws OutOfFuel.
ExprPtr derivative(const ExprPtr& e, const std::string& symbol, Fuel& fuel);

/// The degree of a polynomial in the symbol, or a bound of it where terms cancel; nothing for what is written as none.
/// Throws OutOfFuel.
std::optional<int> degreeIn(const Expr& e, const std::string& symbol, Fuel& fuel);

}  // namespace retort::math
