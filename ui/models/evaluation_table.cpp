// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/evaluation_table.h"

#include <QBrush>
#include <QCollator>
#include <algorithm>
#include <cmath>

#include "ui/format.h"
#include "ui/theme/icons.h"

namespace retort::ui {
namespace {

QString metric(const EvaluationRecord& row, const char* key) {
    const auto found = std::find_if(row.metrics.begin(), row.metrics.end(), [&](const MetricPoint& point) { return point.key == key; });
    return found == row.metrics.end() ? QStringLiteral("–") : formatShare(found->value);
}

constexpr int first_class = EvaluationTableModel::PassAt1 + 1;

QString percent(double share) { return QString::number(share * 100, 'f', 1); }

}  // namespace

void EvaluationTableModel::setModels(std::vector<ComparedModel> models, const QString& baseline) {
    beginResetModel();
    rows_ = std::move(models);
    baseline_ = baseline;
    std::stable_sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) { return a.record.pass_at_1 > b.record.pass_at_1; });
    pairs_.assign(rows_.size(), {});
    const int base = rowOf(baseline);
    for (std::size_t i = 0; base >= 0 && i < rows_.size(); ++i) {
        if (static_cast<int>(i) != base) pairs_[i] = comparePair(rows_[static_cast<std::size_t>(base)], rows_[i]).statistics;
    }
    classes_of_.clear();
    for (const ComparedModel& model : rows_) classes_of_.push_back(breakdowns(model));
    listClasses();
    endResetModel();
}

void EvaluationTableModel::setBreakdown(const QString& by) {
    if (by == by_) return;
    beginResetModel();
    by_ = by;
    listClasses();
    endResetModel();
}

QStringList EvaluationTableModel::breakdownsKnown() const {
    QStringList known;
    for (const auto& classes : classes_of_)
        for (const auto& [by, scores] : classes)
            if (!known.contains(by)) known << by;
    return known;
}

// "Level 10" after "Level 9".
void EvaluationTableModel::listClasses() {
    classes_.clear();
    for (const auto& classes : classes_of_) {
        const auto found = classes.find(by_);
        if (found == classes.end()) continue;
        for (const auto& [value, score] : found->second)
            if (!classes_.contains(value)) classes_ << value;
    }
    QCollator order(QLocale(QLocale::English));  // the C locale knows no numbers
    order.setNumericMode(true);
    std::sort(classes_.begin(), classes_.end(), order);
}

QString EvaluationTableModel::classText(std::size_t row, int section) const {
    const auto classes = classes_of_[row].find(by_);
    if (classes == classes_of_[row].end()) return QStringLiteral("–");
    const auto found = classes->second.find(classes_[section - first_class]);
    return found == classes->second.end() ? QStringLiteral("–") : formatShare(found->second.pass_at_1);
}

int EvaluationTableModel::rowOf(const QString& name) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const ComparedModel& model) { return model.name == name; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

QString EvaluationTableModel::pairText(const PairedComparison& pair, int column) const {
    if (pair.problems == 0) return QStringLiteral("–");
    switch (column) {
        case Difference: return QStringLiteral("%1 (%2 … %3)").arg(points(pair.difference), points(pair.interval.low), points(pair.interval.high));
        case Significance: return pValue(pair.p_value);
        default: return QStringLiteral("+%1 −%2").arg(pair.flips.wrong_to_right).arg(pair.flips.right_to_wrong);
    }
}

int EvaluationTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }
int EvaluationTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : by_.isEmpty() ? ColumnCount : first_class + static_cast<int>(classes_.size()); }

QVariant EvaluationTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const ComparedModel& model = rows_[static_cast<std::size_t>(index.row())];
    const EvaluationRecord& row = model.record;
    const PairedComparison& pair = pairs_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((index.column() == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (!by_.isEmpty() && index.column() >= first_class) return role == Qt::DisplayRole ? classText(static_cast<std::size_t>(index.row()), index.column()) : QVariant();
    if (role == Qt::ForegroundRole && index.column() == Difference && pair.significant) return QBrush(inkColor(pair.difference < 0 ? Ink::Bad : Ink::Good));
    if (role == Qt::ForegroundRole && (index.column() == Interval || index.column() == Samples || index.column() == Significance)) return QBrush(inkColor(Ink::Muted));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Model: return model.name;
        case Difference:
        case Significance:
        case Flips: return pairText(pair, index.column());
        case PassAt1: return formatShare(row.pass_at_1);
        case Interval: return QStringLiteral("%1 – %2").arg(percent(row.interval_low), percent(row.interval_high));
        case ConsAtK: return model.canVote() ? QStringLiteral("%1 @%2").arg(formatShare(row.cons_at_k)).arg(row.k) : QStringLiteral("–");
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
    if (!by_.isEmpty() && section >= first_class && section < columnCount()) {
        const QString& value = classes_[section - first_class];
        if (role == Qt::DisplayRole) return by_ == QStringLiteral("language") ? value : QStringLiteral("%1 %2").arg(by_, value);
        if (role != Qt::ToolTipRole) return {};
        std::int64_t problems = 0;
        for (const auto& classes : classes_of_)
            if (const auto found = classes.find(by_); found != classes.end())
                if (const auto score = found->second.find(value); score != found->second.end()) problems = std::max(problems, score->second.problems);
        return tr("pass@1 on %n problems", nullptr, static_cast<int>(problems));
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case PassAt1: return tr("Mean correctness over all problems and samples");
            case Interval: return tr("95% interval of pass@1, by bootstrap over problems");
            case Difference: return tr("Points of pass@1 on the same problems, with the 95% interval by bootstrap over problems; coloured where McNemar's test says more than chance");
            case Significance: return tr("McNemar's exact test on the problems that flipped");
            case Flips: return tr("Problems that became right and that became wrong");
            case ConsAtK: return tr("Share of problems whose majority answer of k samples is right; nothing where answers cannot be voted on");
            case Length: return tr("Mean tokens of a response");
            case Format: return tr("Share of responses in the format asked for");
            case LanguageShare: return tr("Mean share of words in the problem's language");
            case Reflection: return tr("Share of responses that check themselves");
            case Samples: return tr("Problems × samples of each");
            default: return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Model: return tr("Model");
        case PassAt1: return tr("pass@1");
        case Interval: return tr("95% interval");
        case Difference: return baseline_.isEmpty() ? tr("Points") : tr("Against %1").arg(baseline_);
        case Significance: return tr("McNemar");
        case Flips: return tr("Flips");
        case ConsAtK: return tr("cons@k");
        case Length: return tr("Length");
        case Format: return tr("Format");
        case LanguageShare: return tr("Language");
        case Reflection: return tr("Self-check");
        case Samples: return tr("Asked");
        default: return {};
    }
}

}  // namespace retort::ui
