// SPDX-License-Identifier: Apache-2.0
#include "project/project.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"

namespace fs = std::filesystem;

namespace retort {

Project openProject(const fs::path& path) {
    std::error_code ignored;
    const fs::path absolute = fs::absolute(path).lexically_normal();
    const bool is_file = fs::is_regular_file(absolute, ignored);
    fs::path folder = is_file ? absolute.parent_path() : absolute;
    if (!folder.has_filename()) folder = folder.parent_path();
    const fs::path recipe = is_file ? absolute : folder / "recipe.toml";
    if (!fs::exists(absolute, ignored))
        throw Error(ErrorCode::Usage, "there is no such folder", path.string(),
                    "Make a project with: retort new TEMPLATE FOLDER");
    if (!fs::is_regular_file(recipe, ignored))
        throw Error(ErrorCode::Usage, "holds no recipe.toml", path.string(),
                    "Open the folder of a project, or make one with: retort new TEMPLATE FOLDER");
    return {folder, recipe, folder / "runs"};
}

std::vector<fs::path> listRuns(const Project& project) {
    struct Run {
        fs::file_time_type changed;
        fs::path folder;
    };
    std::vector<Run> runs;
    std::error_code error;
    for (fs::directory_iterator entry(project.runs_folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_directory(ignored) || entry->path().filename().string().starts_with('.')) continue;
        const fs::path database = entry->path() / "run.db";
        const fs::path recipe = entry->path() / "recipe.toml";
        const fs::path& known = fs::is_regular_file(database, ignored) ? database : recipe;
        if (fs::is_regular_file(known, ignored)) runs.push_back({fs::last_write_time(known, ignored), entry->path()});
    }
    std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
        return a.changed != b.changed ? a.changed > b.changed : a.folder.filename() > b.folder.filename();
    });
    std::vector<fs::path> folders;
    for (Run& run : runs) folders.push_back(std::move(run.folder));
    return folders;
}

}  // namespace retort
