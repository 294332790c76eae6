// SPDX-License-Identifier: Apache-2.0
#include "run/run_directory.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <regex>

#include "base/error.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

using ::testing::HasSubstr;

TEST(RunDirectory, FreshIdsDifferAndSortByTime) {
    TempDir project;
    const RunDirectory first = RunDirectory::create(project.path()), second = RunDirectory::create(project.path());
    EXPECT_NE(first.id(), second.id());
    EXPECT_TRUE(std::regex_match(first.id(), std::regex("\\d{8}-\\d{6}-[0-9a-f]{4}"))) << first.id();
    EXPECT_EQ(first.root().parent_path(), project.path() / "runs");
    EXPECT_TRUE(std::filesystem::is_directory(first.root()));
    EXPECT_THROW(RunDirectory::open(first.root()), Error);
}

TEST(RunDirectory, ListsRunsOnlyNewestFirst) {
    TempDir project;
    EXPECT_TRUE(listRuns(project.path()).empty());
    for (const char* id : {"20260101-000000-aaaa", "20270101-000000-aaaa", "notes"})
        std::filesystem::create_directories(project / "runs" / id);
    RunDirectory(project / "runs" / "20260101-000000-aaaa").writeManifest({});
    RunDirectory(project / "runs" / "20270101-000000-aaaa").writeManifest({});
    const auto runs = listRuns(project.path());
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_EQ(runs[0].id(), "20270101-000000-aaaa");
    EXPECT_EQ(RunDirectory::open(runs[1].root().string() + "/").id(), "20260101-000000-aaaa");
}

TEST(RunDirectory, ManifestComesBackAndDamageIsNamed) {
    TempDir project;
    const RunDirectory run = RunDirectory::create(project.path());
    RunManifest manifest{run.id(),
                         12.5,
                         {"retort", "run", "数据"},
                         "ab12",
                         18446744073709551615u,
                         {{"data/a.jsonl", "ff"}},
                         {{"retort", "0.1"}},
                         {{"threads", "2"}},
                         "x@y"};
    run.writeManifest(manifest);
    const RunManifest back = run.readManifest();
    EXPECT_EQ(back.run_id, run.id());
    EXPECT_EQ(back.seed, manifest.seed);
    EXPECT_EQ(back.command_line, manifest.command_line);
    EXPECT_EQ(back.inputs, manifest.inputs);
    EXPECT_EQ(back.forked_from, "x@y");
    for (const char* damaged : {"{", "[]", "{\"run_id\": 3}"}) {
        std::ofstream(run.manifest()) << damaged;
        try {
            run.readManifest();
            ADD_FAILURE() << damaged;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            EXPECT_THAT(error.what(), HasSubstr("run.json"));
        }
    }
}

TEST(RunDirectory, UnwritableProjectSaysSo) {
    try {
        RunDirectory::create("/proc/self");
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Environment);
        EXPECT_THAT(error.what(), HasSubstr("/proc/self/runs"));
        EXPECT_FALSE(error.remedy().empty());
    }
}

TEST(RunDirectory, SocketMovesWhereThePathIsTooLong) {
    TempDir project, runtime;
    ::setenv("XDG_RUNTIME_DIR", runtime.path().c_str(), 1);
    const RunDirectory near = RunDirectory::create(project.path());
    EXPECT_EQ(near.chooseSocket(), near.root() / "control.sock");
    EXPECT_EQ(near.socket(), near.chooseSocket());

    const RunDirectory far = RunDirectory::create(project / std::string(120, 'x'));
    const auto chosen = far.chooseSocket();
    EXPECT_EQ(chosen.parent_path(), runtime.path());
    EXPECT_LT(chosen.string().size(), 108u);
    EXPECT_EQ(far.socket(), chosen);
    ::unsetenv("XDG_RUNTIME_DIR");
    const auto fallback = far.chooseSocket();
    struct stat status {};
    ASSERT_EQ(::stat(fallback.parent_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700u);
    EXPECT_EQ(far.socket(), fallback);
}

TEST(RunLock, SecondTrainerIsRefusedWithThePid) {
    TempDir project;
    const RunDirectory run = RunDirectory::create(project.path());
    EXPECT_EQ(RunLock::holder(run), 0);
    std::optional<RunLock> lock;
    lock.emplace(run);
    EXPECT_EQ(RunLock::holder(run), ::getpid());
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            RunLock second(run);
            ::_exit(1);
        } catch (const Error& error) {
            const bool good =
                error.code() == ErrorCode::Environment &&
                std::string(error.what()).find(fmt::format("in use by process {}", ::getppid())) != std::string::npos;
            ::_exit(good ? 0 : 2);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_LT(RunLock::beatAge(run), 5);
    lock.reset();
    EXPECT_EQ(RunLock::holder(run), 0);
    RunLock again(run);
}

}  // namespace
}  // namespace retort::test
