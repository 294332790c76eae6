// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison.h"

#include <QCoreApplication>
#include <cmath>
#include <unordered_map>

namespace retort::ui {
namespace {

constexpr std::int64_t page_rows = 1000;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::Comparison)
};

double share(const EvalProblemRecord& problem) {
    return problem.samples > 0 ? static_cast<double>(problem.right) / static_cast<double>(problem.samples) : 0;
}

std::vector<ProblemShare> shares(const ComparedModel& model) {
    std::vector<ProblemShare> all;
    for (const EvalProblemRecord& problem : model.problems) all.push_back({problem.prompt_key, share(problem)});
    return all;
}

FlipKind kindOf(const PairedProblem& problem) {
    const bool before = isSolved(problem.before), after = isSolved(problem.after);
    if (before) return after ? FlipKind::BothRight : FlipKind::RightToWrong;
    return after ? FlipKind::WrongToRight : FlipKind::BothWrong;
}

}  // namespace

std::vector<EvalProblemRecord> readEvalProblems(RunReader& reader, EvaluationId evaluation) {
    RolloutFilter filter;
    filter.evaluation = evaluation;
    std::vector<EvalProblemRecord> problems;
    RolloutId after;
    for (RolloutPage page{{}, true}; page.more;) {
        page = reader.rollouts(filter, RolloutOrder::OldestFirst, after, page_rows);
        for (const RolloutSummary& row : page.rows) {
            // Samples of a problem are written one after another.
            if (problems.empty() || problems.back().group != row.group) problems.push_back({row.group, row.prompt_key, row.prompt_text, 0, 0});
            ++problems.back().samples;
            problems.back().right += row.correct.value_or(false);
        }
        if (!page.rows.empty()) after = page.rows.back().id;
    }
    return problems;
}

ModelPair comparePair(const ComparedModel& before, const ComparedModel& after, int resamples) {
    ModelPair pair;
    const std::vector<PairedProblem> problems = pairByKey(shares(before), shares(after));
    pair.statistics = comparePaired(problems, 0.95, std::max(resamples, 1));
    std::unordered_map<std::string, const EvalProblemRecord*> first, second;
    for (const EvalProblemRecord& problem : before.problems) first.try_emplace(problem.prompt_key, &problem);
    for (const EvalProblemRecord& problem : after.problems) second.try_emplace(problem.prompt_key, &problem);
    for (const PairedProblem& problem : problems) {
        const EvalProblemRecord& one = *first[problem.key];
        pair.problems.push_back({QString::fromStdString(problem.key), QString::fromStdString(one.prompt_text).simplified(), one.group,
                                 second[problem.key]->group, problem.before, problem.after, kindOf(problem)});
    }
    return pair;
}

QString points(double difference) {
    const QString number = QString::number(std::abs(difference) * 100, 'f', 1);
    return (number == QStringLiteral("0.0") ? QString() : difference < 0 ? QStringLiteral("−") : QStringLiteral("+")) + number;
}

QString pValue(double p) { return p < 0.001 ? QStringLiteral("p < 0.001") : QStringLiteral("p = %1").arg(p, 0, 'f', p < 0.1 ? 3 : 2); }

QString statement(const ModelPair& pair, const QString& before, const QString& after) {
    const PairedComparison& s = pair.statistics;
    if (s.problems == 0) return Words::tr("%1 and %2 have no problem in common.").arg(before, after);
    const QString verdict = s.flips.right_to_wrong + s.flips.wrong_to_right == 0 ? Words::tr("nothing flipped")
                            : s.significant                                      ? Words::tr("more than chance")
                                                                                 : Words::tr("within what chance does");
    return Words::tr("From %1 to %2, on %3 problems: %4 points (95% interval %5 to %6). %7 became right, %8 became wrong; McNemar's exact test %9: %10.")
        .arg(before, after)
        .arg(s.problems)
        .arg(points(s.difference), points(s.interval.low), points(s.interval.high))
        .arg(s.flips.wrong_to_right)
        .arg(s.flips.right_to_wrong)
        .arg(pValue(s.p_value), verdict);
}

const std::vector<PublishedFigure>& publishedFigures() {
    static const std::vector<PublishedFigure> figures{
        {QStringLiteral("DeepSeek-R1, AIME 2024"), 0.798},           {QStringLiteral("DeepSeek-R1, MATH-500"), 0.973},
        {QStringLiteral("R1-Zero, AIME 2024"), 0.779},
        {QStringLiteral("R1-Zero, MATH-500"), 0.959},                {QStringLiteral("R1-Distill-Qwen-1.5B, AIME 2024"), 0.289},
        {QStringLiteral("R1-Distill-Qwen-7B, AIME 2024"), 0.555},    {QStringLiteral("R1-Distill-Qwen-32B, AIME 2024"), 0.726},
        {QStringLiteral("Qwen-32B by RL alone, AIME 2024"), 0.470},  {QStringLiteral("R1-Distill-Qwen-7B, MATH-500"), 0.928}};
    return figures;
}

}  // namespace retort::ui
