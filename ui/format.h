// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string_view>

namespace retort::ui {

/// Three significant digits, no trailing noise: "0.93", "1.25e-6", "12.3k", "NaN".
QString formatValue(double value);
/// A value in its metric's unit: shares as "93%", counts with their unit.
QString formatMetric(double value, std::string_view unit);
/// A tick label with just the decimals that `step` needs.
QString formatTick(double value, double step);
/// Whole numbers: "1 240", "1.2M".
QString formatCount(double value);
/// "8 s", "3 min", "2 h 05 min".
QString formatDuration(double seconds);
/// "just now", "3 min ago", "yesterday", "12 Nov".
QString formatAgo(double unix_time, double now);
/// "93.4%".
QString formatShare(double share);

}  // namespace retort::ui
