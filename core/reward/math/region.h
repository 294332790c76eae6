// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reward/math/expr.h"

namespace retort::math {

/// An end of an interval.
struct Bound {
    int infinite = 0;  ///< -1 or 1: no end on that side
    ExprPtr value;
    bool closed = false;
};

/// A set of real numbers as intervals in order, none touching the next. A point is a closed interval of length zero.
struct Region {
    struct Piece {
        Bound low, high;
    };
    std::vector<Piece> pieces;
    std::string symbol;  ///< of the inequalities it was written as; empty when it was written as a set
};

/// Reads intervals, their unions, intersections and differences, finite sets, the reals, and inequalities in one symbol with
/// constant ends. Nothing for anything else, and where ends cannot be put in order. Throws OutOfFuel.
std::optional<Region> regionOf(const Expr& e, Fuel& fuel);

/// The same set; of the same symbol where both name one.
bool sameRegion(const Region& a, const Region& b, Fuel& fuel);

}  // namespace retort::math
