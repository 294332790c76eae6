// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reward/math/expr.h"

namespace retort::math {

/// A number times letters that all name units ("1500 g", "9.8 m/s^2") as the Unit that it is beside a measure; null for
/// any other tree.
ExprPtr asMeasure(const Expr& e);
/// Measures side by side ("1 hour 30 minutes", "1元5角") as one of the first unit: each of them counts the same thing in a
/// smaller unit than the one before. Null where they do not.
ExprPtr joinedMeasures(const std::vector<ExprPtr>& parts);

}  // namespace retort::math
