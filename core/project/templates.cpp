// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "project/project.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

/// The first comment line of a recipe, without its "#" and without a licence line.
std::string descriptionOf(const fs::path& recipe) {
    constexpr int lines_looked_at = 10;
    std::ifstream in(recipe);
    std::string line;
    for (int i = 0; i < lines_looked_at && std::getline(in, line); ++i) {
        const std::size_t from = line.find_first_not_of("# ");
        if (!line.starts_with('#') || from == std::string::npos || line.find("SPDX-") != std::string::npos) continue;
        return line.substr(from);
    }
    return {};
}

void addTemplates(const fs::path& folder, std::vector<ProjectTemplate>& out) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const fs::path recipe = entry->path() / "recipe.toml";
        std::error_code ignored;
        if (fs::is_regular_file(recipe, ignored))
            out.push_back({entry->path().filename().string(), descriptionOf(recipe), entry->path()});
    }
}

/// Regular files and folders; links and special files are left out, and so are runs and hidden folders at the top.
void copyTree(const fs::path& from, const fs::path& to) {
    for (fs::recursive_directory_iterator entry(from), end; entry != end; ++entry) {
        const fs::path target = to / entry->path().lexically_relative(from);
        const std::string name = entry->path().filename().string();
        const bool is_link = entry->is_symlink();
        if (!is_link && entry->is_directory()) {
            if (entry.depth() == 0 && (name == "runs" || name.starts_with('.'))) {
                entry.disable_recursion_pending();
            } else {
                fs::create_directories(target);
            }
        } else if (!is_link && entry->is_regular_file()) {
            fs::copy_file(entry->path(), target);
            // Installed resources may be read-only; a project is its owner's to edit.
            fs::permissions(target, fs::perms::owner_write, fs::perm_options::add);
        }
    }
}

}  // namespace

fs::path resourcesFolder() {
    std::vector<fs::path> places;
    if (const char* chosen = std::getenv("RETORT_RESOURCES"); chosen != nullptr && *chosen != '\0')
        places.emplace_back(chosen);
    std::error_code ignored;
    const fs::path executable = fs::read_symlink("/proc/self/exe", ignored);
    if (!executable.empty()) places.push_back(executable.parent_path().parent_path() / "share" / "retort");
    places.emplace_back(RETORT_SOURCE_RESOURCES);
    for (const fs::path& place : places) {
        if (fs::is_directory(place / "projects", ignored)) return fs::absolute(place).lexically_normal();
    }
    std::string tried;
    for (const fs::path& place : places) tried += (tried.empty() ? "" : ", ") + place.string();
    throw Error(ErrorCode::Environment, "the shipped projects are missing; looked in " + tried, "resources",
                "Install Retort again, or set RETORT_RESOURCES");
}

std::vector<ProjectTemplate> listTemplates(const fs::path& resources) {
    std::vector<ProjectTemplate> templates;
    addTemplates(resources / "projects", templates);
    addTemplates(resources / "projects" / "templates", templates);
    std::sort(templates.begin(), templates.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return templates;
}

Project createFromTemplate(std::string_view name, const fs::path& destination, const fs::path& resources) {
    const std::vector<ProjectTemplate> templates = listTemplates(resources);
    const auto chosen = std::find_if(templates.begin(), templates.end(), [&](const auto& t) { return t.name == name; });
    if (chosen == templates.end()) {
        std::string known;
        for (const ProjectTemplate& t : templates) known += (known.empty() ? "" : ", ") + t.name;
        throw Error(ErrorCode::Usage, fmt::format("no template is called \"{}\"", name), {}, "Known: " + known);
    }
    fs::path target = fs::absolute(destination).lexically_normal();
    if (!target.has_filename()) target = target.parent_path();
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(target, ignored)))
        throw Error(ErrorCode::Usage, "already exists", target.string(), "Choose a folder that does not exist yet");
    try {
        fs::create_directories(target.parent_path());
        StagedDirectory staged(target);
        copyTree(chosen->folder, staged.path());
        staged.commit();
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorCode::Environment, "cannot copy the template: " + error.code().message(), target.string(),
                    "Choose a folder on a disk with room, where this user may write");
    }
    return openProject(target);
}

}  // namespace retort
