// SPDX-License-Identifier: GPL-3.0-or-later
// What an edited candidate shows of itself: the words that went and those that came.
#include "ui/text/word_diff.h"

#include <gtest/gtest.h>

#include <utility>

namespace retort::ui {
namespace {

TEST(WordDiff, PartsJoinToBothTexts) {
    const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                         {"a b c", "a b c"},
                                                         {"a b c", "a x c"},
                                                         {"我们先加二", "我们再加三个"},
                                                         {"", "new"},
                                                         {"old", ""},
                                                         {"one two three four", "zero two four five"}};
    for (const auto& [before, after] : cases) {
        QString removed, added;
        for (const DiffPart& part : diffWords(QString::fromUtf8(before), QString::fromUtf8(after))) {
            if (part.kind != DiffPart::Kind::Added) removed += part.text;
            if (part.kind != DiffPart::Kind::Removed) added += part.text;
        }
        EXPECT_EQ(removed, QString::fromUtf8(before));
        EXPECT_EQ(added, QString::fromUtf8(after));
    }
}

TEST(WordDiff, OnlyTheChangedWordIsMarked) {
    const auto parts = diffWords(QStringLiteral("the sum is 12, so"), QStringLiteral("the sum is 13, so"));
    ASSERT_EQ(parts.size(), 4u);
    EXPECT_EQ(parts[1], (DiffPart{DiffPart::Kind::Removed, QStringLiteral("12")}));
    EXPECT_EQ(parts[2], (DiffPart{DiffPart::Kind::Added, QStringLiteral("13")}));
}

}  // namespace
}  // namespace retort::ui
