// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <filesystem>
#include <vector>

#include "run/run_state.h"

namespace retort::ui {

/// A run of a recent project, or a project that has none yet (run empty).
struct RunRow {
    std::filesystem::path project, run;
    RunState state = RunState::Stopped;
    double started_at = 0, ended_at = 0;
    std::string stage;             ///< the one at work, or the last that was
    std::int64_t stages_done = 0, stages = 0;
    double best = -1;              ///< highest pass@1 of its evaluations; -1: none
    std::string best_model;
    bool operator==(const RunRow&) const = default;
};

/// Looks at the recent projects and their runs, newest first. Blocks on the disk.
std::vector<RunRow> scanRuns();

class RunListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Project, Run, State, Progress, Best, Started, Duration, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// Keeps selection and scrolling: rows that are still there stay.
    void setRows(std::vector<RunRow> rows);
    const RunRow& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const RunRow& row, int column) const;
    std::vector<RunRow> rows_;
};

}  // namespace retort::ui
