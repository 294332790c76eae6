// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>
#include <QWidget>
#include <array>

#include "ui/models/comparison.h"
#include "ui/session/compared_runs.h"

class QLabel;
class QPushButton;

namespace retort::ui {

class Chooser;

/// Two models' answers to one problem in equal columns that scroll together, with the words that only one of them has on a
/// tinted ground.
class AnswersTab : public QWidget {
    Q_OBJECT
public:
    explicit AnswersTab(QWidget* parent = nullptr);
    /// Where the texts are read; nullptr: nowhere.
    void setRuns(ComparedRuns* runs) { runs_ = runs; }
    void setModels(const std::vector<ComparedModel>& models, const QString& baseline);
    /// A problem by its key; an empty key: the first that both answered.
    void showProblem(const QString& before, const QString& after, const QString& key);
    void moveProblem(int by);

private:
    struct Side {
        Chooser* model = nullptr;
        Chooser* sample = nullptr;
        QLabel* verdict = nullptr;
        QTextEdit* text = nullptr;
        std::vector<RolloutDetail> samples;
    };
    QWidget* makeSide(Side& side, const QString& name);
    void pairChanged();
    void read();
    void fillSamples(Side& side);
    void showTexts();
    void mark(QTextEdit& text, const std::vector<std::pair<qsizetype, qsizetype>>& pieces);
    const ComparedModel* modelOf(const Side& side) const;

    void fillProblems();
    void askSide(std::size_t side, const ComparedModel& model, GroupId group);
    QString summary(const Side& side) const;

    ComparedRuns* runs_ = nullptr;
    std::vector<ComparedModel> models_;
    ModelPair pair_;
    std::vector<FlippedProblem> problems_;  ///< those of the pair that are walked through
    int problem_ = -1;                      ///< index into problems_
    qint64 asked_ = 0;
    Chooser* kind_;
    std::array<Side, 2> sides_;
    QLabel* asked_text_;
    QLabel* position_;
    QPushButton* previous_;
    QPushButton* next_;
    bool scrolling_ = false;
    bool picked_ = false;  ///< the two models are somebody's choice
};

}  // namespace retort::ui
