// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recipe_document.h"

#include <map>

#include "base/error.h"
#include "base/file.h"
#include "recipe/field_info.h"
#include "run/run_directory.h"
#include "ui/session/background.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr std::uint64_t longest_recipe = 1 << 20;

std::filesystem::path recipeFile(const std::filesystem::path& project) { return project / "recipe.toml"; }

/// Every value of a recipe by its dotted name.
std::map<std::string, std::string> valuesOf(const Recipe& recipe) {
    std::map<std::string, std::string> values{{"project.seed", std::to_string(recipe.seed)},
                                              {"project.checkpoint_every", std::to_string(recipe.checkpoint_every)}};
    const auto addText = [&](const std::string& section, const std::string& text) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size()), equals = text.find(" = ", at);
            if (equals < end) values[section + "." + text.substr(at, equals - at)] = text.substr(equals + 3, end - equals - 3);
            at = end + 1;
        }
    };
    addText("template", canonicalText(recipe.prompt_template));
    for (const auto& [name, folder] : recipe.models) values["models." + name] = folder;
    for (const DataSection& data : recipe.data) addText("data." + data.name, canonicalText(data));
    for (const RubricSection& rubric : recipe.rubrics) addText("rubrics." + rubric.name, canonicalText(rubric));
    for (const StageSection& stage : recipe.stages) {
        values["stages." + stage.name + ".kind"] = stage.kind;
        for (const FieldValue& field : fieldValues(stage)) values["stages." + stage.name + "." + field.field->key] = field.value;
    }
    return values;
}

}  // namespace

std::vector<RecipeDifference> compareRecipes(const Recipe& then, const Recipe& now) {
    auto before = valuesOf(then);
    std::vector<RecipeDifference> differences;
    for (const auto& [field, value] : valuesOf(now)) {
        const auto old = before.find(field);
        if (old == before.end() || old->second != value)
            differences.push_back({QString::fromStdString(field), old == before.end() ? QString() : QString::fromStdString(old->second), QString::fromStdString(value)});
        if (old != before.end()) before.erase(old);
    }
    for (const auto& [field, value] : before) differences.push_back({QString::fromStdString(field), QString::fromStdString(value), {}});
    return differences;
}

RecipeDocument::RecipeDocument(QObject* parent) : QObject(parent) {
    soon_.setSingleShot(true);
    soon_.setInterval(duration::search_delay);
    connect(&soon_, &QTimer::timeout, this, &RecipeDocument::run);
}

void RecipeDocument::open(const std::filesystem::path& project) {
    project_ = project;
    recipe_.reset();
    verdict_ = {};
    inBackground<std::string>(this, [project] { return readFile(recipeFile(project), longest_recipe); }, [this, project](std::string text) {
        if (project != project_) return;
        saved_ = QString::fromStdString(text);
        Q_EMIT loaded(saved_);
    }, [this, project](const QString& reason) { if (project == project_) Q_EMIT failed(reason); });
}

void RecipeDocument::check(const QString& text) {
    text_ = text;
    soon_.start();
}

void RecipeDocument::run() {
    if (project_.empty()) return;
    if (checking_) {
        again_ = true;
        return;
    }
    checking_ = true;
    if (scratch_ == nullptr) scratch_ = std::make_shared<QTemporaryDir>();
    inBackground<RecipeVerdict>(this, [text = text_.toStdString(), project = project_, scratch = scratch_] {
        // Under the name that the person knows, so that the messages are those of `retort check`.
        const std::filesystem::path file = std::filesystem::path(scratch->path().toStdString()) / "recipe.toml";
        writeFileDurably(file, text);
        RecipeVerdict verdict;
        verdict.report = checkProject({project, file, project / "runs"});
        if (!verdict.report.recipe || !verdict.report.ok()) return verdict;
        verdict.plan = planRun(*verdict.report.recipe);
        verdict.estimates = estimateRun(*verdict.report.recipe);
        return verdict;
    }, [this](RecipeVerdict verdict) {
        checking_ = false;
        verdict_ = std::move(verdict);
        if (verdict_.report.recipe) recipe_ = verdict_.report.recipe;
        if (std::exchange(again_, false)) run();
        Q_EMIT checked();
    }, [this](const QString& reason) {
        checking_ = false;
        if (std::exchange(again_, false)) run();
        Q_EMIT failed(reason);
    });
}

bool RecipeDocument::changedOutside() const {
    try {
        return QString::fromStdString(readFile(recipeFile(project_), longest_recipe)) != saved_;
    } catch (const Error&) {
        return true;
    }
}

QString RecipeDocument::save(const QString& text, bool force) {
    try {
        if (!force && changedOutside()) return tr("recipe.toml was changed by another program since it was read here.");
        writeFileDurably(recipeFile(project_), text.toStdString());
        saved_ = text;
        return {};
    } catch (const std::exception& error) {
        return QString::fromUtf8(error.what());
    }
}

void RecipeDocument::compareWith(const QString& run) {
    if (!recipe_) return;
    using Differences = std::vector<RecipeDifference>;
    inBackground<Differences>(this, [now = *recipe_, folder = project_ / "runs" / run.toStdString(), project = project_] {
        return compareRecipes(loadRecipeWith(RunDirectory(folder).recipe(), {.overrides = {}, .project = project, .check_files = false}), now);
    }, [this, run](Differences differences) { Q_EMIT compared(run, differences); }, [this](const QString& reason) { Q_EMIT failed(reason); });
}

}  // namespace retort::ui
