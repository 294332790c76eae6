// SPDX-License-Identifier: Apache-2.0
#include "core/base/cgroup.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace fs = std::filesystem;

namespace retort {
namespace {

// Version 1 writes a page-rounded 2^63 for "no limit".
constexpr std::uint64_t kAbsurdlyMuch = std::uint64_t{1} << 60;

std::optional<double> firstNumber(const fs::path& file) {
    std::ifstream in(file);
    double value = 0;
    if (in >> value) return value;  // "max" is no number: no limit
    return std::nullopt;
}

std::uint64_t statValue(const fs::path& file, const std::string& wanted) {
    std::ifstream in(file);
    std::string key;
    for (std::uint64_t value = 0; in >> key >> value;) {
        if (key == wanted) return value;
    }
    return 0;
}

void tightenCpus(CgroupLimits& limits, double quota, double period) {
    if (quota <= 0 || period <= 0) return;
    const double cpus = quota / period;
    if (limits.cpus == 0 || cpus < limits.cpus) limits.cpus = cpus;
}

void tightenMemory(CgroupLimits& limits, double limit, double in_use, std::uint64_t droppable) {
    if (limit <= 0 || limit >= static_cast<double>(kAbsurdlyMuch)) return;
    const auto bytes = static_cast<std::uint64_t>(limit);
    if (limits.memory != 0 && bytes >= limits.memory) return;
    const auto used = static_cast<std::uint64_t>(in_use);
    limits.memory = bytes;
    limits.memory_in_use = used > droppable ? used - droppable : 0;
}

void readVersion2(const fs::path& group, CgroupLimits& limits) {
    std::ifstream in(group / "cpu.max");
    double quota = 0, period = 0;
    if (in >> quota >> period) tightenCpus(limits, quota, period);
    if (const auto limit = firstNumber(group / "memory.max")) {
        tightenMemory(limits, *limit, firstNumber(group / "memory.current").value_or(0),
                      statValue(group / "memory.stat", "inactive_file"));
    }
}

void readVersion1(const fs::path& root, const std::string& controllers, const fs::path& group, CgroupLimits& limits) {
    const fs::path folder = root / controllers / group;
    const auto quota = firstNumber(folder / "cpu.cfs_quota_us"), period = firstNumber(folder / "cpu.cfs_period_us");
    if (quota && period) tightenCpus(limits, *quota, *period);
    if (const auto limit = firstNumber(folder / "memory.limit_in_bytes")) {
        tightenMemory(limits, *limit, firstNumber(folder / "memory.usage_in_bytes").value_or(0),
                      statValue(folder / "memory.stat", "total_inactive_file"));
    }
}

// "/a/b" -> a/b, a, and the root itself. In a container the path may be the host's, which is not mounted: then only the root
// is.
template <class Visit>
void walkUp(fs::path group, Visit visit) {
    group = group.relative_path();
    for (;; group = group.parent_path()) {
        visit(group);
        if (group.empty()) return;
    }
}

}  // namespace

CgroupLimits cgroupLimits(const fs::path& root, const fs::path& membership) {
    CgroupLimits limits;
    std::ifstream in(membership);
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::string id, controllers, group;
        if (!std::getline(fields, id, ':') || !std::getline(fields, controllers, ':') || !std::getline(fields, group))
            continue;
        walkUp(group, [&](const fs::path& part) {
            if (controllers.empty()) {
                readVersion2(root / part, limits);
            } else {
                readVersion1(root, controllers, part, limits);
            }
        });
    }
    return limits;
}

}  // namespace retort
