// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>

#include "base/ids.h"
#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "ui/widgets/overlay.h"

class QPushButton;
class QLabel;

namespace retort::ui {

class RecipeForm;

/// Before a run is forked: which of the stage's settings are to be others from there on, checked as they are typed, and what
/// runs again. Enter on a button or Ctrl+Enter starts.
class ForkSheet : public Overlay {
    Q_OBJECT
public:
    /// What `retort run --fork` is given with: "stages.zero.kl_beta=0.01".
    using Start = std::function<void(const QStringList& changes)>;
    /// `recipe` is the run's; `step` of `stage` is where the fork begins; `finished`: the run has done that stage.
    static void ask(QWidget* window, const RunDirectory& run, const Recipe& recipe, const QString& stage, Step step,
                    bool finished, Start start);

protected:
    QSize wanted() const override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    ForkSheet(QWidget* window, const RunDirectory& run, const Recipe& recipe, const QString& stage, Step step, bool finished,
              Start start);
    void change(const QString& key, const std::optional<QString>& toml);
    void refresh();
    void check();
    QStringList changes() const;
    void go();

    RunDirectory run_;
    Recipe recipe_;
    QString stage_;
    bool finished_;
    Start start_;
    RecipeForm* form_;
    QLabel* changed_;
    QLabel* problem_;
    QPushButton* go_;
    std::map<QString, QString> values_;  ///< TOML by key, of what was changed
    int checks_ = 0;                     ///< an answer for older values is none
};

}  // namespace retort::ui
