// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "ui/charts/column_grid.h"
#include "ui/models/metric_series.h"

namespace retort::ui {

/// A series as a chart draws it: raw and smoothed values, both in log10 when the axis is logarithmic. Follows the series by
/// reading only what was appended; starts over when the settings change or the run starts over. GUI thread.
class DisplaySeries {
public:
    /// weight in [0, 1): share of the past in the exponential mean over raw points; 0: no smoothing.
    void update(const MetricSeries& series, double weight, bool log_scale);

    /// What is drawn faintly (or alone when nothing is smoothed).
    const MinMaxPyramid& raw() const { return *raw_; }
    const MinMaxPyramid& smooth() const { return weight_ > 0 ? smooth_ : *raw_; }
    bool smoothed() const { return weight_ > 0; }
    /// Points that a logarithmic axis cannot show: zero and below.
    std::size_t hidden() const { return hidden_; }
    /// Grows whenever what is drawn starts over.
    std::uint64_t version() const { return version_; }
    /// Where the columns of raw() or, on its own, of smooth() are kept between frames.
    ColumnGrid& grid(bool of_raw) { return of_raw ? raw_grid_ : smooth_grid_; }

private:
    void restart(const MetricSeries& series, double weight, bool log_scale);

    const MetricSeries* source_ = nullptr;
    const MinMaxPyramid* raw_ = nullptr;
    MinMaxPyramid log_, smooth_;
    double weight_ = 0, mean_ = 0, norm_ = 0;
    bool log_scale_ = false;
    std::uint64_t generation_ = 0, version_ = 0;
    ColumnGrid raw_grid_, smooth_grid_;
    std::size_t done_ = 0, next_break_ = 0, hidden_ = 0;
};

}  // namespace retort::ui
