// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_list.h"

#include <QCoreApplication>

#include "curate/gate.h"
#include "store/run_reader.h"

namespace fs = std::filesystem;

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::ModelList)
};

bool hasWeights(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "config.json", ignored);
}

}  // namespace

PlaygroundChoices playgroundChoices(const RunDirectory& run) {
    PlaygroundChoices choices;
    choices.recipe = loadRecipeWith(run.recipe(), {.overrides = {}, .project = run.root().parent_path().parent_path(), .check_files = false});
    RunReader store(run.store());
    const auto stages = store.stages();
    for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
        const QString name = QString::fromStdString(stage->name);
        if (const fs::path final = modelFolder(run, choices.recipe, stage->name); hasWeights(final)) choices.models.push_back({name, QString::fromStdString(final.string())});
        for (const CheckpointRecord& checkpoint : store.checkpoints(stage->id))
            if (const fs::path folder = run.root() / checkpoint.path; !checkpoint.final && hasWeights(folder))
                choices.models.push_back({Words::tr("%1, step %2").arg(name).arg(checkpoint.step), QString::fromStdString(folder.string())});
    }
    for (const auto& [name, folder] : choices.recipe.models)
        if (const fs::path path = choices.recipe.resolve(folder); hasWeights(path)) choices.models.push_back({QString::fromStdString(name), QString::fromStdString(path.string())});
    return choices;
}

}  // namespace retort::ui
