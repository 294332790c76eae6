// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/recipe_page.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QHeaderView>
#include <QListWidget>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QTableWidget>
#include <algorithm>

#include "recipe/recipe_text.h"
#include "ui/models/recipe_document.h"
#include "ui/models/recipe_sections.h"
#include "ui/session/run_session.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/confirm_bar.h"
#include "ui/widgets/data_card.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/recipe_form.h"
#include "ui/widgets/recipe_graph.h"
#include "ui/widgets/toml_edit.h"

namespace retort::ui {
namespace {

constexpr int shortest_section = 14;  // letters of the chooser of sections

}  // namespace

RecipePage::RecipePage(QWidget* parent) : Page(parent) {
    setRole(this, "page");
    document_ = new RecipeDocument(this);
    confirm_ = new ConfirmBar;
    auto* inside = column(size::s);
    inside->addWidget(makeHead());
    inside->addWidget(confirm_);
    inside->addWidget(makeBody(), 1);
    inside->addWidget(makeFoot());
    body_ = new QWidget;
    body_->setLayout(inside);
    empty_ = new EmptyState;
    auto* all = column(0);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    setFirstFocus(this, graph_);
    wire();
    refreshEmpty();
}

QWidget* RecipePage::makeHead() {
    title_ = new ElidedLabel;
    title_->setElide(Qt::ElideMiddle);
    setRole(title_, "title");
    verdict_ = makeLabel({});
    section_ = new Chooser(tr("Section of the recipe"));
    section_->setToolTip(tr("The form below: the stage chosen in the graph, or another section of recipe.toml (Ctrl+L)"));
    section_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    section_->setMinimumContentsLength(shortest_section);
    section_->addItem(tr("chosen stage"), QString());
    against_ = new Chooser(tr("Compare with a run"));
    against_->addItem(tr("Compare with a run…"));
    undo_ = makeButton(tr("Undo"), {}, "quiet", tr("Takes the last change back (Ctrl+Z)"));
    redo_ = makeButton(tr("Redo"), {}, "quiet", tr("Makes it again (Ctrl+Shift+Z)"));
    save_ = makeButton(tr("Save"), {}, "", tr("Writes recipe.toml (Ctrl+S)"));
    run_ = makeButton(tr("Run"), QStringLiteral("play"), "primary",
                      tr("Starts the recipe; finished stages are taken from earlier runs (Ctrl+Enter)"));
    auto* head = new QWidget;
    auto* parts = row(size::s);
    parts->addWidget(title_, 1);
    parts->addWidget(verdict_);
    parts->addWidget(section_);
    parts->addWidget(against_);
    parts->addWidget(undo_);
    parts->addWidget(redo_);
    parts->addWidget(save_);
    parts->addWidget(run_);
    head->setLayout(parts);
    return head;
}

QWidget* RecipePage::makeBody() {
    graph_ = new RecipeGraph;
    auto* scroll = new QScrollArea;
    scroll->setWidget(graph_);
    graph_->setAutoFillBackground(false);  // the card's surface, also beside a scroll bar
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* card = new QFrame;
    setRole(card, "card");
    auto* card_layout = column(0);
    card_layout->setContentsMargins(1, 1, 1, 1);
    card_layout->addWidget(scroll);
    card->setLayout(card_layout);
    form_ = new RecipeForm;
    toml_ = new TomlEdit;
    columns_ = new QSplitter;
    columns_->setChildrenCollapsible(false);
    columns_->addWidget(form_);
    columns_->addWidget(toml_);
    columns_->setSizes({size::panel * 2, size::panel * 2});
    splitter_ = new QSplitter(Qt::Vertical);
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(card);
    splitter_->addWidget(columns_);
    splitter_->setStretchFactor(0, 2);
    splitter_->setStretchFactor(1, 3);
    splitter_->setSizes({size::card_height * 4 / 5, size::card_width});
    return splitter_;
}

QWidget* RecipePage::makeFoot() {
    findings_ = new QListWidget;
    setRole(findings_, "lines");
    findings_->setAccessibleName(tr("What the check says"));
    findings_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    findings_->hide();
    findings_->setWordWrap(true);
    differences_ = new QTableWidget(0, 3);
    differences_->setAccessibleName(tr("What differs from the chosen run"));
    differences_->setHorizontalHeaderLabels({tr("Field"), tr("Then"), tr("Now")});
    differences_->verticalHeader()->hide();
    differences_->verticalHeader()->setDefaultSectionSize(size::row);
    differences_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    differences_->setSelectionBehavior(QAbstractItemView::SelectRows);
    differences_->setShowGrid(false);
    differences_->setTabKeyNavigation(false);
    differences_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    differences_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    differences_->setMaximumHeight(size::row * 5);
    differences_->hide();
    estimate_ = makeLabel({}, "muted");
    estimate_->setWordWrap(true);
    estimate_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    // What a start would do, what is wrong, or both: in one place that is kept for them, so that nothing else moves.
    auto* said = new QWidget;
    said->setFixedHeight(size::row * 2);
    auto* parts = column(size::xs);
    parts->addWidget(estimate_);
    parts->addWidget(findings_, 1);
    said->setLayout(parts);
    live_ = new ElidedLabel;
    setRole(live_, "muted");
    live_->hide();
    auto* foot = new QWidget;
    data_ = new DataCard;
    auto* all = column(size::xs);
    all->addWidget(data_);
    all->addWidget(differences_);
    all->addWidget(live_);
    all->addWidget(said);
    foot->setLayout(all);
    return foot;
}

void RecipePage::wire() {
    connect(document_, &RecipeDocument::loaded, this, &RecipePage::loaded);
    connect(document_, &RecipeDocument::checked, this, &RecipePage::checked);
    connect(document_, &RecipeDocument::written, this, [this] { save_->setEnabled(dirty()); });
    connect(document_, &RecipeDocument::changedOutside, this, &RecipePage::askToOverwrite);
    connect(document_, &RecipeDocument::failed, this, [this](const QString& reason) {
        if (!title_->text().isEmpty()) return Q_EMIT problem(reason);
        unreadable_ = coreWords(reason);
        refreshEmpty();
    });
    connect(empty_, &EmptyState::clicked, this, [this] {
        if (session_ == nullptr) return Q_EMIT linkWanted({QStringLiteral("runs"), {}});
        document_->open(session_->projectFolder());
    });
    connect(section_, &QComboBox::activated, this,
            [this](int index) { chooseSection(section_->itemData(index).toString()); });
    connect(document_, &RecipeDocument::compared, this,
            [this](const QString& run, const std::vector<ValueDifference>& found) {
                if (run != against_->currentData().toString()) return;
                differences_->clearContents();
                differences_->setRowCount(static_cast<int>(std::max<std::size_t>(1, found.size())));
                for (int i = 0; i < static_cast<int>(found.size()); ++i) {
                    const ValueDifference& one = found[static_cast<std::size_t>(i)];
                    const QString cells[] = {QString::fromStdString(one.field),
                                             one.then.empty() ? tr("–") : QString::fromStdString(one.then),
                                             one.now.empty() ? tr("–") : QString::fromStdString(one.now)};
                    for (int column = 0; column < 3; ++column)
                        differences_->setItem(i, column, new QTableWidgetItem(cells[column]));
                }
                if (found.empty()) differences_->setItem(0, 0, new QTableWidgetItem(tr("Nothing differs from %1").arg(run)));
                differences_->show();
            });
    connect(against_, &QComboBox::activated, this, &RecipePage::compare);
    connect(graph_, &RecipeGraph::chosen, this, &RecipePage::choose);
    connect(form_, &RecipeForm::changed, this, &RecipePage::setField);
    connect(form_, &RecipeForm::resetWanted, this, &RecipePage::resetField);
    connect(form_, &RecipeForm::typed, toml_, &TomlEdit::endStep);
    connect(form_, &RecipeForm::liveWanted, this, [this](const QString& key, const QString& toml) {
        if (session_ == nullptr || liveStage().isEmpty()) return;
        session_->setField(QStringLiteral("stages.%1.%2").arg(liveStage(), key), toml);
    });
    connect(toml_, &QPlainTextEdit::textChanged, this, [this] {
        document_->check(toml_->toPlainText());
        save_->setEnabled(dirty());
        refreshForm();
    });
    connect(toml_, &QPlainTextEdit::undoAvailable, undo_, &QWidget::setEnabled);
    connect(toml_, &QPlainTextEdit::redoAvailable, redo_, &QWidget::setEnabled);
    undo_->setEnabled(false);
    redo_->setEnabled(false);
    connect(undo_, &QPushButton::clicked, toml_, &QPlainTextEdit::undo);
    connect(redo_, &QPushButton::clicked, toml_, &QPlainTextEdit::redo);
    connect(save_, &QPushButton::clicked, this, &RecipePage::save);
    connect(run_, &QPushButton::clicked, this, &RecipePage::askRun);
    connect(findings_, &QListWidget::itemActivated, this,
            [this](QListWidgetItem* item) { toml_->goToLine(item->data(Qt::UserRole).toInt()); });
    connect(findings_, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { toml_->goToLine(item->data(Qt::UserRole).toInt()); });
    const auto key = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    key(QKeySequence::Save, [this] { save(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { askRun(); });
    key(QKeySequence::Find, [this] { form_->focusFilter(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { section_->showPopup(); });
}

void RecipePage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    refreshEmpty();
    if (session_ == nullptr) return;
    connect(session_, &RunSession::stateChanged, this, &RecipePage::refreshLive);
    connect(session_, &RunSession::replied, this, [this](bool ok, const QString& message) {
        if (ok && !message.isEmpty() && isVisible()) Q_EMIT notice(coreWords(message));
    });
    connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
        if (!delta->events.empty()) refreshLive();
        // What has just been finished would not run again.
        const auto finished = std::ranges::count(session_->stages(), StageState::Done, &StageRecord::state);
        if (std::exchange(finished_, finished) != finished && !title_->text().isEmpty())
            document_->check(toml_->toPlainText());
    });
    if (document_->project() != session_->projectFolder()) {
        title_->clear();
        unreadable_.clear();
        refreshEmpty();
        document_->open(session_->projectFolder());
    }
    fillRuns();
    refreshLive();
}

void RecipePage::refreshEmpty() {
    const bool readable = session_ != nullptr && unreadable_.isEmpty();
    body_->setVisible(readable);
    empty_->setVisible(!readable);
    if (session_ == nullptr)
        empty_->setText(tr("No project is open"), tr("Open a project or a run to see and change its recipe."),
                        tr("Choose a run"));
    else empty_->setText(tr("This project has no recipe that can be read"), unreadable_, tr("Read it again"));
}

void RecipePage::loaded(const QString& text) {
    title_->setText(QString::fromStdString((document_->project() / "recipe.toml").string()));
    unreadable_.clear();
    refreshEmpty();
    toml_->setPlainText(text);
    if (!draft_.isEmpty() && draft_ != text && draft_of_ == QString::fromStdString(document_->project().string())) {
        // A draft comes back as a change that can be undone.
        toml_->apply({0, static_cast<std::size_t>(text.toUtf8().size()), draft_.toStdString()});
        if (draft_by_ != QCoreApplication::applicationPid())
            Q_EMIT notice(tr("The unsaved changes of last time are back; undo shows the file as it is."));
    }
    draft_.clear();
    document_->check(toml_->toPlainText());
}

bool RecipePage::dirty() const { return toml_->toPlainText() != document_->saved(); }

std::string RecipePage::stagePath() const { return "stages." + stage_.toStdString(); }

void RecipePage::choose(const QString& stage) {
    stage_ = stage;
    chosen_section_.clear();
    section_->setCurrentIndex(0);
    graph_->select(stage);
    const RecipeText text(toml_->toPlainText().toStdString());
    if (const int line = text.lineOf(stagePath()); line > 0) toml_->goToLine(line);
    refreshForm();
}

void RecipePage::chooseSection(const QString& path) {
    chosen_section_ = path;
    section_->setCurrentIndex(std::max(0, section_->findData(path)));
    const RecipeText text(toml_->toPlainText().toStdString());
    if (const int line = text.lineOf(path.isEmpty() ? stagePath() : path.toStdString()); line > 0) toml_->goToLine(line);
    refreshForm();
}

void RecipePage::fillSections() {
    if (document_->recipe() == nullptr) return;
    QStringList paths;
    for (const std::string& path : recipeSections(RecipeText(toml_->toPlainText().toStdString()), *document_->recipe()))
        paths << QString::fromStdString(path);
    if (section_->count() == paths.size() + 1 &&
        section_->itemData(section_->count() - 1).toString() == paths.value(paths.size() - 1))
        return;
    section_->clear();
    section_->addItem(tr("chosen stage"), QString());
    for (const QString& path : paths) section_->addItem(QLatin1Char('[') + path + QLatin1Char(']'), path);
    if (!paths.contains(chosen_section_)) chosen_section_.clear();
    section_->setCurrentIndex(std::max(0, section_->findData(chosen_section_)));
}

void RecipePage::chooseFirst() {
    const QString section = chosen_section_;  // a link may have come before the text
    for (const StageSection& stage : document_->recipe()->stages) {
        if (stage.kind == "evaluate") continue;
        choose(QString::fromStdString(stage.name));
        break;
    }
    if (!section.isEmpty()) chooseSection(section);
}

void RecipePage::setStage(StageId stage) {
    if (session_ == nullptr) return;
    if (const StageRecord* record = session_->stage(stage))
        choose(QString::fromStdString(record->name).section(QLatin1Char('.'), 0, 0));
}

void RecipePage::openLink(const PageLink& link) {
    if (const QString stage = link.value(QStringLiteral("stage")); !stage.isEmpty()) choose(stage);
    if (const QString section = link.value(QStringLiteral("section")); !section.isEmpty()) chooseSection(section);
    // Values that another page has tried: changes like those made in the form, to be seen, undone or saved.
    for (const auto& [key, value] : link.parameters.queryItems(QUrl::FullyDecoded))
        if (key.startsWith(QStringLiteral("set."))) setField(key.mid(4), value);
}

QUrlQuery RecipePage::link() const {
    QUrlQuery query;
    if (!stage_.isEmpty()) query.addQueryItem(QStringLiteral("stage"), stage_);
    if (!chosen_section_.isEmpty()) query.addQueryItem(QStringLiteral("section"), chosen_section_);
    return query;
}

std::vector<PageAction> RecipePage::places() {
    std::vector<PageAction> places;
    for (int i = 1; i < section_->count(); ++i) {
        const PageLink link =
            PageLink{QStringLiteral("recipe"), {}}.set(QStringLiteral("section"), section_->itemData(i).toString());
        places.push_back({section_->itemText(i), {}, [this, link] { Q_EMIT linkWanted(link); }});
    }
    return places;
}

bool RecipePage::takeBack(bool again) {
    if (again) toml_->redo();
    else toml_->undo();
    return true;
}

std::vector<PageAction> RecipePage::actions() {
    return {{tr("Run the recipe"), QStringLiteral("Ctrl+Enter"), [this] { askRun(); }},
            {tr("Save recipe.toml"), QStringLiteral("Ctrl+S"), [this] { save(); }},
            {tr("Find a field"), QStringLiteral("Ctrl+F"), [this] { form_->focusFilter(); }},
            {tr("Another section: project, template, data, rubrics"), QStringLiteral("Ctrl+L"),
             [this] { section_->showPopup(); }},
            {tr("Another stage in the graph"), tr("arrow keys"), {}},
            {tr("Go to the graph"), {}, [this] { graph_->setFocus(Qt::OtherFocusReason); }},
            {tr("Go to the TOML"), {}, [this] { toml_->setFocus(Qt::OtherFocusReason); }}};
}

QJsonObject RecipePage::saveState() const {
    QJsonObject state{{QStringLiteral("splitter"), toText(splitter_->saveState())},
                      {QStringLiteral("columns"), toText(columns_->saveState())}};
    if (!document_->project().empty() && dirty()) {
        state.insert(QStringLiteral("draft"), toml_->toPlainText());
        state.insert(QStringLiteral("draft_of"), QString::fromStdString(document_->project().string()));
        state.insert(QStringLiteral("draft_by"), QCoreApplication::applicationPid());
    }
    return state;
}

void RecipePage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state.value(QStringLiteral("splitter"))));
    columns_->restoreState(fromText(state.value(QStringLiteral("columns"))));
    draft_ = state.value(QStringLiteral("draft")).toString();
    draft_of_ = state.value(QStringLiteral("draft_of")).toString();
    draft_by_ = state.value(QStringLiteral("draft_by")).toInteger();
}

}  // namespace retort::ui
