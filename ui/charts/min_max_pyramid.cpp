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
    const std::size_t index = values_.size();
    values_.push_back(value);
    std::size_t slot = index;
    for (std::size_t level = 0;; ++level) {
        slot /= block;
        if (level == levels_.size()) {
            if (slot == 0 && index + 1 < block) return;  // the first block is not worth a level yet
            levels_.emplace_back();
            // A new level starts with what the one below it holds already.
            if (level == 0) {
                levels_[0].resize(1);
                for (double earlier : values_) levels_[0][0].add(earlier);
            } else {
                levels_[level].resize(1);
                for (const ValueRange& earlier : levels_[level - 1]) levels_[level][0].add(earlier);
            }
            return;
        }
        if (levels_[level].size() <= slot) levels_[level].resize(slot + 1);
        levels_[level][slot].add(value);
        if (levels_[level].size() < block && level + 1 == levels_.size()) return;
    }
}

ValueRange MinMaxPyramid::range(std::size_t begin, std::size_t end) const {
    ValueRange result;
    end = std::min(end, values_.size());
    // Walk up from the leaves: ragged edges at each level, whole blocks one level higher.
    auto leaf = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) result.add(values_[i]);
    };
    if (begin >= end) return result;
    if (levels_.empty() || end - begin < 2 * block) {
        leaf(begin, end);
        return result;
    }
    std::size_t first = (begin + block - 1) / block, last = end / block;
    leaf(begin, std::min(first * block, end));
    leaf(std::max(last * block, first * block), end);
    for (std::size_t level = 0; first < last; ++level) {
        const std::vector<ValueRange>& nodes = levels_[level];
        const bool top = level + 1 == levels_.size();
        if (top || last - first < 2 * block) {
            for (std::size_t i = first; i < last; ++i) result.add(nodes[i]);
            return result;
        }
        const std::size_t up_first = (first + block - 1) / block, up_last = last / block;
        for (std::size_t i = first; i < up_first * block; ++i) result.add(nodes[i]);
        for (std::size_t i = up_last * block; i < last; ++i) result.add(nodes[i]);
        first = up_first;
        last = up_last;
    }
    return result;
}

}  // namespace retort::ui
