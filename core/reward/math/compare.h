// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reward/math/equal.h"

namespace retort::math {

/// Compares two answers as trees. Order matters in tuples and matrices and not in lists, solution lists and sets; intervals
/// compare with their brackets, and with the inequalities that say the same; "x = 5" is 5 and the same equation solved
/// otherwise; a unit or a percent sign that only one side has does not matter, and measures of two different units
/// are converted. Names of constants of integration and of whole parameters are free. Throws OutOfFuel.
Judgement compareTrees(const ExprPtr& reference, const ExprPtr& answer, Fuel& fuel);

}  // namespace retort::math
