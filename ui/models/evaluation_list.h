// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <filesystem>
#include <vector>

#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "store/records.h"

namespace retort::ui {

/// Where a model stands in training: the stage that made it, and at which of its steps.
struct ModelOrigin {
    std::string stage, kind;     ///< kind of the stage; both empty: a model that was given
    Step step = 0;               ///< of a checkpoint within the stage; 0: its result
    std::int64_t position = -1;  ///< of the stage in its run
    bool operator<(const ModelOrigin& other) const;
};

/// An evaluation and the run whose store holds its samples: for a stage that was not run again, the one that made it.
struct StoredEvaluation {
    std::filesystem::path run;
    EvaluationRecord record;
    ModelOrigin origin;
};
/// Those of a run, in order of its stages. Touches the disk. Throws Error when the store cannot be read.
std::vector<StoredEvaluation> storedEvaluations(const RunDirectory& run);

/// A model of a run that has not been evaluated on one of its recipe's suites, and how `retort run` is told to do it.
struct MissingEvaluation {
    QString suite, model;   ///< model: "zero", "zero, step 20"
    QString stage;          ///< name of the evaluate stage that it will be
    QStringList overrides;  ///< for --set: what the recipe lacks for it
    bool made = true;       ///< false: the model has not been trained yet
};
/// In order of suites, then of training. Asked with the rubric, samples and sampling of the suite's other evaluations, so
/// that the figures can be compared. Touches the disk; throws Error when store or recipe cannot be read.
std::vector<MissingEvaluation> missingEvaluations(const RunDirectory& run);

/// Arguments of `retort run` that add these evaluations to what a run has: a new run that takes everything finished from it.
QStringList evaluationArguments(const RunDirectory& run, const std::vector<MissingEvaluation>& wanted, bool finished);

}  // namespace retort::ui
