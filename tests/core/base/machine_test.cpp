// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/cgroup.h"
#include "base/error.h"
#include "base/machine.h"
#include "support/temp_dir.h"

using namespace retort;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& file, const std::string& content) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << content;
}

}  // namespace

TEST(Cgroup, TightestLimitOnTheWayToTheRootCounts) {
    const test::TempDir dir;
    const fs::path root = dir / "cgroup";
    put(dir / "membership", "0::/outer/inner\n");
    put(root / "outer/inner/cpu.max", "max 100000\n");
    put(root / "outer/cpu.max", "150000 100000\n");
    put(root / "outer/inner/memory.max", "8000000000\n");
    put(root / "outer/inner/memory.current", "1000\n");
    put(root / "outer/memory.max", "2000000000\n");
    put(root / "outer/memory.current", "900000000\n");
    put(root / "outer/memory.stat", "anon 5\ninactive_file 400000000\nactive_file 7\n");
    const CgroupLimits limits = cgroupLimits(root, dir / "membership");
    EXPECT_DOUBLE_EQ(limits.cpus, 1.5);
    EXPECT_EQ(limits.memory, 2000000000U);
    EXPECT_EQ(limits.memory_in_use, 500000000U);
}

TEST(Cgroup, VersionOneIsRead) {
    const test::TempDir dir;
    const fs::path root = dir / "cgroup";
    put(dir / "membership", "4:memory:/job\n3:cpu,cpuacct:/job\n0::/\n");
    put(root / "cpu,cpuacct/job/cpu.cfs_quota_us", "50000\n");
    put(root / "cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
    put(root / "cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    put(root / "cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    put(root / "memory/job/memory.limit_in_bytes", "1073741824\n");
    put(root / "memory/memory.limit_in_bytes", "9223372036854771712\n");
    const CgroupLimits limits = cgroupLimits(root, dir / "membership");
    EXPECT_DOUBLE_EQ(limits.cpus, 0.5);
    EXPECT_EQ(limits.memory, 1073741824U);
}

TEST(Cgroup, UnlimitedAbsentOrNonsenseIsNoLimit) {
    const test::TempDir dir;
    put(dir / "membership", "0::/\nnonsense\n");
    put(dir / "cgroup/cpu.max", "max 100000\n");
    put(dir / "cgroup/memory.max", "max\n");
    for (const fs::path& root : {dir / "cgroup", dir / "absent"}) {
        const CgroupLimits limits = cgroupLimits(root, dir / "membership");
        EXPECT_EQ(limits.cpus, 0);
        EXPECT_EQ(limits.memory, 0U);
    }
    EXPECT_EQ(cgroupLimits(dir / "cgroup", dir / "absent").memory, 0U);
}

TEST(Machine, ThreadsAreWithinTheMachine) {
    const CpuLimits limits = cpuLimits();
    EXPECT_GE(limits.affinity, 1);
    EXPECT_LE(limits.affinity, limits.online);
    EXPECT_GE(usableThreads(), 1);
    EXPECT_LE(usableThreads(), limits.affinity);
}

TEST(Machine, FeaturesAgreeWithTheKernelsList) {
    std::ifstream in("/proc/cpuinfo");
    std::string flags;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("flags")) flags = line + " ";
    }
    if (flags.empty()) GTEST_SKIP() << "no x86 flags in /proc/cpuinfo";
    const CpuFeatures cpu = cpuFeatures();
    const auto listed = [&](const char* flag) { return flags.find(std::string(" ") + flag + " ") != std::string::npos; };
    EXPECT_EQ(cpu.avx2, listed("avx2"));
    EXPECT_EQ(cpu.fma, listed("fma"));
    EXPECT_EQ(cpu.f16c, listed("f16c"));
    EXPECT_EQ(cpu.avx512f, listed("avx512f"));
    EXPECT_EQ(cpu.avx512_bf16, listed("avx512_bf16"));
    EXPECT_EQ(cpu.amx_bf16, listed("amx_bf16"));
}

TEST(Machine, MemoryIsPlausible) {
    const MemoryState memory = memoryState();
    EXPECT_GT(memory.total, std::uint64_t{64} << 20);
    EXPECT_GT(memory.available, 0U);
    EXPECT_LE(memory.available, memory.total);
}

TEST(Machine, DiskOfAPathThatIsNotThereYetIsItsParents) {
    const test::TempDir dir;
    const DiskState here = diskState(dir.path()), deep = diskState(dir / "a/b/c");
    EXPECT_GT(here.total, 0U);
    EXPECT_TRUE(here.writable);
    EXPECT_EQ(deep.total, here.total);
    EXPECT_EQ(deep.filesystem, here.filesystem);
    EXPECT_NE(here.filesystem, "unknown");
}

TEST(Machine, KernelFilesystemsAreNamedByTheNearestMount) {
    EXPECT_EQ(diskState("/proc/self").filesystem, "proc");
    EXPECT_FALSE(diskState("/proc/self").network);
}

TEST(Machine, DataHomeFollowsXdg) {
    ::setenv("XDG_DATA_HOME", "/data/of/mine", 1);
    EXPECT_EQ(dataHome(), "/data/of/mine/retort");
    ::setenv("XDG_DATA_HOME", "relative", 1);
    ::setenv("HOME", "/home/someone", 1);
    EXPECT_EQ(dataHome(), "/home/someone/.local/share/retort");
    ::unsetenv("XDG_DATA_HOME");
    EXPECT_EQ(dataHome(), "/home/someone/.local/share/retort");
}
