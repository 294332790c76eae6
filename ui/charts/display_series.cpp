// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/display_series.h"

#include <cmath>
#include <limits>

namespace retort::ui {

void DisplaySeries::restart(const MetricSeries& series, double weight, bool log_scale) {
    source_ = &series;
    ++version_;
    generation_ = series.generation;
    weight_ = weight;
    log_scale_ = log_scale;
    mean_ = norm_ = 0;
    done_ = next_break_ = hidden_ = 0;
    log_.clear();
    smooth_.clear();
}

void DisplaySeries::update(const MetricSeries& series, double weight, bool log_scale) {
    if (source_ != &series || weight_ != weight || log_scale_ != log_scale || generation_ != series.generation) {
        restart(series, weight, log_scale);
    }
    raw_ = log_scale_ ? &log_ : &series.y;
    if (!log_scale_ && weight_ == 0) {
        done_ = series.y.size();
        return;
    }
    auto shown = [&](double value) {
        if (!log_scale_) return value;
        return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
    };
    for (; done_ < series.y.size(); ++done_) {
        const double value = series.y.at(done_);
        if (log_scale_) {
            log_.append(shown(value));
            if (value <= 0) ++hidden_;
        }
        if (weight_ == 0) continue;
        while (next_break_ < series.breaks.size() && series.breaks[next_break_] <= done_) {
            // A new stage or a diverged value starts a new mean: nothing leaks over the interruption.
            if (series.breaks[next_break_] == done_) mean_ = norm_ = 0;
            ++next_break_;
        }
        if (std::isfinite(value)) {
            mean_ = weight_ * mean_ + (1 - weight_) * value;
            norm_ = weight_ * norm_ + (1 - weight_);
        }
        smooth_.append(std::isfinite(value) ? shown(mean_ / norm_) : value);
    }
}

}  // namespace retort::ui
