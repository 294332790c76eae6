// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/evaluation_table.h"

#include <QBrush>
#include <algorithm>

#include "ui/format.h"
#include "ui/theme/icons.h"

namespace retort::ui {
namespace {

QString metric(const EvaluationRecord& row, const char* key) {
    const auto found = std::find_if(row.metrics.begin(), row.metrics.end(), [&](const MetricPoint& point) { return point.key == key; });
    return found == row.metrics.end() ? QStringLiteral("–") : formatShare(found->value);
}

QString percent(double share) { return QString::number(share * 100, 'f', 1); }

}  // namespace

QStringList EvaluationTableModel::suites(const std::vector<EvaluationRecord>& evaluations) {
    QStringList names;
    for (const EvaluationRecord& evaluation : evaluations) {
        const QString name = QString::fromStdString(evaluation.suite);
        if (!names.contains(name)) names << name;
    }
    return names;
}

void EvaluationTableModel::setEvaluations(const std::vector<EvaluationRecord>& evaluations, const QString& suite) {
    beginResetModel();
    rows_.clear();
    for (const EvaluationRecord& evaluation : evaluations) {
        if (QString::fromStdString(evaluation.suite) == suite) rows_.push_back(evaluation);
    }
    std::stable_sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) { return a.pass_at_1 > b.pass_at_1; });
    endResetModel();
}

int EvaluationTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }
int EvaluationTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant EvaluationTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const EvaluationRecord& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((index.column() == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (role == Qt::ForegroundRole && (index.column() == Interval || index.column() == Samples)) return QBrush(inkColor(Ink::Muted));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Model: return QString::fromStdString(row.model);
        case PassAt1: return formatShare(row.pass_at_1);
        case Interval: return QStringLiteral("%1 – %2").arg(percent(row.interval_low), percent(row.interval_high));
        case ConsAtK: return row.k > 1 ? formatShare(row.cons_at_k) : QStringLiteral("–");
        case Length: return formatValue(row.mean_length);
        case Format: return metric(row, "format/well_formed");
        case LanguageShare: return metric(row, "lang/consistency_mean");
        case Reflection: return metric(row, "behaviour/reflection_rate");
        case Samples: return QStringLiteral("%1 × %2").arg(row.problems).arg(row.k);
        default: return {};
    }
}

QVariant EvaluationTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue((section == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case PassAt1: return tr("Mean correctness over all problems and samples");
            case Interval: return tr("95% interval of pass@1, by bootstrap over problems");
            case ConsAtK: return tr("Share of problems whose majority answer is right");
            case Length: return tr("Mean tokens of a response");
            case Format: return tr("Share of responses in the format asked for");
            case LanguageShare: return tr("Mean share of words in the problem's language");
            case Reflection: return tr("Share of responses that check themselves");
            default: return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Model: return tr("Model");
        case PassAt1: return tr("pass@1");
        case Interval: return tr("95% interval");
        case ConsAtK: return rows_.empty() ? tr("cons@k") : tr("cons@%1").arg(rows_.front().k);
        case Length: return tr("Length");
        case Format: return tr("Format");
        case LanguageShare: return tr("Language");
        case Reflection: return tr("Self-check");
        case Samples: return tr("Problems × samples");
        default: return {};
    }
}

}  // namespace retort::ui
