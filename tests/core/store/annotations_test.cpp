// SPDX-License-Identifier: Apache-2.0
#include "store/annotations.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

TEST(Annotations, VerdictsReplaceUndoAndCount) {
    TempDir dir;
    Annotations annotations(dir / "annotations.db");
    annotations.setVerdict({"", {3}, Verdict::Accepted, "", "", 0});
    annotations.setVerdict({"", {3}, Verdict::Edited, "改过的 text", "shorter", 12});
    annotations.setVerdict({"20260101-000000-abcd", {3}, Verdict::Rejected, "", "", 11});
    const auto edited = annotations.verdict({3});
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->verdict, Verdict::Edited);
    EXPECT_EQ(edited->edited_text, "改过的 text");
    EXPECT_EQ(edited->note, "shorter");
    ASSERT_EQ(annotations.verdicts().size(), 2u);
    EXPECT_EQ(annotations.verdicts()[0].source_run, "20260101-000000-abcd");
    EXPECT_EQ(annotations.verdictCounts().at(Verdict::Rejected), 1);
    annotations.clearVerdict({3});
    EXPECT_FALSE(annotations.verdict({3}));
    EXPECT_TRUE(annotations.verdict({3}, "20260101-000000-abcd"));
}

TEST(Annotations, BookmarksAndNotesSurviveReopening) {
    TempDir dir;
    std::int64_t bookmark = 0;
    {
        Annotations annotations(dir / "annotations.db");
        bookmark = annotations.addBookmark({9}, "aha");
        annotations.addNote("the learning rate was too high");
        annotations.addNote("odd", {9});
    }
    Annotations annotations(dir / "annotations.db");
    ASSERT_EQ(annotations.bookmarks().size(), 1u);
    EXPECT_EQ(annotations.bookmarks()[0].label, "aha");
    EXPECT_GT(annotations.bookmarks()[0].time, 0);
    ASSERT_EQ(annotations.notes().size(), 2u);
    EXPECT_EQ(annotations.notes()[1].rollout.value, 9);
    annotations.removeBookmark(bookmark);
    annotations.removeNote(annotations.notes()[0].id);
    EXPECT_TRUE(annotations.bookmarks().empty());
    EXPECT_EQ(annotations.notes().size(), 1u);
}

TEST(Annotations, ReaderOfAMissingFileSeesNothingAndMakesNothing) {
    TempDir dir;
    Annotations annotations(dir / "annotations.db", SqliteDb::Mode::ReadOnly);
    EXPECT_TRUE(annotations.verdicts().empty());
    EXPECT_FALSE(annotations.verdict({1}));
    EXPECT_THROW(annotations.setVerdict({}), Error);
    EXPECT_FALSE(std::filesystem::exists(dir / "annotations.db"));
}

TEST(Annotations, NamesOfVerdicts) {
    for (const Verdict verdict : {Verdict::Accepted, Verdict::Edited, Verdict::Rejected})
        EXPECT_EQ(verdictFrom(name(verdict)), verdict);
    EXPECT_FALSE(verdictFrom("maybe"));
}

}  // namespace
}  // namespace retort::test
