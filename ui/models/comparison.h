// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <map>
#include <optional>
#include <vector>

#include "eval/paired.h"
#include "eval/report.h"
#include "store/run_reader.h"
#include "ui/models/evaluation_list.h"

namespace retort::ui {

/// One problem of an evaluation, over its samples.
struct EvalProblemRecord {
    GroupId group;                        ///< its samples are the rollouts of this group
    std::string prompt_key, prompt_text;  ///< text: first 200 bytes
    std::int64_t samples = 0, right = 0;
    std::int64_t checked = 0;  ///< samples whose answer something checks: what can be voted on
    std::string language;      ///< of the question
    PromptLabels labels;       ///< of its data section's label columns; none in stores of older versions
};
/// In the order of the suite. A suite without references counts as `retort eval` does: right is half of what the rubric
/// gives. Touches the disk: keep off the GUI thread.
std::vector<EvalProblemRecord> readEvalProblems(RunReader& reader, EvaluationId evaluation);

/// A model on one suite with its problems.
struct ComparedModel {
    EvaluationRecord record;
    std::vector<EvalProblemRecord> problems;
    ClassScores classes;        ///< breakdowns() of these
    std::filesystem::path run;  ///< whose store holds the samples
    ModelOrigin origin;
    QString source;      ///< title of the run it was taken from; empty: the run that is open
    QString name, note;  ///< name: of no other model here; note: what kind of model it is
    int color = 0;       ///< index into the series colours: one per kind
    /// Whether cons@k says anything: several samples, and answers that can be compared.
    bool canVote() const;
};
/// By what a suite's problems are told apart: each label column ("level") that its data section names, and "language", with
/// the score of each class. None with a single class. Slow where an older version stored no intervals of languages: they are
/// drawn here.
ClassScores breakdowns(const EvaluationRecord& record, const std::vector<EvalProblemRecord>& problems);

/// The problems that a label tells from others: of level 3. Without a column: all of a suite.
struct ProblemClass {
    std::string column, value;
    bool operator==(const ProblemClass&) const = default;
    /// False for every problem where the evaluation was stored without labels, but for languages.
    bool holds(const EvalProblemRecord& problem) const;
    /// "level 3"; a language alone: "en"; all: "".
    QString name() const;
};

/// A problem with what each of several models made of it.
struct ListedProblem {
    struct Samples {
        std::int64_t right = 0, all = 0;  ///< all 0: this model was not asked
        double share() const { return all > 0 ? static_cast<double>(right) / static_cast<double>(all) : 0; }
    };
    QString key, text;
    std::vector<Samples> models;
};
/// Those of a class that at least one of the models was asked, in the order of the suite.
std::vector<ListedProblem> problemsOf(const std::vector<ComparedModel>& models, const ProblemClass& wanted);

/// "zero", "zero, step 20": as people know a model of a run.
QString modelTitle(const StoredEvaluation& evaluation);

/// The model that a comparison with `baseline` begins with: of the others, that with the best score. Empty: there is no
/// other.
QString bestBeside(const std::vector<ComparedModel>& models, const QString& baseline);

/// What became of a problem from one model to another.
enum class FlipKind { BothRight, RightToWrong, WrongToRight, BothWrong };

struct FlippedProblem {
    QString key, text;
    GroupId before_group, after_group;  ///< its samples by either model
    double before = 0, after = 0;       ///< shares of samples that were right
    FlipKind kind = FlipKind::BothWrong;
};

/// Two models on the problems that both answered.
struct ModelPair {
    PairedComparison statistics;
    std::vector<FlippedProblem> problems;
};

/// `resamples` 0: no interval.
ModelPair comparePair(const ComparedModel& before, const ComparedModel& after, int resamples = 2000);
/// "+4.2 points (95% interval 1.0 to 7.4), p = 0.047: more than chance. 25 became right, 12 became wrong."
QString statement(const ModelPair& pair, const QString& before, const QString& after);
/// "p < 0.001", "p = 0.047".
QString pValue(double p);
/// "+4.2" or "−0.3": points of a hundred.
QString points(double difference);

/// A published figure, for a reference line.
struct PublishedFigure {
    QString model, benchmark;  ///< "DeepSeek-R1", "AIME 2024"
    double value = 0;          ///< pass@1, a share
    QString name() const { return QStringLiteral("%1, %2").arg(model, benchmark); }
    /// Whether a suite of this name asks the same problems.
    bool isOf(const QString& suite) const;
};
/// Those of DeepSeek-R1, R1-Zero, the distilled models and the model trained by reinforcement alone (Nature 645, table 2;
/// arXiv 2501.12948v1, tables 5 and 6).
const std::vector<PublishedFigure>& publishedFigures();

}  // namespace retort::ui
