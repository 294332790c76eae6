// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "reward/math/expr.h"

namespace retort::math {

enum class Verdict { Equal, Different, Undecided };

/// Whether two values are equal and how that was decided, in a few words for people.
struct Judgement {
    Verdict verdict = Verdict::Different;
    std::string how;
    bool equal() const { return verdict == Verdict::Equal; }
};

/// Compares two values (trees without lists, relations or text): as exact rationals; by their normal forms; else by their
/// values, enclosed with up to 4096 bits, at points that stand for the symbols. Equal by values means: to at least 100 bits
/// at every point where the reference is real. A written decimal equals an irrational or periodic value that it gives to at
/// least 6 decimals and 6 significant digits, and an exact one that it misses by the rounding of a double. Throws OutOfFuel.
Judgement compareValues(const Expr& reference, const Expr& answer, Fuel& fuel);

/// -1, 0 or 1 for real constants; nothing (2) where the order cannot be told.
int orderOf(const Expr& a, const Expr& b, Fuel& fuel);

/// True when a/b is the same nonzero number (positive, if `positive`) wherever both are defined: a = 0 and b = 0 say the
/// same.
bool proportional(const Expr& a, const Expr& b, bool positive, Fuel& fuel);
/// True when a - b is the same number wherever both are defined.
bool differByConstant(const Expr& a, const Expr& b, Fuel& fuel);
/// The whole number nearest to a real constant; nothing where there is none below 2^60.
std::optional<mpz_class> nearestWhole(const Expr& e, Fuel& fuel);

}  // namespace retort::math
