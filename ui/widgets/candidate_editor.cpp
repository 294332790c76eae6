// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/candidate_editor.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTextEdit>

#include "ui/text/word_diff.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

CandidateEditor::CandidateEditor(QWidget* parent) : QWidget(parent) {
    edit_ = new QPlainTextEdit;
    edit_->setAccessibleName(tr("Completion, to be edited"));
    edit_->setTabChangesFocus(true);
    edit_->setFont(bodyFont());
    edit_->document()->setDocumentMargin(size::l);
    edit_->installEventFilter(this);
    diff_ = new QTextEdit;
    diff_->setReadOnly(true);
    diff_->setAccessibleName(tr("What changes"));
    diff_->setTabChangesFocus(true);
    diff_->document()->setDocumentMargin(size::l);
    summary_ = makeLabel({}, "label");
    auto* lower = new QWidget;
    auto* below = column(size::xs);
    auto* head = row(size::s);
    head->setContentsMargins(size::l, size::xs, size::l, 0);
    remark_label_ = makeLabel({}, "warn");
    head->addWidget(summary_, 1);
    head->addWidget(remark_label_);
    below->addLayout(head);
    below->addWidget(diff_, 1);
    lower->setLayout(below);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(edit_);
    splitter->addWidget(lower);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto* all = column(0);
    all->addWidget(splitter);
    setLayout(all);
    setFocusProxy(edit_);
    soon_.setSingleShot(true);
    soon_.setInterval(duration::search_delay);
    connect(&soon_, &QTimer::timeout, this, &CandidateEditor::refreshDiff);
    connect(edit_, &QPlainTextEdit::textChanged, &soon_, qOverload<>(&QTimer::start));
}

void CandidateEditor::begin(const QString& original, const QString& text) {
    original_ = original;
    edit_->setPlainText(text);
    edit_->moveCursor(QTextCursor::Start);
    refreshDiff();
}

void CandidateEditor::refreshDiff() {
    remark_label_->setText(remark_ ? remark_(text()) : QString());
    diff_->clear();
    QTextCursor cursor(diff_->document());
    int removed = 0, added = 0;
    for (const DiffPart& part : diffWords(original_, edit_->toPlainText())) {
        QTextCharFormat format;
        format.setFont(bodyFont());
        format.setForeground(tokens().text);
        if (part.kind == DiffPart::Kind::Removed) {
            format.setBackground(tint(tokens().bad));
            format.setFontStrikeOut(true);
            removed += static_cast<int>(part.text.size());
        } else if (part.kind == DiffPart::Kind::Added) {
            format.setBackground(tint(tokens().good));
            format.setFontUnderline(true);
            added += static_cast<int>(part.text.size());
        }
        cursor.insertText(part.text, format);
    }
    summary_->setText(differs() ? tr("What changes: −%1 +%2 characters. Ctrl+Enter accepts it so, Esc leaves it as it was.")
                                      .arg(removed)
                                      .arg(added)
                                : tr("Nothing changed yet. Ctrl+Enter accepts, Esc leaves."));
}

bool CandidateEditor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            Q_EMIT cancelled();
            return true;
        }
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) &&
            key->modifiers().testFlag(Qt::ControlModifier)) {
            Q_EMIT saveWanted();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace retort::ui
