// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace retort::ui {

/// Lowest and highest finite value of a range; empty() when it has none.
struct ValueRange {
    double low = 0, high = 0;
    bool valid = false;
    bool empty() const { return !valid; }
    void add(double value);
    void add(const ValueRange& other);
};

/// Values with the extremes of every full block of 16, 64, 256, 1024, ...: extremes of any range cost O(log n), appending
/// O(1). Values that are not finite are kept and passed over by range(). Blocks take a sixth of the room of the values.
class MinMaxPyramid {
public:
    static constexpr std::size_t block = 16, fan = 4;  ///< values of the smallest block; blocks in the next larger one
    void append(double value);
    void clear();
    void reserve(std::size_t count) { values_.reserve(count); }
    std::size_t size() const { return values_.size(); }
    double at(std::size_t index) const { return values_[index]; }
    std::span<const double> values() const { return values_; }
    /// Of indices [begin, end).
    ValueRange range(std::size_t begin, std::size_t end) const;

private:
    /// Without a flag for "none": low > high says so.
    struct Extremes {
        double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
        void add(double value) {
            if (!std::isfinite(value)) return;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        void add(const Extremes& other) {
            low = std::min(low, other.low);
            high = std::max(high, other.high);
        }
    };
    std::vector<double> values_;
    std::vector<std::vector<Extremes>> levels_;
};

}  // namespace retort::ui
