// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/comparison.h"

namespace retort::ui {

/// Models on one suite, best first, each beside one of them by paired problems.
class EvaluationTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Model, PassAt1, Interval, Difference, Significance, Flips, ConsAtK, Length, Format, LanguageShare, Reflection, Samples, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// `baseline`: the model of this name is what the others are compared with; empty: none.
    void setModels(std::vector<ComparedModel> models, const QString& baseline);
    /// By which of breakdowns() the columns after pass@1 are: one a class; empty: the columns above.
    void setBreakdown(const QString& by);
    const QString& breakdown() const { return by_; }
    /// Everything that any of the models can be broken down by.
    QStringList breakdownsKnown() const;
    const std::vector<ComparedModel>& rows() const { return rows_; }
    int rowOf(const QString& name) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString classText(std::size_t row, int section) const;
    void listClasses();
    QString pairText(const PairedComparison& pair, int column) const;

    std::vector<ComparedModel> rows_;
    std::vector<PairedComparison> pairs_;  ///< one a row; no problems: not comparable, or the baseline itself
    std::vector<std::map<QString, std::map<QString, ClassScore>>> classes_of_;  ///< by row
    QString baseline_, by_;
    QStringList classes_;                  ///< of by_, in order
};

}  // namespace retort::ui
