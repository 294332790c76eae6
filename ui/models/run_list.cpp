// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list.h"

#include <QBrush>
#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "project/project.h"
#include "run/run_directory.h"
#include "store/run_reader.h"
#include "ui/format.h"
#include "ui/theme/icons.h"
#include "ui/widgets/run_state_words.h"

namespace retort::ui {
namespace {

void readStore(const RunDirectory& directory, RunRow& row) {
    RunReader reader(directory.store());
    for (const StageRecord& stage : reader.stages()) {
        ++row.stages;
        if (stage.state == StageState::Done || stage.state == StageState::Skipped) ++row.stages_done;
        if (stage.state != StageState::Pending) row.stage = stage.name;
    }
    for (const EvaluationRecord& evaluation : reader.evaluations()) {
        if (evaluation.pass_at_1 <= row.best) continue;
        row.best = evaluation.pass_at_1;
        row.best_model = evaluation.model;
    }
}

}  // namespace

std::vector<RunRow> scanRuns() {
    std::vector<RunRow> rows;
    for (const RecentProject& recent : recentProjects()) {
        std::vector<RunDirectory> runs;
        std::error_code ignored;
        if (!std::filesystem::exists(recent.folder, ignored)) continue;
        try {
            runs = listRuns(recent.folder);
        } catch (const Error&) {
            continue;  // a project that went away is no reason to show nothing
        }
        RunRow project;
        project.project = recent.folder;
        project.started_at = recent.opened;
        if (runs.empty()) rows.push_back(project);
        for (const RunDirectory& directory : runs) {
            RunRow row = project;
            row.run = directory.root();
            const RunStatus status = readRunStatus(directory);
            row.state = status.state;
            row.started_at = status.started_at;
            row.ended_at = status.ended_at;
            try {
                readStore(directory, row);
            } catch (const Error&) {
                row.stage.clear();  // readRunStatus has said already that the store is unreadable
            }
            rows.push_back(std::move(row));
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const RunRow& a, const RunRow& b) { return a.started_at > b.started_at; });
    return rows;
}

void RunListModel::setRows(std::vector<RunRow> rows) {
    if (rows == rows_) {
        // Ages and durations go on.
        if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    const bool same_runs = rows.size() == rows_.size() && std::equal(rows.begin(), rows.end(), rows_.begin(), [](const RunRow& a, const RunRow& b) {
        return a.run == b.run && a.project == b.project;
    });
    if (!same_runs) beginResetModel();
    rows_ = std::move(rows);
    if (!same_runs) endResetModel();
    else Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int RunListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }
int RunListModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString RunListModel::text(const RunRow& row, int column) const {
    const bool has_run = !row.run.empty();
    switch (column) {
        case Project: return QString::fromStdString(row.project.filename().string());
        case Run: return has_run ? QString::fromStdString(row.run.filename().string()) : tr("no run yet");
        case State: return has_run ? QStringLiteral("%1 %2").arg(look(row.state).sign, look(row.state).word) : QString();
        case Progress:
            if (row.stages > 0 && row.stages_done == row.stages) return tr("all %1 stages").arg(row.stages);
            return row.stages == 0 ? QString() : tr("%1 · %2 of %3 stages").arg(QString::fromStdString(row.stage)).arg(row.stages_done).arg(row.stages);
        case Best: return row.best < 0 ? QString() : QStringLiteral("%1  %2").arg(formatShare(row.best), QString::fromStdString(row.best_model));
        case Started: return has_run && row.started_at > 0 ? formatAgo(row.started_at, unixTime()) : QString();
        case Duration: {
            if (!has_run || row.started_at == 0) return {};
            const bool live = row.state == RunState::Running || row.state == RunState::Paused || row.state == RunState::Waiting;
            const double end = live ? unixTime() : row.ended_at;
            return end > row.started_at ? formatDuration(end - row.started_at) : QString();
        }
        default: return {};
    }
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const RunRow& row = at(index.row());
    if (role == Qt::DisplayRole) return text(row, index.column());
    if (role == Qt::ToolTipRole) return QString::fromStdString(row.run.empty() ? row.project.string() : row.run.string());
    if (role == Qt::ForegroundRole && index.column() == State && !row.run.empty()) return QBrush(inkColor(look(row.state).ink));
    if (role == Qt::ForegroundRole && (index.column() == Started || index.column() == Duration || row.run.empty()) && index.column() != Project) {
        return QBrush(inkColor(Ink::Muted));
    }
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Project: return tr("Project");
        case Run: return tr("Run");
        case State: return tr("State");
        case Progress: return tr("Stage");
        case Best: return tr("Best evaluation");
        case Started: return tr("Started");
        case Duration: return tr("Duration");
        default: return {};
    }
}

}  // namespace retort::ui
