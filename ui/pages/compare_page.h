// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "ui/models/comparison.h"
#include "ui/pages/page.h"
#include "ui/session/run_session.h"

class QListWidget;
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
class ScatterChart;
class ScoresTab;

/// Which checkpoint to keep: the run's evaluated models on one suite, side by side: scores, length, flips, answers, and flips over training.
class ComparePage : public Page {
    Q_OBJECT
public:
    enum Tab { Scores, Length, Flips, Answers, Training, TabCount };

    explicit ComparePage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    /// suite, tab (scores, length, flips, answers, training), models (names with commas), baseline, before, after.
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    void showTab(int tab);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeSide();
    void makeTabs();
    void makeKeys();
    void wire();
    void refresh();
    void listModels();
    void readProblems();
    void fillList();
    void fillMissing();
    /// Those with a check mark, in order of training.
    std::vector<ComparedModel> chosen() const;
    void showChosen();
    void showMatrix(const std::vector<ComparedModel>& models);
    QString noteOf(const EvaluationRecord& evaluation, int* color) const;
    QString exported(bool markdown) const;
    void save(bool markdown);

    RunSession* session_ = nullptr;
    std::vector<ComparedModel> models_;  ///< of the suite, in order of training
    std::set<QString> hidden_;           ///< names without a check mark
    Chooser* suite_;
    Chooser* baseline_;
    std::vector<QPushButton*> tabs_;
    QPushButton* export_;
    QPushButton* missing_;
    QMenu* missing_menu_;
    QListWidget* list_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    ScoresTab* scores_;
    ScatterChart* scatter_;
    FlipsTab* flips_;
    AnswersTab* answers_;
    FlipMatrix* matrix_;
    QWidget* body_;
    EmptyState* empty_;
    std::vector<ComparedModel> shown_;
    bool filling_ = false;
    bool unread_ = false;  ///< problems are read when the page is looked at, so that they keep nothing else waiting
};

}  // namespace retort::ui
