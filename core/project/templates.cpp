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

/// What an entry of a template is: itself, or what a link names that lies in `shipped` (templates share models and data).
/// Other links and special files are nothing; without `shipped` every link is.
fs::path sourceOf(const fs::directory_entry& entry, const fs::path& shipped) {
    if (!entry.is_symlink()) return entry.path();
    if (shipped.empty()) return {};
    std::error_code broken;
    const fs::path target = fs::canonical(entry.path(), broken);
    return broken || target.lexically_relative(shipped).native().starts_with("..") ? fs::path() : target;
}

/// Regular files and folders with what they hold; runs and hidden folders at the top are left out.
void copyTree(const fs::path& from, const fs::path& to, const fs::path& shipped, bool at_top = true) {
    for (const fs::directory_entry& entry : fs::directory_iterator(from)) {
        const std::string name = entry.path().filename().string();
        const fs::path source = sourceOf(entry, shipped), target = to / name;
        if (fs::is_directory(source)) {
            if (at_top && (name == "runs" || name.starts_with('.'))) continue;
            fs::create_directories(target);
            copyTree(source, target, entry.is_symlink() ? fs::path() : shipped,
                     false);  // no link inside a link: it could lead round
        } else if (fs::is_regular_file(source)) {
            fs::copy_file(source, target);
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
        copyTree(chosen->folder, staged.path(), fs::canonical(resources));
        staged.commit();
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorCode::Environment, "cannot copy the template: " + error.code().message(), target.string(),
                    "Choose a folder on a disk with room, where this user may write");
    }
    return openProject(target);
}

}  // namespace retort
