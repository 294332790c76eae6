// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/run_scanner.h"

namespace retort::ui {

/// What a person calls a run: its name, or its id.
QString runName(const RunRow& row);
/// "12.4 MiB".
QString formatBytes(std::uint64_t bytes);

class RunListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Project, Run, State, Progress, Best, Spark, Started, Duration, Size, ColumnCount };
    /// Values of the Spark column (QVector<double>).
    static constexpr int SparkRole = Qt::UserRole + 1;
    using QAbstractTableModel::QAbstractTableModel;

    /// Keeps selection and scrolling: rows that are still there stay.
    void setRows(std::vector<RunRow> rows);
    const RunRow& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    /// Row of a run folder; -1: not listed.
    int rowOf(const std::filesystem::path& run) const;
    /// Before the next look at the disk has come back.
    void setLabel(int row, const RunLabel& label);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const RunRow& row, int column) const;
    std::vector<RunRow> rows_;
};

}  // namespace retort::ui
