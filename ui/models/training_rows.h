// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/session/candidate_desk.h"

namespace retort::ui {

/// The rows that a gate hands on, with what each costs in tokens.
class TrainingRowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Key, Problem, PromptTokens, CompletionTokens, Remark, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<CandidateDesk::Row> rows);
    const std::vector<CandidateDesk::Row>& rows() const { return rows_; }
    std::int64_t tokens() const;
    std::int64_t tooLong() const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<CandidateDesk::Row> rows_;
};

}  // namespace retort::ui
