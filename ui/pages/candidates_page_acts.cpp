// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does on Candidates, and its keys: verdicts, edits, notes, all that match, the gate, files in and out.
#include <QFileInfo>
#include <QShortcut>
#include <QStackedWidget>

#include "data/jsonl_writer.h"
#include "text/analyse.h"
#include "ui/models/candidate_queue.h"
#include "ui/pages/candidates_page.h"
#include "ui/session/background.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/candidate_editor.h"
#include "ui/widgets/candidate_filter_bar.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/verdict_bar.h"

namespace retort::ui {

void CandidatesPage::makeKeys() {
    const auto key = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, action] {
            if (body_->isVisible() && views_->currentIndex() != Editing && !bar_->asking()) action();
        });
    };
    const auto verdict = [this, key](Qt::Key letter, auto action) {
        key(letter, [this, action] {
            if (judging()) action();
        });
    };
    verdict(Qt::Key_A, [this] { queue_->accept(); });
    verdict(Qt::Key_R, [this] { reject(); });
    verdict(Qt::Key_E, [this] { beginEdit(); });
    verdict(Qt::Key_S, [this] { queue_->skip(); });
    key(Qt::Key_Z, [this] { queue_->undo(); });
    key(QKeySequence(Qt::SHIFT | Qt::Key_Z), [this] { queue_->redo(); });
    key(Qt::Key_J, [this] { queue_->step(1); });
    key(Qt::Key_K, [this] { queue_->step(-1); });
    key(Qt::Key_Right, [this] { queue_->step(1); });
    key(Qt::Key_Left, [this] { queue_->step(-1); });
    key(Qt::Key_N, [this] { note(); });
    key(Qt::Key_T, [this] { tag(); });
    key(Qt::Key_V, [this] { setView((views_->currentIndex() + 1) % Editing); });
    key(Qt::Key_G, [this] { askGate(); });
    key(QKeySequence(Qt::SHIFT | Qt::Key_A), [this] { decideAll(true); });
    key(QKeySequence(Qt::SHIFT | Qt::Key_R), [this] { decideAll(false); });
    key(QKeySequence::Find, [this] { filter_->focusSearch(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_S), [this] { exportRows(); });
}

std::vector<PageAction> CandidatesPage::actions() {
    return {
        {tr("Accept the candidate"), QStringLiteral("A"), [this] { queue_->accept(); }},
        {tr("Reject it, with a reason"), QStringLiteral("R"), [this] { reject(); }},
        {tr("Edit it"), QStringLiteral("E"), [this] { beginEdit(); }},
        {tr("Skip it"), QStringLiteral("S"), [this] { queue_->skip(); }},
        {tr("Take the last decision back"), QStringLiteral("Z"), [this] { queue_->undo(); }},
        {tr("Do it again"), QStringLiteral("Shift+Z"), [this] { queue_->redo(); }},
        {tr("Next candidate"), QStringLiteral("J"), [this] { queue_->step(1); }},
        {tr("Previous candidate"), QStringLiteral("K"), [this] { queue_->step(-1); }},
        {tr("Note on the candidate"), QStringLiteral("N"), [this] { note(); }},
        {tr("Tags of the candidate"), QStringLiteral("T"), [this] { tag(); }},
        {tr("Read, as the model sees it, all rows"), QStringLiteral("V"),
         [this] { setView((views_->currentIndex() + 1) % Editing); }},
        {tr("Accept all that match"), QStringLiteral("Shift+A"), [this] { decideAll(true); }},
        {tr("Reject all that match"), QStringLiteral("Shift+R"), [this] { decideAll(false); }},
        {tr("The second pass: a tenth judged again, blind"), {}, [this] { showOnly(CandidateFilter::Show::SecondPass); }},
        {tr("Open the gate"), QStringLiteral("G"), [this] { askGate(); }},
        {tr("Search in the candidates"), QStringLiteral("Ctrl+F"), [this] { filter_->focusSearch(); }},
        {tr("Export the accepted rows"), QStringLiteral("Ctrl+S"), [this] { exportRows(); }}};
}

void CandidatesPage::reject() {
    if (!queue_->takesVerdict()) return;
    if (queue_->filter().show == CandidateFilter::Show::SecondPass) return queue_->reject({});
    bar_->askReason([this, id = queue_->current()->id](const QString& reason) {
        // The list may have been read again while somebody thought about the reason.
        if (queue_->current() != nullptr && queue_->current()->id == id) queue_->reject(reason);
        else sayTooEarly();
    });
}

void CandidatesPage::sayTooEarly() {
    too_early_ = true;
    refreshEarly();
}

void CandidatesPage::beginEdit() {
    if (queue_->filter().show == CandidateFilter::Show::SecondPass || !queue_->takesVerdict()) return;
    const CandidateText* candidate = queue_->current();
    const QString text = QString::fromStdString(candidate->detail.rollout.text);
    editing_ = candidate->id;
    editor_->setRemark([language = candidate->detail.prompt.prompt.language,
                        section = queue_->gate()->prompt_template](const QString& edited) {
        return analyse(edited.toStdString(), language, section).well_formed ? QString()
                                                                            : tr("! not in the form that is asked");
    });
    editor_->begin(text, text);
    setView(Editing);
    bar_->showEditing();
    heading_->setText(tr("Editing"));
    editor_->setFocus(Qt::OtherFocusReason);
}

void CandidatesPage::endEdit(bool save) {
    const QString text = editor_->text();
    const bool changed = editor_->differs();
    setView(Reading);
    bar_->showVerdicts();
    if (!save) return;
    if (changed) queue_->edit(text);
    else queue_->accept();
}

void CandidatesPage::note() {
    if (queue_->current() == nullptr) return;
    bar_->askText(tr("Note"), QString::fromStdString(queue_->currentState().note),
                  [this](const QString& text) { queue_->setNote(text); });
}

void CandidatesPage::tag() {
    if (queue_->current() == nullptr) return;
    QStringList present;
    for (const std::string& one : queue_->currentState().tags) present << QString::fromStdString(one);
    bar_->askText(tr("Tags, separated by commas"), present.join(QStringLiteral(", ")), [this](const QString& text) {
        QStringList tags;
        for (const QString& one : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
            if (!one.trimmed().isEmpty()) tags << one.trimmed();
        queue_->setTags(tags);
    });
}

void CandidatesPage::decideAll(bool accept) {
    const auto count = static_cast<int>(queue_->matching());
    if (count == 0 || queue_->filter().show == CandidateFilter::Show::SecondPass) return;
    const auto ask = [this, count, accept](const QString& reason) {
        bar_->confirm(accept ? tr("Accept all %n that match? One undo takes it back.", nullptr, count)
                             : tr("Reject all %n that match? One undo takes it back.", nullptr, count),
                      accept ? tr("Accept %n", nullptr, count) : tr("Reject %n", nullptr, count),
                      [this, accept, reason] { queue_->decideAll(accept ? Verdict::Accepted : Verdict::Rejected, reason); });
    };
    if (accept) ask({});
    else bar_->askReason(ask);
}

void CandidatesPage::askGate() {
    if (!gate_->isVisible()) return;
    const CandidateProgress now = queue_->progress();
    const auto accepted = static_cast<int>(now.accepted + now.edited);
    if (accepted == 0) return Q_EMIT problem(tr("Nothing is accepted yet: the gate opens on at least one candidate."));
    const QString question = now.needed() > 0 ? tr("Go on with %1 of the %2 wanted?").arg(accepted).arg(now.wanted)
                                              : tr("Go on with %1 accepted candidates?").arg(accepted);
    bar_->confirm(question, tr("Open the gate"), [this] { queue_->openGate(); });
}

void CandidatesPage::exportRows() {
    askWhereToSave(this, tr("Export the accepted rows"), QStringLiteral("rows.jsonl"), tr("JSON Lines (*.jsonl)"),
                   [this](const QString& file) { exportTo(file); });
}

void CandidatesPage::exportTo(const QString& file) {
    queue_->askRows([this, file](std::vector<CandidateDesk::Row> rows) {
        inBackground<int>(
            this,
            [file, rows = std::move(rows)] {
                JsonlWriter writer(file.toStdString());
                for (const auto& row : rows) writer.write(row.row);
                writer.commit();
                return static_cast<int>(rows.size());
            },
            [this, file](int count) { Q_EMIT notice(tr("%n rows written to %1", nullptr, count).arg(file)); },
            [this](const QString& reason) { Q_EMIT problem(reason); });
    });
}

void CandidatesPage::import(const QString& file) {
    if (queue_->gate() == nullptr) return Q_EMIT problem(tr("There is no curate stage to import candidates for."));
    queue_->import(file);
}

bool CandidatesPage::takeFiles(const QStringList& files) {
    if (queue_->gate() == nullptr) return false;
    static const QStringList read{QStringLiteral("jsonl"), QStringLiteral("json"), QStringLiteral("csv"),
                                  QStringLiteral("parquet")};
    for (const QString& file : files)
        if (!read.contains(QFileInfo(file).suffix().toLower())) return false;
    for (const QString& file : files) import(file);
    return !files.isEmpty();
}

bool CandidatesPage::takeBack(bool again) {
    if (views_->currentIndex() == Editing) return false;
    if (again) queue_->redo();
    else queue_->undo();
    return true;
}

}  // namespace retort::ui
