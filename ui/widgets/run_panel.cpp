// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_panel.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "ui/format.h"
#include "ui/models/run_list.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/run_state_words.h"

namespace retort::ui {

RunPanel::RunPanel(QWidget* parent) : QFrame(parent) {
    setRole(this, "card");
    setMinimumWidth(size::panel - 2 * size::xl);
    id_ = new ElidedLabel;
    setRole(id_, "label");
    name_ = new QLineEdit;
    name_->setAccessibleName(tr("Name of the run"));
    name_->setPlaceholderText(tr("Name this run (F2)"));
    note_ = new QPlainTextEdit;
    note_->setAccessibleName(tr("Note on the run"));
    note_->setPlaceholderText(tr("What was tried, what came out"));
    note_->setTabChangesFocus(true);
    note_->setFixedHeight(4 * size::row);
    facts_ = makeLabel({}, "muted");
    problem_ = makeLabel({}, "bad");
    for (QLabel* label : {facts_, problem_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    open_ = makeButton(tr("Open"), QStringLiteral("overview"), "primary", tr("Show its curves and traces (Enter)"));
    resume_ = makeButton(tr("Resume"), QStringLiteral("play"), "", tr("Go on where the run stopped"));
    fork_from_ = makeLabel(tr("Checkpoint to fork from"), "label");
    checkpoints_ = new Chooser(tr("Checkpoint to fork from"));
    checkpoints_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    fork_ = makeButton(tr("Fork…"), {}, "",
                       tr("A new run that goes on from this checkpoint, with other settings; this one stays as it is"));
    archive_ = makeButton({}, {}, "");
    delete_ = makeButton(tr("Delete…"), {}, "", tr("To the trash (Del)"));
    auto* acts = row(size::s);
    acts->addWidget(open_, 1);
    acts->addWidget(resume_, 1);
    auto* rest = row(size::s);
    rest->addWidget(fork_, 1);
    rest->addWidget(archive_, 1);
    rest->addWidget(delete_, 1);
    auto* all = column(size::s, size::m);
    all->addWidget(id_);
    all->addWidget(name_);
    all->addWidget(note_);
    all->addWidget(problem_);
    all->addWidget(facts_);
    all->addStretch(1);
    all->addLayout(acts);
    all->addWidget(fork_from_);
    all->addWidget(checkpoints_);
    all->addLayout(rest);
    setLayout(all);
    soon_.setSingleShot(true);
    soon_.setInterval(duration::tick);
    connect(&soon_, &QTimer::timeout, this, &RunPanel::write);
    connect(name_, &QLineEdit::editingFinished, this, &RunPanel::write);
    connect(note_, &QPlainTextEdit::textChanged, this, [this] {
        if (note_->hasFocus()) soon_.start();
    });
    connect(open_, &QPushButton::clicked, this, &RunPanel::openWanted);
    connect(resume_, &QPushButton::clicked, this, &RunPanel::resumeWanted);
    connect(fork_, &QPushButton::clicked, this, [this] { Q_EMIT forkWanted(checkpoints_->currentData().toString()); });
    connect(archive_, &QPushButton::clicked, this, [this] { Q_EMIT archiveWanted(!row_.label.archived); });
    connect(delete_, &QPushButton::clicked, this, &RunPanel::deleteWanted);
}

QString RunPanel::facts() const {
    QStringList lines{QStringLiteral("%1 %2").arg(look(row_.state).sign, look(row_.state).word)};
    if (row_.stages > 0) lines << tr("%1 of %n stages done", nullptr, row_.stages).arg(row_.stages_done);
    if (row_.best >= 0) lines << tr("best: %1 by %2").arg(formatShare(row_.best), QString::fromStdString(row_.best_model));
    if (row_.worked > 0) lines << tr("worked %1").arg(formatDuration(row_.worked));
    lines << tr("%1 on disk").arg(formatBytes(row_.bytes));
    const auto gone = std::count_if(row_.checkpoints.begin(), row_.checkpoints.end(),
                                    [](const RunCheckpoint& each) { return !each.there; });
    if (gone > 0) lines << tr("checkpoints deleted from the disk: %1").arg(gone);
    return lines.join(QLatin1Char('\n'));
}

void RunPanel::show(const RunRow& row) {
    if (row.run != row_.run) {
        write();
        soon_.stop();
        row_ = row;
        name_->setText(QString::fromStdString(row.label.name));
        note_->setPlainText(QString::fromStdString(row.label.note));
    } else {
        if (!name_->hasFocus()) name_->setText(QString::fromStdString(row.label.name));
        if (!note_->hasFocus() && note_->toPlainText().toStdString() != row.label.note)
            note_->setPlainText(QString::fromStdString(row.label.note));
        row_ = row;
    }
    setVisible(!row.run.empty());
    id_->setText(QString::fromStdString(row.run.filename().string()));
    problem_->setText(coreWords(QString::fromStdString(row.problem)));
    problem_->setVisible(!row.problem.empty());
    facts_->setText(facts());
    const QString chosen = checkpoints_->currentData().toString();
    checkpoints_->clear();
    for (auto each = row.checkpoints.rbegin(); each != row.checkpoints.rend(); ++each) {
        const QString place = QString::fromStdString(each->place);
        if (each->there)
            checkpoints_->addItem(tr("%1, step %2")
                                      .arg(place.section(QLatin1Char('/'), 0, 0))
                                      .arg(place.section(QStringLiteral("/step-"), 1).toLongLong()),
                                  place);
    }
    checkpoints_->setCurrentIndex(std::max(0, checkpoints_->findData(chosen)));
    setBusy(busy_);
    archive_->setText(row.label.archived ? tr("Take out of the archive") : tr("Archive"));
    archive_->setAccessibleName(archive_->text());
    archive_->setToolTip(tr("Archived runs are left out of the list unless they are asked for (A)"));
}

void RunPanel::setBusy(bool busy) {
    busy_ = busy;
    const bool live = row_.state == RunState::Running || row_.state == RunState::Paused || row_.state == RunState::Waiting ||
                      row_.state == RunState::Starting;
    const bool can_resume = row_.readable && (row_.state == RunState::Stopped || row_.state == RunState::Failed ||
                                              row_.state == RunState::Crashed);
    resume_->setVisible(can_resume);
    resume_->setEnabled(!busy);
    fork_->setEnabled(!busy && checkpoints_->count() > 0);
    fork_from_->setVisible(checkpoints_->count() > 0);
    checkpoints_->setVisible(checkpoints_->count() > 0);
    fork_->setVisible(checkpoints_->count() > 0);
    delete_->setEnabled(!live);
    archive_->setEnabled(!live);
}

void RunPanel::focusName() {
    name_->setFocus(Qt::ShortcutFocusReason);
    name_->selectAll();
}

void RunPanel::write() {
    soon_.stop();
    if (row_.run.empty()) return;
    RunLabel label = row_.label;
    label.name = name_->text().trimmed().toStdString();
    label.note = note_->toPlainText().toStdString();
    if (label == row_.label) return;
    row_.label = label;
    Q_EMIT labelWritten(row_.run, label);
}

}  // namespace retort::ui
