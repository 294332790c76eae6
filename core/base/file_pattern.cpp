// SPDX-License-Identifier: Apache-2.0
#include "base/file_pattern.h"

#include <glob.h>

#include <algorithm>

namespace retort {

bool isPattern(const std::string& path) { return path.find_first_of("*?[{") != path.npos; }

std::vector<std::filesystem::path> matchingFiles(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) return {path};
    std::vector<std::filesystem::path> files;
    if (!isPattern(path.string())) return files;
    glob_t found{};
    if (::glob(path.c_str(), GLOB_BRACE | GLOB_NOSORT, nullptr, &found) == 0)
        for (std::size_t i = 0; i < found.gl_pathc; ++i)
            if (std::filesystem::is_regular_file(found.gl_pathv[i], ignored)) files.emplace_back(found.gl_pathv[i]);
    ::globfree(&found);
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    return files;
}

std::vector<std::filesystem::path> matchingFiles(const PathList& paths) {
    std::vector<std::filesystem::path> all;
    for (const auto& path : paths)
        for (auto& file : matchingFiles(path))
            if (std::ranges::find(all, file) == all.end()) all.push_back(std::move(file));
    return all;
}

std::string nothingMatches(const std::string& path) {
    return (isPattern(path) ? "no file matches " : "there is no file ") + path;
}

}  // namespace retort
