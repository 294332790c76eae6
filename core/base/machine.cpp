// SPDX-License-Identifier: Apache-2.0
#include "core/base/machine.h"

#include <sched.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include "core/base/cgroup.h"
#include "core/base/error.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

std::uint64_t memInfo(const std::string& wanted) {
    std::ifstream in("/proc/meminfo");
    std::string key, unit;
    for (std::uint64_t kilobytes = 0; in >> key >> kilobytes && std::getline(in, unit);) {
        if (key == wanted) return kilobytes * 1024;
    }
    return 0;
}

// mountinfo writes space, tab, newline and backslash as \ooo.
std::string unescape(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            plain += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 3)), nullptr, 8));
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

bool isUnder(const std::string& path, const std::string& mount) {
    if (mount == "/") return true;
    return path.starts_with(mount) && (path.size() == mount.size() || path[mount.size()] == '/');
}

// The type of the file system mounted nearest above `path` (absolute, no links).
std::string filesystemOf(const std::string& path) {
    std::ifstream in("/proc/self/mountinfo");
    std::string type = "unknown", line;
    std::size_t nearest = 0;
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::string skip, mount, word;
        fields >> skip >> skip >> skip >> skip >> mount;
        while (fields >> word && word != "-") {
        }
        mount = unescape(mount);
        // A later line of the same length is mounted over the earlier one.
        if (fields >> word && isUnder(path, mount) && mount.size() >= nearest) {
            nearest = mount.size();
            type = word;
        }
    }
    return type;
}

bool isNetwork(const std::string& type) {
    static constexpr std::array kNetwork = {"nfs",        "nfs4", "cifs",           "smb3",      "smbfs",
                                            "9p",         "ceph", "lustre",         "glusterfs", "afs",
                                            "fuse.sshfs", "gpfs", "beegfs",         "fuse.ceph", "fuse.rclone",
                                            "orangefs",   "coda", "fuse.glusterfs", "davfs",     "fuse.s3fs"};
    return std::find(kNetwork.begin(), kNetwork.end(), type) != kNetwork.end();
}

}  // namespace

CpuFeatures cpuFeatures() {
    __builtin_cpu_init();
    return {.avx2 = __builtin_cpu_supports("avx2") != 0,
            .fma = __builtin_cpu_supports("fma") != 0,
            .f16c = __builtin_cpu_supports("f16c") != 0,
            .avx512f = __builtin_cpu_supports("avx512f") != 0,
            .avx512_bf16 = __builtin_cpu_supports("avx512bf16") != 0,
            .amx_bf16 = __builtin_cpu_supports("amx-bf16") != 0};
}

std::string cpuModel() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
    }
    return {};
}

CpuLimits cpuLimits() {
    CpuLimits limits;
    limits.online = std::max(1, static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN)));
    cpu_set_t set;
    CPU_ZERO(&set);
    // Fails where the machine has more processors than cpu_set_t holds (1024): then all of them.
    limits.affinity = ::sched_getaffinity(0, sizeof(set), &set) == 0 ? std::max(1, CPU_COUNT(&set)) : limits.online;
    limits.quota = cgroupLimits().cpus;
    return limits;
}

int usableThreads() {
    const CpuLimits limits = cpuLimits();
    if (limits.quota <= 0) return limits.affinity;
    return std::clamp(static_cast<int>(std::ceil(limits.quota)), 1, limits.affinity);
}

MemoryState memoryState() {
    MemoryState state{.total = memInfo("MemTotal:"), .available = memInfo("MemAvailable:"), .limit = 0};
    const CgroupLimits limits = cgroupLimits();
    if (limits.memory == 0 || limits.memory >= state.total) return state;
    state.limit = limits.memory;
    const std::uint64_t left = limits.memory > limits.memory_in_use ? limits.memory - limits.memory_in_use : 0;
    state.available = std::min(state.available, left);
    return state;
}

DiskState diskState(const fs::path& path) {
    std::error_code error;
    fs::path existing = fs::absolute(path, error);
    while (!fs::exists(existing, error) && existing.has_relative_path()) existing = existing.parent_path();
    existing = fs::canonical(existing, error);
    struct statvfs status {};
    if (error || ::statvfs(existing.c_str(), &status) != 0) {
        throw Error(ErrorCode::Environment, "cannot examine the file system", path.string(),
                    "Check that its folder can be read");
    }
    DiskState state;
    state.total = status.f_blocks * status.f_frsize;
    state.free = status.f_bavail * status.f_frsize;
    state.filesystem = filesystemOf(existing.string());
    state.network = isNetwork(state.filesystem);
    state.writable = (status.f_flag & ST_RDONLY) == 0 && ::access(existing.c_str(), W_OK) == 0;
    return state;
}

fs::path dataHome() {
    // The XDG specification ignores a relative path.
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/') return fs::path(data) / "retort";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr && home[0] != '\0' ? home : "/tmp") / ".local" / "share" / "retort";
}

}  // namespace retort
