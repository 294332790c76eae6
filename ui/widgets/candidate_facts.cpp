// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/candidate_facts.h"

#include <QBoxLayout>
#include <QGridLayout>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

QString lostWords(SieveStep step) {
    switch (step) {
        case SieveStep::Parsed: return CandidateFacts::tr("form");
        case SieveStep::Correct: return CandidateFacts::tr("wrong answer");
        case SieveStep::OneLanguage: return CandidateFacts::tr("languages mixed");
        case SieveStep::Readable: return CandidateFacts::tr("not readable");
        case SieveStep::Reflecting: return CandidateFacts::tr("no self-check");
        case SieveStep::Distinct: return CandidateFacts::tr("said before");
        case SieveStep::Wanted: return CandidateFacts::tr("enough of this problem");
        case SieveStep::Kept: break;
    }
    return {};
}

}  // namespace

CandidateFacts::CandidateFacts(QWidget* parent) : QWidget(parent) {
    grid_ = new QGridLayout;
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(size::m);
    grid_->setVerticalSpacing(size::xs);
    grid_->setColumnStretch(1, 1);
    said_ = makeLabel({});
    said_->setWordWrap(true);
    said_->setAlignment(Qt::AlignTop);
    auto* all = column(size::m);
    all->addLayout(grid_);
    all->addWidget(said_);
    all->addStretch(1);
    setLayout(all);
}

void CandidateFacts::line(const QString& label, const QString& value, const char* role) {
    // Labels are made once and used again: nothing jumps from one candidate to the next.
    auto at = [&](int column) {
        if (auto* item = grid_->itemAtPosition(rows_, column)) return qobject_cast<QLabel*>(item->widget());
        auto* made = makeLabel({}, column == 0 ? "label" : "");
        if (column == 1) made->setWordWrap(true);
        grid_->addWidget(made, rows_, column, Qt::AlignTop);
        return made;
    };
    at(0)->setText(label);
    at(1)->setText(value);
    setRole(at(1), role);
    at(0)->show();
    at(1)->show();
    ++rows_;
}

void CandidateFacts::show(const CandidateQueue& queue) {
    rows_ = 0;
    const CandidateText* text = queue.current();
    const CandidateItem* item = queue.currentItem();
    if (text != nullptr && item != nullptr) {
        const SampleFacts& facts = text->facts;
        const RolloutSummary& row = text->detail.summary;
        if (facts.correct)
            line(tr("Answer"), *facts.correct ? tr("✓ right") : tr("✕ wrong"), *facts.correct ? "good" : "bad");
        else line(tr("Answer"), tr("not checked"), "muted");
        line(tr("Form"), facts.well_formed ? tr("✓ as asked") : tr("✕ malformed"), facts.well_formed ? "" : "warn");
        line(tr("Language"), tr("%1 in the problem's").arg(formatShare(static_cast<double>(facts.language_share))),
             facts.language_share < 1 ? "warn" : "");
        line(tr("Length"), facts.tokens > 0
                               ? tr("%n tokens", nullptr, facts.tokens)
                               : tr("%n characters", nullptr, static_cast<int>(text->detail.rollout.text.size())));
        line(tr("Repeated"), tr("%1 of 4-word runs").arg(formatShare(static_cast<double>(facts.repetition))),
             facts.repetition > 0.5F ? "warn" : "");
        line(tr("Paragraph"), tr("longest %n characters", nullptr, facts.longest_paragraph));
        line(tr("Checks itself"), facts.reflects ? tr("yes") : tr("no"));
        if (item->lost != SieveStep::Kept) line(tr("Filter"), tr("✕ %1").arg(lostWords(item->lost)), "warn");
        line(tr("Source"),
             text->origin.empty()
                 ? tr("%1, step %2")
                       .arg(queue.gate() == nullptr ? QString() : QString::fromStdString(queue.gate()->params.candidates))
                       .arg(row.step)
                 : QString::fromStdString(text->origin));
        line(tr("Problem"), QString::fromStdString(row.prompt_key));
    }
    for (int row = rows_; row < grid_->rowCount(); ++row)
        for (int column = 0; column < 2; ++column)
            if (auto* unused = grid_->itemAtPosition(row, column)) unused->widget()->hide();
    QStringList said;
    const CandidateState state = queue.currentState();
    if (queue.filter().show != CandidateFilter::Show::SecondPass) {
        if (state.verdict == Verdict::Accepted) said << tr("✓ accepted");
        if (state.verdict == Verdict::Edited) said << tr("✓ accepted as edited");
        if (state.verdict == Verdict::Rejected)
            said << (state.reason.empty() ? tr("✕ rejected")
                                          : tr("✕ rejected: %1").arg(QString::fromStdString(state.reason)));
        if (!state.tags.empty()) {
            QStringList tags;
            for (const std::string& tag : state.tags) tags << QString::fromStdString(tag);
            said << tr("Tags: %1").arg(tags.join(QStringLiteral(", ")));
        }
        if (!state.note.empty()) said << tr("Note: %1").arg(QString::fromStdString(state.note));
    } else if (text != nullptr) {
        said << tr("Blind: your first verdict is hidden until this one is given.");
    }
    said_->setText(said.join(QStringLiteral("\n")));
    said_->setVisible(!said.isEmpty());
}

}  // namespace retort::ui
