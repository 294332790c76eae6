// SPDX-License-Identifier: Apache-2.0
#include "text/reflection.h"

#include <gtest/gtest.h>

using namespace retort;

namespace {

std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> words;
    for (const TextSpan& span : findReflection(text)) {
        EXPECT_EQ(span.kind, "reflection");
        words.push_back(std::string(text.substr(span.begin, span.end - span.begin)));
    }
    return words;
}

using Words = std::vector<std::string>;

}  // namespace

TEST(Reflection, EnglishWordsInAnyCase) {
    EXPECT_EQ(found("Wait, that is WRONG. Let me re-check and verify."), (Words{"Wait", "WRONG", "re-check", "verify"}));
    EXPECT_EQ(findReflection("WAIT")[0].label, "wait");
}

TEST(Reflection, OnlyWholeWords) {
    EXPECT_EQ(found("waiter checkout butter await button rewrong 2check check2 naïvewait"), Words{});
}

TEST(Reflection, LongerPhraseWins) {
    EXPECT_EQ(found("I try again, then check again."), (Words{"try again", "check again"}));
    EXPECT_EQ(found("two\nerrors"), Words{"errors"});
}

TEST(Reflection, ChineseWords) {
    EXPECT_EQ(found("等一下，我再检查一遍，不对，重新算。"), (Words{"等一下", "再检查", "不对", "重新"}));
    EXPECT_EQ(found("中文wait中文"), Words{"wait"});
}

TEST(Reflection, WaitAndSoOnAreToldApart) {
    EXPECT_EQ(found("等等，不是这样"), Words{"等等"});
    EXPECT_EQ(found("苹果、梨等等水果"), Words{});
}
