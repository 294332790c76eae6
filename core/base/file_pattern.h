// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace retort {

/// The files that a path of data names: itself where there is such a file; else, where it has one of * ? [ {, the regular files that it
/// matches as in a shell ("data/train-*.parquet", "{a,b}.jsonl"), in order of their names. Empty: there are none.
std::vector<std::filesystem::path> matchingFiles(const std::filesystem::path& path);

/// "there is no file x", or "no file matches x*".
std::string nothingMatches(const std::string& path);

}  // namespace retort
