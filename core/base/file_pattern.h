// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace retort {

/// Where a data set lies: paths, each a file or a pattern, in the order in which they are read. One path is a list of one.
class PathList {
public:
    PathList() = default;
    PathList(std::filesystem::path path) : paths_{std::move(path)} {}
    PathList(std::vector<std::filesystem::path> paths) : paths_(std::move(paths)) {}
    auto begin() const { return paths_.begin(); }
    auto end() const { return paths_.end(); }
    std::size_t size() const { return paths_.size(); }

private:
    std::vector<std::filesystem::path> paths_;
};

/// The files that a path of data names: itself where there is such a file; else, where it has one of * ? [ {, the regular
/// files that it matches as in a shell ("data/train-*.parquet", "{a,b}.jsonl"), in order of their names. Empty: there are
/// none.
std::vector<std::filesystem::path> matchingFiles(const std::filesystem::path& path);
/// Those of all paths, in this order; a file that two of them name stands where it is named first.
std::vector<std::filesystem::path> matchingFiles(const PathList& paths);

/// Has it one of * ? [ {?
bool isPattern(const std::string& path);

/// "there is no file x", or "no file matches x*".
std::string nothingMatches(const std::string& path);

}  // namespace retort
