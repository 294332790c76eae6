// SPDX-License-Identifier: Apache-2.0
#include "model_precision.h"

#include "base/error.h"
#include "base/log.h"
#include "recipe/recipe.h"
#include "run/run_directory.h"

namespace fs = std::filesystem;

namespace retort::cli {
namespace {

constexpr int most_levels = 6;  // RUN/checkpoints/STAGE/CHECKPOINT is three below its recipe

std::string precisionIn(const fs::path& recipe, const fs::path& project) {
    try {
        return loadRecipeWith(recipe, {.overrides = {}, .project = project, .check_files = false}).precision;
    } catch (const Error& error) {
        log(LogLevel::Debug, std::string("precision is chosen without the recipe: ") + error.what());
        return "auto";
    }
}

}  // namespace

std::string precisionFor(const fs::path& model) {
    std::error_code ignored;
    fs::path folder = fs::weakly_canonical(model, ignored);
    for (int level = 0; level < most_levels && !folder.empty(); ++level, folder = folder.parent_path()) {
        const fs::path frozen = RunDirectory(folder).recipe(), recipe = folder / "recipe.toml";
        if (fs::exists(frozen, ignored)) return precisionIn(frozen, folder);
        if (fs::exists(recipe, ignored)) return precisionIn(recipe, folder);
        if (folder == folder.root_path()) break;
    }
    return "auto";
}

}  // namespace retort::cli
