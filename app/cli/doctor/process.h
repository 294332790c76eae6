// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace retort::doctor {

struct ProcessResult {
    bool found = false;  ///< the program is on PATH
    bool timed_out = false;
    int status = -1;     ///< exit status; 128 + signal
    std::string output;  ///< stdout and stderr together, at most 64 KiB
};

/// Runs a program of PATH with no input. Blocks until it ends or is killed at the time limit.
ProcessResult runProgram(const std::vector<std::string>& arguments, std::chrono::milliseconds limit);

}  // namespace retort::doctor
