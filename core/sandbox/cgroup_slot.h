// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace retort {

/// A control group for one program at a time, below this process's own: bounds its processes and its memory together.
/// Version 1 or 2, whichever this process may make groups in; where it may not, the object holds none and the limits of
/// single processes remain.
class CgroupSlot {
public:
    /// Removes groups that dead processes left behind. Never throws.
    explicit CgroupSlot(int number);
    ~CgroupSlot();
    CgroupSlot(const CgroupSlot&) = delete;

    bool exists() const { return !groups_.empty(); }
    /// Where a process writes its id to join.
    std::vector<std::string> procsFiles() const;
    /// Sets the bounds for the next program.
    void bound(std::uint64_t memory_bytes, int processes);
    /// How often the kernel has killed for memory since bound().
    std::uint64_t memoryKills() const;
    /// Kills everything in it.
    void kill() const;

private:
    std::uint64_t countKills() const;

    std::vector<std::filesystem::path> groups_;
    std::filesystem::path memory_, pids_;
    std::uint64_t kills_before_ = 0;
};

}  // namespace retort
