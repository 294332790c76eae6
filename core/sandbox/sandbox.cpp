// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sandbox.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <sstream>

#include "base/error.h"
#include "base/file.h"
#include "base/machine.h"
#include "sandbox/cgroup_slot.h"
#include "sandbox/seccomp_filter.h"
#include "sandbox/supervised.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

constexpr uid_t kFirstUser = 2'000'000, kUserBlocks = 20'000, kBlock = 64;  // ids that no account has
constexpr std::uint64_t kSharedMemoryBytes = std::uint64_t{16} << 20;
constexpr std::uint64_t kStackBytes = std::uint64_t{256} << 20;
constexpr int kOpenFiles = 256;
constexpr const char* kInner = "/box/.launch";

fs::path findLauncher() {
    const char* named = std::getenv("RETORT_SANDBOX");
    if (named != nullptr) return named;
    std::error_code error;
    const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const fs::path& folder : {here, here.parent_path() / "bin", here.parent_path() / "libexec/retort"})
        if (fs::exists(folder / "retort-sandbox", error)) return folder / "retort-sandbox";
    throw Error(ErrorCode::Environment, "retort-sandbox is not beside this program", here.string(),
                "Build or install all of Retort");
}

fs::path findBubblewrap() {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "/usr/bin");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (folder.starts_with('/') && ::access((folder + "/bwrap").c_str(), X_OK) == 0) return folder + "/bwrap";
    throw Error(ErrorCode::Environment, "bubblewrap is not installed; code is never run without a sandbox", "sandbox",
                "sudo apt-get install bubblewrap");
}

/// What the sandbox shows of this machine.
void addSystem(std::vector<std::string>& arguments) {
    const auto add = [&](std::initializer_list<std::string> more) { arguments.insert(arguments.end(), more); };
    add({"--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try",
         "/etc/ld.so.cache", "/etc/ld.so.cache"});
    for (const std::string name : {"lib", "lib64", "lib32", "bin", "sbin"}) {
        std::error_code error;
        const fs::path path = "/" + name;
        if (fs::is_symlink(path, error)) add({"--symlink", "usr/" + name, path.string()});
        else if (fs::exists(path, error)) add({"--ro-bind", path.string(), path.string()});
    }
    add({"--proc", "/proc", "--dev", "/dev", "--size", std::to_string(kSharedMemoryBytes), "--tmpfs", "/dev/shm",
         "--remount-ro", "/dev"});
}

SandboxEnd judge(const SupervisedResult& run, int status, const SandboxLimits& limits, bool killed_for_memory) {
    const auto says = [&](std::string_view part) { return run.error.find(part) != std::string::npos; };
    if (run.output_exceeded) return SandboxEnd::OutputLimit;
    if (killed_for_memory) return SandboxEnd::MemoryLimit;
    if (run.timed_out) return SandboxEnd::TimeLimit;
    if (status == 128 + SIGSYS) return SandboxEnd::Forbidden;
    // The kernel counts ticks, which do not add up to the usage that it reports.
    if (status == 128 + SIGXCPU || (status == 128 + SIGKILL && run.cpu_seconds > 0.6 * limits.cpu_seconds))
        return SandboxEnd::TimeLimit;
    if (status != 0 && (says("MemoryError") || says("std::bad_alloc") || says("Cannot allocate memory")))
        return SandboxEnd::MemoryLimit;
    return status > 128 ? SandboxEnd::Crashed : SandboxEnd::Exited;
}

}  // namespace

struct Sandbox::Impl {
    fs::path launcher, bubblewrap;
    Descriptor launcher_file, filter;
    std::vector<std::unique_ptr<CgroupSlot>> groups;
    mutable std::mutex mutex;
    mutable std::condition_variable freed;
    mutable std::vector<int> free_slots;

    explicit Impl(int slots) : launcher(findLauncher()), bubblewrap(findBubblewrap()) {
        launcher_file = memoryFile(readFile(launcher, std::uint64_t{16} << 20));
        filter = seccompFilter();
        for (int i = 0; i < slots; ++i) {
            groups.push_back(std::make_unique<CgroupSlot>(i));
            free_slots.push_back(i);
        }
    }

    /// Holds a slot as long as it lives.
    struct Lease {
        const Impl& impl;
        int slot;
        explicit Lease(const Impl& owner) : impl(owner) {
            std::unique_lock lock(impl.mutex);
            impl.freed.wait(lock, [&] { return !impl.free_slots.empty(); });
            slot = impl.free_slots.back();
            impl.free_slots.pop_back();
        }
        ~Lease() {
            const std::lock_guard lock(impl.mutex);
            impl.free_slots.push_back(slot);
            impl.freed.notify_one();
        }
    };

    /// `files` become descriptors 3, 4, ... of the process: the filter, the byte that says "started", the launcher, the
    /// job's.
    std::vector<std::string> arguments(const SandboxJob& job, int slot, std::size_t files) const {
        const uid_t user = kFirstUser + static_cast<uid_t>(::getpid()) % kUserBlocks * kBlock + static_cast<uid_t>(slot);
        std::vector<std::string> all{launcher.string(), "outer", std::to_string(user), std::to_string(3 + files)};
        const auto add = [&](std::initializer_list<std::string> more) { all.insert(all.end(), more); };
        for (std::string& file : groups[static_cast<std::size_t>(slot)]->procsFiles()) all.push_back(std::move(file));
        add({"--",
             bubblewrap.string(),
             "--unshare-all",
             "--unshare-user",
             "--disable-userns",
             "--die-with-parent",
             "--new-session",
             "--as-pid-1",
             "--clearenv",
             "--setenv",
             "PATH",
             "/usr/bin",
             "--setenv",
             "HOME",
             "/tmp",
             "--setenv",
             "LC_ALL",
             "C.UTF-8",
             "--hostname",
             "box"});
        addSystem(all);
        add({"--size", std::to_string(job.limits.disk_bytes), "--tmpfs", "/tmp", "--perms", "0555", "--ro-bind-data", "5",
             kInner});
        for (std::size_t i = 0; i < job.files.size(); ++i)
            add({"--perms", "0555", "--ro-bind-data", std::to_string(6 + i), job.files[i].path});
        add({"--chdir", "/tmp", "--remount-ro", "/", "--seccomp", "3", "--", kInner, "inner", "4",
             std::to_string(job.limits.memory_bytes), std::to_string(static_cast<long>(std::ceil(job.limits.cpu_seconds))),
             std::to_string(job.limits.disk_bytes), std::to_string(job.limits.processes), std::to_string(kOpenFiles),
             std::to_string(std::min(kStackBytes, job.limits.memory_bytes)), "--"});
        all.insert(all.end(), job.command.begin(), job.command.end());
        return all;
    }

    SandboxResult run(const SandboxJob& job) const {
        const Lease lease(*this);
        CgroupSlot& group = *groups[static_cast<std::size_t>(lease.slot)];
        group.bound(job.limits.memory_bytes + job.limits.disk_bytes, job.limits.processes + 4);
        int started[2];
        if (::pipe2(started, O_CLOEXEC | O_NONBLOCK) != 0)
            throw Error(ErrorCode::Environment, "cannot make a pipe", "sandbox");
        const Descriptor started_read(started[0]);
        Supervised process;
        process.input = job.input != nullptr ? reopened(*job.input) : Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        process.extra.push_back(reopened(filter));
        process.extra.emplace_back(started[1]);
        process.extra.push_back(reopened(launcher_file));
        for (const SandboxFile& file : job.files) process.extra.push_back(reopened(*file.content));
        process.arguments = arguments(job, lease.slot, process.extra.size());
        process.wall_seconds = job.limits.wall_seconds > 0 ? job.limits.wall_seconds : 3 * job.limits.cpu_seconds + 2;
        process.output_bytes = job.limits.output_bytes;
        process.kill_tree = [&group] { group.kill(); };
        const SupervisedResult run = supervise(std::move(process));
        group.kill();
        const int status = WIFEXITED(run.status) ? WEXITSTATUS(run.status) : 128 + WTERMSIG(run.status);
        char byte = 0;
        if (!run.timed_out && ::read(started_read.get(), &byte, 1) != 1) refuse(run.error);
        return {judge(run, status, job.limits, group.memoryKills() > 0),
                status,
                run.output,
                run.error,
                run.cpu_seconds,
                run.wall_seconds};
    }

    [[noreturn]] static void refuse(std::string error) {
        while (!error.empty() && error.back() == '\n') error.pop_back();
        throw Error(ErrorCode::Environment,
                    "the sandbox cannot start; code is never run without one (" + error.substr(error.rfind('\n') + 1) + ")",
                    "sandbox",
                    "Allow user namespaces (sudo sysctl user.max_user_namespaces=10000; Debian: "
                    "kernel.unprivileged_userns_clone=1; Ubuntu: "
                    "kernel.apparmor_restrict_unprivileged_userns=0); in a container, start it so that it may create "
                    "namespaces and mount /proc");
    }
};

Sandbox::Sandbox(int slots) : impl_(std::make_unique<Impl>(slots > 0 ? slots : static_cast<int>(usableThreads()))) {
    SandboxJob probe;
    probe.command = {"/usr/bin/true"};
    probe.limits.wall_seconds = 20;
    const SandboxResult result = run(probe);
    if (result.end != SandboxEnd::Exited || result.status != 0) Impl::refuse(result.error);
}

Sandbox::~Sandbox() = default;

SandboxResult Sandbox::run(const SandboxJob& job) const { return impl_->run(job); }

int Sandbox::slots() const { return static_cast<int>(impl_->groups.size()); }

bool Sandbox::hasGroups() const { return impl_->groups.front()->exists(); }

const Sandbox& Sandbox::shared() {
    static const Sandbox sandbox;
    return sandbox;
}

}  // namespace retort
