// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "project/project.h"
#include "recipe/recipe.h"
#include "run/run_directory.h"

namespace retort {

struct RunOptions {
    std::vector<Override> overrides;
    std::string only_stage;                   ///< run these (names with commas) and what they need; empty: all
    bool resume = false;                      ///< continue the newest run that is not done, or `run`
    std::string run;                          ///< resume: a run id; empty: the newest unfinished
    std::string fork;                         ///< "RUN_ID@STAGE/step-000020": a new run that continues from there
    std::string recipe_file = "recipe.toml";  ///< within the project
    bool reuse_finished = true;               ///< skip stages that any run of the project finished with the same key
    std::vector<std::string> command_line;    ///< for run.json
};

/// Executes a recipe, stage by stage in its order, into a run directory: `retort run`. Blocks until done. Every stage's
/// outcome is in the store before the next starts. Throws the Error that ended it, after recording it in the store;
/// `on_started` is called once the directory exists, so that the caller can name it whatever happens.
void runProject(const Project& project, const RunOptions& options,
                const std::function<void(const RunDirectory&)>& on_started);

}  // namespace retort
