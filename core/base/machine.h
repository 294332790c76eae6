// SPDX-License-Identifier: Apache-2.0
#pragma once

// What this machine is and what this process may use of it. All functions read /proc, /sys or the kernel, take well under a
// millisecond, keep no state and may be called from any thread.

#include <cstdint>
#include <filesystem>
#include <string>

namespace retort {

/// Instruction sets that the processor has and the kernel saves (XCR0 is checked, so a true is safe to use).
struct CpuFeatures {
    bool avx2 = false;
    bool fma = false;
    bool f16c = false;
    bool avx512f = false;
    bool avx512_bf16 = false;
    bool amx_bf16 = false;
};
CpuFeatures cpuFeatures();

/// "model name" of /proc/cpuinfo; empty where there is none.
std::string cpuModel();

struct CpuLimits {
    int online = 1;      ///< processors of the machine
    int affinity = 1;    ///< processors this process may be scheduled on
    double quota = 0.0;  ///< processors' worth of time the cgroup grants; 0: no limit
};
CpuLimits cpuLimits();

/// Threads worth starting: affinity, cut to the cgroup's quota rounded up; at least 1.
int usableThreads();

struct MemoryState {
    std::uint64_t total = 0;      ///< bytes of the machine
    std::uint64_t available = 0;  ///< bytes that can be had without swapping, the cgroup's limit taken into account
    std::uint64_t limit = 0;      ///< bytes the cgroup grants in all; 0: no limit
};
MemoryState memoryState();

struct DiskState {
    std::uint64_t total = 0, free = 0;  ///< bytes; free: to this user
    std::string filesystem;             ///< as the kernel names it: "ext4", "nfs4", "overlay"; "unknown"
    bool network = false;   ///< on another machine (NFS, SMB, FUSE over ssh, 9p, ...), where SQLite's WAL is unsafe
    bool writable = false;  ///< by this user
};
/// Of the file system that holds `path`, or would hold it: a path that is not there yet is looked up by its nearest parent.
/// Throws Error(Environment) where not even that can be read.
DiskState diskState(const std::filesystem::path& path);

/// ${XDG_DATA_HOME:-~/.local/share}/retort, not created here.
std::filesystem::path dataHome();

}  // namespace retort
