// SPDX-License-Identifier: Apache-2.0
// Programs that want more than their sandbox grants. Each must end within its bounds and leave nothing behind.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "sandbox/sandbox.h"
#include "support/sandbox_support.h"
#include "support/temp_dir.h"

using namespace retort;
using testing::HasSubstr;

namespace {

SandboxResult python(const std::string& code, SandboxLimits limits = {}) {
    limits.cpu_seconds = 4;
    SandboxJob job;
    job.command = {"/usr/bin/python3", "-I", "-c", code};
    job.limits = limits;
    return Sandbox::shared().run(job);
}

/// Processes of this machine with `mark` among their arguments.
int processesWith(const std::string& mark) {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "cmdline");
        const std::string line{std::istreambuf_iterator<char>(file), {}};
        found += entry.path().filename() != std::to_string(::getpid()) && line.find(mark) != std::string::npos;
    }
    return found;
}

}  // namespace

TEST(Hostile, RunsUnderAnotherUserWithoutPrivileges) {
    RETORT_REQUIRE_SANDBOX();
    const SandboxResult run = python("import os\nprint(os.getuid() == 0)\nprint(open('/proc/self/status').read())");
    EXPECT_THAT(run.output, HasSubstr("False\n"));
    EXPECT_THAT(run.output, HasSubstr("CapEff:\t0000000000000000"));
    EXPECT_THAT(run.output, HasSubstr("NoNewPrivs:\t1"));
    EXPECT_THAT(run.output, HasSubstr("Seccomp:\t2"));
}

TEST(Hostile, ForkBombEndsAndLeavesNothing) {
    RETORT_REQUIRE_SANDBOX();
    const std::string mark = "bomb" + std::to_string(::getpid());
    SandboxLimits limits;
    limits.wall_seconds = 3;
    const SandboxResult run =
        python("'" + mark + "'\nimport os\nwhile True:\n    try: os.fork()\n    except OSError: pass", limits);
    EXPECT_EQ(run.end, SandboxEnd::TimeLimit);
    EXPECT_EQ(processesWith(mark), 0);
    EXPECT_EQ(python("print(1)").output, "1\n") << "the slot is free again";
}

TEST(Hostile, ProcessesAreCounted) {
    RETORT_REQUIRE_SANDBOX();
    const SandboxResult run = python(
        "import os, time\nn = 0\ntry:\n  while n < 1000:\n    if os.fork() == 0: time.sleep(60)\n    n += 1\nexcept "
        "OSError: print(n < 100)");
    EXPECT_EQ(run.output, "True\n");
}

TEST(Hostile, DaemonsDoNotSurvive) {
    RETORT_REQUIRE_SANDBOX();
    const std::string mark = "daemon" + std::to_string(::getpid());
    python("'" + mark +
           "'\nimport os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    time.sleep(600)\n  "
           "os._exit(0)\nprint(1)");
    for (int wait = 0; wait < 100 && processesWith(mark) > 0; ++wait) ::usleep(20'000);
    EXPECT_EQ(processesWith(mark), 0);
}

TEST(Hostile, DiskFillMeetsItsBound) {
    RETORT_REQUIRE_SANDBOX();
    const SandboxResult run = python(
        "n = 0\ntry:\n  while n < 100:\n    open('/tmp/%d' % n, 'wb').write(b'x' * 10**7); n += 1\nexcept OSError as e: "
        "print(n, e.errno)");
    EXPECT_EQ(run.output, "6 28\n") << "64 MiB, then ENOSPC";
}

TEST(Hostile, SleepIsKilled) {
    RETORT_REQUIRE_SANDBOX();
    SandboxLimits limits;
    limits.wall_seconds = 0.5;
    const SandboxResult run = python("import time\ntime.sleep(3600)", limits);
    EXPECT_EQ(run.end, SandboxEnd::TimeLimit);
    EXPECT_LT(run.cpu_seconds, 2);
}

TEST(Hostile, EndlessLoopRunsOutOfProcessorTime) {
    RETORT_REQUIRE_SANDBOX();
    SandboxJob job;
    job.command = {"/usr/bin/python3", "-I", "-c", "while True: pass"};
    job.limits.cpu_seconds = 1;
    job.limits.wall_seconds = 300;
    const SandboxResult run = Sandbox::shared().run(job);
    EXPECT_EQ(run.end, SandboxEnd::TimeLimit);
    EXPECT_LT(run.cpu_seconds, 3);
}

TEST(Hostile, HugeOutputIsCutOff) {
    RETORT_REQUIRE_SANDBOX();
    SandboxLimits limits;
    limits.output_bytes = 1 << 20;
    const SandboxResult run = python("while True: print('x' * 65536)", limits);
    EXPECT_EQ(run.end, SandboxEnd::OutputLimit);
    EXPECT_EQ(run.output.size(), std::size_t{1} << 20);
    const SandboxResult errors = python("import sys\nfor i in range(2000): sys.stderr.write('e' * 65536)", limits);
    EXPECT_LE(errors.error.size(), 4096u);
}

TEST(Hostile, MemoryIsBounded) {
    RETORT_REQUIRE_SANDBOX();
    EXPECT_EQ(python("x = bytearray(10**10)").end, SandboxEnd::MemoryLimit);
    EXPECT_EQ(python("x = []\nwhile True: x.append(bytearray(10**6))").end, SandboxEnd::MemoryLimit);
}

TEST(Hostile, FilesOfThisMachineAreNotThere) {
    RETORT_REQUIRE_SANDBOX();
    const test::TempDir folder;
    std::ofstream(folder.path() / "secret") << "secret";
    const std::vector<std::string> paths{"/etc/shadow",           "/etc/passwd", "/root", "/home", "/proc/1/root/etc/shadow",
                                         folder.path() / "secret"};
    for (const std::string& path : paths) {
        const SandboxResult run =
            python(fmt::format("import os\nprint(os.listdir('{0}') if os.path.isdir('{0}') else open('{0}').read())", path));
        EXPECT_NE(run.status, 0) << path << ": " << run.output;
    }
}

TEST(Hostile, NothingOutsideTmpCanBeWritten) {
    RETORT_REQUIRE_SANDBOX();
    const SandboxResult run = python(
        "import os\nfor d in ['/', '/usr', '/usr/lib', '/box', '/etc', '/dev', '/proc', '/proc/sys/kernel', '/bin']:\n"
        "  try:\n    open(d + '/x', 'w'); print('wrote', d)\n  except OSError: pass\n"
        "try:\n  open('/proc/sys/kernel/core_pattern', 'w').write('x'); print('wrote core_pattern')\nexcept OSError: pass\n"
        "try:\n  os.chmod('/usr/bin/python3', 0o777); print('chmod')\nexcept OSError: pass\nopen('/tmp/x', "
        "'w').write('x')\nprint('end')");
    EXPECT_EQ(run.output, "end\n");
}

TEST(Hostile, ForbiddenCallsKill) {
    RETORT_REQUIRE_SANDBOX();
    const char* calls[] = {"import socket; socket.socket().connect(('127.0.0.1', 80))",
                           "import socket; socket.socket(socket.AF_INET6)",
                           "import socket; socket.socket(40, 1)",  // vsock
                           "import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)",
                           "import ctypes; ctypes.CDLL(None).unshare(0x10000000)",
                           "import ctypes; ctypes.CDLL(None).mount(b'a', b'/tmp', b'tmpfs', 0, None)",
                           "import ctypes; ctypes.CDLL(None).syscall(321, 0, 0, 0)",  // bpf
                           "import ctypes; ctypes.CDLL(None).syscall(425, 8, 0)",     // io_uring_setup
                           "import ctypes; ctypes.CDLL(None).syscall(323, 0)",        // userfaultfd
                           "import ctypes; ctypes.CDLL(None).syscall(250, 0, 0, 0)",  // keyctl
                           "import ctypes; ctypes.CDLL(None).shmget(0, 4096, 0o1600)",
                           "import os; os.mknod('/tmp/x', 0o20666, 0x0101)"};
    for (const char* call : calls) EXPECT_EQ(python(call).end, SandboxEnd::Forbidden) << call;
}

TEST(Hostile, TerminalInputCannotBeForged) {
    RETORT_REQUIRE_SANDBOX();
    const SandboxResult run = python("import fcntl\ntry: fcntl.ioctl(0, 0x5412, b'x')\nexcept OSError as e: print(e.errno)");
    EXPECT_EQ(run.output, "38\n");  // ENOSYS
}

TEST(Hostile, SiblingsRunBesideABomb) {
    RETORT_REQUIRE_SANDBOX();
    const Sandbox sandbox(2);
    std::thread bomb([&] {
        SandboxJob job;
        job.command = {"/usr/bin/python3", "-I", "-c",
                       "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"};
        job.limits.wall_seconds = 3;
        sandbox.run(job);
    });
    SandboxJob job;
    job.command = {"/usr/bin/python3", "-I", "-c", "print(1)"};
    job.limits.wall_seconds = 60;
    EXPECT_EQ(sandbox.run(job).output, "1\n");
    bomb.join();
}

TEST(Sandbox, RefusesWithoutBubblewrap) {
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", "/nonexistent", 1);
    try {
        const Sandbox sandbox(1);
        ADD_FAILURE() << "it must refuse";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Environment);
        EXPECT_THAT(error.remedy(), HasSubstr("apt-get install bubblewrap"));
    }
    ::setenv("PATH", path.c_str(), 1);
}

TEST(Sandbox, RefusesWhereBubblewrapFails) {
    RETORT_REQUIRE_SANDBOX();
    const test::TempDir folder;
    std::ofstream(folder.path() / "bwrap")
        << "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n";
    std::filesystem::permissions(folder.path() / "bwrap", std::filesystem::perms::all);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", folder.path().c_str(), 1);
    try {
        const Sandbox sandbox(1);
        ADD_FAILURE() << "it must refuse";
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("No permissions to create new namespace"));
        EXPECT_THAT(error.remedy(), HasSubstr("user namespaces"));
    }
    ::setenv("PATH", path.c_str(), 1);
}
