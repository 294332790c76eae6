// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_list.h"

#include <QCoreApplication>

#include "base/error.h"
#include "curate/gate.h"
#include "data/encode.h"
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

ModelEntry entryOf(const QString& name, const fs::path& folder, const TemplateSection& section) {
    ModelEntry entry{name, QString::fromStdString(folder.string()), section, {}};
    try {
        entry.form = resolveTemplate(section, folder);
    } catch (const Error& error) {
        entry.problem = QString::fromUtf8(error.what());
    }
    return entry;
}

}  // namespace

ModelEntry strayModel(const fs::path& folder, const TemplateSection& like) {
    TemplateSection section = like;
    if (!like.chat) {
        section.chat = true;
        section.prompt = "{prompt}";
        if (ModelEntry chat = entryOf({}, folder, section); chat.problem.isEmpty()) section = chat.form;
        else section = like;
    }
    // "final" and "step-000020" say little without the stage that made them.
    const QString own = QString::fromStdString(folder.filename().string()), above = QString::fromStdString(folder.parent_path().filename().string());
    const bool checkpoint = folder.parent_path().parent_path().filename() == "checkpoints";
    return entryOf(checkpoint ? QStringLiteral("%1/%2").arg(above, own) : own, folder, section);
}

PlaygroundChoices playgroundChoices(const RunDirectory& run) {
    PlaygroundChoices choices;
    choices.recipe = loadRecipeWith(run.recipe(), {.overrides = {}, .project = run.root().parent_path().parent_path(), .check_files = false});
    const TemplateSection& form = choices.recipe.prompt_template;
    RunReader store(run.store());
    const auto stages = store.stages();
    for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
        const QString name = QString::fromStdString(stage->name);
        if (const fs::path final = modelFolder(run, choices.recipe, stage->name); hasWeights(final)) choices.models.push_back(entryOf(name, final, form));
        for (const CheckpointRecord& checkpoint : store.checkpoints(stage->id))
            if (const fs::path folder = run.root() / checkpoint.path; !checkpoint.final && hasWeights(folder))
                choices.models.push_back(entryOf(Words::tr("%1, step %2").arg(name).arg(checkpoint.step), folder, form));
    }
    for (const auto& [name, folder] : choices.recipe.models)
        if (const fs::path path = choices.recipe.resolve(folder); hasWeights(path)) choices.models.push_back(entryOf(QString::fromStdString(name), path, form));
    return choices;
}

}  // namespace retort::ui
