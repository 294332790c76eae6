// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "reward/math/evaluate.h"

namespace retort::math {

/// Half the period that the sines and cosines in an expression have in common, as functions of the variable: pi over the
/// least of their frequencies, to 64 bits. Nothing where there are none, where one's argument is not linear in the variable,
/// or where a frequency is no whole multiple of the least. `values` are those of the other symbols.
std::optional<mpq_class> halfPeriod(const ExprPtr& e, const std::string& variable, const Assignment& values, Fuel& fuel);

}  // namespace retort::math
