// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "recipe/recipe.h"
#include "run/run_directory.h"

namespace retort::ui {

/// A model that can be talked to.
struct ModelEntry {
    QString name;      ///< "reasoning", "zero, step 20", "base"
    QString folder;
    TemplateSection form;  ///< how it is asked: the recipe's template, its chat template filled in where the recipe says chat
    QString problem;       ///< why it cannot be asked so; empty: it can
};

/// What the playground can choose from.
struct PlaygroundChoices {
    std::vector<ModelEntry> models;     ///< newest stage first, then the recipe's own models
    Recipe recipe;                      ///< the run's
};
/// Reads the disk. Checkpoints that were deleted are left out.
PlaygroundChoices playgroundChoices(const RunDirectory& run);
/// A model folder from anywhere: asked by its own chat template, or plainly where it has none and `like` says nothing else. Reads
/// the disk.
ModelEntry strayModel(const std::filesystem::path& folder, const TemplateSection& like);

}  // namespace retort::ui
