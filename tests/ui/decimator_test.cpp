// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "ui/charts/chart_axis.h"
#include "ui/charts/min_max_pyramid.h"
#include "ui/charts/series_decimator.h"

namespace retort::ui {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

ValueRange bruteRange(std::span<const double> values, std::size_t begin, std::size_t end) {
    ValueRange range;
    for (std::size_t i = begin; i < end && i < values.size(); ++i) range.add(values[i]);
    return range;
}

MinMaxPyramid randomSeries(std::mt19937& random, std::size_t count, double nan_share) {
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform(0, 1);
    MinMaxPyramid pyramid;
    for (std::size_t i = 0; i < count; ++i) {
        const double draw = uniform(random);
        pyramid.append(draw < nan_share ? nan : draw < 2 * nan_share ? std::numeric_limits<double>::infinity() : normal(random));
    }
    return pyramid;
}

TEST(MinMaxPyramid, RangesAreThoseOfBruteForceAtEverySize) {
    std::mt19937 random(1);
    for (std::size_t count : {0UL, 1UL, 31UL, 32UL, 33UL, 1023UL, 1024UL, 1025UL, 33000UL, 70001UL}) {
        const MinMaxPyramid pyramid = randomSeries(random, count, 0.05);
        std::uniform_int_distribution<std::size_t> place(0, count + 3);
        for (int trial = 0; trial < 300; ++trial) {
            std::size_t begin = place(random), end = place(random);
            if (trial == 0) begin = 0, end = count;
            if (begin > end) std::swap(begin, end);
            const ValueRange got = pyramid.range(begin, end), want = bruteRange(pyramid.values(), begin, end);
            ASSERT_EQ(got.valid, want.valid) << count << " [" << begin << ", " << end << ")";
            if (!want.valid) continue;
            ASSERT_EQ(got.low, want.low) << count << " [" << begin << ", " << end << ")";
            ASSERT_EQ(got.high, want.high) << count << " [" << begin << ", " << end << ")";
        }
    }
}

TEST(Decimate, KeepsEveryExtremeAndEveryPoint) {
    std::mt19937 random(2);
    const std::size_t count = 50000;
    const MinMaxPyramid y = randomSeries(random, count, 0.01);
    std::vector<double> x;
    std::uniform_real_distribution<double> gap(0, 2);
    for (double at = 0; x.size() < count; at += gap(random)) x.push_back(at);
    const double low = x[1000], high = x[44000];
    constexpr int columns = 613;
    const std::vector<Column> shown = decimate(x, y, {}, low, high, columns);
    ASSERT_LE(shown.size(), static_cast<std::size_t>(columns));
    std::size_t next = 1000;
    int before = -1;
    for (const Column& column : shown) {
        EXPECT_GT(column.index, before);
        before = column.index;
        ASSERT_EQ(column.begin, next);
        next = column.end;
        const ValueRange want = bruteRange(y.values(), column.begin, column.end);
        ASSERT_EQ(column.values.valid, want.valid);
        if (want.valid) {
            ASSERT_EQ(column.values.low, want.low);
            ASSERT_EQ(column.values.high, want.high);
        }
        const double left = low + (high - low) / columns * column.index, right = low + (high - low) / columns * (column.index + 1);
        EXPECT_GE(x[column.begin], left - 1e-6);
        EXPECT_LE(x[column.end - 1], right + 1e-6);
    }
    EXPECT_EQ(next, 44001U);
}

TEST(Decimate, SaysWhereTheLineIsInterrupted) {
    MinMaxPyramid y;
    std::vector<double> x;
    for (int i = 0; i < 100; ++i) {
        x.push_back(i);
        y.append(i);
    }
    const std::vector<std::size_t> breaks{50};
    const std::vector<Column> shown = decimate(x, y, breaks, 0, 99, 10);
    int interrupted = 0;
    for (const Column& column : shown) {
        if (!column.interrupted) continue;
        ++interrupted;
        EXPECT_LE(column.begin, 50U);
        EXPECT_GT(column.end, 50U);
    }
    EXPECT_EQ(interrupted, 1);
}

TEST(Decimate, EmptyAndDegenerateRanges) {
    const MinMaxPyramid none;
    EXPECT_TRUE(decimate({}, none, {}, 0, 1, 100).empty());
    MinMaxPyramid one;
    one.append(3);
    const std::vector<double> x{5};
    EXPECT_TRUE(decimate(x, one, {}, 5, 5, 100).empty());
    EXPECT_TRUE(decimate(x, one, {}, 0, 10, 0).empty());
    ASSERT_EQ(decimate(x, one, {}, 0, 10, 100).size(), 1U);
}

TEST(ValueAxis, CoversTheValuesWithRoundTicks) {
    for (const auto& [low, high] : std::initializer_list<std::pair<double, double>>{{0.013, 0.97}, {-4, 2.2}, {1e-7, 3e-7}, {0, 0}, {5, 5}, {12000, 987000}}) {
        const AxisScale axis = valueAxis({.low = low, .high = high, .valid = true}, false, 4);
        EXPECT_LE(axis.low, low + 1e-12);
        EXPECT_GE(axis.high, high - 1e-12);
        EXPECT_GT(axis.high, axis.low);
        EXPECT_GE(axis.ticks.size(), 2U);
        EXPECT_LE(axis.ticks.size(), 9U);
    }
}

}  // namespace
}  // namespace retort::ui
