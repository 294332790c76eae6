// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reward/math/expr.h"

namespace retort::math {

/// An answer without "k \in \mathbb{Z}", and what it said to be whole: "k".
struct Parametrised {
    ExprPtr tree;
    std::set<std::string> whole;
};
Parametrised withoutMemberships(const ExprPtr& e);

/// The answer with its names for arbitrary constants (C, c_1, K; A and B beside such) and for whole parameters exchanged
/// for the reference's, every way that is possible: none where the names that only one side has are no such constants.
std::vector<ExprPtr> namedAlike(const Parametrised& reference, const Parametrised& answer);

/// The antiderivative of "F(x) + C", F; null where no constant of integration is added.
ExprPtr antiderivative(const ExprPtr& e);

/// The offset and the step of an expression that is linear in the parameter; nulls where it is not.
std::pair<ExprPtr, ExprPtr> offsetAndStep(const ExprPtr& e, const std::string& parameter, Fuel& fuel);

}  // namespace retort::math
