// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "run/run_directory.h"

namespace retort {

/// What a person calls a run: RUN/label.json, apart from the databases so that a list of runs reads it without opening one.
/// The run's id and folder never change.
struct RunLabel {
    std::string name;  ///< empty: none given
    std::string note;
    bool archived = false;  ///< left out of lists unless asked for
    bool operator==(const RunLabel&) const = default;
};

/// Missing or damaged: as if none had been given. Reads the disk; never throws.
RunLabel readRunLabel(const RunDirectory& run);
/// Durable when it returns. Throws Error(Usage) when name or note is longer than 10,000 bytes, Error(Environment) when it
/// cannot be written.
void writeRunLabel(const RunDirectory& run, const RunLabel& label);

}  // namespace retort
