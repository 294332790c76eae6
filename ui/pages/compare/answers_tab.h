// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>
#include <QWidget>
#include <array>

#include "ui/models/comparison.h"
#include "ui/session/run_session.h"

class QLabel;
class QPushButton;

namespace retort::ui {

class Chooser;

/// Two models' answers to one problem in equal columns that scroll together, with the words that only one of them has on a tinted ground.
class AnswersTab : public QWidget {
    Q_OBJECT
public:
    explicit AnswersTab(QWidget* parent = nullptr);
    void setSession(RunSession* session) { session_ = session; }
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

    RunSession* session_ = nullptr;
    std::vector<ComparedModel> models_;
    ModelPair pair_;
    int problem_ = -1;   ///< index into pair_.problems
    std::array<Side, 2> sides_;
    QLabel* asked_;
    QLabel* position_;
    QPushButton* previous_;
    QPushButton* next_;
    bool scrolling_ = false;
};

}  // namespace retort::ui
