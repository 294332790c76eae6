// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace retort {

/// What control groups leave to this process: the tightest limit on the way from its group to the root.
struct CgroupLimits {
    double cpus = 0;                  ///< processors' worth of time; 0: no limit
    std::uint64_t memory = 0;         ///< bytes; 0: no limit
    std::uint64_t memory_in_use = 0;  ///< bytes of the group that set `memory`, without what the kernel can drop at once
};

/// Version 2 and, where that sets nothing, version 1. What cannot be read counts as no limit; never throws.
/// membership: "0::/path" lines as in /proc/self/cgroup.
CgroupLimits cgroupLimits(const std::filesystem::path& root = "/sys/fs/cgroup",
                          const std::filesystem::path& membership = "/proc/self/cgroup");

}  // namespace retort
