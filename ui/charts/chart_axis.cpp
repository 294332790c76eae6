// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_axis.h"

#include <algorithm>
#include <cmath>

#include "ui/format.h"

namespace retort::ui {
namespace {

/// 1, 2 or 5 times a power of ten, so that about `wanted` fit.
double niceStep(double span, int wanted) {
    const double rough = span / std::max(wanted, 1);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double ratio = rough / power;
    return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

AxisScale logAxis(ValueRange range, int wanted) {
    AxisScale axis;
    axis.low = std::floor(range.low);
    axis.high = std::max(std::ceil(range.high), axis.low + 1);
    const double step = std::max(1.0, std::ceil((axis.high - axis.low) / wanted));
    for (double power = axis.low; power <= axis.high + 1e-9; power += step) {
        axis.ticks.push_back({power, formatValue(std::pow(10.0, power))});
    }
    return axis;
}

}  // namespace

AxisScale valueAxis(ValueRange range, bool log_scale, int wanted) {
    if (range.empty()) range = {.low = 0, .high = 1, .valid = true};
    if (log_scale) return logAxis(range, wanted);
    if (range.high - range.low < 1e-12 * std::max(1.0, std::abs(range.high))) {
        const double pad = range.high == 0 ? 1 : std::abs(range.high) * 0.1;
        // A constant at zero sits on the axis; any other floats in the middle.
        range.low -= range.high == 0 ? 0 : pad;
        range.high += pad;
    }
    AxisScale axis;
    const double step = niceStep(range.high - range.low, wanted);
    axis.low = std::floor(range.low / step + 1e-9) * step;
    axis.high = std::ceil(range.high / step - 1e-9) * step;
    for (double at = axis.low; at <= axis.high + step * 1e-6; at += step) {
        const double value = std::abs(at) < step * 1e-6 ? 0 : at;
        axis.ticks.push_back({value, formatTick(value, step)});
    }
    return axis;
}

AxisScale stepAxis(double low, double high, int wanted) {
    AxisScale axis;
    axis.low = low;
    axis.high = high > low ? high : low + 1;
    const double step = std::max(1.0, niceStep(axis.high - axis.low, wanted));
    for (double at = std::ceil(axis.low / step) * step; at <= axis.high; at += step)
        axis.ticks.push_back({at, formatCount(at)});
    return axis;
}

AxisScale timeAxis(double low, double high, double origin, int wanted) {
    AxisScale axis;
    axis.low = low;
    axis.high = high > low ? high : low + 1;
    double step = 86400;
    for (double candidate :
         {1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 21600.0, 43200.0}) {
        if ((axis.high - axis.low) / candidate <= wanted) {
            step = candidate;
            break;
        }
    }
    for (double at = std::ceil((axis.low - origin) / step) * step; at <= axis.high - origin; at += step) {
        axis.ticks.push_back({origin + at, formatDuration(at)});
    }
    return axis;
}

}  // namespace retort::ui
