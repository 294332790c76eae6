// SPDX-License-Identifier: Apache-2.0
#include "sandbox/cgroup_slot.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>

namespace fs = std::filesystem;

namespace retort {
namespace {

constexpr const char* kPrefix = "retort-sandbox-";
const fs::path kRoot = "/sys/fs/cgroup";

bool put(const fs::path& file, const std::string& value) {
    std::ofstream stream(file);
    stream << value << std::flush;
    return static_cast<bool>(stream);
}

/// Path of this process's group for a controller of version 1; "" of version 2.
fs::path ownGroup(const std::string& controller) {
    std::ifstream lines("/proc/self/cgroup");
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find(':'), second = line.find(':', first + 1);
        if (second == std::string::npos) continue;
        const std::string names = "," + line.substr(first + 1, second - first - 1) + ",";
        const bool match = controller.empty() ? names == ",," : names.find("," + controller + ",") != std::string::npos;
        if (match) return kRoot / controller / fs::path(line.substr(second + 1)).relative_path();
    }
    return {};
}

void removeStale(const fs::path& parent) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(parent, error)) {
        const std::string name = entry.path().filename();
        if (!name.starts_with(kPrefix)) continue;
        const pid_t owner = std::atoi(name.c_str() + std::string(kPrefix).size());
        if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) ::rmdir(entry.path().c_str());
    }
}

/// A new group below `parent` in which `limit_file` can be written; empty where that cannot be.
fs::path makeGroup(const fs::path& parent, int number, const char* limit_file) {
    std::error_code error;
    if (parent.empty() || !fs::is_directory(parent, error)) return {};
    removeStale(parent);
    const fs::path group = parent / fmt::format("{}{}-{}", kPrefix, ::getpid(), number);
    if (!fs::create_directory(group, error)) return {};
    if (put(group / limit_file, "268435456") && ::access((group / "cgroup.procs").c_str(), W_OK) == 0) return group;
    ::rmdir(group.c_str());
    return {};
}

}  // namespace

CgroupSlot::CgroupSlot(int number) {
    memory_ = makeGroup(ownGroup("memory"), number, "memory.limit_in_bytes");
    pids_ = makeGroup(ownGroup("pids"), number, "pids.max");
    if (memory_.empty() && pids_.empty()) memory_ = pids_ = makeGroup(ownGroup(""), number, "memory.max");
    if (!memory_.empty()) groups_.push_back(memory_);
    if (!pids_.empty() && pids_ != memory_) groups_.push_back(pids_);
}

CgroupSlot::~CgroupSlot() {
    for (const fs::path& group : groups_) {
        // What was killed last may take a moment to leave.
        for (int attempt = 0; attempt < 50 && ::rmdir(group.c_str()) != 0 && errno == EBUSY; ++attempt) ::usleep(2000);
    }
}

std::vector<std::string> CgroupSlot::procsFiles() const {
    std::vector<std::string> files;
    for (const fs::path& group : groups_) files.push_back(group / "cgroup.procs");
    return files;
}

void CgroupSlot::bound(std::uint64_t memory_bytes, int processes) {
    if (!memory_.empty()) {
        const std::string bytes = std::to_string(memory_bytes);
        put(memory_ / (fs::exists(memory_ / "memory.max") ? "memory.max" : "memory.limit_in_bytes"), bytes);
        if (fs::exists(memory_ / "memory.swap.max")) put(memory_ / "memory.swap.max", "0");
    }
    if (!pids_.empty()) put(pids_ / "pids.max", std::to_string(processes));
    kills_before_ = countKills();
}

std::uint64_t CgroupSlot::countKills() const {
    if (memory_.empty()) return 0;
    std::ifstream lines(fs::exists(memory_ / "memory.events") ? memory_ / "memory.events" : memory_ / "memory.oom_control");
    std::string key;
    for (std::uint64_t value = 0; lines >> key >> value;)
        if (key == "oom_kill") return value;
    return 0;
}

std::uint64_t CgroupSlot::memoryKills() const { return countKills() - kills_before_; }

void CgroupSlot::kill() const {
    for (const fs::path& group : groups_) {
        if (fs::exists(group / "cgroup.kill") && put(group / "cgroup.kill", "1")) continue;
        for (int round = 0; round < 20; ++round) {
            std::ifstream pids(group / "cgroup.procs");
            bool any = false;
            for (pid_t pid = 0; pids >> pid;) any = ::kill(pid, SIGKILL) == 0 || any;
            if (!any) break;
            ::usleep(500);
        }
    }
}

}  // namespace retort
