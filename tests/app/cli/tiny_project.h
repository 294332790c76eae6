// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "support/program.h"

namespace retort::test {

/// A project that runs every kind of stage in seconds: a model of 10,000 parameters that learns to copy a digit, its
/// tokenizer trained by the CLI. Written into a folder that exists.
void writeTinyProject(const std::filesystem::path& folder);

/// `retort ARGUMENTS...`
ProgramResult runRetort(std::vector<std::string> arguments, const std::string& input = {},
                        const std::function<void(int pid)>& while_running = {});

/// The run directory that `retort run` printed as its last line.
std::filesystem::path runOf(const ProgramResult& result);

}  // namespace retort::test
