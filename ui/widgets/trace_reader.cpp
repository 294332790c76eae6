// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trace_reader.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>
#include <algorithm>

#include "ui/format.h"
#include "ui/models/reward_terms.h"
#include "ui/session/run_session.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/group_bars.h"
#include "ui/widgets/table.h"
#include "ui/widgets/trace_text.h"

namespace retort::ui {
namespace {

/// A square of a mark's colour, for the legend chips.
QIcon swatch(MarkKind kind) {
    QPixmap pixmap(size::m, size::m);
    pixmap.fill(markColor(kind));
    return QIcon(pixmap);
}

QPushButton* legendChip(MarkKind kind) {
    auto* chip = makeButton({}, {}, "chip", QString());
    chip->setCheckable(true);
    chip->setChecked(true);
    chip->setIcon(swatch(kind));
    chip->setIconSize({size::s, size::s});
    return chip;
}

}  // namespace

TraceReader::TraceReader(QWidget* parent) : QWidget(parent) {
    title_ = new ElidedLabel;
    setRole(title_, "title");
    verdict_ = makeLabel({});
    share_ = makeLabel({}, "label");
    previous_ = makeButton(tr("p"), QStringLiteral("chevron-left"), "quiet", tr("Previous sibling (p)"));
    next_ = makeButton(tr("n"), QStringLiteral("chevron-right"), "quiet", tr("Next sibling (n)"));
    previous_->setAccessibleName(tr("Previous sibling"));
    next_->setAccessibleName(tr("Next sibling"));
    foreign_ = legendChip(MarkKind::Foreign);
    reflection_ = legendChip(MarkKind::Reflection);
    text_ = new TraceText;
    group_ = new GroupBars;
    terms_ = new RewardTermsModel(this);
    table_ = makeTable(terms_, tr("Reward of this trace"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(RewardTermsModel::Reason, QHeaderView::Stretch);
    table_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto* head = row(size::s);
    head->setContentsMargins(size::l, size::s, size::s, 0);
    head->addWidget(title_, 1);
    head->addWidget(verdict_);
    auto* legend = row(size::xs);
    legend->setContentsMargins(size::l, 0, size::l, 0);
    legend->addWidget(foreign_);
    legend->addWidget(reflection_);
    legend->addStretch(1);
    legend->addWidget(share_);
    auto* siblings = row(size::xs);
    siblings->setContentsMargins(size::l, 0, size::s, 0);
    siblings->addWidget(group_, 1);
    siblings->addWidget(previous_);
    siblings->addWidget(next_);
    auto* rewards = column(0);
    rewards->setContentsMargins(size::m, 0, size::m, size::m);
    rewards->addWidget(table_);
    auto* frame = new QFrame;
    setRole(frame, "card");
    auto* inside = column(size::xs);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addLayout(head);
    inside->addLayout(legend);
    inside->addWidget(text_, 1);
    inside->addLayout(siblings);
    inside->addLayout(rewards);
    frame->setLayout(inside);
    body_ = frame;
    empty_ = new EmptyState;
    empty_->setText(tr("No trace chosen"), tr("Choose a row at the left to read it here."));
    auto* all = column(0);
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);

    connect(foreign_, &QPushButton::toggled, this, [this](bool on) { text_->setShown(MarkKind::Foreign, on); });
    connect(reflection_, &QPushButton::toggled, this, [this](bool on) { text_->setShown(MarkKind::Reflection, on); });
    connect(previous_, &QPushButton::clicked, this, [this] { group_->move(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { group_->move(1); });
    connect(group_, &GroupBars::chosen, this, [this](RolloutId id) {
        show(id);
        Q_EMIT moved(id);
    });
    show(RolloutId{});
}

void TraceReader::setSession(RunSession* session) {
    session_ = session;
    show(RolloutId{});
}

void TraceReader::setSearch(const QString& text) { text_->setSearch(text); }

void TraceReader::show(RolloutId rollout) {
    shown_ = rollout;
    body_->setVisible(static_cast<bool>(rollout));
    empty_->setVisible(!rollout);
    if (!rollout || session_ == nullptr) return;
    using Answer = std::pair<std::optional<RolloutDetail>, std::optional<GroupDetail>>;
    session_->jobs().ask<Answer>("reader", this, [rollout](RunReader& reader) {
        Answer answer;
        answer.first = reader.rollout(rollout);
        if (answer.first) answer.second = reader.group(answer.first->summary.group);
        return answer;
    }, [this](Answer answer) {
        if (answer.first) return fill(*answer.first, answer.second.value_or(GroupDetail{}));
        text_->clearTrace();
        title_->setText(tr("This trace is no longer in the store: the run went back to an earlier checkpoint."));
    });
}

void TraceReader::fill(const RolloutDetail& detail, const GroupDetail& group) {
    const RolloutSummary& row = detail.summary;
    const StageRecord* stage = session_ == nullptr ? nullptr : session_->stage(row.stage);
    group_->show(group.rollouts, row.id);
    QString title = tr("%1, step %2").arg(stage == nullptr ? QString() : QString::fromStdString(stage->name)).arg(row.step);
    if (group_->count() > 1) title += tr(" · %1 of %2").arg(group_->current() + 1).arg(group_->count());
    title_->setText(title);
    if (row.grader_error) {
        verdict_->setText(tr("! not graded"));
        setRole(verdict_, "warn");
    } else {
        verdict_->setText(!row.correct ? QString() : *row.correct ? tr("✓ right") : tr("✕ wrong"));
        setRole(verdict_, row.correct.value_or(false) ? "good" : "bad");
    }
    for (QPushButton* button : {previous_, next_}) button->setEnabled(group_->count() > 1);
    refreshLegend(detail);
    text_->show(detail);
    terms_->setReward(detail.rollout.reward);
    const int rows = terms_->rowCount() + 1;
    table_->setFixedHeight(rows * size::row + size::xs);
    table_->setVisible(rows > 1);
}

void TraceReader::refreshLegend(const RolloutDetail& detail) {
    int foreign = 0, reflection = 0;
    for (const TextSpan& span : detail.rollout.facts.spans) ++(span.kind == "reflection" ? reflection : foreign);
    foreign_->setText(tr("other language %1").arg(foreign));
    reflection_->setText(tr("self-checking %1").arg(reflection));
    foreign_->setAccessibleName(foreign_->text());
    reflection_->setAccessibleName(reflection_->text());
    foreign_->setIcon(swatch(MarkKind::Foreign));
    reflection_->setIcon(swatch(MarkKind::Reflection));
    QStringList facts;
    if (detail.summary.language_share) facts << tr("%1 in the problem's language").arg(formatShare(*detail.summary.language_share));
    facts << tr("%1 tokens").arg(detail.summary.tokens);
    facts << tr("advantage %1").arg(formatValue(detail.summary.advantage));
    if (!detail.summary.well_formed) facts << tr("malformed");
    share_->setText(facts.join(QStringLiteral(" · ")));
}

}  // namespace retort::ui
