// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/training_rows.h"

#include <algorithm>

#include "ui/theme/tokens.h"

namespace retort::ui {

void TrainingRowsModel::setRows(std::vector<CandidateDesk::Row> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

std::int64_t TrainingRowsModel::tokens() const {
    std::int64_t all = 0;
    for (const auto& row : rows_) all += row.text.prompt_tokens + row.text.completion_tokens;
    return all;
}

std::int64_t TrainingRowsModel::tooLong() const {
    return std::ranges::count_if(rows_, [](const auto& row) { return row.text.too_long; });
}

int TrainingRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int TrainingRowsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant TrainingRowsModel::data(const QModelIndex& index, int role) const {
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const bool number = index.column() == PromptTokens || index.column() == CompletionTokens;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ForegroundRole && row.text.too_long && index.column() == Remark) return retort::ui::tokens().warn;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Key: return QString::fromStdString(row.row.key);
        case Problem: return QString::fromStdString(row.row.prompt).simplified();
        case PromptTokens: return static_cast<qint64>(row.text.prompt_tokens);
        case CompletionTokens: return static_cast<qint64>(row.text.completion_tokens);
        default: return row.text.too_long ? tr("! too long: would be refused") : QString();
    }
}

QVariant TrainingRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Key: return tr("Row");
        case Problem: return tr("Problem");
        case PromptTokens: return tr("Prompt");
        case CompletionTokens: return tr("Completion");
        default: return tr("Remark");
    }
}

}  // namespace retort::ui
