// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <optional>

#include "project/check_report.h"
#include "run/run_plan.h"

namespace retort::ui {

/// What is known of the text as it stands.
struct RecipeVerdict {
    CheckReport report;
    std::vector<StagePlan> plan;            ///< empty while the recipe is wrong
    std::vector<StageEstimate> estimates;
};

/// A field that differs between two recipes.
struct RecipeDifference {
    QString field, then, now;               ///< field: "stages.zero.steps"; empty value: not there
};
std::vector<RecipeDifference> compareRecipes(const Recipe& then, const Recipe& now);

/// The recipe.toml of a project while it is edited: checked in the background with the words of `retort check`, saved whole or
/// not at all. The text itself is the editor's. GUI thread; never blocks but for saving.
class RecipeDocument : public QObject {
    Q_OBJECT
public:
    explicit RecipeDocument(QObject* parent = nullptr);

    /// Reads the project's recipe; loaded() follows, or failed().
    void open(const std::filesystem::path& project);
    const std::filesystem::path& project() const { return project_; }
    const QString& saved() const { return saved_; }
    /// Checks this text soon.
    void check(const QString& text);
    /// The newest answer; it may be about an older text (see current()).
    const RecipeVerdict& verdict() const { return verdict_; }
    const Recipe* recipe() const { return recipe_ ? &*recipe_ : nullptr; }  ///< the last that was right
    bool current() const { return !checking_; }
    /// Empty: saved. Else why not; a file that somebody else changed since is not overwritten unless `force`.
    QString save(const QString& text, bool force = false);
    /// Whether the file is no longer what was read or saved.
    bool changedOutside() const;
    /// Compares the last right recipe with that of a run.
    void compareWith(const QString& run);

Q_SIGNALS:
    void loaded(const QString& text);
    void checked();
    void compared(const QString& run, const std::vector<retort::ui::RecipeDifference>& differences);
    void failed(const QString& reason);

private:
    void run();

    std::filesystem::path project_;
    QString saved_, text_;
    std::shared_ptr<QTemporaryDir> scratch_;
    QTimer soon_;
    RecipeVerdict verdict_;
    std::optional<Recipe> recipe_;
    bool checking_ = false, again_ = false;
};

}  // namespace retort::ui
