// SPDX-License-Identifier: GPL-3.0-or-later
// Which models stand beside one another: suites, models and their problems, runs on offer, evaluations that are lacking.
#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/charts/flip_matrix.h"
#include "ui/charts/scatter_chart.h"
#include "ui/format.h"
#include "ui/models/evaluation_table.h"
#include "ui/pages/compare/answers_tab.h"
#include "ui/pages/compare/evaluate_sheet.h"
#include "ui/pages/compare/flips_tab.h"
#include "ui/pages/compare/model_tree.h"
#include "ui/pages/compare/problems_tab.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/pages/compare_page.h"
#include "ui/session/background.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/run_state_words.h"

namespace retort::ui {
namespace {

/// Colours by what made the model: where it came from (none of ours), fine-tuning, reinforcement learning, distillation.
enum Origin { Given = 5, Tuned = 1, Reinforced = 0, Distilled = 2, Other = 4 };

int colorOf(const ModelOrigin& origin) {
    if (origin.kind.empty() || origin.kind == "pretrain") return Given;
    return origin.kind == "grpo" ? Reinforced : origin.kind == "distill" ? Distilled : origin.kind == "sft" ? Tuned : Other;
}

QString noteOf(const ComparedModel& model) {
    QStringList words;
    if (model.origin.kind.empty() && model.origin.stage.empty()) words << ComparePage::tr("base model");
    else if (!model.origin.kind.empty()) words << stageKindWord(model.origin.kind);
    if (!model.source.isEmpty()) words << model.source;
    return words.join(QStringLiteral(" · "));
}

}  // namespace

void ComparePage::listSuites() {
    QStringList suites;
    for (const ComparedRun& run : runs_.runs())
        for (const StoredEvaluation& evaluation : run.evaluations)
            if (const QString suite = QString::fromStdString(evaluation.record.suite); !suites.contains(suite))
                suites << suite;
    const QSignalBlocker quiet(suite_);
    const QString kept = suite_->currentText();
    suite_->clear();
    suite_->addItems(suites);
    suite_->setCurrentIndex(std::max<int>(0, static_cast<int>(suites.indexOf(kept))));
    suite_->setVisible(suites.size() > 1);
}

void ComparePage::listModels() {
    std::vector<ComparedModel> before = std::move(models_);
    models_.clear();
    unread_ = true;
    for (const ComparedRun& run : runs_.runs()) {
        const bool open = &run == &runs_.runs().front();
        const auto first = static_cast<std::ptrdiff_t>(models_.size());
        for (const StoredEvaluation& evaluation : run.evaluations) {
            if (QString::fromStdString(evaluation.record.suite) != suite_->currentText()) continue;
            ComparedModel model;
            model.record = evaluation.record;
            model.run = evaluation.run;
            model.origin = evaluation.origin;
            model.source = open ? QString() : run.title;
            model.name = open ? modelTitle(evaluation) : QStringLiteral("%1 (%2)").arg(modelTitle(evaluation), run.title);
            model.note = noteOf(model);
            model.color = colorOf(model.origin);
            model.classes = breakdowns(model.record, {});
            // What has been read of it stays until it is read again.
            const auto known = std::ranges::find_if(
                before, [&](const ComparedModel& old) { return old.run == model.run && old.record.id == model.record.id; });
            if (known != before.end()) {
                model.problems = std::move(known->problems);
                model.classes = std::move(known->classes);
            }
            // The last evaluation of a model on a suite is the one that counts.
            std::erase_if(models_, [&](const ComparedModel& other) { return other.name == model.name; });
            models_.push_back(std::move(model));
        }
        std::stable_sort(models_.begin() + first, models_.end(),
                         [](const ComparedModel& a, const ComparedModel& b) { return a.origin < b.origin; });
    }
    fillTree();
    showChosen();
}

void ComparePage::readProblems() {
    unread_ = false;
    // One question for each model: other questions to the same store come in between.
    for (const ComparedModel& model : models_) {
        if (!model.problems.empty()) continue;
        const EvaluationId id = model.record.id;
        using Answer = std::pair<std::vector<EvalProblemRecord>, ClassScores>;
        runs_.jobs(model.run).ask<Answer>(
            "compare " + std::to_string(id.value), this,
            [record = model.record](RunReader& reader) {
                Answer answer;
                answer.first = readEvalProblems(reader, record.id);
                answer.second = breakdowns(record, answer.first);
                return answer;
            },
            [this, id, run = model.run](Answer answer) {
                for (ComparedModel& known : models_)
                    if (known.record.id == id && known.run == run)
                        std::tie(known.problems, known.classes) = std::move(answer);
                // All at once: rows that fill one by one would jump.
                if (std::ranges::none_of(models_, [](const ComparedModel& known) {
                        return known.problems.empty() && known.record.problems > 0;
                    }))
                    showChosen();
            });
    }
}

void ComparePage::fillTree() {
    tree_->setModels(models_, hidden_);
    const QSignalBlocker quiet(baseline_);
    const QString kept = baseline_->currentText();
    baseline_->clear();
    for (const ComparedModel& model : models_) baseline_->addItem(model.name);
    baseline_->setCurrentIndex(std::max(0, baseline_->findText(kept)));
}

void ComparePage::fillOffers() {
    add_menu_->clear();
    for (const RunOffer& offer : runs_.offers())
        add_menu_->addAction(offer.title, this, [this, folder = offer.folder] { runs_.add(folder); });
    if (!runs_.offers().empty()) add_menu_->addSeparator();
    add_menu_->addAction(tr("Another folder…"), this, &ComparePage::chooseRun);
}

void ComparePage::chooseRun() {
    askForFolder(this, tr("A run, a project, or the folder of retort eval"),
                 [this](const QString& folder) { runs_.add(folder); });
}

void ComparePage::askEvaluations() {
    if (session_ == nullptr) return;
    const RunState state = session_->state();
    const bool live = state == RunState::Running || state == RunState::Paused || state == RunState::Starting;
    const QString busy =
        live ? tr("A trainer is at work on this run. Evaluations can be started when it is through, or stopped.")
             : QString();
    inBackground<std::vector<MissingEvaluation>>(
        this, [run = session_->directory()] { return missingEvaluations(run); },
        [this, busy](std::vector<MissingEvaluation> missing) {
            if (missing.empty())
                return Q_EMIT notice(tr("Every model of this run has been evaluated on every suite of its recipe"));
            // What is looked at comes first.
            std::ranges::stable_partition(
                missing, [this](const MissingEvaluation& one) { return one.suite == suite_->currentText(); });
            EvaluateSheet::ask(window(), std::move(missing), busy,
                               [this](const std::vector<MissingEvaluation>& wanted) { startEvaluations(wanted); });
        },
        [this](const QString& reason) { Q_EMIT problem(reason); });
}

void ComparePage::startEvaluations(const std::vector<MissingEvaluation>& wanted) {
    if (session_ == nullptr) return;
    const bool finished = session_->state() == RunState::Done;
    const QStringList arguments = evaluationArguments(session_->directory(), wanted, finished);
    // A run of these stages alone does not bring along what this one has.
    if (!finished)
        runs_.setOthers(runs_.others() + QStringList{QString::fromStdString(session_->directory().root().string())});
    Q_EMIT startWanted(QString::fromStdString(session_->projectFolder().string()), arguments);
}

std::vector<ComparedModel> ComparePage::chosen() const {
    std::vector<ComparedModel> models;
    for (const ComparedModel& model : models_)
        if (!hidden_.contains(model.name)) models.push_back(model);
    return models;
}

void ComparePage::showChosen() {
    shown_ = chosen();
    const QString baseline = baseline_->currentText();
    scores_->setModels(shown_, baseline);
    std::vector<ScatterPoint> points;
    for (const ComparedModel& model : shown_)
        points.push_back({model.name, model.record.mean_length, model.record.pass_at_1, model.record.interval_low,
                          model.record.interval_high, model.color});
    scatter_->setPoints(std::move(points));
    scores_->setSuite(suite_->currentText());
    flips_->setModels(shown_, baseline);
    problems_->setModels(shown_, baseline, scores_->table().classes());
    answers_->setModels(shown_, baseline);
    showMatrix(shown_);
}

void ComparePage::showMatrix(const std::vector<ComparedModel>& models) {
    const std::size_t count = models.size();
    std::vector<FlipMatrix::Cell> cells(count * count);
    QStringList names;
    for (std::size_t i = 0; i < count; ++i) {
        names << models[i].name;
        for (std::size_t j = i + 1; j < count; ++j) {
            const PairedComparison pair = comparePair(models[i], models[j], 0).statistics;
            cells[i * count + j] = {pair.flips, pair.significant, pair.problems > 0};
        }
    }
    matrix_->setModels(names, std::move(cells));
}

}  // namespace retort::ui
