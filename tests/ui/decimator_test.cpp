// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "ui/charts/chart_axis.h"
#include "ui/charts/column_grid.h"
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
        pyramid.append(draw < nan_share       ? nan
                       : draw < 2 * nan_share ? std::numeric_limits<double>::infinity()
                                              : normal(random));
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
        const double width = (high - low) / columns;
        EXPECT_GE(x[column.begin], low + width * column.index - 1e-6);
        EXPECT_LE(x[column.end - 1], low + width * (column.index + 1.25) + 1e-6);
    }
    EXPECT_EQ(next, 44001U);
}

// Columns of thousands of points, of hundreds, and of few, in turn.
TEST(Decimate, CrowdedColumnsLoseNothingAndStayInPlace) {
    std::mt19937 random(3);
    constexpr std::size_t count = 400000;
    const MinMaxPyramid y = randomSeries(random, count, 0.001);
    std::vector<double> x;
    double at = 0;
    for (std::size_t i = 0; i < count; ++i) x.push_back(at += i / 40000 % 3 == 0 ? 1 : i / 40000 % 3 == 1 ? 0.1 : 50);
    constexpr int columns = 500;
    const double low = x[777], high = x[399000], width = (high - low) / columns;
    std::size_t next = 777;
    int before = -1;
    for (const Column& column : decimate(x, y, {}, low, high, columns)) {
        EXPECT_GT(column.index, before);
        before = column.index;
        ASSERT_EQ(column.begin, next);
        next = column.end;
        const ValueRange want = bruteRange(y.values(), column.begin, column.end);
        ASSERT_EQ(column.values.low, want.low);
        ASSERT_EQ(column.values.high, want.high);
        EXPECT_GE(x[column.begin], low + width * column.index - 1e-6);
        EXPECT_LE(x[column.end - 1], low + width * (column.index + 1.25) + 1e-6) << column.end - column.begin;
    }
    EXPECT_EQ(next, 399001U);
}

// A range that is moved, zoomed, and moved while points are added: what the grid keeps is what it would compute anew.
TEST(ColumnGrid, KeepsOnPanningWhatItWouldComputeAnew) {
    std::mt19937 random(4);
    MinMaxPyramid y = randomSeries(random, 60000, 0.01);
    std::vector<double> x;
    for (std::size_t i = 0; i < y.size(); ++i) x.push_back(static_cast<double>(i) * 0.5);
    const std::vector<std::size_t> breaks{1000, 30000, 30001};
    ColumnGrid grid;
    std::uniform_real_distribution<double> step(-700, 900);
    double low = 5000, span = 9000;
    for (int frame = 0; frame < 300; ++frame) {
        if (frame % 50 == 49) span *= 0.7;
        if (frame % 40 == 39) {
            x.push_back(x.back() + 0.5);
            y.append(static_cast<double>(frame));
        }
        low = std::clamp(low + step(random), -500.0, 25000.0);
        const ColumnGrid::Source source{x, y, breaks, 1};
        const double width = span / 321;
        ColumnGrid fresh;
        const auto kept = grid.columns(source, low, low + span, width), want = fresh.columns(source, low, low + span, width);
        ValueRange all_kept, all_want;
        std::size_t interrupted = 0, interrupted_anew = 0;
        for (const Column& column : kept) all_kept.add(column.values), interrupted += column.interrupted;
        for (const Column& column : want) all_want.add(column.values), interrupted_anew += column.interrupted;
        ASSERT_EQ(all_kept.low, all_want.low) << frame;
        ASSERT_EQ(all_kept.high, all_want.high) << frame;
        EXPECT_GE(interrupted, interrupted_anew) << frame;
        ASSERT_EQ(kept.size(), want.size()) << frame;
        int before = -1;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            ASSERT_GT(kept[i].index, before) << frame;
            before = kept[i].index;
            // The same place on the axis, whatever the columns are counted from.
            ASSERT_NEAR(grid.origin() + kept[i].index * width, fresh.origin() + want[i].index * width, width * 0.01)
                << frame;
            const ValueRange brute = bruteRange(y.values(), kept[i].begin, kept[i].end);
            ASSERT_EQ(kept[i].values.low, brute.low) << frame;
        }
    }
    EXPECT_TRUE(grid.columns({x, y, breaks, 2}, 1e9, 1e9 + 10, 1).empty()) << "beyond all points";
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

TEST(Decimate, PiecesOfAnInterruptedColumnHoldItsPointsInOrder) {
    std::mt19937 random(5);
    const MinMaxPyramid y = randomSeries(random, 20000, 0.002);
    std::vector<double> x;
    for (std::size_t i = 0; i < y.size(); ++i) x.push_back(static_cast<double>(i));
    std::vector<std::size_t> breaks{100, 101, 5000, 5003, 12345};
    // So many in one column that nobody could see them apart.
    for (std::size_t at = 15040; at < 15070; ++at) breaks.push_back(at);
    const std::vector<Column> columns = decimate(x, y, breaks, 0, 19999, 100), pieces = cutAtBreaks(columns, y, breaks);
    std::vector<std::size_t> cut;
    std::size_t next = 0;
    int index = 0;
    for (const Column& piece : pieces) {
        ASSERT_EQ(piece.begin, next);
        ASSERT_GT(piece.end, piece.begin);
        next = piece.end;
        EXPECT_GE(piece.index, index);
        index = piece.index;
        if (piece.interrupted) cut.push_back(piece.begin);
        const ValueRange want = bruteRange(y.values(), piece.begin, piece.end);
        ASSERT_EQ(piece.values.valid, want.valid) << piece.begin;
        if (!want.valid) continue;
        EXPECT_EQ(piece.values.low, want.low);
        EXPECT_EQ(piece.values.high, want.high);
    }
    EXPECT_EQ(next, 20000U);
    EXPECT_EQ(cut, (std::vector<std::size_t>{100, 101, 5000, 5003, 12345}));
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
    for (const auto& [low, high] : std::initializer_list<std::pair<double, double>>{
             {0.013, 0.97}, {-4, 2.2}, {1e-7, 3e-7}, {0, 0}, {5, 5}, {12000, 987000}}) {
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
