// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace retort {

/// Whether two answers say the same time of day ("15:30", "3:30 PM", "下午3点30分", "noon"), date ("June 20", "20 June
/// 2024", "6月20日", "2024-06-20") or weekday ("星期三", "周三"). Nothing where they are not both of one kind, or say so
/// little that another reading is as good: "3:30" and "3:45" may be ratios. A half of the day, or a year, that only one side
/// has does not matter; from 13:00 on, and at 0, hours count from midnight. Any thread.
std::optional<bool> sameOnCalendar(std::string_view reference, std::string_view answer);

}  // namespace retort
