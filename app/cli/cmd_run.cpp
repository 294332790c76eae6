// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <filesystem>

#include "base/error.h"
#include "base/log.h"
#include "commands.h"
#include "stages/pipeline.h"

extern char** environ;

namespace retort::cli {
namespace {

/// The workbench lives beside this program; it attaches to the run and outlives nothing of ours.
void openWorkbench(const std::filesystem::path& run) {
    const auto program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "retort-workbench").string();
    std::string folder = run.string();
    char* arguments[] = {const_cast<char*>(program.c_str()), folder.data(), nullptr};
    pid_t pid = 0;
    if (::posix_spawn(&pid, program.c_str(), nullptr, nullptr, arguments, environ) != 0)
        log(LogLevel::Warning, "the workbench could not be started: " + program);
}

}  // namespace

int runCommand(const RunArguments& arguments, const std::vector<std::string>& command_line) {
    const Project project = openProject(arguments.project);
    RunOptions options;
    for (const std::string& text : arguments.set) options.overrides.push_back(parseOverride(text));
    options.only_stage = arguments.only_stage;
    options.resume = arguments.resume;
    options.run = arguments.run;
    options.fork = arguments.fork;
    options.recipe_file = arguments.recipe;
    options.reuse_finished = !arguments.fresh;
    options.command_line = command_line;
    std::string folder;
    const auto started = [&](const RunDirectory& run) {
        folder = run.root().string();
        log(LogLevel::Info, "run " + folder);
        if (arguments.workbench) openWorkbench(run.root());
    };
    try {
        runProject(project, options, started);
    } catch (...) {
        if (!folder.empty()) fmt::print("{}\n", folder);
        throw;
    }
    fmt::print("{}\n", folder);
    return 0;
}

}  // namespace retort::cli
