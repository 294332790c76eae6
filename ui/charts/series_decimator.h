// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ui/charts/min_max_pyramid.h"

namespace retort::ui {

/// What a pixel column shows of the points that fall into it.
struct Column {
    int index = 0;                   ///< column, from 0
    std::size_t begin = 0, end = 0;  ///< points in it
    ValueRange values;               ///< of the finite ones
    bool interrupted = false;        ///< the line is interrupted before a point of it
};

/// The points of x in [x_begin, x_end] (x ascending) cut into `columns` equal columns; columns without points are left out.
/// `breaks`: ascending indices before which the line is interrupted. No extreme is lost. Columns of 64 points and more may
/// reach into the next one by a quarter of it. Cost: O(columns log n).
std::vector<Column> decimate(std::span<const double> x, const MinMaxPyramid& y, std::span<const std::size_t> breaks,
                             double x_begin, double x_end, int columns);

/// The columns, each that is interrupted cut into its pieces: they have its index, and `interrupted` says which of them no
/// line comes to. A column with more than 16 interruptions stays whole and is joined to the one before. Cost: that of the
/// columns, and O(log n) for a piece.
std::vector<Column> cutAtBreaks(std::span<const Column> columns, const MinMaxPyramid& y,
                                std::span<const std::size_t> breaks);

/// Indices [first, last) of x within [x_begin, x_end], one more at either side so that lines reach the frame.
std::pair<std::size_t, std::size_t> visibleRange(std::span<const double> x, double x_begin, double x_end);

}  // namespace retort::ui
