// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list.h"

#include <QBrush>
#include <QLocale>
#include <QVector>
#include <algorithm>

#include "base/log.h"
#include "ui/format.h"
#include "ui/text/core_words.h"
#include "ui/theme/icons.h"
#include "ui/widgets/run_state_words.h"

namespace retort::ui {

QString runName(const RunRow& row) {
    return QString::fromStdString(row.label.name.empty() ? row.run.filename().string() : row.label.name);
}

QString formatBytes(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeIecFormat);
}

int RunListModel::rowOf(const std::filesystem::path& run) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const RunRow& row) { return row.run == run; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void RunListModel::setLabel(int row, const RunLabel& label) {
    rows_[static_cast<std::size_t>(row)].label = label;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void RunListModel::setRows(std::vector<RunRow> rows) {
    if (rows == rows_) {
        // Ages and durations go on.
        if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    const bool same_runs = rows.size() == rows_.size() &&
                           std::equal(rows.begin(), rows.end(), rows_.begin(), [](const RunRow& a, const RunRow& b) {
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
        case Run:
            if (has_run) return runName(row);
            return row.lack == ProjectLack::Folder   ? tr("its folder is missing")
                   : row.lack == ProjectLack::Recipe ? tr("no recipe in its folder")
                                                     : tr("no run yet");
        case State:
            if (has_run && !row.readable) return QStringLiteral("✕ ") + tr("cannot be read");
            return has_run ? QStringLiteral("%1 %2").arg(look(row.state).sign, look(row.state).word) : QString();
        case Progress:
            if (row.stages > 0 && row.stages_done == row.stages) return tr("all %n stages", nullptr, row.stages);
            return row.stages == 0 ? QString()
                                   : QStringLiteral("%1 · %2/%3")
                                         .arg(QString::fromStdString(row.stage))
                                         .arg(row.stages_done)
                                         .arg(row.stages);
        case Best:
            return row.best < 0
                       ? QString()
                       : QStringLiteral("%1  %2").arg(formatShare(row.best), QString::fromStdString(row.best_model));
        case Started: return has_run && row.started_at > 0 ? formatAgo(row.started_at, unixTime()) : QString();
        case Duration: {
            if (!has_run || row.started_at == 0) return {};
            return formatDuration(runSeconds(row.worked, row.state, row.started_at, row.ended_at, unixTime()));
        }
        case Size: return has_run ? formatBytes(row.bytes) : QString();
        default: return {};
    }
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const RunRow& row = at(index.row());
    if (role == Qt::DisplayRole) return text(row, index.column());
    if (role == SparkRole && index.column() == Spark)
        return QVariant::fromValue(QVector<double>(row.spark.begin(), row.spark.end()));
    if (role == Qt::AccessibleTextRole && index.column() == Spark)
        return row.spark.empty()
                   ? QString()
                   : tr("%1 at first, %2 in the end").arg(formatShare(row.spark.front()), formatShare(row.spark.back()));
    if (role == Qt::ToolTipRole) {
        QStringList lines{QString::fromStdString(row.run.empty() ? row.project.string() : row.run.string())};
        if (row.lack != ProjectLack::Nothing) lines << tr("Del takes it out of this list.");
        if (!row.label.note.empty()) lines << QString::fromStdString(row.label.note);
        if (!row.problem.empty()) lines << coreWords(QString::fromStdString(row.problem));
        return lines.join(QLatin1Char('\n'));
    }
    if (role == Qt::ForegroundRole && index.column() == Run && row.lack != ProjectLack::Nothing)
        return QBrush(inkColor(Ink::Bad));
    if (role == Qt::ForegroundRole && index.column() == State && !row.readable) return QBrush(inkColor(Ink::Bad));
    if (role == Qt::ForegroundRole && index.column() == State && !row.run.empty())
        return QBrush(inkColor(look(row.state).ink));
    if (role == Qt::ForegroundRole &&
        (index.column() == Started || index.column() == Duration || index.column() == Size || row.run.empty() ||
         row.label.archived) &&
        index.column() != Project) {
        return QBrush(inkColor(Ink::Muted));
    }
    const bool figure = index.column() == Size || index.column() == Duration;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const bool figure = section == Size || section == Duration;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Project: return tr("Project");
        case Run: return tr("Run");
        case State: return tr("State");
        case Progress: return tr("Stage");
        case Best: return tr("Best evaluation");
        case Started: return tr("Started");
        case Duration: return tr("Duration");
        case Spark: return tr("Right answers");
        case Size: return tr("On disk");
        default: return {};
    }
}

}  // namespace retort::ui
