// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/candidates_page.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QHeaderView>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QTextEdit>

#include "data/jsonl_writer.h"
#include "ui/format.h"
#include "ui/models/candidate_queue.h"
#include "ui/models/training_rows.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/candidate_editor.h"
#include "ui/widgets/candidate_facts.h"
#include "ui/widgets/candidate_filter_bar.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/table.h"
#include "ui/widgets/trace_text.h"
#include "ui/widgets/verdict_bar.h"

namespace retort::ui {
namespace {

enum View { Reading, Training, Rows, Editing };
constexpr int chips_shown = 6;

QString verdictSign(const CandidateState& state) {
    const auto verdict = state.second ? state.second : state.verdict;
    if (!verdict) return QStringLiteral("·");
    return *verdict == Verdict::Rejected ? QStringLiteral("✕") : *verdict == Verdict::Edited ? QStringLiteral("✎") : QStringLiteral("✓");
}

}  // namespace

CandidatesPage::CandidatesPage(QWidget* parent) : Page(parent) {
    setRole(this, "page");
    queue_ = new CandidateQueue(this);
    filter_ = new CandidateFilterBar;
    bar_ = new VerdictBar;
    auto* middle = row(size::m);
    middle->addWidget(makePane(), 1);
    middle->addWidget(makeMargin());
    chips_ = row(size::xs);
    body_ = new QWidget;
    auto* inside = column(size::s);
    inside->addWidget(filter_);
    inside->addLayout(middle, 1);
    inside->addWidget(bar_);
    inside->addLayout(chips_);
    body_->setLayout(inside);
    empty_ = new EmptyState;
    auto* all = column(size::s);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(makeTop());
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    setFocusProxy(text_);
    makeKeys();
    wire();
    refresh();
}

CandidatesPage::~CandidatesPage() = default;

QWidget* CandidatesPage::makeTop() {
    gates_ = new Chooser(tr("Gate"));
    line_ = new ProgressLine;
    progress_ = new ElidedLabel;
    import_ = makeButton(tr("Import…"), {}, "quiet", tr("Candidates from a JSON Lines file with prompt and completion; or drop it here"));
    gate_ = makeButton(tr("Open the gate"), QStringLiteral("check"), "primary", tr("Goes on with what is accepted (G)"));
    auto* words = row(size::s);
    words->addWidget(gates_);
    words->addWidget(progress_, 1);
    words->addWidget(import_);
    words->addWidget(gate_);
    auto* all = column(size::xs);
    all->addLayout(words);
    all->addWidget(line_);
    auto* top = new QWidget;
    top->setLayout(all);
    return top;
}

QWidget* CandidatesPage::makePane() {
    text_ = new TraceText;
    training_ = new QTextEdit;
    training_->setReadOnly(true);
    training_->setFont(monoFont());
    training_->setAccessibleName(tr("The row as the model will see it"));
    training_->document()->setDocumentMargin(size::l);
    training_->setTabChangesFocus(true);
    rows_ = new TrainingRowsModel(this);
    rows_table_ = makeTable(rows_, tr("Rows that training will see"));
    rows_table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    rows_table_->horizontalHeader()->setSectionResizeMode(TrainingRowsModel::Problem, QHeaderView::Stretch);
    editor_ = new CandidateEditor;
    views_ = new QStackedWidget;
    for (QWidget* view : {static_cast<QWidget*>(text_), static_cast<QWidget*>(training_), static_cast<QWidget*>(rows_table_), static_cast<QWidget*>(editor_)})
        views_->addWidget(view);
    heading_ = new ElidedLabel;
    setRole(heading_, "title");
    auto* head = row(size::xs);
    head->setContentsMargins(size::l, size::s, size::s, 0);
    head->addWidget(heading_, 1);
    const std::pair<QString, QString> names[] = {{tr("Read"), tr("The trace, to be read (V goes round)")},
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
    auto* all = column(size::s);
    all->setContentsMargins(0, size::s, 0, 0);
    all->addWidget(facts_, 1);
    all->addLayout(buttons);
    auto* margin = new QWidget;
    margin->setFixedWidth(size::panel - size::xl * 2);
    margin->setLayout(all);
    return margin;
}

void CandidatesPage::makeKeys() {
    const auto key = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, action] { if (body_->isVisible() && views_->currentIndex() != Editing && !bar_->asking()) action(); });
    };
    key(Qt::Key_A, [this] { queue_->accept(); });
    key(Qt::Key_R, [this] { reject(); });
    key(Qt::Key_E, [this] { beginEdit(); });
    key(Qt::Key_S, [this] { queue_->skip(); });
    key(Qt::Key_Z, [this] { queue_->undo(); });
    key(QKeySequence(Qt::SHIFT | Qt::Key_Z), [this] { queue_->redo(); });
    key(Qt::Key_J, [this] { queue_->step(1); });
    key(Qt::Key_K, [this] { queue_->step(-1); });
    key(Qt::Key_Right, [this] { queue_->step(1); });
    key(Qt::Key_Left, [this] { queue_->step(-1); });
    key(Qt::Key_N, [this] { note(); });
    key(Qt::Key_T, [this] { tag(); });
    key(Qt::Key_V, [this] { setView((views_->currentIndex() + 1) % Editing); });
    key(Qt::Key_G, [this] { askGate(); });
    key(QKeySequence(Qt::SHIFT | Qt::Key_A), [this] { decideAll(true); });
    key(QKeySequence(Qt::SHIFT | Qt::Key_R), [this] { decideAll(false); });
    key(QKeySequence::Find, [this] { filter_->focusSearch(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_S), [this] { exportRows(); });
}

void CandidatesPage::wireQueue() {
    connect(queue_, &CandidateQueue::changed, this, &CandidatesPage::refresh);
    connect(queue_, &CandidateQueue::shown, this, &CandidatesPage::showCandidate);
    connect(queue_, &CandidateQueue::failed, this, &Page::problem);
    connect(queue_, &CandidateQueue::gateOpened, this, [this] {
        opened_ = true;
        refresh();
    });
    connect(queue_, &CandidateQueue::imported, this, [this](qint64 rows) { Q_EMIT notice(tr("%n candidates imported", nullptr, static_cast<int>(rows))); });
}

void CandidatesPage::wire() {
    wireQueue();
    connect(gates_, &QComboBox::activated, queue_, &CandidateQueue::chooseGate);
    connect(filter_, &CandidateFilterBar::changed, this, [this] { queue_->setFilter(filter_->filter()); });
    connect(filter_, &CandidateFilterBar::acceptAllWanted, this, [this] { decideAll(true); });
    connect(filter_, &CandidateFilterBar::rejectAllWanted, this, [this] { decideAll(false); });
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
        const QString file = QFileDialog::getOpenFileName(this, tr("Candidates to import"), {}, tr("JSON Lines (*.jsonl)"));
        if (!file.isEmpty()) import(file);
    });
    connect(empty_, &EmptyState::clicked, this, [this] {
        CandidateFilter all;
        all.show = CandidateFilter::Show::All;
        all.with_lost = true;
        filter_->setFilter(all);
        queue_->setFilter(all);
    });
    connect(rows_table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (now.isValid()) heading_->setText(QString::fromStdString(rows_->rows()[static_cast<std::size_t>(now.row())].row.key));
    });
}

void CandidatesPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    opened_ = false;
    queue_->setSession(session);
    if (session_ == nullptr) return;
    connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
        if (!delta->stages.empty()) queue_->refresh();
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
    QStringList words;
    if (gate != nullptr) {
        words << tr("%1 of %2 accepted").arg(formatCount(static_cast<double>(now.accepted + now.edited)), formatCount(static_cast<double>(now.wanted)));
        if (now.edited > 0) words << tr("%1 of them edited").arg(now.edited);
        words << tr("%1 rejected").arg(formatCount(static_cast<double>(now.rejected)));
        words << (now.needed() > 0 ? tr("%1 still needed").arg(formatCount(static_cast<double>(now.needed()))) : tr("enough"));
        if (now.per_minute > 0) {
            words << tr("%1 a minute").arg(formatValue(now.per_minute));
            if (now.needed() > 0) words << tr("about %1 left").arg(formatDuration(static_cast<double>(now.needed()) / now.per_minute * 60));
        }
        const auto kappa = now.agreement.kappa();
        if (now.agreement.compared() > 0)
            words << tr("judged twice: %1, same verdict %2, Cohen's κ %3").arg(now.agreement.compared()).arg(formatShare(now.agreement.observed()), kappa ? QString::number(*kappa, 'f', 2) : tr("not defined"));
        else if (now.second_due > 0) words << tr("%1 due for the second pass").arg(now.second_due);
    }
    progress_->setText(words.join(QStringLiteral(" · ")));
    const bool waits = gate != nullptr && gate->stage.state == StageState::Waiting;
    gate_->setVisible(gate != nullptr && !opened_ && gate->params.gate == "wait" && gate->stage.state != StageState::Done && gate->stage.state != StageState::Skipped);
    gate_->setEnabled(waits || now.accepted + now.edited > 0);
    import_->setVisible(gate != nullptr);
    line_->setVisible(gate != nullptr);
    filter_->setMatching(queue_->matching(), filter_->filter().show == CandidateFilter::Show::Undecided);
    filter_->setTags(queue_->tags());
    bar_->setBlind(queue_->filter().show == CandidateFilter::Show::SecondPass);
    refreshChips();
    refreshEmpty();
    facts_->show(*queue_);
}

void CandidatesPage::refreshEmpty() {
    const Gate* gate = queue_->gate();
    const CandidateProgress now = queue_->progress();
    const bool any = now.candidates > 0;
    body_->setVisible(any);
    empty_->setVisible(!any);
    if (any) return;
    if (session_ == nullptr) empty_->setText(tr("No run is open"), tr("Open a run whose recipe has a curate stage to judge its candidates."));
    else if (queue_->loading()) empty_->setText(tr("Reading the candidates"), {});
    else if (gate == nullptr) empty_->setText(tr("This recipe curates nothing"), tr("Add a stage with kind = \"curate\" after a sample stage to choose cold-start data by hand."));
    else empty_->setText(tr("No candidates yet"), tr("They appear when \"%1\" has sampled its first problems. A JSON Lines file with prompt and completion can be imported now.").arg(QString::fromStdString(gate->params.candidates)));
}

void CandidatesPage::refreshChips() {
    const auto& recent = queue_->recent();
    while (chip_buttons_.size() < chips_shown) {
        auto* chip = makeButton({}, {}, "chip", tr("Takes this decision back and shows it"));
        const auto index = static_cast<std::size_t>(chip_buttons_.size());
        connect(chip, &QPushButton::clicked, this, [this, index] {
            if (index < queue_->recent().size()) queue_->takeBack(queue_->recent()[index].id);
        });
        chips_->addWidget(chip);
        chip_buttons_ << chip;
        if (chip_buttons_.size() == chips_shown) chips_->addStretch(1);
    }
    for (int i = 0; i < chips_shown; ++i) {
        const bool there = static_cast<std::size_t>(i) < recent.size();
        // Kept in place while empty, so that the page does not jump with the first decision.
        QSizePolicy policy = chip_buttons_[i]->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        chip_buttons_[i]->setSizePolicy(policy);
        chip_buttons_[i]->setVisible(there);
        if (!there) continue;
        const CandidateState& state = recent[static_cast<std::size_t>(i)];
        const QString name = QStringLiteral("%1 %2").arg(verdictSign(state)).arg(state.id.rollout.value);
        chip_buttons_[i]->setText(name);
        chip_buttons_[i]->setAccessibleName(tr("Take back %1").arg(name));
    }
}

void CandidatesPage::showCandidate() {
    const CandidateText* candidate = queue_->current();
    if (views_->currentIndex() == Editing) {
        // The list was read again under a person who writes: nothing of it is theirs to lose.
        if (candidate != nullptr && candidate->id == editing_) return;
        setView(Reading);
        bar_->showVerdicts();
    }
    bar_->setActive(candidate != nullptr);
    if (candidate == nullptr) {
        text_->clearTrace();
        training_->clear();
        heading_->setText(queue_->progress().candidates > 0 ? tr("Nothing is left in this queue: choose another above, or open the gate.") : QString());
    } else {
        heading_->setText(tr("%1 of %2").arg(queue_->position() + 1).arg(queue_->matching()));
        text_->show(candidate->detail);
        if (views_->currentIndex() == Training) showTraining();
    }
    facts_->show(*queue_);
}

void CandidatesPage::setView(int view) {
    views_->setCurrentIndex(view);
    for (int i = 0; i < view_buttons_.size(); ++i) {
        view_buttons_[i]->setChecked(i == view);
        view_buttons_[i]->setVisible(view != Editing);
    }
    if (view == Training) showTraining();
    if (view == Rows) showRows();
    if (view == Reading && queue_->current() != nullptr) heading_->setText(tr("%1 of %2").arg(queue_->position() + 1).arg(queue_->matching()));
    if (view != Editing) {
        setFocusProxy(views_->currentWidget());
        setFocus(Qt::OtherFocusReason);
    }
}

void CandidatesPage::showTraining() {
    const CandidateText* candidate = queue_->current();
    if (candidate == nullptr) return;
    queue_->askPreview(QString::fromStdString(candidate->detail.rollout.text), [this](TrainingText row) {
        training_->clear();
        QTextCursor cursor(training_->document());
        QTextCharFormat format;
        format.setFont(monoFont());
        format.setForeground(tokens().muted);
        cursor.insertText(QString::fromStdString(row.prompt), format);
        format.setForeground(tokens().text);
        format.setBackground(tint(tokens().series[0]));
        cursor.insertText(QString::fromStdString(row.completion), format);
        training_->moveCursor(QTextCursor::Start);
        QString text = tr("%1 + %2 = %3 tokens; the loss is on the tinted part").arg(row.prompt_tokens).arg(row.completion_tokens).arg(row.prompt_tokens + row.completion_tokens);
        if (row.too_long) text += tr(" · ! longer than max_length of %1: it would be refused").arg(QString::fromStdString(queue_->gate()->reader));
        heading_->setText(text);
    });
}

void CandidatesPage::showRows() {
    queue_->askRows([this](std::vector<CandidateDesk::Row> rows) {
        rows_->setRows(std::move(rows));
        QString text = tr("%n rows", nullptr, rows_->rowCount()) + tr(", %1 tokens").arg(formatCount(static_cast<double>(rows_->tokens())));
        if (queue_->gate() != nullptr && !queue_->gate()->reader.empty()) text += tr(" for %1").arg(QString::fromStdString(queue_->gate()->reader));
        if (rows_->tooLong() > 0) text += tr(" · ! %1 too long").arg(rows_->tooLong());
        heading_->setText(text);
    });
}

void CandidatesPage::reject() {
    if (queue_->current() == nullptr || queue_->busy()) return;
    if (queue_->filter().show == CandidateFilter::Show::SecondPass) return queue_->reject({});
    bar_->askReason([this](const QString& reason) { queue_->reject(reason); });
}

void CandidatesPage::beginEdit() {
    const CandidateText* candidate = queue_->current();
    if (candidate == nullptr || queue_->filter().show == CandidateFilter::Show::SecondPass) return;
    const QString text = QString::fromStdString(candidate->detail.rollout.text);
    editing_ = candidate->id;
    editor_->begin(text, text);
    setView(Editing);
    bar_->showEditing();
    heading_->setText(tr("Editing"));
    editor_->setFocus(Qt::OtherFocusReason);
}

void CandidatesPage::endEdit(bool save) {
    const QString text = editor_->text();
    const bool changed = editor_->differs();
    setView(Reading);
    bar_->showVerdicts();
    if (!save) return;
    if (changed) queue_->edit(text);
    else queue_->accept();
}

void CandidatesPage::note() {
    if (queue_->current() == nullptr) return;
    bar_->askText(tr("Note"), QString::fromStdString(queue_->currentState().note), [this](const QString& text) { queue_->setNote(text); });
}

void CandidatesPage::tag() {
    if (queue_->current() == nullptr) return;
    QStringList present;
    for (const std::string& one : queue_->currentState().tags) present << QString::fromStdString(one);
    bar_->askText(tr("Tags, separated by commas"), present.join(QStringLiteral(", ")), [this](const QString& text) {
        QStringList tags;
        for (const QString& one : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
            if (!one.trimmed().isEmpty()) tags << one.trimmed();
        queue_->setTags(tags);
    });
}

void CandidatesPage::decideAll(bool accept) {
    const auto count = static_cast<int>(queue_->matching());
    if (count == 0 || queue_->filter().show == CandidateFilter::Show::SecondPass) return;
    const auto ask = [this, count, accept](const QString& reason) {
        bar_->confirm(accept ? tr("Accept all %n that match? One undo takes it back.", nullptr, count) : tr("Reject all %n that match? One undo takes it back.", nullptr, count),
                      accept ? tr("Accept %n", nullptr, count) : tr("Reject %n", nullptr, count),
                      [this, accept, reason] { queue_->decideAll(accept ? Verdict::Accepted : Verdict::Rejected, reason); });
    };
    if (accept) ask({});
    else bar_->askReason(ask);
}

void CandidatesPage::askGate() {
    if (!gate_->isVisible()) return;
    const CandidateProgress now = queue_->progress();
    const auto accepted = static_cast<int>(now.accepted + now.edited);
    if (accepted == 0) return Q_EMIT problem(tr("Nothing is accepted yet: the gate opens on at least one candidate."));
    const QString question = now.needed() > 0 ? tr("Go on with %1 of the %2 wanted?").arg(accepted).arg(now.wanted) : tr("Go on with %1 accepted candidates?").arg(accepted);
    bar_->confirm(question, tr("Open the gate"), [this] { queue_->openGate(); });
}

void CandidatesPage::exportRows() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Export the accepted rows"), QStringLiteral("rows.jsonl"), tr("JSON Lines (*.jsonl)"));
    if (file.isEmpty()) return;
    queue_->askRows([this, file](std::vector<CandidateDesk::Row> rows) {
        try {
            JsonlWriter writer(file.toStdString());
            for (const auto& row : rows) writer.write(row.row);
            writer.commit();
            Q_EMIT notice(tr("%n rows written to %1", nullptr, static_cast<int>(rows.size())).arg(file));
        } catch (const std::exception& error) {
            Q_EMIT problem(QString::fromUtf8(error.what()));
        }
    });
}

void CandidatesPage::import(const QString& file) {
    if (queue_->gate() == nullptr) return Q_EMIT problem(tr("There is no curate stage to import candidates for."));
    queue_->import(file);
}

bool CandidatesPage::takeFiles(const QStringList& files) {
    if (queue_->gate() == nullptr) return false;
    for (const QString& file : files)
        if (!file.endsWith(QStringLiteral(".jsonl"))) return false;
    for (const QString& file : files) import(file);
    return !files.isEmpty();
}

bool CandidatesPage::takeBack(bool again) {
    if (views_->currentIndex() == Editing) return false;
    if (again) queue_->redo();
    else queue_->undo();
    return true;
}

void CandidatesPage::openLink(const PageLink& link) {
    const QString stage = link.value(QStringLiteral("stage"));
    for (std::size_t i = 0; i < queue_->gates().size(); ++i)
        if (QString::fromStdString(queue_->gates()[i].stage.name) == stage && queue_->gateIndex() != static_cast<int>(i)) queue_->chooseGate(static_cast<int>(i));
}

std::vector<PageAction> CandidatesPage::actions() {
    return {{tr("Accept the candidate"), QStringLiteral("A"), [this] { queue_->accept(); }},
            {tr("Reject it, with a reason"), QStringLiteral("R"), [this] { reject(); }},
            {tr("Edit it"), QStringLiteral("E"), [this] { beginEdit(); }},
            {tr("Skip it"), QStringLiteral("S"), [this] { queue_->skip(); }},
            {tr("Take the last decision back"), QStringLiteral("Z"), [this] { queue_->undo(); }},
            {tr("Do it again"), QStringLiteral("Shift+Z"), [this] { queue_->redo(); }},
            {tr("Next candidate"), QStringLiteral("J"), [this] { queue_->step(1); }},
            {tr("Previous candidate"), QStringLiteral("K"), [this] { queue_->step(-1); }},
            {tr("Note on the candidate"), QStringLiteral("N"), [this] { note(); }},
            {tr("Tags of the candidate"), QStringLiteral("T"), [this] { tag(); }},
            {tr("Read, as the model sees it, all rows"), QStringLiteral("V"), [this] { setView((views_->currentIndex() + 1) % Editing); }},
            {tr("Accept all that match"), QStringLiteral("Shift+A"), [this] { decideAll(true); }},
            {tr("Reject all that match"), QStringLiteral("Shift+R"), [this] { decideAll(false); }},
            {tr("Open the gate"), QStringLiteral("G"), [this] { askGate(); }},
            {tr("Search in the candidates"), QStringLiteral("Ctrl+F"), [this] { filter_->focusSearch(); }},
            {tr("Export the accepted rows"), QStringLiteral("Ctrl+S"), [this] { exportRows(); }}};
}

QJsonObject CandidatesPage::saveState() const {
    const CandidateFilter filter = filter_->filter();
    return {{QStringLiteral("show"), static_cast<int>(filter.show)}, {QStringLiteral("order"), static_cast<int>(filter.order)},
            {QStringLiteral("with_lost"), filter.with_lost}, {QStringLiteral("right_only"), filter.right_only},
            {QStringLiteral("one_language"), filter.one_language}, {QStringLiteral("reflecting"), filter.reflecting},
            {QStringLiteral("max_tokens"), filter.max_tokens}};
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
    filter_->setFilter(filter);
    queue_->setFilter(filter);
}

}  // namespace retort::ui
