// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "ui/models/comparison.h"
#include "ui/pages/page.h"
#include "ui/session/compared_runs.h"
#include "ui/session/run_session.h"

class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace retort::ui {

class AnswersTab;
class Chooser;
class EmptyState;
class FlipMatrix;
class FlipsTab;
class ModelTree;
class ProblemsTab;
class ScatterChart;
class ScoresTab;

/// Which checkpoint to keep: the evaluated models of a run, and of other runs beside it, on one suite: scores, length,
/// flips, answers, and flips over training.
class ComparePage : public Page {
    Q_OBJECT
public:
    enum Tab { Scores, Length, Flips, Problems, Answers, Training, TabCount };

    explicit ComparePage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    /// suite, tab (scores, length, flips, problems, answers, training), models (names, a line each), baseline, before,
    /// after, by (the breakdown of the scores), column and value (the class whose problems are listed), with (the folder of
    /// another run; several times).
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    void showTab(int tab);
    ComparedRuns& runs() { return runs_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeSide();
    void makeTabs();
    void makeKeys();
    void wire();
    void addMenus();
    void refresh();
    void listSuites();
    void listModels();
    void readProblems();
    void fillTree();
    void fillOffers();
    void chooseRun();
    void askEvaluations();
    void startEvaluations(const std::vector<MissingEvaluation>& wanted);
    void applyLink();
    /// Those with a check mark, in order of training.
    std::vector<ComparedModel> chosen() const;
    void showChosen();
    void showMatrix(const std::vector<ComparedModel>& models);
    QString exported(bool markdown) const;
    void save(bool markdown);

    RunSession* session_ = nullptr;
    ComparedRuns runs_;
    std::vector<ComparedModel> models_;  ///< of the suite: the open run's in order of training, then those of the others
    std::set<QString> hidden_;           ///< names without a check mark
    PageLink wanted_;                    ///< asked for before there was anything to show
    Chooser* suite_;
    Chooser* baseline_;
    std::vector<QPushButton*> tabs_;
    QPushButton* export_;
    QPushButton* evaluate_;
    QPushButton* add_;
    QMenu* add_menu_;
    ModelTree* tree_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    ScoresTab* scores_;
    ScatterChart* scatter_;
    FlipsTab* flips_;
    ProblemsTab* problems_;
    AnswersTab* answers_;
    FlipMatrix* matrix_;
    QWidget* body_;
    EmptyState* empty_;
    std::vector<ComparedModel> shown_;
    bool unread_ = false;  ///< problems are read when the page is looked at, so that they keep nothing else waiting
};

}  // namespace retort::ui
