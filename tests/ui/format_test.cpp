// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ui/format.h"

namespace retort::ui {
namespace {

TEST(Format, ValuesKeepThreeDigitsAndSayWhatIsNoNumber) {
    EXPECT_EQ(formatValue(0).toStdString(), "0");
    EXPECT_EQ(formatValue(0.9312).toStdString(), "0.931");
    EXPECT_EQ(formatValue(63.24).toStdString(), "63.2");
    EXPECT_EQ(formatValue(21000).toStdString(), "21k");
    EXPECT_EQ(formatValue(2.5e6).toStdString(), "2.5M");
    EXPECT_EQ(formatValue(-0.5).toStdString(), "−0.500");
    EXPECT_EQ(formatValue(4e-7).toStdString(), "4.0e−7");
    EXPECT_EQ(formatValue(std::nan("")).toStdString(), "NaN");
    EXPECT_EQ(formatValue(-std::numeric_limits<double>::infinity()).toStdString(), "−∞");
}

TEST(Format, SharesDurationsAndTicks) {
    EXPECT_EQ(formatShare(0.934).toStdString(), "93.4%");
    EXPECT_EQ(formatShare(1).toStdString(), "100%");
    EXPECT_EQ(formatShare(0).toStdString(), "0%");
    EXPECT_EQ(formatShare(0.0004).toStdString(), "<0.1%");
    EXPECT_EQ(formatDuration(8).toStdString(), "8 s");
    EXPECT_EQ(formatDuration(185).toStdString(), "3 min 05 s");
    EXPECT_EQ(formatDuration(1500).toStdString(), "25 min");
    EXPECT_EQ(formatDuration(7500).toStdString(), "2 h 05 min");
    EXPECT_EQ(formatTick(0.15, 0.05).toStdString(), "0.15");
    EXPECT_EQ(formatTick(2, 1).toStdString(), "2");
}

}  // namespace
}  // namespace retort::ui
