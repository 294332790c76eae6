// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/traces_page.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>

#include "ui/format.h"
#include "ui/models/rollout_table.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/group_bars.h"
#include "ui/widgets/language_bar.h"
#include "ui/widgets/rollout_filter_bar.h"
#include "ui/widgets/table.h"
#include "ui/widgets/trace_reader.h"

namespace retort::ui {
namespace {

constexpr std::int64_t count_cap = 100000;
constexpr int table_share = 44, reader_share = 56;

}  // namespace

TracesPage::TracesPage(QWidget* parent) : Page(parent) {
    filter_ = new RolloutFilterBar;
    model_ = new RolloutTableModel(this);
    table_ = makeTable(model_, tr("Traces"));
    table_->setItemDelegateForColumn(RolloutTableModel::Language, new LanguageBarDelegate(table_));
    QHeaderView* header = table_->horizontalHeader();
    const QFontMetrics metrics(bodyFont());
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(RolloutTableModel::Problem, QHeaderView::Stretch);
    const std::pair<int, const char*> widths[] = {{RolloutTableModel::Where, "reasoning 0000"}, {RolloutTableModel::Answer, "Answer"}, {RolloutTableModel::Verdict, "✓"},
                                                  {RolloutTableModel::Reward, "Reward"}, {RolloutTableModel::Length, "Tokens"}, {RolloutTableModel::Flags, "checks itself"}};
    for (const auto& [column, sample] : widths) header->resizeSection(column, metrics.horizontalAdvance(QString::fromUtf8(sample)) + size::m);
    header->resizeSection(RolloutTableModel::Language, size::bar_width + size::l);
    reader_ = new TraceReader;
    newer_ = makeButton(tr("The run has newer traces: read again"), {}, "chip", tr("Read the list again, with what the run has added"));
    newer_->hide();
    auto* left = new QWidget;
    auto* left_layout = column(size::s);
    left_layout->addWidget(newer_, 0, Qt::AlignHCenter);
    left_layout->addWidget(table_, 1);
    empty_ = new EmptyState;
    left_layout->addWidget(empty_, 1);
    left->setLayout(left_layout);
    splitter_ = new QSplitter;
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(left);
    splitter_->addWidget(reader_);
    splitter_->setStretchFactor(0, table_share);
    splitter_->setStretchFactor(1, reader_share);
    splitter_->setSizes({table_share * size::l, reader_share * size::l});
    auto* all = column(size::m);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(filter_);
    all->addWidget(splitter_, 1);
    setLayout(all);

    connect(splitter_, &QSplitter::splitterMoved, this, &TracesPage::fitColumns);
    connect(filter_, &RolloutFilterBar::changed, this, &TracesPage::apply);
    connect(model_, &RolloutTableModel::pageRead, this, &TracesPage::pageRead);
    connect(newer_, &QPushButton::clicked, this, &TracesPage::apply);
    connect(empty_, &EmptyState::clicked, this, [this] {
        filter_->setFilter({});
        apply();
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (now.isValid()) reader_->show(model_->at(now.row()).id);
    });
    connect(reader_, &TraceReader::moved, this, [this](RolloutId id) {
        const int row = model_->rowOf(id);
        if (row >= 0) table_->selectRow(row);
    });
    auto key = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    key(QKeySequence::Find, [this] { filter_->focusSearch(); });
    key(Qt::Key_N, [this] { reader_->findChild<GroupBars*>()->move(1); });
    key(Qt::Key_P, [this] { reader_->findChild<GroupBars*>()->move(-1); });
    setFocusProxy(table_);
    newer_tick_.setInterval(duration::tick);
    connect(&newer_tick_, &QTimer::timeout, this, &TracesPage::refreshNewer);
    newer_tick_.start();
    pageRead(false);
}

void TracesPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    filter_->setFilter({});
    reader_->setSession(session);
    model_->setSession(session);
    filter_->setEnabled(session != nullptr);
    if (session_ == nullptr) return pageRead(false);
    connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
        if (!delta->stages.empty()) filter_->setStages(session_->stages());
        if (delta->reset) return apply();
        // The first traces of a run come by themselves; later ones are announced, so that nothing moves while it is read.
        if (model_->rowCount() == 0 && delta->new_rollouts > 0 && !model_->loading()) model_->reload();
    });
    filter_->setStages(session_->stages());
    pageRead(false);
}

void TracesPage::setStage(StageId stage) {
    RolloutFilter filter = filter_->filter();
    if (filter.stage == stage) return;
    filter.stage = stage;
    filter.step_from = filter.step_to = std::nullopt;
    filter_->setFilter(filter);
    apply();
}

void TracesPage::openLink(const PageLink& link) {
    if (session_ == nullptr) return;
    if (const auto rollout = link.number(QStringLiteral("rollout"))) return showRollout(RolloutId{*rollout});
    StageId stage;
    for (const StageRecord& known : session_->stages()) {
        if (QString::fromStdString(known.name) == link.value(QStringLiteral("stage"))) stage = known.id;
    }
    showSteps(stage, link.number(QStringLiteral("from")), link.number(QStringLiteral("to")));
}

QUrlQuery TracesPage::link() const {
    PageLink link;
    const RolloutFilter filter = filter_->filter();
    if (session_ == nullptr) return {};
    if (const StageRecord* stage = session_->stage(filter.stage)) link.set(QStringLiteral("stage"), QString::fromStdString(stage->name));
    if (filter.step_from) link.set(QStringLiteral("from"), QString::number(*filter.step_from));
    if (filter.step_to) link.set(QStringLiteral("to"), QString::number(*filter.step_to));
    return link.parameters;
}

void TracesPage::showSteps(StageId stage, std::optional<Step> from, std::optional<Step> to) {
    RolloutFilter filter;
    filter.stage = stage;
    filter.step_from = from;
    filter.step_to = to;
    filter_->setFilter(filter);
    wanted_ = {};
    apply();
    table_->setFocus();
}

void TracesPage::showRollout(RolloutId rollout) {
    wanted_ = rollout;
    filter_->setFilter({});
    apply();
    reader_->show(rollout);
}

void TracesPage::apply() {
    model_->setFilter(filter_->filter(), filter_->order());
    reader_->setSearch(filter_->searchText());
    refreshNewer();
    count();
}

void TracesPage::count() {
    filter_->setCount({});
    if (session_ == nullptr) return;
    session_->jobs().ask<std::int64_t>("count", this, [filter = filter_->filter()](RunReader& reader) { return reader.countRollouts(filter, count_cap); },
                                       [this](std::int64_t count) {
        filter_->setCount(count >= count_cap ? tr("%1 or more").arg(formatCount(count_cap)) : tr("%1 traces").arg(formatCount(static_cast<double>(count))));
    });
}

void TracesPage::pageRead(bool first) {
    const bool any = model_->rowCount() > 0;
    table_->setVisible(any || model_->loading());
    empty_->setVisible(!any && !model_->loading());
    if (session_ == nullptr) {
        empty_->setText(tr("No run is open"), tr("Open a run to read what the model wrote."));
    } else if (session_->rolloutCount() == 0) {
        empty_->setText(tr("No traces yet"), tr("They appear when a stage with reinforcement learning or sampling has answered its first problems."));
    } else {
        empty_->setText(tr("No trace passes this filter"), tr("Loosen a condition, or show all traces again."), tr("Show all traces"));
    }
    if (first && any) {
        const int row = std::max(0, wanted_ ? model_->rowOf(wanted_) : 0);
        if (!wanted_ || model_->rowOf(wanted_) >= 0) table_->selectRow(row);
        wanted_ = {};
        count();
    }
    if (!any && !model_->loading()) reader_->show(RolloutId{});
}

void TracesPage::refreshNewer() {
    newer_->setVisible(filter_->order() == RolloutOrder::NewestFirst && model_->hasNewer());
}

void TracesPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

void TracesPage::fitColumns() {
    // The notes give way first: what they say is on the right anyway.
    table_->setColumnHidden(RolloutTableModel::Flags, splitter_->sizes().front() < size::card_width * 2);
}

QJsonObject TracesPage::saveState() const { return {{QStringLiteral("splitter"), toText(splitter_->saveState())}}; }
void TracesPage::restoreState(const QJsonObject& state) { splitter_->restoreState(fromText(state[QStringLiteral("splitter")])); }

}  // namespace retort::ui
