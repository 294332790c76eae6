// SPDX-License-Identifier: GPL-3.0-or-later
// What the check of the text comes to: the graph's notes, findings, the estimate; and the form of what is chosen.
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <algorithm>
#include <set>

#include "base/machine.h"
#include "recipe/explain.h"
#include "recipe/field_info.h"
#include "recipe/recipe_text.h"
#include "ui/format.h"
#include "ui/models/recipe_document.h"
#include "ui/models/recipe_sections.h"
#include "ui/pages/recipe_page.h"
#include "ui/session/run_session.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/data_card.h"
#include "ui/widgets/recipe_form.h"
#include "ui/widgets/recipe_graph.h"
#include "ui/widgets/run_state_words.h"
#include "ui/widgets/toml_edit.h"

namespace retort::ui {
namespace {

/// Fields that a trainer at work takes; it refuses what it does not.
bool isLive(const std::string& kind, const std::string& key) {
    if (key == "optimizer.learning_rate") return kind == "grpo" || kind == "sft" || kind == "distill" || kind == "pretrain";
    return kind == "grpo" && (key == "kl_beta" || key == "clip_low" || key == "clip_high" || key == "sampling.temperature");
}

QString bytesInWords(double bytes) {
    if (bytes >= 1e9) return RecipePage::tr("%1 GB").arg(QString::number(bytes / 1e9, 'f', 1));
    return RecipePage::tr("%1 MB").arg(QString::number(bytes / 1e6, 'f', 0));
}

/// 12 of "recipe.toml:12: stages.zero".
int lineOf(const std::string& where) {
    static const QRegularExpression pattern(QStringLiteral("^[^:]*:(\\d+)"));
    const auto match = pattern.match(QString::fromStdString(where));
    return match.hasMatch() ? match.captured(1).toInt() : 0;
}

/// As `retort check` says it, in the window's language.
QString said(const Finding& finding) {
    const QString message = findingWords(QString::fromStdString(finding.message));
    if (finding.remedy.empty()) return message;
    return sentenceWords(
        {.pattern = "%1. %2",
         .values = {message.toStdString(), findingWords(QString::fromStdString(finding.remedy)).toStdString()}},
        "retort::Core");
}

QString whyItRuns(const StagePlan& plan) {
    if (!plan.because.empty()) return RecipePage::tr("would run, because %1 does").arg(QString::fromStdString(plan.because));
    return RecipePage::tr("would run: %1").arg(sentenceWords(plan.reason.words, "retort::StageReasons"));
}

}  // namespace

void RecipePage::checked() {
    const bool good = document_->verdict().report.ok();
    verdict_->setText(
        good ? tr("✓ the recipe is good")
             : tr("✕ %n problems", nullptr,
                  static_cast<int>(std::ranges::count_if(document_->verdict().report.findings, &Finding::is_error))));
    setRole(verdict_, good ? "good" : "bad");
    run_->setEnabled(good && !starting_);
    save_->setEnabled(dirty());
    refreshGraph();
    refreshFindings();
    refreshEstimate();
    fillSections();
    compare();  // with what is written now
    if (stage_.isEmpty() && document_->recipe() != nullptr) chooseFirst();
    refreshForm();
}

void RecipePage::refreshGraph() {
    if (document_->recipe() == nullptr) return;
    graph_->show(*document_->recipe());
    QHash<QString, RecipeGraph::Note> notes;
    for (const StagePlan& plan : document_->verdict().plan) {
        const StageSection* stage = document_->recipe()->findStage(plan.stage);
        if (stage == nullptr) continue;
        const QString name =
            QString::fromStdString(plan.stage).section(QLatin1Char('.'), 0, stage->kind == "evaluate" ? 0 : -1);
        RecipeGraph::Note& note = notes[name];
        if (note.known && note.runs) continue;
        note.known = true;
        note.runs = plan.runs;
        const QString brief = QString::fromStdString(plan.reason.brief);
        note.text = !plan.runs              ? tr("✓ kept")
                    : !plan.because.empty() ? QStringLiteral("▸ ↳ %1").arg(QString::fromStdString(plan.because))
                    : brief.isEmpty()       ? tr("▸ runs")
                                            : QStringLiteral("▸ %1").arg(brief);
        note.tip = plan.runs ? whyItRuns(plan) : tr("✓ kept from %1").arg(QString::fromStdString(plan.reused_run));
    }
    graph_->setNotes(notes);
}

void RecipePage::refreshFindings() {
    findings_->clear();
    std::set<int> lines;
    for (const Finding& finding : document_->verdict().report.findings) {
        const QString place =
            finding.where.empty() ? QString() : QString::fromStdString(finding.where) + QStringLiteral(": ");
        auto* item = new QListWidgetItem(
            (finding.is_error ? tr("error: %1%2") : tr("warning: %1%2")).arg(place, said(finding)), findings_);
        const int line = lineOf(finding.where);
        item->setData(Qt::UserRole, line);
        item->setForeground(finding.is_error ? tokens().bad : tokens().warn);
        if (finding.is_error && line > 0) lines.insert(line);
    }
    findings_->setVisible(findings_->count() > 0);
    toml_->markLines(lines);
}

void RecipePage::refreshEstimate() {
    const RecipeVerdict& verdict = document_->verdict();
    if (verdict.plan.empty()) {
        estimate_->hide();
        return;
    }
    double seconds = 0, memory = 0, disk = 0;
    int runs = 0, unknown = 0;
    for (std::size_t i = 0; i < verdict.plan.size(); ++i) {
        if (!verdict.plan[i].runs) continue;
        ++runs;
        const StageEstimate& one = verdict.estimates[i];
        seconds += one.seconds;
        unknown += one.seconds <= 0;
        memory = std::max(memory, one.memory);
        disk += one.disk;
    }
    QStringList words;
    words << (runs == 0 ? tr("Nothing would run: every stage is finished")
                        : tr("%1 of %n stages would run", nullptr, static_cast<int>(verdict.plan.size())).arg(runs));
    if (runs > 0) {
        if (seconds > 0)
            words << tr("about %1").arg(formatDuration(seconds)) +
                         (unknown > 0 ? tr(" and %n stages never timed here", nullptr, unknown) : QString());
        else words << tr("time not known until a stage has run here");
        const auto available = static_cast<double>(memoryState().available);
        words << tr("memory about %1 of %2 free").arg(bytesInWords(memory), bytesInWords(available)) +
                     (memory > available ? tr(" ! too little") : QString());
        words << tr("checkpoints about %1").arg(bytesInWords(disk));
    }
    estimate_->setText(words.join(QStringLiteral(" · ")));
    estimate_->show();
}

/// What the check says about a field of a section; empty: nothing.
QString RecipePage::problemOf(const std::string& path, const std::string& key) const {
    const std::string last = key.substr(key.rfind('.') + 1);
    for (const Finding& finding : document_->verdict().report.findings)
        if (finding.is_error && finding.where.find(path) != std::string::npos &&
            finding.message.find(last) != std::string::npos)
            return said(finding);
    return {};
}

void RecipePage::refreshForm() {
    const Recipe* recipe = document_->recipe();
    if (recipe == nullptr) return showTrouble();
    if (!chosen_section_.isEmpty()) return showSection(*recipe);
    for (const StageSection& one : recipe->stages)
        if (QString::fromStdString(one.name) == stage_ ||
            (one.kind == "evaluate" && QString::fromStdString(one.name).section(QLatin1Char('.'), 0, 0) == stage_))
            return showStage(*recipe, one);
    form_->clear();
}

/// Before any text could be read there is nothing to draw: what is in the way, and where.
void RecipePage::showTrouble() {
    for (const Finding& finding : document_->verdict().report.findings)
        if (finding.is_error)
            return form_->show(tr("The graph and this form come when recipe.toml can be read"),
                               {QString::fromStdString(finding.where) + QStringLiteral(": ") + said(finding)}, {});
    form_->clear();
}

void RecipePage::showSection(const Recipe& recipe) {
    const std::string path = chosen_section_.toStdString();
    const RecipeText text(toml_->toPlainText().toStdString());
    const std::vector<SectionField> fields = sectionFields(text, recipe, path);
    std::vector<RecipeForm::Row> rows;
    for (const SectionField& one : fields)
        rows.push_back({&one.field, QString::fromStdString(one.value), one.set, false, problemOf(path, one.field.key)});
    StageSection reader;  // the data set as a stage would read it
    if (path.starts_with("data.")) reader.inputs = {path.substr(path.find('.') + 1)};
    data_->show(recipe, reader);
    QStringList users;
    for (const StageSection& stage : recipe.stages)
        if (rubricOf(stage).size() + 8 == path.size() && path.ends_with(rubricOf(stage)))
            users << QString::fromStdString(stage.name);
        else if (!reader.inputs.empty() && std::ranges::find(stage.inputs, reader.inputs.front()) != stage.inputs.end())
            users << QString::fromStdString(stage.name);
    form_->show(QLatin1Char('[') + chosen_section_ + QLatin1Char(']'),
                users.isEmpty() ? QStringList() : QStringList{tr("used by %1").arg(users.join(QStringLiteral(", ")))}, rows);
}

void RecipePage::showStage(const Recipe& recipe, const StageSection& stage) {
    data_->show(recipe, stage);
    const RecipeText text(toml_->toPlainText().toStdString());
    std::vector<RecipeForm::Row> rows;
    const bool live = liveStage() == stage_;
    for (const FieldValue& field : fieldValues(stage)) {
        // An evaluation of several models says "models", which its TOML is the place for.
        if (field.field->key == "model" && text.get(stagePath() + ".models")) continue;
        const auto written = text.get(stagePath() + "." + field.field->key);
        rows.push_back({field.field, QString::fromStdString(written.value_or(field.value)), written.has_value(),
                        live && isLive(stage.kind, field.field->key), problemOf(stagePath(), field.field->key)});
    }
    QStringList lines;
    for (const Sentence& line : explainSentences(stage)) lines << sentenceWords(line);
    // One line at any time, so that the fields stay where they are.
    QString outcome = tr("✕ what would run is known when the problems are mended");
    for (const StagePlan& plan : document_->verdict().plan)
        if (plan.stage == stage.name)
            outcome = plan.runs ? QStringLiteral("▸ ") + whyItRuns(plan)
                                : tr("✓ kept from %1").arg(QString::fromStdString(plan.reused_run));
    lines << outcome;
    form_->show(QStringLiteral("%1 · %2").arg(stage_, stageKindWord(stage.kind)), lines, rows);
}

void RecipePage::setField(const QString& key, const QString& toml) {
    const RecipeText text(toml_->toPlainText().toStdString());
    const std::string path = chosen_section_.isEmpty() ? stagePath() : chosen_section_.toStdString();
    const auto edit = chosen_section_.isEmpty() ? text.set(path, key.toStdString(), toml.toStdString())
                                                : setSectionField(text, path, key.toStdString(), toml.toStdString());
    if (edit) toml_->apply(*edit, placeOf(key));
    else Q_EMIT problem(tr("recipe.toml has no section [%1]").arg(QString::fromStdString(path)));
}

void RecipePage::resetField(const QString& key) {
    const RecipeText text(toml_->toPlainText().toStdString());
    const auto edit = chosen_section_.isEmpty() ? text.unset(stagePath() + "." + key.toStdString())
                                                : unsetSectionField(text, chosen_section_.toStdString(), key.toStdString());
    if (edit) toml_->apply(*edit, placeOf(key));
}

// The letters of one value typed into a field are one step of undo.
QString RecipePage::placeOf(const QString& key) const {
    return QString::fromStdString(stagePath()) + QLatin1Char(' ') + chosen_section_ + QLatin1Char(' ') + key;
}

}  // namespace retort::ui
