// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "ui/charts/series_decimator.h"

namespace retort::ui {

/// The columns of one series on a grid that stays where it is while a chart is panned: only those that come in are computed,
/// and the picture moves without flickering. For one thread.
class ColumnGrid {
public:
    /// What the columns are made of. A pyramid that was filled anew has another `version`.
    struct Source {
        std::span<const double> x;
        const MinMaxPyramid& y;
        std::span<const std::size_t> breaks;
        std::uint64_t version = 0;
    };
    /// The columns that touch [low, high], each `width` > 0 of the axis wide; their indices count from origin(). Empty
    /// columns are left out. Good until the next call.
    std::span<const Column> columns(const Source& source, double low, double high, double width);
    /// Where column 0 begins on the axis.
    double origin() const { return static_cast<double>(zero_) * width_; }

private:
    void add(const Source& source, std::int64_t from, std::int64_t to, bool front);

    std::vector<Column> columns_;
    const double* x_ = nullptr;
    std::size_t points_ = 0;
    std::uint64_t version_ = 0;
    double width_ = 0;
    std::int64_t zero_ = 0, first_ = 0, last_ = 0;  ///< columns [first_, last_) of the grid are known
};

}  // namespace retort::ui
