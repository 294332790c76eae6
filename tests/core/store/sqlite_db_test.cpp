// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>

#include <fstream>

#include "base/error.h"
#include "base/file.h"
#include "core/store/store_fixture.h"
#include "store/annotations.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "store/sqlite_db.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

using ::testing::HasSubstr;

/// The error that the call throws.
template <class Call>
Error errorOf(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "no error";
    return Error(ErrorCode::RunFailed, "none");
}

TEST(SqliteDb, RollsBackWhatWasNotCommitted) {
    TempDir dir;
    SqliteDb db(dir / "a.db", SqliteDb::Mode::ReadWrite);
    db.exec("CREATE TABLE t (x)");
    {
        Transaction transaction(db);
        db.exec("INSERT INTO t VALUES (1)");
    }
    {
        Transaction transaction(db);
        db.exec("INSERT INTO t VALUES (2)");
        transaction.commit();
    }
    Statement row = db.prepare("SELECT sum(x) FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.integer(0), 2);
}

TEST(SqliteDb, TextKeepsZeroBytesAndReaderCannotWrite) {
    TempDir dir;
    const std::string text("a\0b", 3);
    SqliteDb writer(dir / "a.db", SqliteDb::Mode::ReadWrite);
    writer.exec("CREATE TABLE t (x)");
    writer.prepare("INSERT INTO t VALUES (?)").bind(1, std::string_view(text)).run();
    SqliteDb reader(dir / "a.db", SqliteDb::Mode::ReadOnly);
    Statement row = reader.prepare("SELECT x FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.text(0), text);
    EXPECT_THROW(reader.exec("INSERT INTO t VALUES (1)"), Error);
}

TEST(SqliteDb, ReadersNeverCheckpoint) {
    TempDir dir;
    SqliteDb writer(dir / "a.db", SqliteDb::Mode::ReadWrite);
    writer.exec("CREATE TABLE t (x)");
    const auto wal = std::filesystem::path(dir / "a.db-wal");
    const auto size = std::filesystem::file_size(wal);
    EXPECT_GT(size, 0u);
    {
        SqliteDb reader(dir / "a.db", SqliteDb::Mode::ReadOnly);
        EXPECT_EQ(reader.pragma("wal_autocheckpoint"), 0);
        EXPECT_EQ(reader.pragma("query_only"), 1);
    }
    EXPECT_EQ(std::filesystem::file_size(wal), size);
    EXPECT_EQ(writer.pragma("synchronous"), 2);  // FULL
}

TEST(SqliteDb, AFinishedStoreOnAReadOnlyDiskCanBeRead) {
    TempDir dir;
    const auto disk = dir / "disk #1 %41";
    std::filesystem::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=4m") != 0) GTEST_SKIP() << "may not mount a file system here";
    {
        RunWriter writer(disk / "run.db");
        writer.setMeta("state", "done");
    }
    ASSERT_EQ(::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=4m"), 0);
    EXPECT_EQ(RunReader(disk / "run.db").meta("state"), "done");
    EXPECT_EQ(errorOf([&] { RunWriter(disk / "run.db"); }).code(), ErrorCode::Environment);
    EXPECT_EQ(::umount2(disk.c_str(), MNT_DETACH), 0);
}

TEST(StoreErrors, MissingForeignAndDamagedFiles) {
    TempDir dir;
    EXPECT_EQ(errorOf([&] { RunReader(dir / "none.db"); }).code(), ErrorCode::BadInput);

    std::ofstream(dir / "text.db") << std::string(5000, 'x');
    const Error text = errorOf([&] { RunReader(dir / "text.db"); });
    EXPECT_EQ(text.code(), ErrorCode::BadInput);
    EXPECT_THAT(text.what(), HasSubstr("not an SQLite database"));

    { SqliteDb(dir / "foreign.db", SqliteDb::Mode::ReadWrite).exec("CREATE TABLE t (x)"); }
    EXPECT_THAT(errorOf([&] { RunReader(dir / "foreign.db"); }).what(), HasSubstr("not a run store"));
    EXPECT_THAT(errorOf([&] { RunWriter(dir / "foreign.db"); }).what(), HasSubstr("not a run store"));
    { Annotations(dir / "annotations.db"); }
    EXPECT_THAT(errorOf([&] { RunReader(dir / "annotations.db"); }).what(), HasSubstr("not a run store"));

    // A page in the middle overwritten.
    {
        RunWriter writer(dir / "run.db");
        const StageId stage = writer.putStage(stageNamed("zero"));
        for (Step step = 1; step <= 20; ++step) writer.commit(stepOf(stage, step));
    }
    std::fstream file(dir / "run.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 3);
    file << std::string(4096 * 60, '\xee');
    file.close();
    const Error damaged = errorOf([&] {
        RunReader reader(dir / "run.db");
        reader.since({});
        for (const RolloutSummary& row : reader.rollouts({}, RolloutOrder::OldestFirst, {}, 1000).rows)
            reader.rollout(row.id);
    });
    EXPECT_EQ(damaged.code(), ErrorCode::BadInput);
    EXPECT_THAT(damaged.what(), HasSubstr("damaged"));
    EXPECT_FALSE(damaged.remedy().empty());
}

TEST(StoreErrors, NewerSchemaIsRefusedByBothAndLeftAlone) {
    TempDir dir;
    { RunWriter writer(dir / "run.db"); }
    { SqliteDb(dir / "run.db", SqliteDb::Mode::ReadWrite).exec("PRAGMA user_version=99"); }
    const std::string before = sha256File(dir / "run.db");
    for (const bool write : {false, true}) {
        const Error error = errorOf([&] { write ? (void)RunWriter(dir / "run.db") : (void)RunReader(dir / "run.db"); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        EXPECT_THAT(error.what(), HasSubstr("schema 99"));
        EXPECT_THAT(error.remedy(), HasSubstr("newer Retort"));
    }
    EXPECT_EQ(sha256File(dir / "run.db"), before);
}

TEST(StoreErrors, LockedByAnotherWriterSaysSo) {
    TempDir dir;
    RunWriter writer(dir / "run.db");
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open((dir / "run.db").c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    const Error error = errorOf([&] { writer.putStage(stageNamed("zero")); });
    EXPECT_EQ(error.code(), ErrorCode::Environment);
    EXPECT_THAT(error.what(), HasSubstr("locked by another process"));
    sqlite3_close(other);
    writer.putStage(stageNamed("zero"));
}

TEST(SqliteDb, AStatementEndsWhenItsAnswerIsNotWantedAnyMore) {
    TempDir dir;
    SqliteDb db(dir / "a.db", SqliteDb::Mode::ReadWrite);
    int asked = 0;
    db.setCancelled([&] { return ++asked > 3; });
    const std::string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    EXPECT_EQ(errorOf([&] { db.prepare(endless).step(); }).code(), ErrorCode::Interrupted);
    EXPECT_EQ(asked, 4);
    db.setCancelled({});
    Statement row = db.prepare("SELECT count(*) FROM sqlite_master");
    EXPECT_TRUE(row.step());
}

TEST(StoreErrors, FolderThatIsNotThereOrNotWritable) {
    TempDir dir;
    const Error error = errorOf([&] { RunWriter(dir / "no" / "run.db"); });
    EXPECT_EQ(error.code(), ErrorCode::Environment);
    EXPECT_FALSE(error.remedy().empty());
}

}  // namespace
}  // namespace retort::test
