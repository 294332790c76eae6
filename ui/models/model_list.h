// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "store/records.h"

namespace retort::ui {

/// A model that can be talked to.
struct ModelEntry {
    QString name;  ///< "reasoning", "zero, step 20", "base"
    QString folder;
    TemplateSection
        form;         ///< how it is asked: the recipe's template, its chat template filled in where the recipe says chat
    QString problem;  ///< why it cannot be asked so; empty: it can
    QString of;       ///< the stage that it is a checkpoint of; empty: it is a model of its own
    QString at;       ///< which of them: "last, step 40", "step 20"
};

/// What the playground can choose from.
struct PlaygroundChoices {
    std::vector<ModelEntry>
        models;      ///< newest stage first with its checkpoints, then the recipe's own models; none that only scores
    int preset = 0;  ///< the one with the best score on the suite that most were asked; else the newest
    Recipe recipe;   ///< the run's
};
/// Which models can say how likely they find the tokens of a trace.
struct ScorerChoices {
    std::vector<ModelEntry> models;
    int preset =
        -1;  ///< of training: the first checkpoint that has learnt from the trace; else the model that wrote it; -1: neither is there
    bool small = false;      ///< the preset's weights are read in a moment, without anybody's word
    double temperature = 1;  ///< that the trace was sampled at
    QString no_ratio;        ///< why the stored log-probabilities do not compare with a model's; empty: they do
};
/// Reads the disk; throws Error where the run's recipe or store cannot be read.
ScorerChoices scorerChoices(const RunDirectory& run, const RolloutSummary& trace);

/// Reads the disk. Checkpoints that were deleted are left out.
PlaygroundChoices playgroundChoices(const RunDirectory& run);
/// A model folder from anywhere: asked by its own chat template, or plainly where it has none and `like` says nothing else.
/// Reads the disk.
ModelEntry strayModel(const std::filesystem::path& folder, const TemplateSection& like);

}  // namespace retort::ui
