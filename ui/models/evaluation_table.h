// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "store/records.h"

namespace retort::ui {

/// What was evaluated on one suite, best first.
class EvaluationTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Model, PassAt1, Interval, ConsAtK, Length, Format, LanguageShare, Reflection, Samples, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// Suites in order of first appearance.
    static QStringList suites(const std::vector<EvaluationRecord>& evaluations);
    void setEvaluations(const std::vector<EvaluationRecord>& evaluations, const QString& suite);
    const std::vector<EvaluationRecord>& rows() const { return rows_; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<EvaluationRecord> rows_;
};

}  // namespace retort::ui
