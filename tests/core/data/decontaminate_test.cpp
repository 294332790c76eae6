// SPDX-License-Identifier: Apache-2.0
#include "data/decontaminate.h"

#include <gtest/gtest.h>

namespace retort::test {

TEST(Decontaminate, WordsIgnoreCaseSpacingAndPunctuation) {
    EXPECT_EQ(comparisonWords("The  $5 Café, (x_1)!"), (std::vector<std::string>{"the", "5", "café", "x", "1"}));
    EXPECT_EQ(comparisonWords("小明有3个苹果"), (std::vector<std::string>{"小", "明", "有", "3", "个", "苹", "果"}));
}

TEST(Decontaminate, TenWordsInARowAreAMatch) {
    NgramIndex index;
    index.add("unrelated text about nothing in particular that nobody would ever write twice");
    index.add("Alice has 3 red apples and Bob gives her 4 green pears today.");
    const auto match = index.find("Problem: alice has 3 red apples, and Bob gives her 4 blue plums.");
    ASSERT_TRUE(match);
    EXPECT_EQ(match->row, 1u);
    EXPECT_EQ(match->words, "alice has 3 red apples and bob gives her 4");
    EXPECT_FALSE(index.find("alice has 3 red apples and bob gives her five green pears"))
        << "nine words in a row are not enough";
    EXPECT_FALSE(index.find(""));
}

TEST(Decontaminate, ShortTextsMatchAsAWhole) {
    NgramIndex index;
    index.add("What is 2 + 2?");
    index.add("Hi!");
    EXPECT_TRUE(index.find("what is 2+2"));
    EXPECT_FALSE(index.find("what is 2 + 2 and then some more words to make it long"));
    EXPECT_FALSE(index.find("hi")) << "two words say nothing";
}

}  // namespace retort::test
