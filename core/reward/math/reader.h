// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "reward/math/expr.h"
#include "reward/math/lexer.h"

namespace retort::math {

/// The text is no mathematics that the reader knows; what() says where it stopped.
struct Unreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads an answer in LaTeX or plain text to a tree: a value, a list of values ("1, 2", "1 or 2"), a set, tuple, interval,
/// matrix or relation, with units and percent signs as nodes of their own. Throws Unreadable, or OutOfFuel for one that is
/// too long, too deep or has too many digits. Any thread.
ExprPtr read(std::string_view text, Commas commas, Fuel& fuel);

}  // namespace retort::math
