// SPDX-License-Identifier: Apache-2.0
// kill -9 of a writing process at random moments: nothing that was acknowledged is lost, nothing half-written is seen.
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>

#include "base/random.h"
#include "core/store/old_store.h"
#include "core/store/store_fixture.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

constexpr int kills = 40;
constexpr std::int64_t rollouts_per_step = 8, points_per_step = 2;

enum class Way { Commit, Post };

/// In the child: stores steps for ever and acknowledges each on the pipe only after it is on the disk: when commit()
/// returned, or post() told so.
[[noreturn]] void storeForEver(const std::filesystem::path& file, Way way, int pipe) {
    RunWriter writer(file);
    const StageId stage = writer.putStage(stageNamed("zero"));
    const auto acknowledge = [pipe](Step step) {
        if (::write(pipe, &step, sizeof(step)) != sizeof(step)) ::_exit(3);
    };
    for (Step next = RunReader(file).steps(stage).size() + 1;; ++next) {
        if (way == Way::Post) {
            writer.post(stepOf(stage, next), [acknowledge, next] { acknowledge(next); });
            continue;
        }
        writer.commit(stepOf(stage, next));
        acknowledge(next);
    }
}

/// Runs a writer, kills it after a random time that begins with its first acknowledged step; the last step acknowledged.
Step writeAndKill(const std::filesystem::path& file, Way way, Random& random) {
    int pipe_ends[2];
    EXPECT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(pipe_ends[0]);
        storeForEver(file, way, pipe_ends[1]);
    }
    ::close(pipe_ends[1]);
    Step last = 0, step = 0;
    EXPECT_EQ(::read(pipe_ends[0], &step, sizeof(step)), static_cast<ssize_t>(sizeof(step)));
    ::usleep(static_cast<useconds_t>(random.below(30000)));
    ::kill(child, SIGKILL);
    do last = std::max(last, step);
    while (::read(pipe_ends[0], &step, sizeof(step)) == static_cast<ssize_t>(sizeof(step)));
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    return last;
}

std::string integrity(const std::filesystem::path& file) {
    sqlite3* db = nullptr;
    sqlite3_open(file.c_str(), &db);
    std::string result;
    const auto take = [](void* out, int, char** values, char**) {
        *static_cast<std::string*>(out) += values[0];
        return 0;
    };
    sqlite3_exec(db, "PRAGMA integrity_check", take, &result, nullptr);
    // The full-text index agrees with the texts it stands for.
    if (sqlite3_exec(db, "INSERT INTO rollout_text(rollout_text, rank) VALUES('integrity-check', 1)", nullptr, nullptr,
                     nullptr) != SQLITE_OK)
        result += sqlite3_errmsg(db);
    sqlite3_close(db);
    return result;
}

/// `in_flight`: steps that may be there without having been acknowledged.
void killAgainAndAgain(Way way, Step in_flight) {
    TempDir dir;
    const auto file = dir / "run.db";
    Random random(11, static_cast<std::uint64_t>(way));
    Step committed = 0;
    for (int round = 0; round < kills; ++round) {
        const Step acknowledged = writeAndKill(file, way, random);
        RunReader reader(file);
        const RunDelta delta = reader.since({}, 0);
        const Step there = static_cast<Step>(delta.steps.size());
        ASSERT_GE(there, acknowledged) << "an acknowledged step was lost";
        ASSERT_LE(there, acknowledged + in_flight) << "more than what was in flight";
        ASSERT_GT(there, committed);
        committed = there;
        ASSERT_EQ(delta.steps.back().step, there);
        ASSERT_EQ(delta.new_rollouts, there * rollouts_per_step);
        ASSERT_EQ(reader.countRollouts({}), there * rollouts_per_step);
        ASSERT_EQ(std::ssize(delta.series), points_per_step);
        for (const SeriesDelta& series : delta.series) ASSERT_EQ(std::ssize(series.points), there);
        ASSERT_EQ(delta.stages.at(0).steps_done, there);
    }
    EXPECT_EQ(integrity(file), "ok");
}

TEST(StoreCrash, KillNineLosesNothingCommittedAndShowsNothingHalf) { killAgainAndAgain(Way::Commit, 1); }

TEST(StoreCrash, KillNineLosesNoPostedStepThatWasToldToBeStored) {
    killAgainAndAgain(Way::Post, static_cast<Step>(CommitQueue::most_steps));
}

TEST(StoreCrash, KillNineWhileAnOldStoreIsBroughtUpToDateLosesNothing) {
    TempDir dir;
    const auto old = dir / "old.db", file = dir / "run.db";
    {
        RunWriter writer(old);
        const StageId stage = writer.putStage(stageNamed("zero"));
        std::vector<StepCommit> commits;
        for (Step step = 1; step <= 70; ++step) commits.push_back(stepOf(stage, step, 3, 5));
        writer.commit(commits);
    }
    takeBackToSchema3(old);
    const auto texts = [](const std::filesystem::path& store) {
        std::vector<std::string> all;
        for (const RolloutDetail& detail : everyRollout(store)) all.push_back(detail.rollout.text);
        return all;
    };
    const auto version = [](const std::filesystem::path& store) {
        return SqliteDb(store, SqliteDb::Mode::ReadOnly).pragma("user_version");
    };
    const auto open = [&](std::int64_t kill_after_us) {
        const pid_t child = ::fork();
        if (child == 0) {
            { RunWriter writer(file); }
            ::_exit(0);
        }
        if (kill_after_us >= 0) {
            ::usleep(static_cast<useconds_t>(kill_after_us));
            ::kill(child, SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
    };
    const std::vector<std::string> before = texts(old);
    std::filesystem::copy_file(old, file);
    const auto start = std::chrono::steady_clock::now();
    open(-1);
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
    const std::int64_t newest = version(file);
    ASSERT_GT(newest, 3);
    int unfinished = 0;
    constexpr int rounds = 10;
    for (int round = 0; round < rounds; ++round) {
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
        std::filesystem::copy_file(old, file);
        open(took * round / rounds);
        const std::int64_t reached = version(file);
        unfinished += reached == 3 ? 1 : 0;
        ASSERT_TRUE(reached == 3 || reached == newest) << reached;  // never a step in between
        ASSERT_EQ(texts(file), before);
        open(-1);
        ASSERT_EQ(version(file), newest);
        ASSERT_EQ(texts(file), before);
    }
    EXPECT_GT(unfinished, 0);
    EXPECT_EQ(integrity(file), "ok");
}

}  // namespace
}  // namespace retort::test
