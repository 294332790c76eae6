// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace retort::math {

/// A number that is all English words, or digits and a scale: "twenty-one", "one hundred and five", "two thirds", "three and
/// a half", "2.5 million"; as digits, or as a fraction of digits "2/3". Nothing where any other word stands there.
std::optional<std::string> readEnglishNumber(std::string_view text);

}  // namespace retort::math
