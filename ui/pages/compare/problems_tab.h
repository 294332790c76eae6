// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QWidget>
#include <vector>

#include "ui/models/comparison.h"

class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace retort::ui {

class Chooser;

/// Problems, each with how many of its samples every model had right.
class ListedProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int first_model = 1;  ///< columns: the problem, then a model each
    using QAbstractTableModel::QAbstractTableModel;
    void setProblems(std::vector<ListedProblem> problems, QStringList models);
    const ListedProblem& at(int row) const { return problems_[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<ListedProblem> problems_;
    QStringList models_;
};

/// The problems behind a score: of one class of the suite, or all of them.
class ProblemsTab : public QWidget {
    Q_OBJECT
public:
    explicit ProblemsTab(QWidget* parent = nullptr);
    /// `classes`: what can be chosen besides all problems.
    void setModels(const std::vector<ComparedModel>& models, const QString& baseline,
                   const std::vector<ProblemClass>& classes);
    /// `model`: whose column the keys go to; empty: where they were.
    void showClass(const ProblemClass& wanted, const QString& model);
    const ProblemClass& shown() const { return shown_; }

Q_SIGNALS:
    /// The answers to this problem are wanted, side by side.
    void problemWanted(const QString& before, const QString& after, const QString& key);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void fitColumns();
    void open(const QModelIndex& index);
    void sortByCurrent();
    int choiceOf(const ProblemClass& wanted) const;

    std::vector<ComparedModel> models_;
    std::vector<ProblemClass> classes_;  ///< by row of chooser_; the first is all problems
    ProblemClass shown_;
    QString baseline_;
    Chooser* chooser_;
    QLabel* count_;
    ListedProblemsModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
};

}  // namespace retort::ui
