// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// `Did you mean "steps"?` for the nearest known name (Damerau-Levenshtein, at most a third of its letters wrong, case
/// ignored); else `Known: a, b, c`, or `There are none`.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& known);

/// "a, b, c"
std::string joinNames(const std::vector<std::string>& names);

}  // namespace retort
