// SPDX-License-Identifier: Apache-2.0
#include "train/lr_schedule.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace retort {
namespace {

OptimizerSection settings(const std::string& schedule) {
    OptimizerSection s;
    s.learning_rate = 1e-3;
    s.final_learning_rate = 2e-4;
    s.schedule = schedule;
    s.warmup_steps = 4;
    return s;
}

TEST(LearningRate, WarmsUpToThePeak) {
    const OptimizerSection s = settings("constant");
    EXPECT_DOUBLE_EQ(learningRate(s, 0, 20), 2.5e-4);
    EXPECT_DOUBLE_EQ(learningRate(s, 3, 20), 1e-3);
    EXPECT_DOUBLE_EQ(learningRate(s, 4, 20), 1e-3);
    EXPECT_DOUBLE_EQ(learningRate(s, 1000, 20), 1e-3);
}

TEST(LearningRate, CosineAndLinearEndAtTheFinalRate) {
    for (const char* schedule : {"cosine", "linear"}) {
        const OptimizerSection s = settings(schedule);
        EXPECT_DOUBLE_EQ(learningRate(s, 4, 15), 1e-3) << schedule;
        EXPECT_DOUBLE_EQ(learningRate(s, 9, 15), 6e-4) << schedule;  // halfway, both are the mean
        EXPECT_DOUBLE_EQ(learningRate(s, 14, 15), 2e-4) << schedule;
        EXPECT_DOUBLE_EQ(learningRate(s, 99, 15), 2e-4) << schedule;
    }
    EXPECT_GT(learningRate(settings("cosine"), 6, 15), learningRate(settings("linear"), 6, 15));
}

TEST(LearningRate, FinalRateDefaultsToATenth) {
    OptimizerSection s = settings("linear");
    s.final_learning_rate = -1;
    EXPECT_DOUBLE_EQ(learningRate(s, 14, 15), 1e-4);
}

TEST(LearningRate, SurvivesRunsShorterThanTheWarmUp) {
    EXPECT_DOUBLE_EQ(learningRate(settings("cosine"), 1, 2), 5e-4);
    EXPECT_DOUBLE_EQ(learningRate(settings("cosine"), 4, 2), 1e-3);
}

TEST(LearningRate, RefusesUnknownSchedule) { EXPECT_THROW(learningRate(settings("steps"), 9, 20), Error); }

}  // namespace
}  // namespace retort
