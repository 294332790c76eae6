// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "rollout/rollout.h"

namespace retort {

/// A term that was judged: score 1 and Pass, or 0 and Fail.
RewardTerm verdict(bool passed, std::string extracted, std::string reason);
/// A term that cannot be judged.
RewardTerm graderError(std::string reason);
/// The text, cut to what a reason can show without cutting a character.
std::string shownText(std::string_view text);

}  // namespace retort
