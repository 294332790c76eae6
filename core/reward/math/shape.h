// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "reward/math/expr.h"

namespace retort::math {

/// The tree in the shape that comparing expects: plus-minus written out as two values, what follows an approximation sign
/// dropped, "a = b = c" as "a = c", lists within lists flattened, matrix sums and products carried out.
ExprPtr shaped(const ExprPtr& e, Fuel& fuel);

/// "3i - j + 2k" as the point (3, -1, 2) of as many parts as `count`: a sum of i, j and k times what holds none of them.
/// Null for any other tree, and for one of i alone, which is a complex number.
ExprPtr asVector(const Expr& e, std::size_t count);

/// x = y = 1 beside several values: x = 1 and y = 1. `otherwise` where it is no chain of names and a value.
ExprPtr chainAsList(const ExprPtr& e, const ExprPtr& otherwise);

/// What a relation says the value is: the right side of "x = 5", "f(x) = 5", "|AB| = 5", "AB:CD = 5" and "x \in S", the left
/// of "5 = x", the end of "2 + 3 = 5". Null where the relation defines nothing.
ExprPtr valueOf(const Expr& relation);
/// The name that a relation gives a value to, printed; empty where there is none.
std::string nameOf(const Expr& relation);

}  // namespace retort::math
