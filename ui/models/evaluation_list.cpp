// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/evaluation_list.h"

#include <QCoreApplication>
#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>

#include "base/error.h"
#include "store/run_reader.h"

namespace retort::ui {
namespace {

namespace fs = std::filesystem;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::EvaluationList)
};

constexpr std::string_view step_prefix = "step-";

fs::path projectOf(const RunDirectory& run) { return run.root().parent_path().parent_path(); }

Recipe frozenRecipe(const RunDirectory& run) {
    return loadRecipeWith(run.recipe(), {.overrides = {}, .project = projectOf(run), .check_files = false});
}

std::optional<Recipe> recipeIfAny(const RunDirectory& run) {
    try {
        return frozenRecipe(run);
    } catch (const Error&) {
        return std::nullopt;  // the figures are in the store; only the models' places in training are missing
    }
}

/// A [models] entry that is a checkpoint of a run: .../checkpoints/STAGE/step-000020.
std::optional<std::pair<std::string, Step>> checkpointOf(const fs::path& folder) {
    const std::string name = folder.filename().string(), stage = folder.parent_path().filename().string();
    if (folder.parent_path().parent_path().filename() != "checkpoints") return std::nullopt;
    Step step = 0;
    if (name.starts_with(step_prefix)) std::from_chars(name.data() + step_prefix.size(), name.data() + name.size(), step);
    return std::pair(stage, step);
}

ModelOrigin originOf(const std::string& model, const std::vector<StageRecord>& stages, const Recipe* recipe) {
    ModelOrigin origin;
    const auto at = [&](const std::string& name) {
        const auto stage = std::ranges::find(stages, name, &StageRecord::name);
        if (stage == stages.end()) return;
        origin.kind = stage->kind;
        origin.position = stage->position;
    };
    if (std::ranges::find(stages, model, &StageRecord::name) != stages.end()) {
        origin.stage = model;
        at(model);
        return origin;
    }
    if (recipe == nullptr) return origin;
    const auto folder = recipe->models.find(model);
    if (folder == recipe->models.end()) return origin;
    if (const auto checkpoint = checkpointOf(fs::path(folder->second).lexically_normal())) {
        std::tie(origin.stage, origin.step) = *checkpoint;
        at(origin.stage);
    }
    return origin;
}

/// The evaluate section of each suite, which further evaluations of it follow.
std::map<std::string, const StageSection*> suitesOf(const Recipe& recipe) {
    std::map<std::string, const StageSection*> suites;
    for (const StageSection& stage : recipe.stages)
        if (const auto* params = std::get_if<EvaluateParams>(&stage.params)) suites.try_emplace(params->data, &stage);
    return suites;
}

/// A section for one more model of the suite. Everything but the model is as in `like`.
QString sectionText(const EvaluateParams& like, const std::string& model) {
    const SamplingSection& sampling = like.sampling;
    return QStringLiteral(
               "{ kind = \"evaluate\", model = \"%1\", data = \"%2\", rubric = \"%3\", samples = %4, "
               "sampling = { temperature = %5, top_p = %6, max_tokens = %7 } }")
        .arg(QString::fromStdString(model), QString::fromStdString(like.data), QString::fromStdString(like.rubric))
        .arg(like.samples)
        .arg(sampling.temperature, 0, 'f', 6)
        .arg(sampling.top_p, 0, 'f', 6)
        .arg(sampling.max_tokens);
}

bool hasModel(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "config.json", ignored);
}

bool makesModel(const std::string& kind) {
    return kind == "grpo" || kind == "sft" || kind == "distill" || kind == "pretrain";
}

/// A model that could be evaluated.
struct Subject {
    std::string name;  ///< as the recipe knows it, or will
    QString shown;
    QString folder;  ///< to be added to [models]; empty: the recipe has it
    bool made = true;
};

std::vector<Subject> subjects(const RunDirectory& run, const Recipe& recipe, RunReader& store) {
    std::vector<Subject> all;
    for (const auto& [name, folder] : recipe.models)
        if (!checkpointOf(fs::path(folder).lexically_normal()))
            all.push_back({name, QString::fromStdString(name), {}, hasModel(recipe.resolve(folder))});
    for (const StageRecord& stage : store.stages()) {
        if (!makesModel(stage.kind)) continue;
        const QString name = QString::fromStdString(stage.name);
        for (const CheckpointRecord& checkpoint : store.checkpoints(stage.id)) {
            if (checkpoint.final || !hasModel(run.root() / checkpoint.path)) continue;
            all.push_back({stage.name + "-" + std::to_string(checkpoint.step),
                           Words::tr("%1, step %2").arg(name).arg(checkpoint.step),
                           QString::fromStdString(fs::relative(run.root() / checkpoint.path, recipe.project).string())});
        }
        all.push_back({stage.name, name, {}, stage.state == StageState::Done || stage.state == StageState::Skipped});
    }
    return all;
}

}  // namespace

bool ModelOrigin::operator<(const ModelOrigin& other) const {
    const auto place = [](const ModelOrigin& origin) {
        return std::pair(origin.position, origin.step == 0 ? std::numeric_limits<Step>::max() : origin.step);
    };
    return place(*this) < place(other);
}

std::vector<StoredEvaluation> storedEvaluations(const RunDirectory& run) {
    RunReader store(run.store());
    const std::vector<StageRecord> stages = store.stages();
    const std::optional<Recipe> recipe = recipeIfAny(run);
    std::vector<StoredEvaluation> found;
    const auto take = [&](RunReader& reader, const fs::path& root, const std::string& stage) {
        const auto made = reader.stage(stage);
        for (EvaluationRecord& record : reader.evaluations())
            if (made && record.stage == made->id)
                found.push_back({root, record, originOf(record.model, stages, recipe ? &*recipe : nullptr)});
    };
    for (const StageRecord& stage : stages) {
        if (stage.kind != "evaluate") continue;
        if (stage.source_run.empty()) {
            take(store, run.root(), stage.name);
            continue;
        }
        try {
            // An id from a store is no path: only the name of a sibling counts.
            const RunDirectory source(run.root().parent_path() / fs::path(stage.source_run).filename());
            RunReader reader(source.store());
            take(reader, source.root(), stage.name);
        } catch (const Error&) {
            // The run that made it is gone; the others can still be compared.
        }
    }
    return found;
}

std::vector<MissingEvaluation> missingEvaluations(const RunDirectory& run) {
    const Recipe recipe = frozenRecipe(run);
    RunReader store(run.store());
    std::set<std::pair<std::string, std::string>> there;  // model, suite
    for (const StoredEvaluation& evaluation : storedEvaluations(run))
        there.emplace(evaluation.record.model, evaluation.record.suite);
    std::vector<MissingEvaluation> missing;
    const std::vector<Subject> models = subjects(run, recipe, store);
    for (const auto& [suite, like] : suitesOf(recipe)) {
        const auto& params = std::get<EvaluateParams>(like->params);
        for (const Subject& model : models) {
            if (there.contains({model.name, suite})) continue;
            MissingEvaluation one{QString::fromStdString(suite), model.shown, {}, {}, model.made};
            for (const StageSection& stage : recipe.stages)
                if (const auto* known = std::get_if<EvaluateParams>(&stage.params);
                    known != nullptr && known->model == model.name && known->data == suite)
                    one.stage = QString::fromStdString(stage.name);
            if (one.stage.isEmpty()) {
                one.stage = QStringLiteral("eval-%1-%2").arg(one.suite, QString::fromStdString(model.name));
                if (!model.folder.isEmpty())
                    one.overrides
                        << QStringLiteral("models.%1=\"%2\"").arg(QString::fromStdString(model.name), model.folder);
                one.overrides << QStringLiteral("stages.%1=%2").arg(one.stage, sectionText(params, model.name));
            }
            missing.push_back(std::move(one));
        }
    }
    return missing;
}

QStringList evaluationArguments(const RunDirectory& run, const std::vector<MissingEvaluation>& wanted, bool finished) {
    QStringList arguments{QStringLiteral("--recipe"),
                          QStringLiteral("runs/%1/recipe.resolved.toml").arg(QString::fromStdString(run.id()))};
    QStringList stages;
    for (const MissingEvaluation& one : wanted) {
        for (const QString& change : one.overrides) arguments << QStringLiteral("--set") << change;
        stages << one.stage;
    }
    // Of a run that is not through, nothing but what is asked for, and what that needs, is to be done.
    if (!finished) arguments << QStringLiteral("--stage") << stages.join(QLatin1Char(','));
    return arguments;
}

}  // namespace retort::ui
