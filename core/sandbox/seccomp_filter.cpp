// SPDX-License-Identifier: Apache-2.0
#include "sandbox/seccomp_filter.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

#include "base/error.h"

namespace retort {
namespace {

constexpr std::array kAllowed{
    // files
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2", "pwritev2", "open", "openat",
    "openat2", "close", "close_range", "creat", "stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs",
    "lseek", "access", "faccessat", "faccessat2", "pipe", "pipe2", "dup", "dup2", "dup3", "fcntl", "flock", "fsync",
    "fdatasync", "sync_file_range", "truncate", "ftruncate", "fallocate", "fadvise64", "getdents", "getdents64", "getcwd",
    "chdir", "fchdir", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "unlink",
    "unlinkat", "symlink", "symlinkat", "readlink", "readlinkat", "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown",
    "fchownat", "umask", "utime", "utimes", "utimensat", "futimesat", "sendfile", "splice", "tee", "copy_file_range",
    "memfd_create", "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr", "inotify_init1",
    "inotify_add_watch", "inotify_rm_watch",
    // waiting
    "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "eventfd", "eventfd2", "signalfd", "signalfd4", "timerfd_create", "timerfd_settime", "timerfd_gettime",
    // memory
    "mmap", "munmap", "mprotect", "mremap", "madvise", "msync", "mincore", "brk", "mlock", "munlock", "membarrier",
    "get_mempolicy", "pkey_alloc", "pkey_free", "pkey_mprotect",
    // processes and threads
    "fork", "vfork", "execve", "execveat", "exit", "exit_group", "wait4", "waitid", "getpid", "getppid", "gettid", "getpgrp",
    "getpgid", "setpgid", "getsid", "setsid", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid",
    "getgroups", "setuid", "setgid", "setresuid", "setresgid", "setreuid", "setregid", "prctl", "arch_prctl", "capget",
    "set_tid_address", "set_robust_list", "get_robust_list", "rseq", "futex", "futex_waitv", "kill", "tkill", "tgkill",
    "pidfd_open", "pidfd_send_signal", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigsuspend",
    "rt_sigtimedwait", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "sigaltstack", "restart_syscall", "pause", "alarm",
    "getitimer", "setitimer", "timer_create", "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete",
    "getrlimit", "setrlimit", "prlimit64", "getrusage", "times", "sched_yield", "sched_getaffinity", "sched_setaffinity",
    "sched_getparam", "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min", "sched_rr_get_interval",
    "getpriority", "setpriority", "ioprio_get", "getcpu",
    // time, machine
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "uname", "sysinfo", "getrandom",
    "personality",
    // what a socket of this machine's own kind needs
    "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "recvfrom", "sendmsg", "recvmsg", "sendmmsg",
    "recvmmsg", "shutdown", "getsockname", "getpeername", "setsockopt", "getsockopt"};

constexpr std::array kFatal{"ptrace",
                            "process_vm_readv",
                            "process_vm_writev",
                            "kcmp",
                            "pidfd_getfd",
                            "process_madvise",
                            "mount",
                            "umount2",
                            "pivot_root",
                            "chroot",
                            "fsopen",
                            "fsmount",
                            "fsconfig",
                            "move_mount",
                            "open_tree",
                            "mount_setattr",
                            "unshare",
                            "setns",
                            "bpf",
                            "perf_event_open",
                            "userfaultfd",
                            "io_uring_setup",
                            "io_uring_enter",
                            "io_uring_register",
                            "add_key",
                            "request_key",
                            "keyctl",
                            "init_module",
                            "finit_module",
                            "delete_module",
                            "kexec_load",
                            "kexec_file_load",
                            "reboot",
                            "swapon",
                            "swapoff",
                            "acct",
                            "settimeofday",
                            "clock_settime",
                            "adjtimex",
                            "clock_adjtime",
                            "sethostname",
                            "setdomainname",
                            "iopl",
                            "ioperm",
                            "quotactl",
                            "syslog",
                            "mknod",
                            "mknodat",
                            "open_by_handle_at",
                            "name_to_handle_at",
                            "fanotify_init",
                            "shmget",
                            "shmat",
                            "shmctl",
                            "semget",
                            "semop",
                            "semctl",
                            "msgget",
                            "msgsnd",
                            "msgrcv",
                            "mq_open",
                            "mq_unlink",
                            "vhangup",
                            "lookup_dcookie"};

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

void check(int result) {
    if (result < 0)
        throw Error(ErrorCode::Environment, "the system-call filter cannot be built", "sandbox",
                    "Install libseccomp2 2.5 or newer");
}

/// Rules for calls that this machine does not have are left out.
template <class... Arguments>
void add(const Filter& filter, std::uint32_t action, const char* name, Arguments... arguments) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call >= 0) check(seccomp_rule_add(filter.get(), action, call, sizeof...(arguments), arguments...));
}

}  // namespace

Descriptor seccompFilter() {
    constexpr std::uint64_t kNamespaces =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
    const Filter filter(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), &seccomp_release);
    if (!filter) check(-1);
    check(seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
    check(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));
    for (const char* name : kAllowed) add(filter, SCMP_ACT_ALLOW, name);
    for (const char* name : kFatal) add(filter, SCMP_ACT_KILL_PROCESS, name);
    add(filter, SCMP_ACT_ALLOW, "socket", SCMP_A0(SCMP_CMP_EQ, AF_UNIX));
    add(filter, SCMP_ACT_KILL_PROCESS, "socket", SCMP_A0(SCMP_CMP_NE, AF_UNIX));
    add(filter, SCMP_ACT_ALLOW, "clone", SCMP_A0(SCMP_CMP_MASKED_EQ, kNamespaces, 0));
    for (std::uint64_t flag = 1; flag != 0; flag <<= 1) {
        if ((kNamespaces & flag) != 0) add(filter, SCMP_ACT_KILL_PROCESS, "clone", SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag));
    }
    // clone3 hides its flags in memory: glibc falls back to clone on ENOSYS.
    add(filter, SCMP_ACT_ALLOW, "ioctl", SCMP_A1(SCMP_CMP_NE, TIOCSTI));
    Descriptor file(::memfd_create("filter", MFD_CLOEXEC));
    if (file.get() < 0) check(-1);
    check(seccomp_export_bpf(filter.get(), file.get()));
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

}  // namespace retort
