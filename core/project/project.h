// SPDX-License-Identifier: Apache-2.0
#pragma once

// Project folders: opening, runs, templates, the list of recent ones. All functions block on the disk.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// A folder with recipe.toml. Absolute paths.
struct Project {
    std::filesystem::path folder;
    std::filesystem::path recipe_file;  ///< FOLDER/recipe.toml
    std::filesystem::path runs_folder;  ///< FOLDER/runs; may not exist yet
};

/// `path` is the folder or its recipe.toml. Throws Error(Usage) when there is no recipe.
Project openProject(const std::filesystem::path& path);

/// The run folders of a project (those with a run.db or a frozen recipe.toml), newest first by time of last change.
std::vector<std::filesystem::path> listRuns(const Project& project);

/// Where shipped projects, themes and icons are: $RETORT_RESOURCES, PREFIX/share/retort beside the executable's bin folder,
/// or the source tree that built it. Throws Error(Environment) when none of them is there.
std::filesystem::path resourcesFolder();

/// A project that ships with Retort, ready to be copied.
struct ProjectTemplate {
    std::string name;         ///< its folder's name
    std::string description;  ///< the first comment line of its recipe.toml
    std::filesystem::path folder;
};

/// RESOURCES/projects/NAME and RESOURCES/projects/templates/NAME, by name.
std::vector<ProjectTemplate> listTemplates(const std::filesystem::path& resources = resourcesFolder());

/// Copies a template's regular files (never links, never runs/) to a new folder, which appears whole or not at all.
/// Throws Error(Usage) for an unknown name or a destination that exists.
Project createFromTemplate(std::string_view name, const std::filesystem::path& destination,
                           const std::filesystem::path& resources = resourcesFolder());

/// A project that was opened before.
struct RecentProject {
    std::filesystem::path folder;
    double opened = 0;  ///< Unix seconds
};

/// $XDG_STATE_HOME/retort/recent.json, newest first, at most 30; a missing or damaged file is an empty list.
std::vector<RecentProject> recentProjects();
void rememberProject(const std::filesystem::path& folder);
void forgetProject(const std::filesystem::path& folder);

}  // namespace retort
