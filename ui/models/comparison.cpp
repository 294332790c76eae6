// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "eval/statistics.h"

namespace retort::ui {
namespace {

constexpr std::int64_t page_rows = 1000;
const std::string language_column = "language";

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

/// Where no answer is checked, what is right shows only in the samples themselves.
void judgeByRubric(RunReader& reader, EvaluationId evaluation, std::vector<EvalProblemRecord>& problems) {
    for (EvalProblemRecord& problem : problems) problem.right = 0;
    for (const EvalSampleRecord& sample : reader.evalSamples(evaluation)) {
        const auto at = static_cast<std::size_t>(sample.problem);
        if (sample.problem >= 0 && at < problems.size()) problems[at].right += isRight(sample.rollout.reward);
    }
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
    const std::map<PromptId, PromptLabels> labels = reader.promptLabels(evaluation);
    const auto labelsOf = [&](PromptId prompt) {
        const auto known = labels.find(prompt);
        return known == labels.end() ? PromptLabels{} : known->second;
    };
    RolloutId after;
    for (RolloutPage page{{}, true}; page.more;) {
        page = reader.rollouts(filter, RolloutOrder::OldestFirst, after, page_rows);
        for (const RolloutSummary& row : page.rows) {
            // Samples of a problem are written one after another.
            if (problems.empty() || problems.back().group != row.group)
                problems.push_back(
                    {row.group, row.prompt_key, row.prompt_text, 0, 0, 0, row.language, labelsOf(row.prompt)});
            ++problems.back().samples;
            problems.back().right += row.correct.value_or(false);
            problems.back().checked += row.correct.has_value();
        }
        if (!page.rows.empty()) after = page.rows.back().id;
    }
    if (std::ranges::all_of(problems, [](const EvalProblemRecord& problem) { return problem.checked == 0; }))
        judgeByRubric(reader, evaluation, problems);
    return problems;
}

ClassScores breakdowns(const EvaluationRecord& record, const std::vector<EvalProblemRecord>& problems) {
    ClassScores all = classScores(record.metrics);
    std::map<std::string, std::vector<double>> by_language;
    for (const EvalProblemRecord& problem : problems)
        if (!problem.language.empty()) by_language[problem.language].push_back(share(problem));
    for (const auto& [language, shares] : by_language) {
        const auto [at, is_new] = all[language_column].try_emplace(language);
        if (!is_new && !std::isnan(at->second.interval.low)) continue;
        const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
        at->second = {sum / static_cast<double>(shares.size()), bootstrapMean(shares),
                      static_cast<std::int64_t>(shares.size())};
    }
    std::erase_if(all, [](const auto& entry) { return entry.second.size() < 2; });
    return all;
}

bool ProblemClass::holds(const EvalProblemRecord& problem) const {
    if (column.empty()) return true;
    const auto label = std::ranges::find(problem.labels, column, &PromptLabels::value_type::first);
    if (label != problem.labels.end()) return label->second == value;
    return column == language_column && problem.language == value;
}

QString ProblemClass::name() const {
    if (column.empty() || column == language_column) return QString::fromStdString(value);
    return QStringLiteral("%1 %2").arg(QString::fromStdString(column), QString::fromStdString(value));
}

std::vector<ListedProblem> problemsOf(const std::vector<ComparedModel>& models, const ProblemClass& wanted) {
    std::vector<ListedProblem> listed;
    std::unordered_map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < models.size(); ++i) {
        for (const EvalProblemRecord& problem : models[i].problems) {
            if (!wanted.holds(problem)) continue;
            const auto [at, is_new] = place.try_emplace(problem.prompt_key, listed.size());
            if (is_new)
                listed.push_back({QString::fromStdString(problem.prompt_key),
                                  QString::fromStdString(problem.prompt_text).simplified(),
                                  std::vector<ListedProblem::Samples>(models.size())});
            listed[at->second].models[i] = {problem.right, problem.samples};
        }
    }
    return listed;
}

bool ComparedModel::canVote() const {
    if (record.k < 2 || !std::isfinite(record.cons_at_k)) return false;
    return problems.empty() ||
           std::ranges::any_of(problems, [](const EvalProblemRecord& problem) { return problem.checked > 0; });
}

QString modelTitle(const StoredEvaluation& evaluation) {
    const ModelOrigin& origin = evaluation.origin;
    const QString stage = QString::fromStdString(origin.stage);
    if (origin.step > 0) return Words::tr("%1, step %2").arg(stage).arg(origin.step);
    return stage.isEmpty() ? QString::fromStdString(evaluation.record.model) : stage;
}

QString bestBeside(const std::vector<ComparedModel>& models, const QString& baseline) {
    const ComparedModel* best = nullptr;
    for (const ComparedModel& model : models)
        if (model.name != baseline && (best == nullptr || model.record.pass_at_1 > best->record.pass_at_1)) best = &model;
    return best == nullptr ? QString() : best->name;
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
        pair.problems.push_back({QString::fromStdString(problem.key), QString::fromStdString(one.prompt_text).simplified(),
                                 one.group, second[problem.key]->group, problem.before, problem.after, kindOf(problem)});
    }
    return pair;
}

QString points(double difference) {
    const QString number = QString::number(std::abs(difference) * 100, 'f', 1);
    return (number == QStringLiteral("0.0") ? QString()
            : difference < 0                ? QStringLiteral("−")
                                            : QStringLiteral("+")) +
           number;
}

QString pValue(double p) {
    return p < 0.001 ? QStringLiteral("p < 0.001") : QStringLiteral("p = %1").arg(p, 0, 'f', p < 0.1 ? 3 : 2);
}

QString statement(const ModelPair& pair, const QString& before, const QString& after) {
    const PairedComparison& s = pair.statistics;
    if (s.problems == 0) return Words::tr("%1 and %2 have no problem in common.").arg(before, after);
    const QString verdict = s.significant ? Words::tr("more than chance") : Words::tr("within what chance does");
    return Words::tr(
               "From %1 to %2, on %n problems: %3 points (95% interval %4 to %5), %8: %9. %6 became right, %7 became wrong.",
               nullptr, static_cast<int>(s.problems))
        .arg(before, after)
        .arg(points(s.difference), points(s.interval.low), points(s.interval.high))
        .arg(s.flips.wrong_to_right)
        .arg(s.flips.right_to_wrong)
        .arg(pValue(s.p_value), verdict);
}

bool PublishedFigure::isOf(const QString& suite) const {
    const auto letters = [](const QString& text) {
        QString kept;
        for (const QChar c : text.toLower())
            if (c.isLetterOrNumber()) kept += c;
        return kept;
    };
    // "aime" and "aime24" are AIME 2024 as far as a name tells; "gpqa_diamond", "math500".
    const QString asked = letters(suite), own = letters(benchmark);
    return !asked.isEmpty() && (own.startsWith(asked) || asked.startsWith(own) ||
                                (own.startsWith(QStringLiteral("aime")) && asked == QStringLiteral("aime24")));
}

const std::vector<PublishedFigure>& publishedFigures() {
    static const std::vector<PublishedFigure> figures = [] {
        struct Row {
            const char* model;
            double aime, math, gpqa;
        };
        constexpr Row rows[] = {{"DeepSeek-R1", 79.8, 97.3, 71.5},          {"DeepSeek-R1-Zero", 77.9, 95.9, 75.8},
                                {"R1-Distill-Qwen-1.5B", 28.9, 83.9, 33.8}, {"R1-Distill-Qwen-7B", 55.5, 92.8, 49.1},
                                {"R1-Distill-Llama-8B", 50.4, 89.1, 49.0},  {"R1-Distill-Qwen-14B", 69.7, 93.9, 59.1},
                                {"R1-Distill-Qwen-32B", 72.6, 94.3, 62.1},  {"R1-Distill-Llama-70B", 70.0, 94.5, 65.2},
                                {"R1-Zero-Qwen-32B", 47.0, 91.6, 55.0}};
        std::vector<PublishedFigure> all;
        for (const auto& [benchmark, column] :
             {std::pair("AIME 2024", &Row::aime), std::pair("MATH-500", &Row::math), std::pair("GPQA Diamond", &Row::gpqa)})
            for (const Row& row : rows)
                all.push_back({QString::fromLatin1(row.model), QString::fromLatin1(benchmark), row.*column / 100});
        return all;
    }();
    return figures;
}

}  // namespace retort::ui
