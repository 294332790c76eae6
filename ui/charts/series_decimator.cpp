// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_decimator.h"

#include <algorithm>

namespace retort::ui {
namespace {

/// First index of [from, stop) with x >= edge, else stop; sought outward from a guess, which is nearly right where points are
/// evenly spread.
std::size_t seek(std::span<const double> x, std::size_t from, std::size_t stop, double edge, std::size_t guess) {
    std::size_t low = from, high = stop, reach = 1;
    if (guess >= from && guess < stop) {
        if (x[guess] < edge) {
            for (low = guess + 1; low + reach < stop && x[low + reach] < edge; reach *= 2) low += reach + 1;
            high = std::min(stop, low + reach);
        } else {
            for (high = guess; high >= from + reach && x[high - reach] >= edge; reach *= 2) high -= reach;
            low = high >= from + reach ? high - reach : from;
        }
    }
    const auto begin = x.begin();
    return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(low), begin + static_cast<std::ptrdiff_t>(high), edge) - begin);
}

}  // namespace

std::vector<Column> decimate(std::span<const double> x, const MinMaxPyramid& y, std::span<const std::size_t> breaks, double x_begin,
                             double x_end, int columns) {
    std::vector<Column> result;
    if (columns <= 0 || !(x_end > x_begin)) return result;
    auto at = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), x_begin) - x.begin());
    const auto stop = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), x_end) - x.begin());
    const double width = (x_end - x_begin) / columns;
    auto next_break = std::lower_bound(breaks.begin(), breaks.end(), at);
    result.reserve(static_cast<std::size_t>(columns));
    std::size_t before = 1;  // points of the column before
    while (at < stop) {
        Column column;
        column.index = std::min(static_cast<int>((x[at] - x_begin) / width), columns - 1);
        column.begin = at;
        const double edge = x_begin + width * (column.index + 1);
        column.end = column.index == columns - 1 ? stop : seek(x, at + 1, stop, edge, at + before);
        before = column.end - at;
        column.values = y.range(column.begin, column.end);
        while (next_break != breaks.end() && *next_break < column.end) {
            column.interrupted = true;
            ++next_break;
        }
        at = column.end;
        result.push_back(column);
    }
    return result;
}

std::pair<std::size_t, std::size_t> visibleRange(std::span<const double> x, double x_begin, double x_end) {
    auto first = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), x_begin) - x.begin());
    auto last = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), x_end) - x.begin());
    if (first > 0) --first;
    if (last < x.size()) ++last;
    return {first, last};
}

}  // namespace retort::ui
