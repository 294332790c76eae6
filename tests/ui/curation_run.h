// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace retort::test {

/// A project with a recipe and a run that waits at a gate: `groups` problems with four samples each in "candidates", the
/// curate stage "cold_start" (five wanted) and "sft" that trains on it, with a real tokenizer. Returns the run's folder.
std::filesystem::path makeCurationRun(const std::filesystem::path& project, int groups);

}  // namespace retort::test
