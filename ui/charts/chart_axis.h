// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/charts/min_max_pyramid.h"

namespace retort::ui {

struct Tick {
    double position = 0;
    QString text;
};

/// From data to pixels, and the ticks between.
struct AxisScale {
    double low = 0, high = 1;  ///< in drawn units: log10 on a logarithmic axis
    std::vector<Tick> ticks;
    double toPixel(double value, double pixel_low, double pixel_high) const {
        return pixel_low + (value - low) / (high - low) * (pixel_high - pixel_low);
    }
    double fromPixel(double pixel, double pixel_low, double pixel_high) const {
        return low + (pixel - pixel_low) / (pixel_high - pixel_low) * (high - low);
    }
};

/// Bounds widened to round numbers, about `wanted` ticks. `log_scale`: the range is log10 already.
AxisScale valueAxis(ValueRange range, bool log_scale, int wanted);
/// Whole numbers; bounds stay as given.
AxisScale stepAxis(double low, double high, int wanted);
/// Time since `origin` (Unix seconds), in seconds, minutes or hours.
AxisScale timeAxis(double low, double high, double origin, int wanted);

}  // namespace retort::ui
