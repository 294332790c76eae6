// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "project/project.h"
#include "recipe/recipe.h"

namespace retort {

struct Finding {
    bool is_error = true;  ///< false: a warning; the recipe can run
    std::string where, message, remedy;
    /// "error: where: message. remedy"
    std::string text() const;
};

/// One stage in the order in which it would run.
struct StageSummary {
    std::string name, kind;
    std::vector<std::string> inputs;
    std::vector<std::string> lines;  ///< what its numbers amount to (explain)
};

struct CheckReport {
    std::vector<Finding> findings;     ///< errors first
    std::vector<StageSummary> stages;  ///< empty when the recipe itself is wrong
    std::optional<Recipe> recipe;
    bool ok() const;  ///< no errors
};

/// Everything `retort check` says: the recipe's problems, then every data set is read (blocks), then warnings: evaluation
/// prompts that occur in training data, accuracy without references, a rubric term whose domain no prompt has, sections
/// nothing uses.
CheckReport checkProject(const Project& project, const std::vector<Override>& overrides = {});

}  // namespace retort
