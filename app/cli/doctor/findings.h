// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace retort::doctor {

enum class State {
    Ok,
    Warning,  ///< something will not work or will be slow; the main line does
    Problem,  ///< the main line does not work
};

using Fact = std::variant<bool, std::int64_t, double, std::string>;

struct Finding {
    std::string check;  ///< "cpu", "disk", ...; stable, people script on it
    State state = State::Ok;
    std::string detail;  ///< what was found, one line
    std::string remedy;  ///< what to do; empty when Ok
    std::vector<std::pair<std::string, Fact>> facts;
};

/// Of the machine: cpu, threads, memory, disk (data folder and current folder), display, fonts.
std::vector<Finding> machineFindings();
/// Of what Retort uses: torch, cuda, sqlite, sandbox.
std::vector<Finding> libraryFindings();

/// "9.2 GiB".
std::string gibibytes(std::uint64_t bytes);

}  // namespace retort::doctor
