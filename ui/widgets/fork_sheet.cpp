// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fork_sheet.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QSet>
#include <algorithm>

#include "base/error.h"
#include "recipe/field_info.h"
#include "ui/session/background.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/recipe_form.h"
#include "ui/widgets/run_state_words.h"

namespace retort::ui {
namespace {

/// What people change first; the other fields follow.
constexpr const char* usual[] = {"optimizer.learning_rate", "kl_beta", "clip_low", "clip_high",
                                 "sampling.temperature",    "steps"};
const QString seed_key = QStringLiteral("seed");  // [project]'s; no stage has one

const FieldInfo& seedField() {
    return *std::ranges::find_if(recipeFields(),
                                 [](const FieldInfo& field) { return field.section == "project" && field.key == "seed"; });
}

/// 0.0 and 0 are one value.
bool same(const FieldInfo& field, const QString& one, const QString& other) {
    if (one.trimmed() == other.trimmed()) return true;
    if (field.type != FieldType::Whole && field.type != FieldType::Number) return false;
    bool is_number = false, other_is = false;
    const double difference = one.toDouble(&is_number) - other.toDouble(&other_is);
    return is_number && other_is && difference == 0;
}

/// Stages that come after this one, evaluations by their common name.
QStringList stagesAfter(const Recipe& recipe, const QString& first) {
    QSet<QString> after{first};
    QStringList names;
    for (bool grown = true; grown;) {
        grown = false;
        for (const StageSection& stage : recipe.stages) {
            const QString name = QString::fromStdString(stage.name);
            if (after.contains(name) || !std::ranges::any_of(stage.inputs, [&](const std::string& input) {
                    return after.contains(QString::fromStdString(input));
                }))
                continue;
            after.insert(name);
            grown = true;
            const QString common = stage.kind == "evaluate" ? name.section(QLatin1Char('.'), 0, 0) : name;
            if (!names.contains(common)) names << common;
        }
    }
    return names;
}

}  // namespace

void ForkSheet::ask(QWidget* window, const RunDirectory& run, const Recipe& recipe, const QString& stage, Step step,
                    bool finished, Start start) {
    (new ForkSheet(window, run, recipe, stage, step, finished, std::move(start)))->open();
}

ForkSheet::ForkSheet(QWidget* window, const RunDirectory& run, const Recipe& recipe, const QString& stage, Step step,
                     bool finished, Start start)
    : Overlay(window, tr("Fork")), run_(run), recipe_(recipe), stage_(stage), finished_(finished), start_(std::move(start)) {
    const QStringList after = stagesAfter(recipe, stage);
    const QString from = tr("A new run takes %1 from step %2 of %3 on, with what is changed here; that run stays as it is.")
                             .arg(stage)
                             .arg(step)
                             .arg(QString::fromStdString(run.id()));
    auto* about = makeLabel(after.isEmpty() ? from
                                            : from + QLatin1Char('\n') +
                                                  tr("What follows runs again: %1.").arg(after.join(QStringLiteral(", "))),
                            "muted");
    about->setWordWrap(true);
    form_ = new RecipeForm;
    form_->setResetTip(tr("Back to what the run had"));
    changed_ = makeLabel({});
    changed_->setWordWrap(true);
    problem_ = makeLabel({}, "bad");
    problem_->setWordWrap(true);
    // Kept free for what may be wrong: the form above stays as high as it is.
    problem_->setFixedHeight(2 * problem_->fontMetrics().lineSpacing());
    problem_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* cancel = makeButton(tr("Cancel"), {}, "", tr("Esc"));
    cancel->setAccessibleName(tr("Cancel"));
    go_ = makeButton(tr("Fork"), QStringLiteral("play"), "primary", tr("Starts the new run (Ctrl+Enter)"));
    auto* buttons = row(size::s);
    buttons->addWidget(changed_, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(go_);
    auto* all = column(size::s, size::l);
    all->addWidget(makeLabel(tr("Fork at %1, step %2").arg(stage).arg(step), "title"));
    all->addWidget(about);
    all->addWidget(form_, 1);
    all->addWidget(problem_);
    all->addLayout(buttons);
    setLayout(all);
    connect(form_, &RecipeForm::changed, this, [this](const QString& key, const QString& toml) { change(key, toml); });
    connect(form_, &RecipeForm::resetWanted, this, [this](const QString& key) { change(key, std::nullopt); });
    connect(cancel, &QPushButton::clicked, this, &Overlay::shut);
    connect(go_, &QPushButton::clicked, this, &ForkSheet::go);
    refresh();
    setFocusProxy(form_);
}

QSize ForkSheet::wanted() const { return {2 * size::card_width, 5 * size::card_height / 2}; }

void ForkSheet::change(const QString& key, const std::optional<QString>& toml) {
    if (toml) values_[key] = *toml;
    else values_.erase(key);
    refresh();
    check();
}

void ForkSheet::refresh() {
    const StageSection* const stage = recipe_.findStage(stage_.toStdString());
    if (stage == nullptr) return;
    std::vector<FieldValue> fields = fieldValues(*stage);
    fields.push_back({&seedField(), std::to_string(recipe_.seed), false});
    const auto place = [](const FieldValue& field) {
        if (field.field == &seedField()) return std::ssize(usual);
        const auto at = std::ranges::find(usual, field.field->key) - std::begin(usual);
        return at < std::ssize(usual) ? at : at + 1;
    };
    std::ranges::stable_sort(fields, {}, place);
    std::vector<RecipeForm::Row> rows;
    QStringList words;
    for (const FieldValue& field : fields) {
        // A fork goes on from this stage's own model with its own data.
        if (field.field->required) continue;
        const QString key = QString::fromStdString(field.field->key), before = QString::fromStdString(field.value);
        auto changed = values_.find(key);
        if (changed != values_.end() && same(*field.field, changed->second, before)) {
            values_.erase(changed);
            changed = values_.end();
        }
        const bool other = changed != values_.end();
        RecipeForm::Row row{field.field, other ? changed->second : before, other, false, {}};
        if (other) {
            row.note = key == seed_key ? tr("%1 in the run; with another one the stages before this run again too.")
                                       : tr("%1 in the run.");
            row.note = row.note.arg(plainValue(*field.field, before));
            words << QStringLiteral("%1 %2 → %3")
                         .arg(key, plainValue(*field.field, before), plainValue(*field.field, changed->second));
        }
        rows.push_back(row);
    }
    form_->show(QStringLiteral("%1 · %2").arg(stage_, stageKindWord(stage->kind)), {}, rows);
    changed_->setText(!words.isEmpty() ? words.join(QStringLiteral(" · "))
                      : finished_      ? tr("Nothing is changed: what that run has finished would be taken as it is.")
                                       : tr("Nothing is changed."));
    go_->setEnabled(!words.isEmpty() || !finished_);
}

QStringList ForkSheet::changes() const {
    QStringList changes;
    for (const auto& [key, toml] : values_)
        changes << (key == seed_key ? QStringLiteral("project.seed=%1").arg(toml)
                                    : QStringLiteral("stages.%1.%2=%3").arg(stage_, key, toml));
    return changes;
}

/// As `retort run` would read it.
void ForkSheet::check() {
    std::vector<Override> overrides;
    for (const QString& change : changes()) overrides.push_back(parseOverride(change.toStdString()));
    inBackground<std::pair<QString, QString>>(
        this,
        [run = run_, overrides] {
            try {
                loadRecipeWith(
                    run.recipe(),
                    {.overrides = overrides, .project = run.root().parent_path().parent_path(), .check_files = false});
            } catch (const Error& error) {
                return std::pair(QString::fromStdString(error.message()), QString::fromStdString(error.remedy()));
            }
            return std::pair<QString, QString>();
        },
        [this, asked = ++checks_](const std::pair<QString, QString>& wrong) {
            if (asked != checks_) return;
            QStringList words;
            for (const QString& part : {wrong.first, wrong.second})
                if (!part.isEmpty()) words << findingWords(part);
            problem_->setText(words.isEmpty() ? QString() : QStringLiteral("✕ ") + words.join(QStringLiteral(". ")));
            go_->setEnabled(words.isEmpty() && (!values_.empty() || !finished_));
        });
}

void ForkSheet::go() {
    if (!go_->isEnabled()) return;
    const QStringList changed = changes();
    const Start start = start_;
    shut();
    start(changed);
}

void ForkSheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (event->modifiers() & Qt::ControlModifier) return go();
        if (auto* button = qobject_cast<QPushButton*>(focusWidget())) return button->click();
    }
    if (event->matches(QKeySequence::Find)) return form_->focusFilter();
    Overlay::keyPressEvent(event);
}

void ForkSheet::hideEvent(QHideEvent* event) {
    Overlay::hideEvent(event);
    deleteLater();
}

}  // namespace retort::ui
