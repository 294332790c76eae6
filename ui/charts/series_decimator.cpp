// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_decimator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace retort::ui {
namespace {

constexpr std::size_t block = MinMaxPyramid::block;
/// Columns of many points end with a block of the pyramid that is a quarter of them or less, so that no value is read but
/// the extremes of 4 to 20 blocks.
constexpr std::size_t many_points = 4 * block;
constexpr double end_share = 0.25;  ///< of a column: how far beyond its end it may reach then
constexpr std::size_t columns_ahead = 3;
constexpr std::ptrdiff_t most_interruptions = 16;

/// First index of [from, stop) whose every `stride`-th point of x is at `edge` or beyond, else stop; sought outward from a
/// guess, which is nearly right where points are evenly spread.
std::size_t seek(std::span<const double> x, std::size_t stride, std::size_t from, std::size_t stop, double edge,
                 std::size_t guess) {
    std::size_t low = from, high = stop, reach = 1;
    if (guess >= from && guess < stop) {
        if (x[guess * stride] < edge) {
            for (low = guess + 1; low + reach < stop && x[(low + reach) * stride] < edge; reach *= 2) low += reach + 1;
            high = std::min(stop, low + reach);
        } else {
            for (high = guess; high >= from + reach && x[(high - reach) * stride] >= edge; reach *= 2) high -= reach;
            low = high >= from + reach ? high - reach : from;
        }
    }
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (x[middle * stride] < edge) low = middle + 1;
        else high = middle;
    }
    return low;
}

/// Where the column that begins at `at` ends: before the first point at `edge` or beyond, or a little later. `before`:
/// points of the column before, which began at `x_before`.
std::size_t columnEnd(std::span<const double> x, std::size_t at, std::size_t stop, double edge, double width,
                      std::size_t before, double x_before) {
    if (before < many_points || !(x[at] > x_before)) return seek(x, 1, at + 1, stop, edge, at + before);
    std::size_t stride = block;
    while (4 * stride * MinMaxPyramid::fan <= before) stride *= MinMaxPyramid::fan;
    // Where points are evenly spread the first look is right, and what memory answers slowly has been asked for columns ago.
    const double points = std::ceil((edge - x[at]) * static_cast<double>(before) / (x[at] - x_before));
    const std::size_t first = at / stride + 1, last = (stop + stride - 1) / stride;
    const std::size_t guess = std::max(
        first,
        (at + static_cast<std::size_t>(std::min(std::max(points, 0.0), static_cast<double>(stop))) + stride - 1) / stride);
    __builtin_prefetch(&x[std::min(guess * stride + columns_ahead * before, x.size() - 1) / stride * stride]);
    const auto good = [&](std::size_t part) {
        return part < last && x[part * stride] >= edge && x[part * stride] <= edge + end_share * width;
    };
    if (good(guess)) return guess * stride;
    if (const std::size_t found = seek(x, stride, first, last, edge, guess); good(found)) return found * stride;
    return seek(x, 1, at + 1, stop, edge, at + before);
}

}  // namespace

std::vector<Column> decimate(std::span<const double> x, const MinMaxPyramid& y, std::span<const std::size_t> breaks,
                             double x_begin, double x_end, int columns) {
    std::vector<Column> result;
    if (columns <= 0 || !(x_end > x_begin)) return result;
    auto at = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), x_begin) - x.begin());
    const auto stop = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), x_end) - x.begin());
    const double width = (x_end - x_begin) / columns;
    auto next_break = std::lower_bound(breaks.begin(), breaks.end(), at);
    result.reserve(static_cast<std::size_t>(columns));
    std::size_t before = 1;  // points of the column before
    double x_before = std::numeric_limits<double>::infinity();
    while (at < stop) {
        Column column;
        // A point on an edge may be rounded into the column that has just ended.
        column.index =
            std::min(std::max(static_cast<int>((x[at] - x_begin) / width), result.empty() ? 0 : result.back().index + 1),
                     columns - 1);
        column.begin = at;
        const double edge = x_begin + width * (column.index + 1);
        column.end = column.index == columns - 1 ? stop : columnEnd(x, at, stop, edge, width, before, x_before);
        before = column.end - at;
        x_before = x[at];
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

std::vector<Column> cutAtBreaks(std::span<const Column> columns, const MinMaxPyramid& y,
                                std::span<const std::size_t> breaks) {
    std::vector<Column> pieces;
    pieces.reserve(columns.size());
    auto next = breaks.begin();
    for (Column rest : columns) {
        if (rest.interrupted) {
            next = std::lower_bound(next, breaks.end(), rest.begin);
            const auto last = std::lower_bound(next, breaks.end(), rest.end);
            rest.interrupted = false;
            for (const bool many = last - next > most_interruptions; !many && next != last; ++next) {
                Column piece = rest;
                piece.end = *next;
                piece.values = y.range(piece.begin, piece.end);
                if (piece.end > piece.begin) pieces.push_back(piece);
                rest.begin = *next;
                rest.interrupted = true;
            }
            rest.values = y.range(rest.begin, rest.end);
        }
        pieces.push_back(rest);
    }
    return pieces;
}

std::pair<std::size_t, std::size_t> visibleRange(std::span<const double> x, double x_begin, double x_end) {
    auto first = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), x_begin) - x.begin());
    auto last = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), x_end) - x.begin());
    if (first > 0) --first;
    if (last < x.size()) ++last;
    return {first, last};
}

}  // namespace retort::ui
