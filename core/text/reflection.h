// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "rollout/rollout.h"

namespace retort {

/// Words by which a trace checks itself, English and Chinese: those of DeepSeek-R1 (Nature 645, Extended Data Fig. 1: wait,
/// mistake, however, but, retry, error, verify, wrong, evaluate, check), the phrases of "oat-zero" (recheck, rethink,
/// re-evaluate, think again, ...) and their Chinese counterparts. English ones match as whole words in any case.
/// Spans (kind "reflection", label the word in lower case) are in order and do not overlap.
std::vector<TextSpan> findReflection(std::string_view text);

}  // namespace retort
