// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/reward_terms.h"

#include <QBrush>
#include <QFont>

#include "ui/text/core_words.h"
#include "ui/theme/icons.h"

namespace retort::ui {
namespace {

QString number(double value) { return QString::number(value, 'f', 2).replace(QLatin1Char('-'), QStringLiteral("−")); }

}  // namespace

void RewardTermsModel::setReward(const RewardBreakdown& reward, const QString& reference) {
    beginResetModel();
    reward_ = reward;
    reference_ = reference;
    endResetModel();
}

int RewardTermsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || reward_.terms.empty() ? 0 : static_cast<int>(reward_.terms.size()) + 1;
}

int RewardTermsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RewardTermsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const bool numeric = index.column() == Score || index.column() == Weight || index.column() == Part;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    const auto row = static_cast<std::size_t>(index.row());
    if (row == reward_.terms.size()) {
        if (role == Qt::FontRole) {
            QFont font;
            font.setWeight(QFont::DemiBold);
            return font;
        }
        if (role != Qt::DisplayRole) return {};
        if (index.column() == Term) return tr("reward");
        if (index.column() == Part) return reward_.hasError() ? tr("none") : number(reward_.total);
        if (index.column() == Reason && reward_.hasError())
            return tr("a grader failed: this trace is kept for reading and never trains");
        return {};
    }
    const RewardTerm& term = reward_.terms[row];
    const bool error = term.outcome == Outcome::GraderError;
    if (role == Qt::ForegroundRole && error) return QBrush(inkColor(Ink::Bad));
    if (role == Qt::ForegroundRole && (index.column() == Weight || index.column() == Reason))
        return QBrush(inkColor(Ink::Muted));
    if (role == Qt::ToolTipRole && (index.column() == Reason || index.column() == Extracted)) {
        return index.column() == Reason ? coreWords(QString::fromStdString(term.reason))
                                        : QString::fromStdString(term.extracted);
    }
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Term: return QString::fromStdString(term.name);
        case Score: return error ? tr("failed") : number(term.score);
        case Weight: return QStringLiteral("× %1").arg(number(term.weight));
        case Part: return error ? QStringLiteral("–") : number(term.score * term.weight);
        case Extracted: return QString::fromStdString(term.extracted).simplified();
        case Compared:
            return (term.kind.empty() ? term.name : term.kind) == "accuracy" ? reference_.simplified() : QString();
        case Reason: return coreWords(QString::fromStdString(term.reason)).simplified();
        default: return {};
    }
}

QVariant RewardTermsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const bool numeric = section == Score || section == Weight || section == Part;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Term: return tr("Term");
        case Score: return tr("Score");
        case Weight: return tr("Weight");
        case Part: return tr("Reward");
        case Extracted: return tr("Read out");
        case Compared: return tr("Expected");
        case Reason: return tr("Why");
        default: return {};
    }
}

}  // namespace retort::ui
