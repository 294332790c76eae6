// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recipe_document.h"

#include "base/error.h"
#include "base/file.h"
#include "run/run_directory.h"
#include "ui/session/background.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr std::uint64_t longest_recipe = 1 << 20;

std::filesystem::path recipeFile(const std::filesystem::path& project) { return project / "recipe.toml"; }

}  // namespace

RecipeDocument::RecipeDocument(QObject* parent) : QObject(parent) {
    soon_.setSingleShot(true);
    soon_.setInterval(duration::search_delay);
    connect(&soon_, &QTimer::timeout, this, &RecipeDocument::run);
}

void RecipeDocument::open(const std::filesystem::path& project) {
    project_ = project;
    recipe_.reset();
    verdict_ = {};
    inBackground<std::string>(
        this, [project] { return readFile(recipeFile(project), longest_recipe); },
        [this, project](std::string text) {
            if (project != project_) return;
            saved_ = QString::fromStdString(text);
            Q_EMIT loaded(saved_);
        },
        [this, project](const QString& reason) {
            if (project == project_) Q_EMIT failed(reason);
        });
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
    inBackground<RecipeVerdict>(
        this,
        [text = text_.toStdString(), project = project_, scratch = scratch_] {
            // Under the name that the person knows, so that the messages are those of `retort check`.
            const std::filesystem::path file = std::filesystem::path(scratch->path().toStdString()) / "recipe.toml";
            writeFileDurably(file, text);
            RecipeVerdict verdict;
            verdict.report = checkProject({project, file, project / "runs"});
            if (!verdict.report.recipe || !verdict.report.ok()) return verdict;
            verdict.plan = planRun(*verdict.report.recipe);
            verdict.estimates = estimateRun(*verdict.report.recipe);
            return verdict;
        },
        [this](RecipeVerdict verdict) {
            checking_ = false;
            verdict_ = std::move(verdict);
            if (verdict_.report.recipe) recipe_ = verdict_.report.recipe;
            if (std::exchange(again_, false)) run();
            Q_EMIT checked();
        },
        [this](const QString& reason) {
            checking_ = false;
            if (std::exchange(again_, false)) run();
            Q_EMIT failed(reason);
        });
}

void RecipeDocument::save(const QString& text, bool force, std::function<void()> done) {
    if (saving_) {
        next_save_ = [this, text, force, done = std::move(done)] { save(text, force, done); };
        return;
    }
    saving_ = true;
    enum class Outcome { Saved, ChangedOutside };
    const auto settled = [this, project = project_] {
        saving_ = false;
        if (auto next = std::exchange(next_save_, {}); next && project == project_) next();
    };
    inBackground<Outcome>(
        this,
        [file = recipeFile(project_), text, force, known = saved_] {
            const auto there = [&] {
                try {
                    return std::optional(QString::fromStdString(readFile(file, longest_recipe)));
                } catch (const Error&) {
                    return std::optional<QString>();
                }
            };
            if (!force && there() != known) return Outcome::ChangedOutside;
            writeFileDurably(file, text.toStdString());
            return Outcome::Saved;
        },
        [this, project = project_, text, settled, done = std::move(done)](Outcome outcome) {
            if (project == project_ && outcome == Outcome::Saved) {
                saved_ = text;
                Q_EMIT written();
                if (done) done();
            } else if (project == project_) {
                Q_EMIT changedOutside();
            }
            settled();
        },
        [this, project = project_, settled](const QString& reason) {
            if (project == project_) Q_EMIT failed(reason);
            settled();
        });
}

void RecipeDocument::compareWith(const QString& run) {
    if (!recipe_) return;
    using Differences = std::vector<ValueDifference>;
    inBackground<Differences>(
        this,
        [now = *recipe_, folder = project_ / "runs" / run.toStdString(), project = project_] {
            return compareRecipes(
                loadRecipeWith(RunDirectory(folder).recipe(), {.overrides = {}, .project = project, .check_files = false}),
                now);
        },
        [this, run](Differences differences) { Q_EMIT compared(run, differences); },
        [this](const QString& reason) { Q_EMIT failed(reason); });
}

}  // namespace retort::ui
