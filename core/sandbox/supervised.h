// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sandbox/memory_file.h"

namespace retort {

/// A process whose output is read and whose time is watched.
struct Supervised {
    std::vector<std::string> arguments;  ///< [0] is the path of the program
    Descriptor input;                    ///< its stdin
    std::vector<Descriptor> extra;       ///< its descriptors 3, 4, ...
    double wall_seconds = 10;
    std::uint64_t output_bytes = 0;   ///< beyond this on stdout it is killed
    std::function<void()> kill_tree;  ///< called after SIGKILL to the process itself
};

struct SupervisedResult {
    bool timed_out = false, output_exceeded = false;
    int status = 0;      ///< as of waitpid
    std::string output;  ///< stdout, at most output_bytes
    std::string error;   ///< the last 4 KiB of stderr
    double cpu_seconds = 0, wall_seconds = 0;
};

/// Blocks until the process has ended or is killed. Any thread. Throws Error(Environment) when it cannot be started.
SupervisedResult supervise(Supervised process);

}  // namespace retort
