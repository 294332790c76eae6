// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace retort {

/// Share of n-grams that occurred before in the text: 1 - distinct / all; 0 when there are fewer than n words. Words are
/// split at whitespace and lower-cased in ASCII; a CJK character is a word (as in Open-R1's repetition penalty, with its
/// Chinese split).
double repeatedShare(std::string_view text, std::int64_t n);

/// The same over token ids.
double repeatedShare(std::span<const std::int32_t> ids, std::int64_t n);

}  // namespace retort
