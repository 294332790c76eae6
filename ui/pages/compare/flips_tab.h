// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QWidget>
#include <array>

#include "ui/models/comparison.h"

class QLabel;
class QPushButton;
class QTableView;

namespace retort::ui {

class Chooser;

/// Problems of one kind of flip.
class FlippedProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Problem, Before, After, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setProblems(std::vector<FlippedProblem> problems, const QString& before, const QString& after);
    const FlippedProblem& at(int row) const { return problems_[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<FlippedProblem> problems_;
    QString before_, after_;
};

/// What became of each problem from one model to another: a statement, two by two counts, and the list behind the chosen
/// one.
class FlipsTab : public QWidget {
    Q_OBJECT
public:
    explicit FlipsTab(QWidget* parent = nullptr);
    void setModels(const std::vector<ComparedModel>& models, const QString& baseline);
    void choosePair(const QString& before, const QString& after);
    QString before() const;
    /// Whether somebody chose the pair: else it follows the baseline and the best score.
    bool picked() const { return picked_; }
    QString after() const;

Q_SIGNALS:
    /// The answers to this problem are wanted, side by side.
    void problemWanted(const QString& before, const QString& after, const QString& key);

private:
    QWidget* makeCounts();
    void refresh();
    void showKind(FlipKind kind);
    const ComparedModel* find(const QString& name) const;

    std::vector<ComparedModel> models_;
    ModelPair pair_;
    FlipKind kind_ = FlipKind::WrongToRight;
    bool picked_ = false;  ///< the pair is somebody's choice
    Chooser* before_;
    Chooser* after_;
    QLabel* statement_;
    std::array<QPushButton*, 4> counts_;
    FlippedProblemsModel* model_;
    QTableView* table_;
};

}  // namespace retort::ui
