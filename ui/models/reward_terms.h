// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "rollout/rollout.h"

namespace retort::ui {

/// The terms of one rollout's reward, and their sum as the last row.
class RewardTermsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Term, Score, Weight, Part, Extracted, Compared, Reason, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// `reference`: what accuracy terms compared with.
    void setReward(const RewardBreakdown& reward, const QString& reference = {});
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    RewardBreakdown reward_;
    QString reference_;
};

}  // namespace retort::ui
