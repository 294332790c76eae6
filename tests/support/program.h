// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace retort::test {

struct ProgramResult {
    int status = 0;  ///< exit status; 128 + signal when killed
    std::string out, err;
};

/// Runs a program to its end with `input` on stdin. `while_running` is called with the pid every 20 ms.
ProgramResult runProgram(const std::vector<std::string>& arguments, const std::string& input = {},
                         const std::function<void(int pid)>& while_running = {});

/// build/PRESET/bin/NAME of this build.
std::string builtProgram(const std::string& name);

}  // namespace retort::test
