// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

#include "ui/models/comparison.h"

class QAction;
class QMenu;
class QPushButton;
class QScrollArea;
class QTableView;

namespace retort::ui {

class Chooser;
class EvaluationTableModel;
class IntervalChart;

/// Scores as dots or bars with intervals, and the table of them.
class ScoresTab : public QWidget {
    Q_OBJECT
public:
    explicit ScoresTab(QWidget* parent = nullptr);
    void setModels(const std::vector<ComparedModel>& models, const QString& baseline);
    /// The suite the models are compared on: published figures on the same problems are told from those on others.
    void setSuite(const QString& suite);
    /// By level, by language or what else tells a suite's problems apart; empty: all of them together.
    void setBreakdown(const QString& by);
    const EvaluationTableModel& table() const { return *model_; }
    QWidget* chart() const;
    /// Bars or dots, and the published figures that are shown, by their names.
    QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    /// A model was chosen (Enter or double click): its flips from the baseline are wanted.
    void flipsWanted(const QString& model);
    /// The problems behind one of its scores are wanted.
    void problemsWanted(const ProblemClass& wanted, const QString& model);
    /// A sentence for people.
    void notice(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// The problems of a cell of the breakdown; false: the cell is none.
    bool openClass(const QModelIndex& index);
    void fitChart();
    void fitTable();
    void fillBreakdowns();
    void fillPublished();
    std::vector<QAction*> publishedChoices() const;
    void showPublished();

    QString suite_;
    Chooser* breakdown_;
    QPushButton* bars_;
    QPushButton* published_;
    QMenu* published_menu_;
    QScrollArea* scroll_;
    IntervalChart* chart_;
    EvaluationTableModel* model_;
    QTableView* table_;
};

}  // namespace retort::ui
