// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/traces_page.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QKeyEvent>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <limits>
#include <utility>

#include "ui/format.h"
#include "ui/models/rollout_table.h"
#include "ui/session/background.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/hit_delegate.h"
#include "ui/widgets/language_bar.h"
#include "ui/widgets/rollout_filter_bar.h"
#include "ui/widgets/scroll_memory.h"
#include "ui/widgets/table.h"
#include "ui/widgets/token_pane.h"
#include "ui/widgets/token_strip.h"
#include "ui/widgets/trace_legend.h"
#include "ui/widgets/trace_reader.h"

namespace retort::ui {
namespace {

constexpr std::int64_t count_cap = 10000;  // counting hits of a search one by one must not keep the list waiting
constexpr int table_share = 48, reader_share = 52;
constexpr int note_width = 24;  // characters of a bookmark's note
/// As links name them.
constexpr std::pair<TokenMeasure, const char*> token_measures[] = {{TokenMeasure::Entropy, "entropy"},
                                                                   {TokenMeasure::LogProb, "logprob"},
                                                                   {TokenMeasure::Ratio, "ratio"},
                                                                   {TokenMeasure::Advantage, "advantage"}};
constexpr int place_share = 5;  // of the table's width, at most a fifth for step and stage

}  // namespace

TracesPage::TracesPage(QWidget* parent) : Page(parent) {
    filter_ = new RolloutFilterBar;
    model_ = new RolloutTableModel(this);
    table_ = makeTable(model_, tr("Traces"));
    table_->setProperty(rows_by_identity, true);
    table_->setItemDelegateForColumn(RolloutTableModel::Problem, new HitDelegate(table_));
    table_->setItemDelegateForColumn(RolloutTableModel::Language, new LanguageBarDelegate(table_));
    reader_ = new TraceReader;
    newer_ = makeButton(tr("The run has newer traces: read again"), {}, "",
                        tr("Read the list again, with what the run has added (r)"));
    // Over the list's lower edge: nothing that is being read moves when it comes.
    newer_->setParent(table_);
    newer_->hide();
    splitter_ = new QSplitter;
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(makeLeft());
    splitter_->addWidget(reader_);
    splitter_->setStretchFactor(0, table_share);
    splitter_->setStretchFactor(1, reader_share);
    splitter_->setSizes({table_share * size::l, reader_share * size::l});
    auto* all = column(size::m);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(filter_);
    all->addWidget(splitter_, 1);
    setLayout(all);
    wire();
    makeKeys();
    setFirstFocus(this, table_);
    newer_tick_.setInterval(duration::tick);
    connect(&newer_tick_, &QTimer::timeout, this, &TracesPage::refreshNewer);
    newer_tick_.start();
    pageRead(false);
}

QWidget* TracesPage::makeLeft() {
    QHeaderView* header = table_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(RolloutTableModel::Problem, QHeaderView::Stretch);
    header->setSectionsClickable(true);
    fitColumn(RolloutTableModel::Answer, {QStringLiteral("00000")});
    fitColumn(RolloutTableModel::Verdict, {QStringLiteral("✓")});
    fitColumn(RolloutTableModel::Reward, {QStringLiteral("−0.00")});
    fitColumn(RolloutTableModel::Length, {QStringLiteral("00000")});
    fitColumn(RolloutTableModel::Language, {});
    fitColumn(RolloutTableModel::Flags, {tr("checks itself")});
    auto* left = new QWidget;
    auto* layout = column(size::s);
    layout->addWidget(table_, 1);
    empty_ = new EmptyState;
    layout->addWidget(empty_, 1);
    left->setLayout(layout);
    return left;
}

void TracesPage::wire() {
    table_->installEventFilter(this);
    connect(splitter_, &QSplitter::splitterMoved, this, &TracesPage::fitColumns);
    connect(filter_, &RolloutFilterBar::changed, this, &TracesPage::apply);
    connect(filter_, &RolloutFilterBar::listWanted, table_, qOverload<>(&QWidget::setFocus));
    connect(filter_, &RolloutFilterBar::copyWanted, this, &TracesPage::copyLink);
    connect(filter_, &RolloutFilterBar::savedChanged, this,
            [this](const QString& text, const std::function<void()>& undo) { Q_EMIT notice(text, tr("Undo"), undo); });
    connect(model_, &RolloutTableModel::pageRead, this, &TracesPage::pageRead);
    connect(newer_, &QPushButton::clicked, this, &TracesPage::apply);
    connect(reader_, &TraceReader::changed, this, &TracesPage::showBookmark);
    connect(reader_, &TraceReader::bookmarkWanted, this, &TracesPage::bookmark);
    connect(reader_, &TraceReader::noteWritten, this, &TracesPage::note);
    connect(reader_, &TraceReader::noteLeft, table_, qOverload<>(&QWidget::setFocus));
    connect(table_->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int column) {
        if (const auto order = model_->orderFor(column)) filter_->setOrder(*order);
    });
    connect(empty_, &EmptyState::clicked, this, &TracesPage::leaveEmpty);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (now.isValid()) reader_->show(model_->at(now.row()).id);
    });
    connect(reader_, &TraceReader::moved, this, [this](RolloutId id) {
        const int row = model_->rowOf(id);
        if (row >= 0) table_->selectRow(row);
    });
}

void TracesPage::makeKeys() {
    auto key = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    key(QKeySequence::Find, [this] { filter_->focusSearch(); });
    key(QKeySequence::Save, [this] { filter_->openSaved(); });
    key(Qt::Key_N, [this] { reader_->sibling(1); });
    key(Qt::Key_P, [this] { reader_->sibling(-1); });
    key(Qt::SHIFT | Qt::Key_N, [this] { reader_->visit(1); });
    key(Qt::SHIFT | Qt::Key_P, [this] { reader_->visit(-1); });
    key(Qt::Key_T, [this] { reader_->setTokens(!reader_->tokensShown()); });
    key(Qt::Key_F, [this] { reader_->toggleFold(); });
    key(Qt::Key_M, [this] { reader_->toggleTyped(); });
    key(Qt::Key_R, [this] { apply(); });
    key(Qt::Key_B, [this] { toggleBookmark(); });
    key(Qt::SHIFT | Qt::Key_B, [this] { reader_->editNote(); });
    key(QKeySequence::FindNext, [this] { reader_->findAgain(1); });
    key(QKeySequence::FindPrevious, [this] { reader_->findAgain(-1); });
    key(Qt::SHIFT | Qt::Key_C, [this] { QGuiApplication::clipboard()->setText(reader_->plainText()); });
}

bool TracesPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_ && event->type() == QEvent::Resize) placeNewer();
    // Space turns the page while the list has the keys; elsewhere it presses what has the focus.
    if (watched == table_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space) {
            reader_->turnPage(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

std::vector<PageAction> TracesPage::actions() {
    return {{tr("Search in problems and answers; Enter goes to the list"), tr("Ctrl+F"), [this] { filter_->focusSearch(); }},
            {tr("Saved filters"), tr("Ctrl+S"), [this] { filter_->openSaved(); }},
            {tr("Next sibling in the group"), QStringLiteral("n"), [this] { reader_->sibling(1); }},
            {tr("Previous sibling in the group"), QStringLiteral("p"), [this] { reader_->sibling(-1); }},
            {tr("Same problem, the next time it was drawn"), tr("Shift+N"), [this] { reader_->visit(1); }},
            {tr("Same problem, the time before"), tr("Shift+P"), [this] { reader_->visit(-1); }},
            {tr("A page on in the trace, a page back"), tr("Space, Shift+Space"), [this] { reader_->turnPage(1); }},
            {tr("Next place of what is searched, the one before"), tr("F3, Shift+F3"), [this] { reader_->findAgain(1); }},
            {tr("Token by token"), QStringLiteral("t"), [this] { reader_->setTokens(!reader_->tokensShown()); }},
            {tr("Fold or unfold a long think part"), QStringLiteral("f"), [this] { reader_->toggleFold(); }},
            {tr("Markdown and formulas as typed"), QStringLiteral("m"), [this] { reader_->toggleTyped(); }},
            {tr("Bookmark this trace, or not any more"), QStringLiteral("b"), [this] { toggleBookmark(); }},
            {tr("Note on this trace, with a bookmark"), tr("Shift+B"), [this] { reader_->editNote(); }},
            {tr("Copy this trace's text"), tr("Shift+C"),
             [this] { QGuiApplication::clipboard()->setText(reader_->plainText()); }},
            {tr("Read the list again"), QStringLiteral("r"), [this] { apply(); }},
            {tr("Show all traces"),
             {},
             [this] {
                 filter_->setFilter({});
                 apply();
             }},
            {tr("Through the list"), tr("Up, Down, Page Up, Page Down"), {}},
            {tr("Sort by a column"), tr("its header"), {}}};
}

void TracesPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    pending_.reset();
    wanted_ = {};
    ended_ = {};
    no_recipe_.clear();
    sifting_ = false;
    seen_ = isVisible();
    ++sessions_;
    filter_->setFilter({});
    openBookmarks();
    reader_->setSession(session);
    model_->setChosen(std::nullopt);
    model_->setSession(session);
    filter_->setEnabled(session != nullptr);
    if (session_ == nullptr) return pageRead(false);
    connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
        if (!delta->stages.empty()) {
            filter_->setStages(session_->stages());
            fitPlaceColumn();
        }
        if (pending_ && !session_->stages().empty()) return openView(*std::exchange(pending_, std::nullopt));
        if (delta->reset) return apply();
        // The first traces of a run come by themselves; later ones are announced, so that nothing moves while it is read.
        if (model_->rowCount() > 0 || delta->new_rollouts == 0 || model_->loading()) return;
        if (filter_->view().ends && !filter_->onlyBookmarked()) sift();
        else model_->reload();
    });
    connect(session_, &RunSession::stateChanged, this, [this] {
        if (session_->unreadable() && !empty_->isVisibleTo(this)) pageRead(false);
    });
    connect(session_, &RunSession::ready, this, [this] {
        if (empty_->isVisibleTo(this)) showEmpty();
    });
    filter_->setStages(session_->stages());
    fitPlaceColumn();
    pageRead(false);
}

void TracesPage::askNames() {
    if (session_ == nullptr) return;
    using Names = std::pair<std::vector<std::string>, std::vector<std::string>>;
    session_->jobs().ask<Names>(
        "names", this,
        [](RunReader& reader) {
            return Names{reader.promptLanguages(), reader.rewardTerms()};
        },
        [this](Names names) { filter_->setNames(names.first, names.second); });
}

void TracesPage::setStage(StageId stage) {
    RolloutView view = filter_->view();
    if (view.filter.stage == stage) return;
    view.filter.stage = stage;
    view.filter.step_from = view.filter.step_to = std::nullopt;
    filter_->setView(view);
    apply();
}

void TracesPage::openLink(const PageLink& link) {
    if (session_ == nullptr) return;
    if (session_->stages().empty()) pending_ = link.parameters;
    else openView(link.parameters);
}

void TracesPage::openView(const QUrlQuery& query) {
    filter_->setView(viewFrom(query, session_->stages()));
    wanted_ = {PageLink{{}, query}.number(QStringLiteral("rollout")).value_or(0)};
    const QString measure = PageLink{{}, query}.value(QStringLiteral("measure"));
    for (const auto& [value, name] : token_measures)
        if (measure == QLatin1String(name)) reader_->tokens().setMeasure(value);
    reader_->setTokens(PageLink{{}, query}.value(QStringLiteral("view")) == QStringLiteral("tokens"));
    apply();
    if (wanted_) reader_->show(wanted_);
    table_->setFocus();
}

QUrlQuery TracesPage::link() const {
    if (session_ == nullptr) return {};
    QUrlQuery query = toQuery(filter_->view(), session_->stages());
    if (reader_->shown()) query.addQueryItem(QStringLiteral("rollout"), QString::number(reader_->shown().value));
    if (!reader_->tokensShown()) return query;
    query.addQueryItem(QStringLiteral("view"), QStringLiteral("tokens"));
    for (const auto& [value, name] : token_measures)
        if (value == reader_->tokens().strip().measure()) query.addQueryItem(QStringLiteral("measure"), QLatin1String(name));
    return query;
}

void TracesPage::copyLink() {
    if (session_ == nullptr) return;
    PageLink place{QStringLiteral("traces"), link()};
    place.set(QStringLiteral("run"), QString::fromStdString(session_->directory().root().string()));
    QGuiApplication::clipboard()->setText(place.toText());
    Q_EMIT notice(tr("The link is on the clipboard; `retort-workbench --link` opens it."));
}

void TracesPage::apply() {
    const RolloutView view = filter_->view();
    std::optional<std::vector<RolloutId>> chosen;
    if (view.bookmarked && bookmarks_) {
        chosen.emplace();
        for (const Bookmark& mark : bookmarks_->all()) chosen->push_back(mark.rollout);
    }
    model_->setChosen(std::move(chosen), view.by_bookmark);
    if (!view.ends || view.bookmarked || session_ == nullptr) return list(view.filter);
    session_->jobs().cancel("count");
    model_->await();
    filter_->setCount(tr("Reading the samples"));
    refreshNewer();
    pageRead(false);
    sift();
}

void TracesPage::list(const RolloutFilter& filter) {
    model_->setFilter(filter, filter_->order());
    fitColumns();
    reader_->setSearch(filter_->searchText());
    refreshNewer();
    count();
}

void TracesPage::sift() {
    if (sifting_) return;  // what is asked now is asked when that has its answer
    sifting_ = true;
    const RolloutView view = filter_->view();
    const QString stage = stageName(view.filter.stage);
    inBackground<EndedTraces>(
        this, [run = session_->directory(), stage, ends = *view.ends] { return findEnded(run, stage.toStdString(), ends); },
        [this, stage, ends = *view.ends, session = sessions_](const EndedTraces& answer) {
            if (session == sessions_) sifted(stage, ends, answer, {});
        },
        [this, stage, ends = *view.ends, session = sessions_](const QString& reason) {
            if (session == sessions_) sifted(stage, ends, {}, reason);
        });
}

void TracesPage::sifted(const QString& stage, const Ending& asked, const EndedTraces& answer, const QString& reason) {
    sifting_ = false;
    RolloutView view = filter_->view();
    if (!view.ends || view.bookmarked) return;  // the list went on without
    if (*view.ends != asked || stageName(view.filter.stage) != stage) return sift();
    ended_ = answer;
    no_recipe_ = reason;
    view.filter.among = ended_.traces;
    list(view.filter);
}

QString TracesPage::stageName(StageId id) const {
    const StageRecord* const stage = session_->stage(id);
    return stage == nullptr ? QString() : QString::fromStdString(stage->name);
}

void TracesPage::count() {
    filter_->setCount({});
    if (session_ == nullptr) return;
    const auto traces = [](qint64 count) {
        return tr("%1 traces", nullptr, static_cast<int>(count)).arg(formatCount(static_cast<double>(count)));
    };
    if (filter_->onlyBookmarked()) return filter_->setCount(traces(static_cast<qint64>(bookmarks_->all().size())));
    // Facts are counted already; only a search or a range of steps is counted one by one.
    const RolloutFilter asked = model_->filter();
    const std::int64_t cap = asked.text.empty() && !asked.step_from && !asked.step_to && !asked.prompt
                                 ? std::numeric_limits<std::int64_t>::max()
                                 : count_cap;
    session_->jobs().ask<std::int64_t>(
        "count", this, [asked, cap](RunReader& reader) { return reader.countRollouts(asked, cap); },
        [this, cap, traces](std::int64_t count) {
            filter_->setCount(count >= cap ? tr("%1 or more").arg(formatCount(count_cap)) : traces(count));
        },
        StoreJobs::Turn::Aside);
}

void TracesPage::pageRead(bool first) {
    const bool any = model_->rowCount() > 0, unreadable = session_ != nullptr && session_->unreadable();
    table_->setVisible(any || (model_->loading() && !unreadable));
    empty_->setVisible(!table_->isVisibleTo(this));
    // Without a run there is nothing to filter and nothing to choose.
    for (QWidget* part : {static_cast<QWidget*>(filter_), static_cast<QWidget*>(reader_)})
        part->setVisible(session_ != nullptr && !unreadable);
    if (empty_->isVisibleTo(this)) showEmpty();
    if (first && any) {
        // A wanted trace that is not on the first page is read all the same.
        const int row = wanted_ ? model_->rowOf(wanted_) : 0;
        if (row >= 0) table_->selectRow(row);
        wanted_ = {};
        askNames();
        count();
    }
    // One that was read already and is further down in the list than its first page.
    if (!first && any && !table_->currentIndex().isValid() && reader_->shown())
        if (const int row = model_->rowOf(reader_->shown()); row >= 0) table_->selectRow(row);
    if (!any && !model_->loading()) reader_->show(RolloutId{});
}

void TracesPage::showEmpty() {
    const RolloutView view = filter_->view();
    if (session_ != nullptr && session_->unreadable()) {
        empty_->setText(tr("This run cannot be read"), session_->problem(), tr("Choose another run"));
    } else if (session_ == nullptr) {
        empty_->setText(tr("No run is open"), tr("Open a run to read what the model wrote."), tr("Choose a run"));
    } else if (session_->rolloutCount() == 0 && !session_->caughtUp()) {
        empty_->setText(tr("Reading the run"), {});
    } else if (session_->rolloutCount() == 0) {
        empty_->setText(
            tr("No traces yet"),
            tr("They appear when a stage with reinforcement learning or sampling has answered its first problems."));
    } else if (view.bookmarked) {
        empty_->setText(tr("No trace has a bookmark"), tr("The key b gives the trace that is read one."),
                        tr("Show all traces"));
    } else if (view.ends && !no_recipe_.isEmpty()) {
        empty_->setText(tr("Where samples end cannot be said"), no_recipe_, tr("Show all traces"));
    } else if (view.ends && ended_.found == EndedTraces::Found::NoFunnel) {
        empty_->setText(tr("There is no funnel here"),
                        view.filter.stage ? tr("Only the samples of a sample stage end at a test, and this stage has none.")
                                          : tr("Only the samples of a sample stage end at a test, and this run has none."),
                        tr("Show all traces"));
    } else if (view.ends && ended_.found == EndedTraces::Found::Elsewhere) {
        empty_->setText(
            tr("These samples are another run's"),
            tr("The stage %1 was taken over from the run %2: its traces are there.")
                .arg(QString::fromStdString(ended_.stage), QString::fromStdString(ended_.elsewhere.filename().string())),
            tr("Open that run"));
    } else {
        empty_->setText(tr("No trace passes this filter"), tr("Loosen a condition, or show all traces again."),
                        tr("Show all traces"));
    }
}

void TracesPage::leaveEmpty() {
    if (session_ == nullptr || session_->unreadable()) return Q_EMIT linkWanted({QStringLiteral("runs"), {}});
    const RolloutView view = filter_->view();
    if (view.ends && !view.bookmarked && ended_.found == EndedTraces::Found::Elsewhere) {
        PageLink there{QStringLiteral("traces"), toQuery(view, session_->stages())};
        return Q_EMIT linkWanted(there.set(QStringLiteral("run"), QString::fromStdString(ended_.elsewhere.string())));
    }
    filter_->setFilter({});
    apply();
}

void TracesPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    // What came while nobody had looked is not news: a list that nobody has seen may still change.
    if (!std::exchange(seen_, true) && filter_->order() == RolloutOrder::NewestFirst && model_->hasNewer()) apply();
}

void TracesPage::refreshNewer() {
    newer_->setVisible(!filter_->onlyBookmarked() && filter_->order() == RolloutOrder::NewestFirst && model_->hasNewer());
    if (newer_->isVisibleTo(this)) placeNewer();
}

void TracesPage::placeNewer() {
    newer_->adjustSize();
    newer_->move((table_->width() - newer_->width()) / 2, table_->height() - newer_->height() - size::l);
    newer_->raise();
}

void TracesPage::fitColumn(int column, const QStringList& samples) {
    const QFontMetrics head(labelFont()), body(bodyFont());
    int width = head.horizontalAdvance(RolloutTableModel::nameOf(column) +
                                       (model_->orderFor(column) ? QStringLiteral(" ↓") : QString())) +
                size::l + size::underline;
    for (const QString& sample : samples) width = std::max(width, body.horizontalAdvance(sample) + size::l);
    table_->horizontalHeader()->resizeSection(column, width);
}

void TracesPage::fitPlaceColumn() {
    // With all stages in the list their names stand behind the steps: whole where the problem keeps its room.
    const QFontMetrics body(bodyFont());
    QString widest = QStringLiteral("00000");
    if (session_ != nullptr && !filter_->filter().stage) {
        for (const StageRecord& stage : session_->stages()) {
            const QString name = QStringLiteral("000 ") + QString::fromStdString(stage.name);
            if ((stage.kind == "grpo" || stage.kind == "sample") &&
                body.horizontalAdvance(name) > body.horizontalAdvance(widest))
                widest = name;
        }
    }
    const int most = std::max(splitter_->sizes().front() / place_share, size::rail);
    fitColumn(RolloutTableModel::Where, {body.elidedText(widest, Qt::ElideRight, most)});
}

void TracesPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    QTimer::singleShot(0, this, &TracesPage::fitColumns);  // when the splitter has its new sizes
}

void TracesPage::fitColumns() {
    // The notes give way first: what they say is on the right anyway. Among bookmarks they are what is looked for.
    table_->setColumnHidden(RolloutTableModel::Flags,
                            !filter_->onlyBookmarked() && splitter_->sizes().front() < size::card_width * 2);
    fitColumn(RolloutTableModel::Flags, {filter_->onlyBookmarked() ? QString(note_width, u'n') : tr("checks itself")});
    fitPlaceColumn();
}

QJsonObject TracesPage::saveState() const {
    return {{QStringLiteral("splitter"), toText(splitter_->saveState())},
            {QStringLiteral("legend"), QJsonArray::fromStringList(reader_->legend().saved())}};
}

void TracesPage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state[QStringLiteral("splitter")]));
    reader_->legend().restore(state[QStringLiteral("legend")].toVariant().toStringList());
}

}  // namespace retort::ui
