// SPDX-License-Identifier: Apache-2.0
// A disk that runs full while a step is committed: a clear error, everything committed still readable, and the same writer
// goes on once there is space.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>

#include "base/error.h"
#include "core/store/store_fixture.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

/// Commits until the disk is full, checks what is left, makes space, goes on. Returns a complaint, or nothing.
std::string fillThenGoOn(const std::filesystem::path& file, const std::function<void()>& make_space) {
    RunWriter writer(file);
    const StageId stage = writer.putStage(stageNamed("zero"));
    Step done = 0;
    std::string message;
    while (message.empty() && done < 5000) {
        try {
            writer.commit(stepOf(stage, done + 1));
            ++done;
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Environment) return std::string("wrong code: ") + error.what();
            message = error.what();
        }
    }
    if (message.find("disk is full") == std::string::npos) return "wrong message: " + message;
    if (message.find("Free space") == std::string::npos) return "no remedy: " + message;
    if (done < 3) return "full too soon to mean anything";
    RunReader reader(file);
    if (reader.countRollouts({}) != done * 8) return "rollouts are not those of the committed steps";
    if (std::ssize(reader.steps(stage)) != done) return "committed steps are not readable";
    make_space();
    writer.commit(stepOf(stage, done + 1));
    if (reader.countRollouts({}) != (done + 1) * 8) return "the step after the full disk is not there";
    return {};
}

TEST(DiskFull, FileSizeLimit) {
    TempDir dir;
    // In a child, for the limit holds for a whole process.
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlimit small{1 << 20, limit.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        std::string complaint;
        try {
            complaint = fillThenGoOn(dir / "run.db", [&] {
                const rlimit large{limit.rlim_max, limit.rlim_max};
                ::setrlimit(RLIMIT_FSIZE, &large);
            });
        } catch (const std::exception& error) {
            complaint = error.what();
        }
        std::ofstream(dir / "complaint") << complaint;
        ::_exit(complaint.empty() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    std::string complaint;
    std::getline(std::ifstream(dir / "complaint"), complaint);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << complaint;
}

TEST(DiskFull, SmallFileSystem) {
    TempDir dir;
    const auto disk = dir / "disk";
    std::filesystem::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=2m") != 0) GTEST_SKIP() << "may not mount a small file system here";
    const auto ballast = disk / "ballast";
    std::ofstream(ballast) << std::string(300 << 10, 'x');
    std::string complaint;
    try {
        complaint = fillThenGoOn(disk / "run.db", [&] { std::filesystem::remove(ballast); });
    } catch (const std::exception& error) {
        complaint = error.what();
    }
    EXPECT_EQ(complaint, "");
    EXPECT_EQ(::umount2(disk.c_str(), MNT_DETACH), 0);
}

}  // namespace
}  // namespace retort::test
