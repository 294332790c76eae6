// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/min_max_pyramid.h"

#include <algorithm>
#include <cmath>

namespace retort::ui {
namespace {

constexpr std::size_t near_nodes = 2 * MinMaxPyramid::block;

}  // namespace

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
    if (values_.size() % block != 0) return;
    Extremes whole;
    for (std::size_t i = values_.size() - block; i < values_.size(); ++i) whole.add(values_[i]);
    if (levels_.empty()) levels_.emplace_back();
    levels_[0].push_back(whole);
    for (std::size_t level = 1; levels_[level - 1].size() % fan == 0; ++level) {
        if (level == levels_.size()) levels_.emplace_back();
        const std::vector<Extremes>& below = levels_[level - 1];
        Extremes all;
        for (std::size_t i = below.size() - fan; i < below.size(); ++i) all.add(below[i]);
        levels_[level].push_back(all);
    }
}

ValueRange MinMaxPyramid::range(std::size_t begin, std::size_t end) const {
    Extremes found;
    end = std::min(end, values_.size());
    // Walk up from the values: ragged edges at each level, whole blocks one level higher. A block within the range is full,
    // so that it has its node. So few nodes that they lie side by side in memory are read where they are.
    const auto walk = [&](const auto& nodes, std::size_t& first, std::size_t& last, std::size_t width) {
        const bool top = last - first <= near_nodes;
        const std::size_t up_first = top ? last : (first + width - 1) / width * width,
                          up_last = top ? last : last / width * width;
        for (std::size_t i = first; i < up_first; ++i) found.add(nodes[i]);
        for (std::size_t i = up_last; i < last; ++i) found.add(nodes[i]);
        first = up_first / width;
        last = up_last / width;
        return !top;
    };
    bool more = begin < end && walk(values_, begin, end, block);
    for (std::size_t level = 0; more; ++level) more = walk(levels_[level], begin, end, fan);
    return found.low > found.high ? ValueRange{} : ValueRange{found.low, found.high, true};
}

}  // namespace retort::ui
