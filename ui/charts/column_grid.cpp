// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/column_grid.h"

#include <algorithm>
#include <cmath>

namespace retort::ui {
namespace {

/// Widths that differ by less are those of one zoom: a range moved along the axis is rounded.
constexpr double same_width = 1e-9;
/// Column 0 lies so far to the left that no index of a pan is negative.
constexpr std::int64_t room_left = std::int64_t{1} << 24;

}  // namespace

std::span<const Column> ColumnGrid::columns(const Source& source, double low, double high, double width) {
    const bool known = x_ == source.x.data() && points_ == source.y.size() && version_ == source.version &&
                       std::abs(width - width_) <= same_width * width;
    if (!known) {
        x_ = source.x.data();
        points_ = source.y.size();
        version_ = source.version;
        width_ = width;
    }
    const auto from = static_cast<std::int64_t>(std::floor(low / width_)),
               to = static_cast<std::int64_t>(std::floor(high / width_)) + 1;
    if (!known || from >= last_ || to <= first_ || from <= zero_) {
        columns_.clear();
        zero_ = from - room_left;
        first_ = last_ = from;
        add(source, from, to, false);
    } else {
        const auto outside = [&](const Column& column) { return column.index + zero_ < from || column.index + zero_ >= to; };
        std::erase_if(columns_, outside);
        if (from < first_) add(source, from, first_, true);
        if (to > last_) add(source, last_, to, false);
    }
    first_ = from;
    last_ = to;
    return columns_;
}

void ColumnGrid::add(const Source& source, std::int64_t from, std::int64_t to, bool front) {
    std::vector<Column> fresh = decimate(source.x, source.y, source.breaks, static_cast<double>(from) * width_,
                                         static_cast<double>(to) * width_, static_cast<int>(to - from));
    for (Column& column : fresh) column.index += static_cast<int>(from - zero_);
    columns_.insert(front ? columns_.begin() : columns_.end(), fresh.begin(), fresh.end());
}

}  // namespace retort::ui
