// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "project/check_report.h"
#include "recipe/recipe_values.h"
#include "run/run_plan.h"

namespace retort::ui {

/// What is known of the text as it stands.
struct RecipeVerdict {
    CheckReport report;
    std::vector<StagePlan> plan;  ///< empty while the recipe is wrong
    std::vector<StageEstimate> estimates;
};

/// The recipe.toml of a project while it is edited: checked in the background with the words of `retort check`, saved whole
/// or not at all. The text itself is the editor's. GUI thread; never blocks.
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
    /// written() and `done` follow once it is durable, else failed(); or changedOutside(): a file that somebody else changed
    /// since it was read or saved here is not overwritten unless `force`. While one is being written, of those that follow
    /// the last is kept.
    void save(const QString& text, bool force, std::function<void()> done);
    /// Compares the last right recipe with that of a run.
    void compareWith(const QString& run);

Q_SIGNALS:
    void loaded(const QString& text);
    void checked();
    void written();
    void changedOutside();
    void compared(const QString& run, const std::vector<retort::ValueDifference>& differences);
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
    bool saving_ = false;
    std::function<void()> next_save_;
};

}  // namespace retort::ui
