// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/min_max_pyramid.h"

#include <algorithm>
#include <cmath>

namespace retort::ui {

void ValueRange::add(double value) {
    if (!std::isfinite(value)) return;
    low = valid ? std::min(low, value) : value;
    high = valid ? std::max(high, value) : value;
    valid = true;
}

void ValueRange::add(const ValueRange& other) {
    if (!other.valid) return;
    add(other.low);
    add(other.high);
}

void MinMaxPyramid::clear() {
    values_.clear();
    levels_.clear();
}

void MinMaxPyramid::append(double value) {
    values_.push_back(value);
    std::size_t filled = values_.size();
    for (std::size_t level = 0; filled % block == 0; ++level) {
        filled /= block;
        if (level == levels_.size()) levels_.emplace_back();
        Extremes whole;
        for (std::size_t i = (filled - 1) * block; i < filled * block; ++i) {
            if (level == 0) whole.add(values_[i]);
            else whole.add(levels_[level - 1][i]);
        }
        levels_[level].push_back(whole);
    }
}

ValueRange MinMaxPyramid::range(std::size_t begin, std::size_t end) const {
    Extremes found;
    end = std::min(end, values_.size());
    // Walk up from the values: ragged edges at each level, whole blocks one level higher. A block within the range is full, so
    // that it has its node.
    auto walk = [&](const auto& nodes, std::size_t& first, std::size_t& last) {
        const bool top = last - first < 2 * block;
        const std::size_t up_first = top ? last : (first + block - 1) / block * block, up_last = top ? last : last / block * block;
        for (std::size_t i = first; i < up_first; ++i) found.add(nodes[i]);
        for (std::size_t i = up_last; i < last; ++i) found.add(nodes[i]);
        first = up_first / block;
        last = up_last / block;
        return !top;
    };
    bool more = begin < end && walk(values_, begin, end);
    for (std::size_t level = 0; more; ++level) more = walk(levels_[level], begin, end);
    return found.low > found.high ? ValueRange{} : ValueRange{found.low, found.high, true};
}

}  // namespace retort::ui
