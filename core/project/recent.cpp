// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "project/project.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

constexpr std::size_t most_remembered = 30;
constexpr std::uint64_t max_file_bytes = 1 << 20;
constexpr int version = 1;  // 1: {"version", "projects": [{"folder", "opened"}]}

fs::path recentFile() {
    const char* state = std::getenv("XDG_STATE_HOME");
    // The XDG specification: only absolute paths count.
    if (state != nullptr && *state == '/') return fs::path(state) / "retort" / "recent.json";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/tmp") / ".local" / "state" / "retort" / "recent.json";
}

std::vector<RecentProject> parse(const std::string& content) {
    const auto document = nlohmann::json::parse(content);
    if (document.at("version").get<int>() != version) return {};
    std::vector<RecentProject> projects;
    for (const auto& entry : document.at("projects")) {
        projects.push_back({entry.at("folder").get<std::string>(), entry.at("opened").get<double>()});
        if (projects.size() == most_remembered) break;
    }
    return projects;
}

void save(const std::vector<RecentProject>& projects) {
    nlohmann::json list = nlohmann::json::array();
    for (const RecentProject& project : projects) {
        if (list.size() == most_remembered) break;
        list.push_back({{"folder", project.folder.string()}, {"opened", project.opened}});
    }
    const nlohmann::json document{{"version", version}, {"projects", std::move(list)}};
    const fs::path file = recentFile();
    std::error_code failure;
    fs::create_directories(file.parent_path(), failure);
    writeFileDurably(file, document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::vector<RecentProject> without(const fs::path& folder) {
    std::vector<RecentProject> projects = recentProjects();
    std::erase_if(projects, [&](const RecentProject& project) { return project.folder == folder; });
    return projects;
}

}  // namespace

std::vector<RecentProject> recentProjects() {
    const fs::path file = recentFile();
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return {};
    std::vector<RecentProject> projects;
    try {
        projects = parse(readFile(file, max_file_bytes));
    } catch (const std::exception& error) {
        log(LogLevel::Warning, file.string() + " is damaged and begins anew: " + error.what());
        return {};
    }
    std::stable_sort(projects.begin(), projects.end(), [](const auto& a, const auto& b) { return a.opened > b.opened; });
    return projects;
}

void rememberProject(const fs::path& folder) {
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    std::vector<RecentProject> projects = without(absolute);
    projects.insert(projects.begin(), {absolute, unixTime()});
    save(projects);
}

void forgetProject(const fs::path& folder) { save(without(fs::absolute(folder).lexically_normal())); }

}  // namespace retort
