// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "ui/models/comparison.h"

namespace retort::ui {

/// Models on one suite, best first, each beside one of them by paired problems.
class EvaluationTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Model,
        PassAt1,
        Interval,
        Difference,
        Significance,
        Flips,
        ConsAtK,
        Length,
        Format,
        LanguageShare,
        Reflection,
        Samples,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// `baseline`: the model of this name is what the others are compared with; empty: none.
    void setModels(std::vector<ComparedModel> models, const QString& baseline);
    /// By which of breakdowns() the columns after pass@1 are: one a class; empty: the columns above.
    void setBreakdown(const QString& by);
    const QString& breakdown() const { return by_; }
    /// Whether there are such classes; else the columns are as without.
    bool isBrokenDown() const { return !classes_.isEmpty(); }
    /// The problems behind a cell: of a class of the breakdown, or all for pass@1; nothing for the other columns.
    std::optional<ProblemClass> classAt(const QModelIndex& index) const;
    /// Whether the problems of that cell are known one by one: evaluations of older versions stored only how many there are.
    bool canList(const QModelIndex& index) const;
    /// Every class of every breakdown, in order.
    std::vector<ProblemClass> classes() const;
    /// Everything that any of the models can be broken down by.
    QStringList breakdownsKnown() const;
    const std::vector<ComparedModel>& rows() const { return rows_; }
    int rowOf(const QString& name) const;
    /// Of a row beside the baseline; no problems: not comparable, or the baseline itself.
    const PairedComparison& pairOf(std::size_t row) const { return pairs_[row]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const ClassScore* scoreAt(std::size_t row, int section) const;
    QVariant classData(const QModelIndex& index, int role) const;
    /// Values of a column that any model has, in order.
    QStringList valuesOf(const QString& by) const;
    QString pairText(const PairedComparison& pair, int column) const;

    std::vector<ComparedModel> rows_;
    std::vector<PairedComparison> pairs_;  ///< one a row; no problems: not comparable, or the baseline itself
    QString baseline_, by_;
    QStringList classes_;  ///< of by_, in order
};

/// The table for other programs: a line a model, every number in a column of its own, shares as numbers between 0 and 1.
QString evaluationCsv(const EvaluationTableModel& table);

}  // namespace retort::ui
