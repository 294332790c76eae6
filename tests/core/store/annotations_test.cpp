// SPDX-License-Identifier: Apache-2.0
#include "store/annotations.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "store/migrations/migrations.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

CandidateState state(std::int64_t rollout, Verdict verdict, const std::string& source_run = {}) {
    CandidateState state;
    state.id = {source_run, {rollout}};
    state.verdict = verdict;
    return state;
}

TEST(Annotations, AVerdictReplacesTheLastAndIsCounted) {
    TempDir dir;
    Annotations annotations(dir / "annotations.db");
    annotations.decide(state(3, Verdict::Accepted));
    CandidateState edited = state(3, Verdict::Edited);
    edited.edited_text = "改过的 text";
    edited.note = "shorter";
    edited.tags = {"terse", "中文"};
    edited.time = 12;
    annotations.decide(edited);
    CandidateState rejected = state(3, Verdict::Rejected, "20260101-000000-abcd");
    rejected.reason = "mixed";
    rejected.time = 11;
    annotations.decide(rejected);
    const CandidateState read = annotations.candidate({"", {3}});
    EXPECT_EQ(read.verdict, Verdict::Edited);
    EXPECT_EQ(read.edited_text, "改过的 text");
    EXPECT_EQ(read.note, "shorter");
    EXPECT_EQ(read.tags, (std::vector<std::string>{"terse", "中文"}));
    ASSERT_EQ(annotations.candidates().size(), 2u);
    EXPECT_EQ(annotations.candidates()[0].id.source_run, "20260101-000000-abcd");
    EXPECT_EQ(annotations.candidates()[0].reason, "mixed");
    EXPECT_EQ(annotations.verdictCounts().at(Verdict::Rejected), 1);
    EXPECT_TRUE(annotations.candidate({"", {4}}).blank());
}

TEST(Annotations, UndoGoesBackToTheBeginningAndForwardAgainAcrossRestarts) {
    TempDir dir;
    {
        Annotations annotations(dir / "annotations.db");
        annotations.decide(state(1, Verdict::Accepted));
        annotations.decide(state(1, Verdict::Rejected));
        const std::vector<CandidateState> many{state(1, Verdict::Accepted), state(2, Verdict::Accepted),
                                               state(3, Verdict::Rejected)};
        annotations.decide(many);
    }
    Annotations annotations(dir / "annotations.db");
    EXPECT_EQ(annotations.undo().size(), 3u) << "a decision about many is taken back as one";
    EXPECT_EQ(annotations.candidate({"", {1}}).verdict, Verdict::Rejected);
    EXPECT_TRUE(annotations.candidate({"", {2}}).blank());
    EXPECT_EQ(annotations.undo().size(), 1u);
    EXPECT_EQ(annotations.candidate({"", {1}}).verdict, Verdict::Accepted);
    annotations.undo();
    EXPECT_TRUE(annotations.candidates().empty());
    EXPECT_FALSE(annotations.canUndo());
    EXPECT_TRUE(annotations.undo().empty());
    EXPECT_EQ(annotations.redo().size(), 1u);
    EXPECT_EQ(annotations.redo().size(), 1u);
    EXPECT_EQ(annotations.redo().size(), 3u);
    EXPECT_FALSE(annotations.canRedo());
    EXPECT_EQ(annotations.candidate({"", {3}}).verdict, Verdict::Rejected);
    annotations.undo();
    annotations.decide(state(9, Verdict::Accepted));
    EXPECT_FALSE(annotations.canRedo()) << "a new decision ends what could be done again";
}

TEST(Annotations, AFileOfAnotherRunIsRefusedAndLeftAsItIs) {
    TempDir dir;
    { Annotations(dir / "annotations.db", SqliteDb::Mode::ReadWrite, "run-a").decide(state(1, Verdict::Accepted)); }
    EXPECT_THROW(Annotations(dir / "annotations.db", SqliteDb::Mode::ReadWrite, "run-b"), Error);
    EXPECT_THROW(Annotations(dir / "annotations.db", SqliteDb::Mode::ReadOnly, "run-b"), Error);
    EXPECT_EQ(Annotations(dir / "annotations.db", SqliteDb::Mode::ReadWrite, "run-a").candidates().size(), 1u);
}

TEST(Annotations, TheFirstSchemaIsBroughtUpToDateWithItsVerdicts) {
    TempDir dir;
    {
        SqliteDb db(dir / "annotations.db", SqliteDb::Mode::ReadWrite);
        db.exec(migrations::annotations_001);
        db.exec("PRAGMA application_id=" + std::to_string(0x52743032) +
                "; PRAGMA user_version=1;"
                "INSERT INTO verdict VALUES ('', 7, 'rejected', '', 'too long', 5)");
    }
    EXPECT_THROW(Annotations(dir / "annotations.db", SqliteDb::Mode::ReadOnly), Error);
    Annotations annotations(dir / "annotations.db");
    EXPECT_EQ(annotations.candidate({"", {7}}).verdict, Verdict::Rejected);
    EXPECT_EQ(annotations.candidate({"", {7}}).reason, "too long");
}

TEST(Annotations, ImportsOnceAndOpensTheGate) {
    TempDir dir;
    Annotations annotations(dir / "annotations.db");
    const std::vector<ImportedCandidate> rows{{0, {}, "a:0", "1+1?", "2", "en", "", "a.jsonl #1"},
                                              {0, {}, "a:1", "1+2?", "3", "en", "", "a.jsonl #2"}};
    EXPECT_EQ(annotations.import("cold", rows), 2);
    EXPECT_EQ(annotations.import("cold", rows), 0) << "the same rows again are no new candidates";
    EXPECT_EQ(annotations.import("other", rows), 2);
    ASSERT_EQ(annotations.imported("cold").size(), 2u);
    EXPECT_EQ(annotations.importedRow(annotations.imported("cold")[1].id)->completion, "3");
    EXPECT_EQ(annotations.gateOpenedAt("cold"), 0);
    annotations.openGate("cold");
    EXPECT_GT(annotations.gateOpenedAt("cold"), 0);
    EXPECT_EQ(annotations.gateOpenedAt("other"), 0);
    annotations.closeGate("cold");
    EXPECT_EQ(annotations.gateOpenedAt("cold"), 0);
}

TEST(Annotations, BookmarksAndNotesSurviveReopening) {
    TempDir dir;
    {
        Annotations annotations(dir / "annotations.db");
        annotations.putBookmark({{9}, "ah", 0});
        annotations.putBookmark({{4}, "", 50});
        annotations.putBookmark({{9}, "aha", 0});
        annotations.addNote("the learning rate was too high");
        annotations.addNote("odd", {9});
    }
    Annotations annotations(dir / "annotations.db");
    ASSERT_EQ(annotations.bookmarks().size(), 2u) << "one for each rollout";
    EXPECT_EQ(annotations.bookmarks()[0].rollout.value, 4) << "oldest first";
    EXPECT_EQ(annotations.bookmarks()[0].time, 50);
    EXPECT_EQ(annotations.bookmarks()[1].note, "aha");
    EXPECT_GT(annotations.bookmarks()[1].time, 50) << "now, where no time is given";
    ASSERT_EQ(annotations.notes().size(), 2u);
    EXPECT_EQ(annotations.notes()[1].rollout.value, 9);
    annotations.removeBookmark({9});
    annotations.removeNote(annotations.notes()[0].id);
    EXPECT_EQ(annotations.bookmarks().size(), 1u);
    EXPECT_EQ(annotations.notes().size(), 1u);
}

TEST(Annotations, ReaderOfAMissingFileSeesNothingAndMakesNothing) {
    TempDir dir;
    Annotations annotations(dir / "annotations.db", SqliteDb::Mode::ReadOnly);
    EXPECT_TRUE(annotations.candidates().empty());
    EXPECT_TRUE(annotations.candidate({"", {1}}).blank());
    EXPECT_THROW(annotations.decide(state(1, Verdict::Accepted)), Error);
    EXPECT_FALSE(annotations.canUndo());
    EXPECT_FALSE(std::filesystem::exists(dir / "annotations.db"));
}

TEST(Annotations, NamesOfVerdicts) {
    for (const Verdict verdict : {Verdict::Accepted, Verdict::Edited, Verdict::Rejected})
        EXPECT_EQ(verdictFrom(name(verdict)), verdict);
    EXPECT_FALSE(verdictFrom("maybe"));
}

}  // namespace
}  // namespace retort::test
