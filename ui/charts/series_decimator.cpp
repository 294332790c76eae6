// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_decimator.h"

#include <algorithm>
#include <cmath>

namespace retort::ui {

std::vector<Column> decimate(std::span<const double> x, const MinMaxPyramid& y, std::span<const std::size_t> breaks, double x_begin,
                             double x_end, int columns) {
    std::vector<Column> result;
    if (columns <= 0 || !(x_end > x_begin)) return result;
    auto at = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), x_begin) - x.begin());
    const auto stop = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), x_end) - x.begin());
    const double width = (x_end - x_begin) / columns;
    auto next_break = std::lower_bound(breaks.begin(), breaks.end(), at);
    result.reserve(static_cast<std::size_t>(columns));
    while (at < stop) {
        Column column;
        column.index = std::min(static_cast<int>((x[at] - x_begin) / width), columns - 1);
        column.begin = at;
        const double edge = x_begin + width * (column.index + 1);
        column.end = column.index == columns - 1
                         ? stop
                         : static_cast<std::size_t>(std::lower_bound(x.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                                                     x.begin() + static_cast<std::ptrdiff_t>(stop), edge) - x.begin());
        column.values = y.range(column.begin, column.end);
        if (!column.values.empty()) {
            std::size_t first = column.begin, last = column.end - 1;
            while (!std::isfinite(y.at(first))) ++first;
            while (!std::isfinite(y.at(last))) --last;
            column.first = y.at(first);
            column.last = y.at(last);
        }
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
