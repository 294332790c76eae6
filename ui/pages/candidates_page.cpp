// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/candidates_page.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTextEdit>
#include <QTimer>
#include <utility>

#include "ui/format.h"
#include "ui/models/candidate_queue.h"
#include "ui/models/training_rows.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/candidate_editor.h"
#include "ui/widgets/candidate_facts.h"
#include "ui/widgets/candidate_filter_bar.h"
#include "ui/widgets/decision_chips.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/gate_status.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/table.h"
#include "ui/widgets/trace_legend.h"
#include "ui/widgets/trace_text.h"
#include "ui/widgets/verdict_bar.h"

namespace retort::ui {

CandidatesPage::CandidatesPage(QWidget* parent) : Page(parent) {
    setRole(this, "page");
    queue_ = new CandidateQueue(this);
    filter_ = new CandidateFilterBar;
    bar_ = new VerdictBar;
    auto* middle = row(size::m);
    middle->addWidget(makePane(), 1);
    middle->addWidget(makeMargin());
    chips_ = new DecisionChips;
    body_ = new QWidget;
    auto* inside = column(size::s);
    inside->addWidget(filter_);
    inside->addLayout(middle, 1);
    inside->addWidget(bar_);
    inside->addWidget(chips_);
    body_->setLayout(inside);
    empty_ = new EmptyState;
    auto* all = column(size::s);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(makeTop());
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    setFirstFocus(this, text_);
    makeKeys();
    wire();
    refresh();
}

CandidatesPage::~CandidatesPage() = default;

QWidget* CandidatesPage::makeTop() {
    gates_ = new Chooser(tr("Gate"));
    line_ = new ProgressLine;
    progress_ = new ElidedLabel;
    import_ = makeButton(
        tr("Import…"), {}, "quiet",
        tr("Candidates from a file of rows with prompt and completion (JSON Lines, JSON, CSV, Parquet); or drop it here"));
    gate_ = makeButton(tr("Open the gate"), QStringLiteral("check"), "primary", tr("Goes on with what is accepted (G)"));
    auto* words = row(size::s);
    words->addWidget(gates_);
    words->addWidget(progress_, 1);
    words->addWidget(import_);
    words->addWidget(gate_);
    auto* all = column(size::xs);
    all->addLayout(words);
    all->addWidget(line_);
    state_ = makeLabel({}, "muted");
    state_->setWordWrap(true);
    all->addWidget(state_);
    auto* top = new QWidget;
    top->setLayout(all);
    return top;
}

namespace {

QTextEdit* makeRowText() {
    auto* text = new QTextEdit;
    text->setReadOnly(true);
    text->setFont(monoFont());
    text->setAccessibleName(CandidatesPage::tr("The row as the model will see it"));
    text->document()->setDocumentMargin(size::l);
    text->setTabChangesFocus(true);
    return text;
}

}  // namespace

QWidget* CandidatesPage::makePane() {
    text_ = new TraceText;
    legend_ = new TraceLegend(*text_);
    training_ = makeRowText();
    row_text_ = makeRowText();
    rows_ = new TrainingRowsModel(this);
    rows_table_ = makeTable(rows_, tr("Rows that training will see"));
    rows_table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    rows_table_->horizontalHeader()->setSectionResizeMode(TrainingRowsModel::Problem, QHeaderView::Stretch);
    editor_ = new CandidateEditor;
    nothing_ = new EmptyState;
    reading_ = new QStackedWidget;
    reading_->addWidget(text_);
    reading_->addWidget(nothing_);
    views_ = new QStackedWidget;
    auto* rows = new QSplitter(Qt::Vertical);
    rows->setChildrenCollapsible(false);
    rows->addWidget(rows_table_);
    rows->addWidget(row_text_);
    rows->setStretchFactor(0, 2);
    rows->setStretchFactor(1, 1);
    rows->setFocusProxy(rows_table_);
    for (QWidget* view : {static_cast<QWidget*>(reading_), static_cast<QWidget*>(training_), static_cast<QWidget*>(rows),
                          static_cast<QWidget*>(editor_)})
        views_->addWidget(view);
    heading_ = new ElidedLabel;
    setRole(heading_, "title");
    auto* head = row(size::xs);
    head->setContentsMargins(size::l, size::s, size::s, 0);
    head->addWidget(heading_, 1);
    head->addWidget(legend_);
    head->addSpacing(size::s);
    const std::pair<QString, QString> names[] = {
        {tr("Read"), tr("The trace, to be read (V goes round)")},
        {tr("As the model sees it"), tr("Template, special tokens and token counts (V)")},
        {tr("All rows"), tr("Every row that the gate hands on (V)")}};
    for (int view = Reading; view <= Rows; ++view) {
        auto* button = makeButton(names[view].first, {}, "chip", names[view].second);
        button->setCheckable(true);
        connect(button, &QPushButton::clicked, this, [this, view] { setView(view); });
        head->addWidget(button);
        view_buttons_ << button;
    }
    view_buttons_.front()->setChecked(true);
    auto* frame = new QFrame;
    setRole(frame, "card");
    auto* inside = column(size::xs);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addLayout(head);
    // The legend goes into a line of its own where the first has no room for it.
    auto* under = row(0);
    under->setContentsMargins(size::l, 0, size::s, 0);
    inside->addLayout(under);
    fit_legend_ = [this, head, under, frame] {
        int needed = legend_->sizeHint().width() + size::panel / 2 + size::l;
        for (const QPushButton* button : view_buttons_) needed += button->sizeHint().width() + size::xs;
        const bool fits = needed <= frame->width();
        if (fits == (head->indexOf(legend_) >= 0)) return;
        if (fits) head->insertWidget(1, legend_);
        else under->addWidget(legend_, 0, Qt::AlignLeft);
    };
    inside->addWidget(views_, 1);
    frame->setLayout(inside);
    return frame;
}

QWidget* CandidatesPage::makeMargin() {
    facts_ = new CandidateFacts;
    auto* note = makeButton(tr("Note   N"), {}, "", tr("A remark on this candidate (N)"));
    auto* tags = makeButton(tr("Tags   T"), {}, "", tr("Words to find it by (T)"));
    auto* previous = makeButton({}, QStringLiteral("chevron-left"), "", tr("Previous candidate (K or Left)"));
    auto* next = makeButton({}, QStringLiteral("chevron-right"), "", tr("Next candidate (J or Right)"));
    connect(note, &QPushButton::clicked, this, &CandidatesPage::note);
    connect(tags, &QPushButton::clicked, this, &CandidatesPage::tag);
    connect(previous, &QPushButton::clicked, this, [this] { queue_->step(-1); });
    connect(next, &QPushButton::clicked, this, [this] { queue_->step(1); });
    auto* buttons = row(size::xs);
    buttons->addWidget(note, 1);
    buttons->addWidget(tags, 1);
    buttons->addWidget(previous);
    buttons->addWidget(next);
    early_ = makeLabel({}, "warn");
    early_->setWordWrap(true);
    auto* all = column(size::s);
    all->setContentsMargins(0, size::s, 0, 0);
    all->addWidget(facts_, 1);
    all->addWidget(early_);
    all->addLayout(buttons);
    auto* margin = new QWidget;
    margin->setFixedWidth(size::panel - size::xl * 2);
    margin->setLayout(all);
    return margin;
}

void CandidatesPage::wireQueue() {
    connect(queue_, &CandidateQueue::changed, this, &CandidatesPage::refresh);
    // A link that came before the candidates were read.
    connect(queue_, &CandidateQueue::shown, this, [this] {
        if (wanted_.rollout) goToWanted();
    });
    connect(queue_, &CandidateQueue::changed, this, [this] {
        if (!wanted_stage_.isEmpty()) goToWanted();
    });
    connect(queue_, &CandidateQueue::shown, this, &CandidatesPage::showCandidate);
    connect(queue_, &CandidateQueue::tooEarly, this, &CandidatesPage::sayTooEarly);
    connect(queue_, &CandidateQueue::failed, this, &Page::problem);
    connect(empty_, &EmptyState::clicked, this, [this] { Q_EMIT linkWanted({QStringLiteral("runs"), {}}); });
    connect(queue_, &CandidateQueue::imported, this,
            [this](qint64 rows) { Q_EMIT notice(tr("%n candidates imported", nullptr, static_cast<int>(rows))); });
}

void CandidatesPage::wireFilter() {
    connect(nothing_, &EmptyState::clicked, this, [this] {
        // What the button says: all undecided where a filter left nothing, else the second pass.
        using Show = CandidateFilter::Show;
        const CandidateFilter& now = queue_->filter();
        CandidateFilter plain;
        plain.show = now.show;
        plain.order = now.order;
        showOnly(now != plain ? Show::Undecided : Show::SecondPass);
        setFocus(Qt::OtherFocusReason);
    });
    connect(filter_, &CandidateFilterBar::changed, this, [this] { queue_->setFilter(filter_->filter()); });
    connect(filter_, &CandidateFilterBar::acceptAllWanted, this, [this] { decideAll(true); });
    connect(filter_, &CandidateFilterBar::rejectAllWanted, this, [this] { decideAll(false); });
}

void CandidatesPage::wire() {
    wireQueue();
    connect(gates_, &QComboBox::activated, queue_, &CandidateQueue::chooseGate);
    wireFilter();
    connect(chips_, &DecisionChips::takeBackWanted, queue_, &CandidateQueue::takeBack);
    connect(bar_, &VerdictBar::accepted, queue_, &CandidateQueue::accept);
    connect(bar_, &VerdictBar::rejected, this, &CandidatesPage::reject);
    connect(bar_, &VerdictBar::editWanted, this, &CandidatesPage::beginEdit);
    connect(bar_, &VerdictBar::skipped, queue_, &CandidateQueue::skip);
    connect(bar_, &VerdictBar::undoWanted, queue_, &CandidateQueue::undo);
    connect(bar_, &VerdictBar::saveWanted, this, [this] { endEdit(true); });
    connect(bar_, &VerdictBar::cancelled, this, [this] { endEdit(false); });
    connect(bar_, &VerdictBar::settled, this, [this] { setFocus(Qt::OtherFocusReason); });
    connect(editor_, &CandidateEditor::saveWanted, this, [this] { endEdit(true); });
    connect(editor_, &CandidateEditor::cancelled, this, [this] { endEdit(false); });
    connect(gate_, &QPushButton::clicked, this, &CandidatesPage::askGate);
    connect(import_, &QPushButton::clicked, this, [this] {
        askForFile(this, tr("Candidates to import"), tr("Rows (*.jsonl *.json *.csv *.parquet)"),
                   [this](const QString& file) { import(file); });
    });
    connect(rows_table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { showRow(now.isValid() ? now.row() : -1); });
}

void CandidatesPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    wanted_ = unjudged_ = {};
    too_early_ = false;
    wanted_stage_.clear();
    queue_->setSession(session);
    if (session_ == nullptr) return;
    connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
        if (!delta->stages.empty()) queue_->refresh();
    });
    connect(session_, &RunSession::stateChanged, this, [this] {
        if (session_->unreadable()) refreshEmpty();
    });
}

void CandidatesPage::refresh() {
    const Gate* gate = queue_->gate();
    if (gates_->count() != static_cast<int>(queue_->gates().size())) {
        gates_->clear();
        for (const Gate& one : queue_->gates()) gates_->addItem(QString::fromStdString(one.stage.name));
    }
    gates_->setCurrentIndex(queue_->gateIndex());
    gates_->setVisible(gates_->count() > 1);
    const CandidateProgress now = queue_->progress();
    line_->setShare(now.wanted > 0 ? static_cast<double>(now.accepted + now.edited) / static_cast<double>(now.wanted) : 0);
    progress_->setText(gateProgress(*queue_));
    state_->setText(gateState(*queue_));
    state_->setVisible(!state_->text().isEmpty());
    const bool waits = gate != nullptr && gate->stage.state == StageState::Waiting;
    gate_->setVisible(gate != nullptr && !queue_->gateOpen() && gate->params.gate == "wait" &&
                      gate->stage.state != StageState::Done && gate->stage.state != StageState::Skipped);
    gate_->setEnabled(waits || now.accepted + now.edited > 0);
    setRole(gate_, now.needed() > 0 ? "" : "primary");  // the way on once there are enough
    import_->setVisible(gate != nullptr);
    line_->setVisible(gate != nullptr);
    filter_->setMatching(queue_->matching(), filter_->filter().show == CandidateFilter::Show::Undecided);
    filter_->setTags(queue_->tags());
    const bool blind = queue_->filter().show == CandidateFilter::Show::SecondPass;
    bar_->setBlind(blind);
    chips_->setVisible(!blind);  // they tell first verdicts
    chips_->show(queue_->recent());
    refreshEmpty();
    facts_->show(*queue_);
    if (views_->currentIndex() == Reading && queue_->current() != nullptr) heading_->setText(place());
    if (views_->currentIndex() == Rows) showRows();
}

void CandidatesPage::refreshEmpty() {
    const Gate* gate = queue_->gate();
    const CandidateProgress now = queue_->progress();
    const bool any = now.candidates > 0;
    body_->setVisible(any);
    empty_->setVisible(!any);
    if (any) return;
    if (session_ == nullptr)
        empty_->setText(tr("No run is open"), tr("Open a run whose recipe has a curate stage to judge its candidates."),
                        tr("Choose a run"));
    else if (session_->unreadable())
        empty_->setText(tr("This run cannot be read"), session_->problem(), tr("Choose another run"));
    else if (!queue_->unreadable().isEmpty())
        empty_->setText(tr("The recipe of this run cannot be read"),
                        queue_->unreadable() + QStringLiteral("\n") +
                            tr("Its curves, traces and comparisons can be looked at all the same."));
    else if (queue_->loading()) empty_->setText(tr("Reading the candidates"), {});
    else if (gate == nullptr)
        empty_->setText(tr("This recipe curates nothing"),
                        tr("Add a stage with kind = \"curate\" after a sample stage to choose cold-start data by hand."));
    else if (!queue_->notLoaded().isEmpty())
        empty_->setText(tr("The candidates of this run cannot be read"), queue_->notLoaded());
    else
        empty_->setText(tr("No candidates yet"), tr("They appear when \"%1\" has sampled its first problems. A file of rows "
                                                    "with prompt and completion can be imported now.")
                                                     .arg(QString::fromStdString(gate->params.candidates)));
}

void CandidatesPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    QTimer::singleShot(0, this, [this] { fit_legend_(); });
}

void CandidatesPage::showCandidate() {
    const CandidateText* candidate = queue_->current();
    if (views_->currentIndex() == Editing) {
        // The list was read again under a person who writes: nothing of it is theirs to lose.
        if (candidate != nullptr && candidate->id == editing_) return;
        setView(Reading);
        bar_->showVerdicts();
    }
    bar_->setActive(candidate != nullptr && views_->currentIndex() != Rows);
    if (candidate == nullptr) {
        text_->clearTrace();
        training_->clear();
        heading_->clear();
        showNothing();
    } else {
        if (std::exchange(too_early_, false)) unjudged_ = candidate->id;
        heading_->setText(place());
        text_->show(candidate->detail);
        if (views_->currentIndex() == Training) showTraining();
    }
    reading_->setCurrentIndex(candidate == nullptr ? 1 : 0);
    // What stands here when nothing is left says how to go on.
    if (candidate == nullptr && views_->currentIndex() == Training) setView(Reading);
    legend_->setVisible(candidate != nullptr && views_->currentIndex() == Reading);
    fit_legend_();
    facts_->show(*queue_);
    refreshEarly();
}

void CandidatesPage::refreshEarly() {
    const CandidateText* candidate = queue_->current();
    const bool early = candidate != nullptr && (too_early_ || candidate->id == unjudged_);
    early_->setText(early ? tr("! A key came before this candidate was shown: it is not judged yet.") : QString());
}

void CandidatesPage::showNothing() {
    const CandidateProgress now = queue_->progress();
    CandidateFilter plain;
    plain.show = queue_->filter().show;
    plain.order = queue_->filter().order;
    if (now.candidates > 0 && queue_->filter() != plain)
        return nothing_->setText(tr("Nothing is left that passes this filter"),
                                 tr("Loosen a condition above, or go on with all that are undecided."), tr("All undecided"));
    if (now.second_due > 0 && plain.show != CandidateFilter::Show::SecondPass)
        return nothing_->setText(
            tr("Nothing is left in this queue"),
            tr("%n candidates are due for the blind second pass. Or choose another queue above, or open the gate (G).",
               nullptr, static_cast<int>(now.second_due)),
            tr("Second pass"));
    nothing_->setText(tr("Nothing is left in this queue"), gate_->isVisibleTo(this)
                                                               ? tr("Choose another queue above, or open the gate (G).")
                                                               : tr("Choose another queue above."));
}

void CandidatesPage::showOnly(CandidateFilter::Show show) {
    CandidateFilter filter;
    filter.show = show;
    filter_->setFilter(filter);
    queue_->setFilter(filter);
}

void CandidatesPage::openLink(const PageLink& link) {
    const QString stage = link.value(QStringLiteral("stage"));
    wanted_ = {link.value(QStringLiteral("source")).toStdString(), {link.number(QStringLiteral("candidate")).value_or(0)}};
    wanted_stage_ = stage;
    goToWanted();
}

void CandidatesPage::goToWanted() {
    if (queue_->gates().empty()) return;
    const auto& gates = queue_->gates();
    const auto found = std::find_if(gates.begin(), gates.end(), [&](const Gate& one) {
        return QString::fromStdString(one.stage.name) == wanted_stage_;
    });
    const int index = found == gates.end() ? queue_->gateIndex() : static_cast<int>(found - gates.begin());
    wanted_stage_.clear();
    if (index != queue_->gateIndex()) return queue_->chooseGate(index);
    if (!wanted_.rollout || queue_->loading() || queue_->matching() == 0) return;
    queue_->goTo(std::exchange(wanted_, {}));
}

QUrlQuery CandidatesPage::link() const {
    PageLink link;
    if (queue_->gate() != nullptr) link.set(QStringLiteral("stage"), QString::fromStdString(queue_->gate()->stage.name));
    if (const CandidateText* shown = queue_->current()) {
        link.set(QStringLiteral("source"), QString::fromStdString(shown->id.source_run));
        link.set(QStringLiteral("candidate"), QString::number(shown->id.rollout.value));
    }
    return link.parameters;
}

QJsonObject CandidatesPage::saveState() const {
    const CandidateFilter filter = filter_->filter();
    return {{QStringLiteral("show"), static_cast<int>(filter.show)},
            {QStringLiteral("order"), static_cast<int>(filter.order)},
            {QStringLiteral("with_lost"), filter.with_lost},
            {QStringLiteral("right_only"), filter.right_only},
            {QStringLiteral("one_language"), filter.one_language},
            {QStringLiteral("reflecting"), filter.reflecting},
            {QStringLiteral("max_tokens"), filter.max_tokens},
            {QStringLiteral("text"), filter.text},
            {QStringLiteral("view"), views_->currentIndex() == Editing ? Reading : views_->currentIndex()},
            {QStringLiteral("legend"), QJsonArray::fromStringList(legend_->saved())}};
}

void CandidatesPage::restoreState(const QJsonObject& state) {
    CandidateFilter filter;
    filter.show = static_cast<CandidateFilter::Show>(std::clamp(state.value(QStringLiteral("show")).toInt(), 0, 5));
    filter.order = static_cast<CandidateFilter::Order>(std::clamp(state.value(QStringLiteral("order")).toInt(), 0, 2));
    filter.with_lost = state.value(QStringLiteral("with_lost")).toBool();
    filter.right_only = state.value(QStringLiteral("right_only")).toBool();
    filter.one_language = state.value(QStringLiteral("one_language")).toBool();
    filter.reflecting = state.value(QStringLiteral("reflecting")).toBool();
    filter.max_tokens = state.value(QStringLiteral("max_tokens")).toInt();
    filter.text = state.value(QStringLiteral("text")).toString();
    legend_->restore(state.value(QStringLiteral("legend")).toVariant().toStringList());
    filter_->setFilter(filter);
    queue_->setFilter(filter);
    setView(std::clamp(state.value(QStringLiteral("view")).toInt(), static_cast<int>(Reading), static_cast<int>(Rows)));
}

}  // namespace retort::ui
