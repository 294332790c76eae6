// SPDX-License-Identifier: GPL-3.0-or-later
// The ways to look at a candidate: to be read, as the model will see it, among all rows of the gate, to be edited.
#include <QStackedWidget>
#include <QTableView>
#include <QTextEdit>
#include <algorithm>

#include "ui/format.h"
#include "ui/models/candidate_queue.h"
#include "ui/models/training_rows.h"
#include "ui/pages/candidates_page.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/trace_legend.h"
#include "ui/widgets/trace_text.h"
#include "ui/widgets/verdict_bar.h"

namespace retort::ui {
namespace {

void showRowText(QTextEdit& view, const TrainingText& row) {
    view.clear();
    QTextCursor cursor(view.document());
    QTextCharFormat format;
    format.setFont(monoFont());
    format.setForeground(tokens().muted);
    cursor.insertText(QString::fromStdString(row.prompt), format);
    format.setForeground(tokens().text);
    format.setBackground(tint(tokens().series[0]));
    cursor.insertText(QString::fromStdString(row.completion), format);
    view.moveCursor(QTextCursor::Start);
}

}  // namespace

void CandidatesPage::setView(int view) {
    views_->setCurrentIndex(view);
    legend_->setVisible(view == Reading && queue_->current() != nullptr);
    for (int i = 0; i < view_buttons_.size(); ++i) {
        view_buttons_[i]->setChecked(i == view);
        view_buttons_[i]->setVisible(view != Editing);
    }
    if (view == Training) showTraining();
    if (view == Rows) showRows();
    bar_->setActive(view != Rows && queue_->current() != nullptr);
    if (view == Reading) heading_->setText(queue_->current() != nullptr ? place() : QString());
    if (view != Editing) {
        setFirstFocus(this, view == Reading ? text_ : views_->currentWidget());
        setFocus(Qt::OtherFocusReason);
    }
}

void CandidatesPage::showTraining() {
    const CandidateText* candidate = queue_->current();
    if (candidate == nullptr) return;
    queue_->askPreview(QString::fromStdString(candidate->detail.rollout.text), [this](TrainingText row) {
        showRowText(*training_, row);
        QString text = tr("%1 + %2 = %3 tokens; the loss is on the tinted part")
                           .arg(row.prompt_tokens)
                           .arg(row.completion_tokens)
                           .arg(row.prompt_tokens + row.completion_tokens);
        if (row.too_long)
            text += tr(" · ! longer than max_length of %1: it would be refused")
                        .arg(QString::fromStdString(queue_->gate()->reader));
        heading_->setText(text);
    });
}

QString CandidatesPage::place() const {
    return tr("%1 of %2")
        .arg(formatCount(static_cast<double>(queue_->position() + 1)), formatCount(static_cast<double>(queue_->matching())));
}

void CandidatesPage::showRows() {
    queue_->askRows([this](std::vector<CandidateDesk::Row> rows) {
        // Where it was, and at first at the top: a row is there to be read.
        const int chosen = std::max(0, rows_table_->currentIndex().row());
        rows_->setRows(std::move(rows));
        if (rows_->rowCount() > 0) rows_table_->setCurrentIndex(rows_->index(std::min(chosen, rows_->rowCount() - 1), 0));
        showRow(rows_table_->currentIndex().row());
        QString text =
            tr("%n rows", nullptr, rows_->rowCount()) + tr(", %1 tokens", nullptr, static_cast<int>(rows_->tokens()))
                                                            .arg(formatCount(static_cast<double>(rows_->tokens())));
        if (queue_->gate() != nullptr && !queue_->gate()->reader.empty())
            text += tr(" for %1").arg(QString::fromStdString(queue_->gate()->reader));
        if (rows_->tooLong() > 0) text += tr(" · ! %1 too long").arg(rows_->tooLong());
        heading_->setText(text);
    });
}

void CandidatesPage::showRow(int row) {
    row_text_->clear();
    if (row >= 0) showRowText(*row_text_, rows_->rows()[static_cast<std::size_t>(row)].text);
}

bool CandidatesPage::judging() const { return views_->currentIndex() == Reading || views_->currentIndex() == Training; }

}  // namespace retort::ui
