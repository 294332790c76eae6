// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/live_traces.h"

#include <QApplication>
#include <QBoxLayout>
#include <QScrollArea>
#include <QScrollBar>

#include "base/error.h"
#include "ui/session/run_session.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/trace_card.h"

namespace retort::ui {
namespace {

constexpr std::size_t card_count = 6;
/// Of one group of siblings only so many: eight answers to one problem say less than four problems.
constexpr int per_group = 2;
constexpr int refresh_ticks = 2;

struct Newest {
    std::vector<RolloutDetail> details;
    QString problem;  ///< why there may be more than could be read; empty: none
};

/// What damage hides is passed over.
Newest newestOf(RunReader& reader, StageId stage) {
    Newest newest;
    RolloutFilter filter;
    filter.stage = stage;
    std::map<GroupId, int> of_group;
    try {
        for (const RolloutSummary& row : reader.rollouts(filter, RolloutOrder::NewestFirst, {}, 64).rows) {
            if (newest.details.size() == card_count || ++of_group[row.group] > per_group) continue;
            if (auto detail = reader.rollout(row.id)) newest.details.push_back(std::move(*detail));
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::BadInput) throw;
        newest.problem = QString::fromUtf8(error.what());
    }
    return newest;
}

}  // namespace

LiveTraces::LiveTraces(QWidget* parent) : QWidget(parent) {
    setMinimumWidth(size::panel);
    note_ = makeLabel({}, "label");
    auto* head = row(size::s);
    head->addWidget(makeLabel(tr("Newest traces"), "title"));
    head->addStretch(1);
    head->addWidget(note_);
    auto* inside = new QWidget;
    setRole(inside, "page");
    cards_ = column(size::s);
    cards_->addStretch(1);
    inside->setLayout(cards_);
    scroll_ = new QScrollArea;
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setWidget(inside);
    empty_ = new EmptyState;
    auto* all = column(size::s);
    all->addLayout(head);
    all->addWidget(scroll_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    timer_.setInterval(duration::tick * refresh_ticks);
    connect(&timer_, &QTimer::timeout, this, &LiveTraces::refresh);
    timer_.start();
}

void LiveTraces::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    newest_ = {};
    stage_ = {};
    asking_ = false;
    for (TraceCard* card : shown_) card->deleteLater();
    shown_.clear();
    if (session_ != nullptr) connect(session_, &RunSession::ready, this, &LiveTraces::refresh);
    refresh();
}

void LiveTraces::setStage(StageId stage) {
    stage_ = stage;
    newest_ = {};
    refresh();
}

bool LiveTraces::beingRead() const {
    const QWidget* focus = QApplication::focusWidget();
    return underMouse() || (focus != nullptr && isAncestorOf(focus));
}

void LiveTraces::refresh() {
    scroll_->setVisible(!shown_.empty());
    empty_->setVisible(shown_.empty());
    // What is not read yet is not said to be missing; what could not be read has said so.
    const bool any = session_ != nullptr && !session_->newest().empty();
    if (session_ != nullptr && (!session_->caughtUp() || (any && newest_ != session_->newest().front().id)))
        empty_->setText(tr("Reading the run"), {});
    else if (!any)
        empty_->setText(tr("No traces yet"), tr("They appear here as soon as the model has answered its first problems."));
    if (session_ == nullptr || asking_) return;
    note_->setText(beingRead() && !shown_.empty() ? tr("held while you read") : QString());
    if (beingRead() && !shown_.empty()) return;
    const RolloutId latest = session_->newest().empty() ? RolloutId{} : session_->newest().front().id;
    if (latest == newest_ || !latest) return;
    newest_ = latest;
    asking_ = true;
    session_->jobs().ask<Newest>(
        "live", this, [stage = stage_](RunReader& reader) { return newestOf(reader, stage); },
        [this](Newest newest) {
            const std::vector<RolloutDetail>& details = newest.details;
            asking_ = false;
            while (shown_.size() < details.size()) {
                auto* card = new TraceCard;
                cards_->insertWidget(static_cast<int>(shown_.size()), card);
                connect(card, &QAbstractButton::clicked, this, [this, card] { Q_EMIT opened(card->rollout()); });
                shown_.push_back(card);
            }
            for (std::size_t i = 0; i < shown_.size(); ++i) {
                shown_[i]->setVisible(i < details.size());
                if (i >= details.size()) continue;
                const StageRecord* stage = session_->stage(details[i].summary.stage);
                shown_[i]->show(details[i], stage == nullptr ? QString() : QString::fromStdString(stage->name));
            }
            scroll_->verticalScrollBar()->setValue(0);
            scroll_->setVisible(!details.empty());
            empty_->setVisible(details.empty());
            if (!newest.problem.isEmpty())
                empty_->setText(tr("The newest traces cannot be read"), coreWords(newest.problem));
            else
                empty_->setText(tr("No traces yet"),
                                tr("They appear here as soon as the model has answered its first problems."));
        });
}

}  // namespace retort::ui
