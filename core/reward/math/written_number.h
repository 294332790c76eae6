// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "reward/math/expr.h"

namespace retort::math {

/// A whole answer in a form of its own, null for every other text: digits with a base above ten or in parentheses
/// ("1A_{16}", "(101)_2", "1A base 16"), a program's literals ("0x1a", "0b101", "0o17": Based, `called`), a quotient with
/// its remainder ("5余2", "5 R 2", "5……2": the call "remainder").
ExprPtr readWrittenNumber(std::string_view text);

/// A number's digits and letters as they would stand before a base: "1a" of the product 1 a; empty for another tree.
std::string digitsAsWritten(const Expr& e);

}  // namespace retort::math
