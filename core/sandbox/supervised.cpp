// SPDX-License-Identifier: Apache-2.0
#include "sandbox/supervised.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "base/log.h"

namespace retort {
namespace {

constexpr std::size_t kErrorBytes = 4096;
constexpr int kFirstFree = 64;  // descriptors to be handed on are moved above those they become
constexpr double kDrainSeconds = 0.25;

[[noreturn]] void fail(const std::string& what) {
    throw Error(ErrorCode::Environment, what + ": " + std::strerror(errno), "sandbox");
}

struct Pipe {
    Descriptor read, write;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) fail("cannot make a pipe");
        read = Descriptor(ends[0]);
        write = Descriptor(ends[1]);
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
};

pid_t spawn(const Supervised& process, int output, int error) {
    std::vector<char*> argv;
    for (const std::string& argument : process.arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::vector<int> wanted{process.input.get(), output, error};
    for (const Descriptor& file : process.extra) wanted.push_back(file.get());
    std::vector<Descriptor> moved;
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        moved.emplace_back(::fcntl(wanted[i], F_DUPFD_CLOEXEC, kFirstFree));
        ::posix_spawn_file_actions_adddup2(&actions, moved.back().get(), static_cast<int>(i));
    }
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t none, defaults;
    ::sigemptyset(&none);
    ::sigfillset(&defaults);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::array<char*, 1> environment{nullptr};
    pid_t child = -1;
    const int problem = ::posix_spawn(&child, argv[0], &actions, &attributes, argv.data(), environment.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (problem == 0) return child;
    errno = problem;
    fail("cannot start " + process.arguments[0]);
}

/// Reads what is there; false at the end.
bool readSome(Descriptor& from, std::string& into, std::size_t keep_last) {
    std::array<char, 65536> buffer;
    const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    if (count == 0) return false;
    into.append(buffer.data(), static_cast<std::size_t>(count));
    if (keep_last > 0 && into.size() > 2 * keep_last) into.erase(0, into.size() - keep_last);
    return true;
}

class Watch {
public:
    Watch(const Supervised& process, pid_t child, Pipe& output, Pipe& error)
        : process_(process),
          child_(child),
          output_(output),
          error_(error),
          ended_(static_cast<int>(::syscall(SYS_pidfd_open, child, 0))) {
        if (ended_.get() < 0) fail("pidfd_open");
    }

    SupervisedResult run() {
        const double begin = steadyTime(), deadline = begin + process_.wall_seconds;
        bool running = true;
        while (running) {
            const double left = deadline - steadyTime();
            if (left <= 0) {
                result_.timed_out = true;
                break;
            }
            running = waitAndRead(left);
            result_.output_exceeded = result_.output.size() > process_.output_bytes;
            if (result_.output_exceeded) break;
        }
        if (running) {
            ::kill(child_, SIGKILL);
            if (process_.kill_tree) process_.kill_tree();
        }
        reap();
        result_.wall_seconds = steadyTime() - begin;
        const double until = steadyTime() + kDrainSeconds;
        while (!result_.output_exceeded && (out_open_ || err_open_) && steadyTime() < until) {
            waitAndRead(until - steadyTime());
            result_.output_exceeded = result_.output.size() > process_.output_bytes;
        }
        result_.output.resize(std::min<std::size_t>(result_.output.size(), process_.output_bytes));
        if (result_.error.size() > kErrorBytes) result_.error.erase(0, result_.error.size() - kErrorBytes);
        return std::move(result_);
    }

private:
    /// False when the process has ended.
    bool waitAndRead(double seconds) {
        std::array<pollfd, 3> waiting{{{out_open_ ? output_.read.get() : -1, POLLIN, 0},
                                       {err_open_ ? error_.read.get() : -1, POLLIN, 0},
                                       {ended_.get(), POLLIN, 0}}};
        if (ended_seen_) waiting[2].fd = -1;
        if (::poll(waiting.data(), waiting.size(), static_cast<int>(std::ceil(seconds * 1000))) <= 0) return true;
        if (waiting[0].revents != 0) out_open_ = readSome(output_.read, result_.output, 0);
        if (waiting[1].revents != 0) err_open_ = readSome(error_.read, result_.error, kErrorBytes);
        ended_seen_ = ended_seen_ || waiting[2].revents != 0;
        return !ended_seen_;
    }

    void reap() {
        rusage usage{};
        while (::wait4(child_, &result_.status, 0, &usage) < 0 && errno == EINTR) {
        }
        const auto seconds = [](const timeval& t) {
            return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
        };
        result_.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
        ended_seen_ = true;
    }

    const Supervised& process_;
    pid_t child_;
    Pipe& output_;
    Pipe& error_;
    Descriptor ended_;
    bool out_open_ = true, err_open_ = true, ended_seen_ = false;
    SupervisedResult result_;
};

}  // namespace

SupervisedResult supervise(Supervised process) {
    Pipe output, error;
    const pid_t child = spawn(process, output.write.get(), error.write.get());
    output.write.reset();
    error.write.reset();
    return Watch(process, child, output, error).run();
}

}  // namespace retort
