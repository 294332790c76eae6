// SPDX-License-Identifier: GPL-3.0-or-later
// Scores for other programs. Headings are metric keys, so they are not translated.
#include <algorithm>
#include <cmath>

#include "ui/models/evaluation_table.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

constexpr const char* columns[] = {"model",        "suite",        "problems",     "samples",        "pass@1",
                                   "pass@1_low",   "pass@1_high",  "difference",   "difference_low", "difference_high",
                                   "difference_p", "became_right", "became_wrong", "cons@k",         "mean_length"};
constexpr const char* metrics[] = {"format/well_formed", "lang/consistency_mean", "behaviour/reflection_rate"};
constexpr const char* class_columns[] = {"problems", "pass@1", "pass@1_low", "pass@1_high"};

QString number(double value) { return std::isfinite(value) ? QString::number(value, 'g', 9) : QString(); }

QStringList headings(const std::vector<ProblemClass>& classes) {
    QStringList head;
    for (const char* column : columns) head << QLatin1String(column);
    for (const char* key : metrics) head << QLatin1String(key);
    for (const ProblemClass& part : classes)
        for (const char* column : class_columns)
            head << QStringLiteral("%1/%2/%3")
                        .arg(QLatin1String(column), QString::fromStdString(part.column), QString::fromStdString(part.value));
    return head;
}

QStringList pairCells(const PairedComparison& pair) {
    if (pair.problems == 0) return QStringList(6);
    return {number(pair.difference),
            number(pair.interval.low),
            number(pair.interval.high),
            number(pair.p_value),
            QString::number(pair.flips.wrong_to_right),
            QString::number(pair.flips.right_to_wrong)};
}

QStringList metricCells(const EvaluationRecord& record) {
    QStringList cells;
    for (const char* key : metrics) {
        const auto found = std::ranges::find(record.metrics, key, &MetricPoint::key);
        cells << (found == record.metrics.end() ? QString() : number(found->value));
    }
    return cells;
}

QStringList classCells(const ClassScores& scores, const ProblemClass& part) {
    const auto column = scores.find(part.column);
    if (column == scores.end()) return QStringList(4);
    const auto found = column->second.find(part.value);
    if (found == column->second.end()) return QStringList(4);
    const ClassScore& score = found->second;
    return {QString::number(score.problems), number(score.pass_at_1), number(score.interval.low),
            number(score.interval.high)};
}

}  // namespace

QString evaluationCsv(const EvaluationTableModel& table) {
    const std::vector<ProblemClass> classes = table.classes();
    QString text = lineText(headings(classes), QLatin1Char(','));
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
        const ComparedModel& model = table.rows()[row];
        const EvaluationRecord& r = model.record;
        QStringList line{
            model.name,          QString::fromStdString(r.suite), QString::number(r.problems), QString::number(r.k),
            number(r.pass_at_1), number(r.interval_low),          number(r.interval_high)};
        line << pairCells(table.pairOf(row)) << (model.canVote() ? number(r.cons_at_k) : QString()) << number(r.mean_length)
             << metricCells(r);
        for (const ProblemClass& part : classes) line << classCells(model.classes, part);
        text += lineText(line, QLatin1Char(','));
    }
    return text;
}

}  // namespace retort::ui
