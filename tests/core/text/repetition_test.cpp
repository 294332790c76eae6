// SPDX-License-Identifier: Apache-2.0
#include "text/repetition.h"

#include <gtest/gtest.h>

#include <vector>

using namespace retort;

TEST(Repetition, CountsNGramsThatCameBefore) {
    EXPECT_DOUBLE_EQ(repeatedShare("a b c d e", 2), 0);
    EXPECT_DOUBLE_EQ(repeatedShare("a b a b a b", 2), 1 - 2.0 / 5);
    EXPECT_DOUBLE_EQ(repeatedShare("Go go GO", 1), 1 - 1.0 / 3);
    EXPECT_DOUBLE_EQ(repeatedShare("one two", 3), 0);
    EXPECT_DOUBLE_EQ(repeatedShare("", 1), 0);
}

TEST(Repetition, CjkCharactersAreWords) {
    EXPECT_DOUBLE_EQ(repeatedShare("我们我们", 2), 1 - 2.0 / 3);
    EXPECT_DOUBLE_EQ(repeatedShare("a我a我", 1), 0.5);
}

TEST(Repetition, OverIds) {
    const std::vector<std::int32_t> ids{5, 5, 5, 5, 5};
    EXPECT_DOUBLE_EQ(repeatedShare(ids, 2), 0.75);
}
