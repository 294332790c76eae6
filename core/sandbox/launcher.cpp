// SPDX-License-Identifier: Apache-2.0
// retort-sandbox: what stands before and within bubblewrap. Sandbox starts it; nobody else has to.
//   retort-sandbox outer UID DESCRIPTORS CGROUP_PROCS_FILE... -- PROGRAM ARGUMENT...
//     joins the control groups, becomes UID for good when it is root (bubblewrap under uid 0 does not contain), closes every
//     descriptor but the first DESCRIPTORS, and runs PROGRAM with an empty environment.
//   retort-sandbox inner STARTED ADDRESS_SPACE CPU_SECONDS FILE_SIZE PROCESSES OPEN_FILES STACK -- PROGRAM ARGUMENT...
//     sets these limits, writes a byte to descriptor STARTED, closes all but the standard ones and runs PROGRAM.
// Ends with status 125 and one line on stderr when it cannot.

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "retort-sandbox: %s: %s\n", what, std::strerror(errno));
    std::_Exit(125);
}

void joinGroup(const char* procs_file) {
    const int file = ::open(procs_file, O_WRONLY | O_CLOEXEC);
    const std::string pid = std::to_string(::getpid());
    if (file < 0 || ::write(file, pid.data(), pid.size()) < 0) fail("cannot join the control group");
    ::close(file);
}

void dropRoot(uid_t uid) {
    if (::geteuid() == 0) {
        if (::setgroups(0, nullptr) != 0 || ::setresgid(uid, uid, uid) != 0 || ::setresuid(uid, uid, uid) != 0)
            fail("cannot leave root");
    }
    if (::getuid() == 0 || ::geteuid() == 0 || ::setuid(0) == 0) fail("still root");
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("no_new_privs");
}

void limit(__rlimit_resource_t resource, const char* value) {
    const rlim_t bound = std::strtoull(value, nullptr, 10);
    const rlimit both{bound, bound};
    if (::setrlimit(resource, &both) != 0) fail("cannot set a limit");
}

int separator(int argc, char** argv, int from) {
    for (int i = from; i + 1 < argc; ++i)
        if (std::strcmp(argv[i], "--") == 0) return i;
    errno = EINVAL;
    fail("arguments");
}

void outer(int argc, char** argv) {
    const int end = separator(argc, argv, 4);
    for (int i = 4; i < end; ++i) joinGroup(argv[i]);
    dropRoot(static_cast<uid_t>(std::strtoul(argv[2], nullptr, 10)));
    if (::syscall(SYS_close_range, std::strtoul(argv[3], nullptr, 10), ~0U, 0U) != 0) fail("close_range");
    limit(RLIMIT_CORE, "0");
    ::umask(077);
    std::array<char*, 1> empty{nullptr};
    ::execve(argv[end + 1], argv + end + 1, empty.data());
    fail(argv[end + 1]);
}

void inner(int argc, char** argv) {
    const int end = separator(argc, argv, 9);
    limit(RLIMIT_CORE, "0");
    limit(RLIMIT_AS, argv[3]);
    limit(RLIMIT_CPU, argv[4]);
    limit(RLIMIT_FSIZE, argv[5]);
    limit(RLIMIT_NPROC, argv[6]);
    limit(RLIMIT_NOFILE, argv[7]);
    limit(RLIMIT_STACK, argv[8]);
    const int started = std::atoi(argv[2]);
    if (::write(started, "1", 1) != 1 || ::syscall(SYS_close_range, 3U, ~0U, 0U) != 0) fail("close_range");
    ::execv(argv[end + 1], argv + end + 1);  // with the environment that bubblewrap made
    fail(argv[end + 1]);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 5 && std::strcmp(argv[1], "outer") == 0) outer(argc, argv);
    if (argc > 10 && std::strcmp(argv[1], "inner") == 0) inner(argc, argv);
    errno = EINVAL;
    fail("arguments");
}
