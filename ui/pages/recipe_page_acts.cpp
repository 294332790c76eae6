// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the Recipe page: the file, a start, changes to the stage at work; and the runs that it can be compared with.
#include <QPushButton>
#include <algorithm>

#include "ui/models/recipe_document.h"
#include "ui/pages/recipe_page.h"
#include "ui/session/background.h"
#include "ui/session/run_session.h"
#include "ui/text/core_words.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/confirm_bar.h"
#include "ui/widgets/toml_edit.h"

namespace retort::ui {

void RecipePage::fillRuns() {
    if (session_ == nullptr) return;
    inBackground<QStringList>(
        this,
        [project = session_->projectFolder()] {
            QStringList ids;
            for (const RunDirectory& run : listRuns(project)) ids << QString::fromStdString(run.id());
            return ids;
        },
        [this, asked = session_->id()](const QStringList& ids) {
            if (session_ == nullptr || session_->id() != asked) return;
            const QString kept = against_->currentData().toString();
            against_->clear();
            against_->addItem(tr("Compare with a run…"));
            for (const QString& id : ids) against_->addItem(id == asked ? tr("%1 (open)").arg(id) : id, id);
            against_->setCurrentIndex(kept.isEmpty() ? 0 : std::max(0, against_->findData(kept)));
            compare();
        });
}

void RecipePage::compare() {
    const QString run = against_->currentData().toString();
    if (run.isEmpty()) return differences_->hide();
    document_->compareWith(run);
}

QString RecipePage::liveStage() const {
    if (session_ == nullptr || !session_->attached() || session_->state() != RunState::Running) return {};
    return QString::fromStdString(session_->progress().stage);
}

void RecipePage::refreshLive() {
    QStringList words;
    if (session_ != nullptr)
        for (const EventRecord& event : session_->events())
            if (event.kind == "set_field") words << coreWords(QString::fromStdString(event.message));
    live_->setVisible(!words.isEmpty());
    live_->setText(tr("Changed while it ran: %1").arg(words.join(QStringLiteral(" · "))));
    refreshForm();
}

void RecipePage::save() {
    document_->save(toml_->toPlainText(), false, [this] { Q_EMIT notice(tr("recipe.toml is saved")); });
}

void RecipePage::askToOverwrite() {
    confirm_->ask(tr("recipe.toml was changed by another program since it was read here."), tr("Write over it"), [this] {
        document_->save(toml_->toPlainText(), true, [this] { Q_EMIT notice(tr("recipe.toml is saved")); });
    });
}

void RecipePage::askRun() {
    if (!run_->isEnabled()) return;
    const QString estimate = estimate_->text();
    confirm_->ask(dirty() ? tr("Save recipe.toml and run it? %1").arg(estimate) : tr("Run it? %1").arg(estimate),
                  dirty() ? tr("Save and run") : tr("Run"), [this] { run(); });
}

void RecipePage::run() {
    const auto start = [this] { Q_EMIT startWanted(QString::fromStdString(document_->project().string()), {}); };
    if (dirty()) document_->save(toml_->toPlainText(), false, start);
    else start();
}

void RecipePage::setStarting(bool starting) {
    starting_ = starting;
    run_->setEnabled(!starting && document_->verdict().report.ok());
    if (!starting) fillRuns();
}

}  // namespace retort::ui
