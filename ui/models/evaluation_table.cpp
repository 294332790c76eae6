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
    const auto found =
        std::find_if(row.metrics.begin(), row.metrics.end(), [&](const MetricPoint& point) { return point.key == key; });
    return found == row.metrics.end() ? QStringLiteral("–") : formatShare(found->value);
}

constexpr int first_class = EvaluationTableModel::PassAt1 + 1;

QString percent(double share) { return QString::number(share * 100, 'f', 1); }

/// Without an interval that an older version did not store.
QString withInterval(double share, const Interval& interval) {
    if (std::isnan(interval.low)) return formatShare(share);
    return QStringLiteral("%1 (%2 – %3)").arg(formatShare(share), percent(interval.low), percent(interval.high));
}

}  // namespace

void EvaluationTableModel::setModels(std::vector<ComparedModel> models, const QString& baseline) {
    beginResetModel();
    rows_ = std::move(models);
    baseline_ = baseline;
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const auto& a, const auto& b) { return a.record.pass_at_1 > b.record.pass_at_1; });
    pairs_.assign(rows_.size(), {});
    const int base = rowOf(baseline);
    for (std::size_t i = 0; base >= 0 && i < rows_.size(); ++i) {
        if (static_cast<int>(i) != base) pairs_[i] = comparePair(rows_[static_cast<std::size_t>(base)], rows_[i]).statistics;
    }
    classes_ = valuesOf(by_);
    endResetModel();
}

void EvaluationTableModel::setBreakdown(const QString& by) {
    if (by == by_) return;
    beginResetModel();
    by_ = by;
    classes_ = valuesOf(by_);
    endResetModel();
}

QStringList EvaluationTableModel::breakdownsKnown() const {
    QStringList known;
    for (const ComparedModel& model : rows_)
        for (const auto& [by, scores] : model.classes)
            if (const QString name = QString::fromStdString(by); !known.contains(name)) known << name;
    return known;
}

// "Level 10" after "Level 9".
QStringList EvaluationTableModel::valuesOf(const QString& by) const {
    QStringList values;
    for (const ComparedModel& model : rows_) {
        const auto found = model.classes.find(by.toStdString());
        if (found == model.classes.end()) continue;
        for (const auto& [value, score] : found->second)
            if (const QString name = QString::fromStdString(value); !values.contains(name)) values << name;
    }
    QCollator order(QLocale(QLocale::English));  // the C locale knows no numbers
    order.setNumericMode(true);
    std::sort(values.begin(), values.end(), order);
    return values;
}

std::vector<ProblemClass> EvaluationTableModel::classes() const {
    std::vector<ProblemClass> all;
    for (const QString& by : breakdownsKnown())
        for (const QString& value : valuesOf(by)) all.push_back({by.toStdString(), value.toStdString()});
    return all;
}

const ClassScore* EvaluationTableModel::scoreAt(std::size_t row, int section) const {
    const ClassScores& all = rows_[row].classes;
    const auto classes = all.find(by_.toStdString());
    if (classes == all.end()) return nullptr;
    const auto found = classes->second.find(classes_[section - first_class].toStdString());
    return found == classes->second.end() ? nullptr : &found->second;
}

std::optional<ProblemClass> EvaluationTableModel::classAt(const QModelIndex& index) const {
    if (!isBrokenDown() || index.column() < PassAt1) return std::nullopt;
    if (index.column() == PassAt1) return ProblemClass{};
    if (scoreAt(static_cast<std::size_t>(index.row()), index.column()) == nullptr) return std::nullopt;
    return ProblemClass{by_.toStdString(), classes_[index.column() - first_class].toStdString()};
}

bool EvaluationTableModel::canList(const QModelIndex& index) const {
    const auto wanted = classAt(index);
    return wanted && std::ranges::any_of(rows_[static_cast<std::size_t>(index.row())].problems,
                                         [&](const EvalProblemRecord& problem) { return wanted->holds(problem); });
}

QVariant EvaluationTableModel::classData(const QModelIndex& index, int role) const {
    const ClassScore* score = scoreAt(static_cast<std::size_t>(index.row()), index.column());
    if (role == Qt::DisplayRole) {
        return score == nullptr ? QStringLiteral("–") : withInterval(score->pass_at_1, score->interval);
    }
    if (role == Qt::ToolTipRole && score != nullptr) {
        return canList(index) ? tr("Enter lists its %n problems", nullptr, static_cast<int>(score->problems))
                              : tr("%n problems, of which only the score was stored: this evaluation is of an older "
                                   "version. A new one lists them.",
                                   nullptr, static_cast<int>(score->problems));
    }
    return {};
}

int EvaluationTableModel::rowOf(const QString& name) const {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const ComparedModel& model) { return model.name == name; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

QString EvaluationTableModel::pairText(const PairedComparison& pair, int column) const {
    if (pair.problems == 0) return QStringLiteral("–");
    switch (column) {
        case Difference:
            return QStringLiteral("%1 (%2 … %3)")
                .arg(points(pair.difference), points(pair.interval.low), points(pair.interval.high));
        case Significance: return pValue(pair.p_value);
        default: return QStringLiteral("+%1 −%2").arg(pair.flips.wrong_to_right).arg(pair.flips.right_to_wrong);
    }
}

int EvaluationTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int EvaluationTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : classes_.isEmpty() ? ColumnCount : first_class + static_cast<int>(classes_.size());
}

QVariant EvaluationTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const ComparedModel& model = rows_[static_cast<std::size_t>(index.row())];
    const EvaluationRecord& row = model.record;
    const PairedComparison& pair = pairs_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((index.column() == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (isBrokenDown() && index.column() >= first_class) return classData(index, role);
    if (role == Qt::ForegroundRole && index.column() == Difference && pair.significant)
        return QBrush(inkColor(pair.difference < 0 ? Ink::Bad : Ink::Good));
    if (role == Qt::ForegroundRole &&
        (index.column() == Interval || index.column() == Samples || index.column() == Significance))
        return QBrush(inkColor(Ink::Muted));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Model: return model.name;
        case Difference:
        case Significance:
        case Flips: return pairText(pair, index.column());
        case PassAt1:
            return isBrokenDown() ? withInterval(row.pass_at_1, {row.interval_low, row.interval_high})
                                  : formatShare(row.pass_at_1);
        case Interval: return QStringLiteral("%1 – %2").arg(percent(row.interval_low), percent(row.interval_high));
        case ConsAtK:
            return model.canVote() ? QStringLiteral("%1 @%2").arg(formatShare(row.cons_at_k)).arg(row.k)
                                   : QStringLiteral("–");
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
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (isBrokenDown() && section >= first_class && section < columnCount()) {
        if (role == Qt::DisplayRole)
            return ProblemClass{by_.toStdString(), classes_[section - first_class].toStdString()}.name();
        if (role != Qt::ToolTipRole) return {};
        std::int64_t problems = 0;
        for (std::size_t row = 0; row < rows_.size(); ++row)
            if (const ClassScore* score = scoreAt(row, section)) problems = std::max(problems, score->problems);
        return tr("pass@1 on %n problems with the 95% interval by bootstrap over them", nullptr, static_cast<int>(problems));
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case PassAt1: return tr("Mean correctness over all problems and samples");
            case Interval: return tr("95% interval of pass@1, by bootstrap over problems");
            case Difference:
                return tr(
                    "Points of pass@1 on the same problems, with the 95% interval by bootstrap over problems; coloured "
                    "where it is more than chance");
            case Significance:
                return tr(
                    "How often chance alone makes such a difference of pass@1 (sign-flip test over problems; with one "
                    "sample of each it is McNemar's exact test)");
            case Flips: return tr("Problems that became right and that became wrong");
            case ConsAtK:
                return tr(
                    "Share of problems whose majority answer of k samples is right; nothing where answers cannot be voted "
                    "on");
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
        case Significance: return QStringLiteral("p");
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
