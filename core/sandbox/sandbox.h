// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/memory_file.h"

namespace retort {

struct SandboxLimits {
    double cpu_seconds = 10;  ///< of all its processes together where they are waited for; rounded up
    double wall_seconds = 0;  ///< 0: three times cpu_seconds and two more
    std::uint64_t memory_bytes = std::uint64_t{1}
                                 << 29;  ///< of each process; of all together where control groups can be had
    std::uint64_t disk_bytes = std::uint64_t{64} << 20;  ///< of /tmp, the only place to write
    std::uint64_t output_bytes = std::uint64_t{16} << 20;
    int processes = 64;  ///< and threads
};

struct SandboxFile {
    std::string path;                     ///< in the sandbox: "/box/NAME"
    const Descriptor* content = nullptr;  ///< memoryFile
};

struct SandboxJob {
    std::vector<std::string> command;   ///< [0] is a full path
    std::vector<SandboxFile> files;     ///< read-only, executable
    const Descriptor* input = nullptr;  ///< stdin; none: empty
    SandboxLimits limits;
};

enum class SandboxEnd { Exited, Crashed, TimeLimit, MemoryLimit, OutputLimit, Forbidden };

struct SandboxResult {
    SandboxEnd end = SandboxEnd::Exited;
    int status = 0;             ///< exit status, or 128 + signal
    std::string output, error;  ///< stdout; the last 4 KiB of stderr
    double cpu_seconds = 0, wall_seconds = 0;
};

/// Runs programs that nobody trusts in bubblewrap: under a user id that is not 0, in namespaces of their own (no network, no
/// other processes, no files of this machine but /usr, all read-only; 64 MiB of /tmp), behind a filter of system calls, with
/// bounds on time, memory, processes and output. However a run ends, nothing of it survives.
class Sandbox {
public:
    /// slots: programs at a time; 0: the usable processors. Throws Error(Environment), with the remedy, where no program can
    /// be contained.
    explicit Sandbox(int slots = 0);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;

    /// Waits for a free slot, then until the program has ended. Any thread. Throws Error(Environment) when the sandbox
    /// itself fails.
    SandboxResult run(const SandboxJob& job) const;

    int slots() const;
    /// Whether control groups bound memory and processes of a program together.
    bool hasGroups() const;

    /// The one of this process, made when first asked for; a failure is thrown every time.
    static const Sandbox& shared();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort
