// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
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

/// Values with the extremes of every block of 32, 1024, ...: extremes of any range cost O(log n). Appending is O(log n) too.
/// Values that are not finite are kept and passed over by range().
class MinMaxPyramid {
public:
    void append(double value);
    void clear();
    std::size_t size() const { return values_.size(); }
    double at(std::size_t index) const { return values_[index]; }
    std::span<const double> values() const { return values_; }
    /// Of indices [begin, end).
    ValueRange range(std::size_t begin, std::size_t end) const;

private:
    static constexpr std::size_t block = 32;
    std::vector<double> values_;
    std::vector<std::vector<ValueRange>> levels_;
};

}  // namespace retort::ui
