// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trace_reader.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>
#include <map>

#include "ui/format.h"
#include "ui/models/reward_terms.h"
#include "ui/session/run_session.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/group_bars.h"
#include "ui/widgets/prompt_strip.h"
#include "ui/widgets/table.h"
#include "ui/widgets/token_pane.h"
#include "ui/widgets/trace_legend.h"
#include "ui/widgets/trace_text.h"

namespace retort::ui {
namespace {

QPushButton* chip(const QString& text, const QString& tip) {
    auto* button = makeButton(text, {}, "chip", tip);
    button->setCheckable(true);
    return button;
}

/// "en: 3 spans, 41 characters" for every language that is not the problem's.
QString otherLanguages(const Rollout& rollout) {
    std::map<std::string, std::pair<int, qsizetype>> found;
    for (const TextSpan& span : rollout.facts.spans) {
        if (span.kind != "foreign" || span.begin < 0 || span.end <= span.begin ||
            static_cast<std::size_t>(span.end) > rollout.text.size())
            continue;
        auto& [spans, characters] = found[span.label];
        ++spans;
        characters += QString::fromUtf8(rollout.text.data() + span.begin, span.end - span.begin).size();
    }
    QStringList words;
    for (const auto& [language, amount] : found)
        words << TraceReader::tr("%1: %2, %3")
                     .arg(QString::fromStdString(language), TraceReader::tr("%n spans", nullptr, amount.first),
                          TraceReader::tr("%n characters", nullptr, static_cast<int>(amount.second)));
    return words.join(QStringLiteral(" · "));
}

}  // namespace

struct TraceReader::Reading {
    std::optional<RolloutDetail> detail;
    GroupDetail group;
    std::vector<PromptVisit> visits;
    std::vector<StageRecord> stages;  ///< the session may not know them yet
};

TraceReader::TraceReader(QWidget* parent) : QWidget(parent) {
    text_ = new TraceText;
    tokens_ = new TokenPane;
    views_ = new QStackedWidget;
    views_->addWidget(text_);
    views_->addWidget(tokens_);
    auto* frame = new QFrame;
    setRole(frame, "card");
    auto* inside = column(size::xs);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(makeHead());
    inside->addWidget(views_, 1);
    inside->addWidget(makeFoot());
    frame->setLayout(inside);
    body_ = frame;
    empty_ = new EmptyState;
    empty_->setText(tr("No trace chosen"), tr("Choose a row at the left to read it here."));
    auto* all = column(0);
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    wire();
    show(RolloutId{});
}

QWidget* TraceReader::makeHead() {
    title_ = new ElidedLabel;
    setRole(title_, "title");
    verdict_ = makeLabel({});
    facts_ = new ElidedLabel;
    setRole(facts_, "label");
    legend_ = new TraceLegend(*text_);
    fold_ = chip(tr("fold"), tr("Show only the beginning and the end of a long think part (f)"));
    fold_->setChecked(true);
    typed_ = chip(tr("as typed"), tr("Show Markdown and formulas as they were typed (m)"));
    as_tokens_ = chip(tr("tokens"), tr("Token by token, coloured by what was stored for each (t)"));
    bookmark_ = chip(tr("☆ bookmark"), tr("Keep this trace to find it again (b)"));
    note_ = new QLineEdit;
    note_->setPlaceholderText(tr("Note on this bookmark (Shift+B); Enter keeps it"));
    note_->setAccessibleName(tr("Note on this bookmark"));
    note_->installEventFilter(this);
    note_->hide();
    tools_ = new QStackedWidget;
    tools_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    tools_->addWidget(legend_);
    tools_->addWidget(tokens_->choices());
    auto* first = row(size::xs);
    first->addWidget(title_, 1);
    first->addWidget(verdict_);
    first->addSpacing(size::s);
    // Those that come and go stand first, so that the others stay where they are.
    for (QWidget* part : {static_cast<QWidget*>(fold_), static_cast<QWidget*>(typed_), static_cast<QWidget*>(bookmark_),
                          static_cast<QWidget*>(as_tokens_)})
        first->addWidget(part);
    auto* all = column(size::xs);
    all->setContentsMargins(size::l, size::s, size::s, 0);
    all->addLayout(first);
    all->addWidget(tools_);
    all->addWidget(facts_);
    all->addWidget(note_);
    auto* head = new QWidget;
    head->setLayout(all);
    return head;
}

QWidget* TraceReader::makeFoot() {
    previous_ = makeButton(tr("p"), QStringLiteral("chevron-left"), "quiet", tr("Previous sibling (p)"));
    next_ = makeButton(tr("n"), QStringLiteral("chevron-right"), "quiet", tr("Next sibling (n)"));
    earlier_ = makeButton(tr("P"), QStringLiteral("chevron-left"), "quiet",
                          tr("The same problem when it was drawn before (Shift+P)"));
    later_ = makeButton(tr("N"), QStringLiteral("chevron-right"), "quiet",
                        tr("The same problem when it was drawn next (Shift+N)"));
    previous_->setAccessibleName(tr("Previous sibling"));
    next_->setAccessibleName(tr("Next sibling"));
    earlier_->setAccessibleName(tr("Same problem, earlier"));
    later_->setAccessibleName(tr("Same problem, later"));
    group_ = new GroupBars;
    visits_ = new PromptStrip;
    visits_label_ = makeLabel({}, "label");
    terms_ = new RewardTermsModel(this);
    table_ = makeTable(terms_, tr("Reward of this trace"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(RewardTermsModel::Reason, QHeaderView::Stretch);
    table_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setWordWrap(true);
    auto* siblings = row(size::xs);
    siblings->setContentsMargins(size::l, 0, size::s, 0);
    siblings->addWidget(group_);
    siblings->addWidget(previous_);
    siblings->addWidget(next_);
    siblings->addStretch(1);
    siblings->addWidget(visits_, 2);
    siblings->addWidget(visits_label_);
    siblings->addWidget(earlier_);
    siblings->addWidget(later_);
    auto* rewards = column(0);
    rewards->setContentsMargins(size::m, 0, size::m, size::m);
    rewards->addWidget(table_);
    auto* all = column(size::xs);
    all->addLayout(siblings);
    all->addLayout(rewards);
    auto* foot = new QWidget;
    foot->setLayout(all);
    return foot;
}

void TraceReader::wire() {
    connect(fold_, &QPushButton::toggled, text_, &TraceText::setFolded);
    connect(text_, &TraceText::foldChanged, fold_, &QPushButton::setChecked);
    connect(typed_, &QPushButton::toggled, this, [this](bool on) { text_->setRendered(!on); });
    connect(as_tokens_, &QPushButton::toggled, this, [this](bool on) {
        views_->setCurrentWidget(on ? static_cast<QWidget*>(tokens_) : text_);
        tools_->setCurrentIndex(on ? 1 : 0);
        typed_->setVisible(!on);
        if (!on) tokens_->rest();
        refreshTokens();
        refreshFacts();
    });
    connect(bookmark_, &QPushButton::clicked, this, &TraceReader::bookmarkWanted);
    connect(note_, &QLineEdit::editingFinished, this, [this] { leaveNote(true); });
    connect(previous_, &QPushButton::clicked, this, [this] { sibling(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { sibling(1); });
    connect(earlier_, &QPushButton::clicked, this, [this] { visit(-1); });
    connect(later_, &QPushButton::clicked, this, [this] { visit(1); });
    connect(group_, &GroupBars::chosen, this, &TraceReader::go);
    connect(visits_, &PromptStrip::chosen, this, &TraceReader::go);
}

void TraceReader::sibling(int by) { group_->move(by); }
void TraceReader::visit(int by) { visits_->move(by); }
void TraceReader::setTokens(bool tokens) { as_tokens_->setChecked(tokens); }
bool TraceReader::tokensShown() const { return as_tokens_->isChecked(); }
void TraceReader::turnPage(int by) {
    if (!tokensShown()) text_->turnPage(by);
}
void TraceReader::findAgain(int by) { text_->findAgain(by); }
void TraceReader::toggleFold() { fold_->toggle(); }
void TraceReader::toggleTyped() { typed_->toggle(); }
QString TraceReader::plainText() const { return detail_ ? QString::fromStdString(detail_->rollout.text) : QString(); }

void TraceReader::setBookmark(const Bookmark* mark) {
    const bool marked = mark != nullptr;
    const QString note = marked ? QString::fromStdString(mark->note) : QString();
    // What is being typed is not taken away.
    if (!note_->hasFocus() || note_->text() == kept_note_) note_->setText(note);
    kept_note_ = note;
    note_->setVisible(marked || note_->hasFocus());
    bookmark_->setChecked(marked);
    bookmark_->setText(marked ? tr("★ bookmarked") : tr("☆ bookmark"));
    bookmark_->setAccessibleName(bookmark_->text());
}

void TraceReader::editNote() {
    if (!shown_) return;
    note_->show();
    note_->setFocus(Qt::ShortcutFocusReason);
    note_->selectAll();
}

void TraceReader::leaveNote(bool keep) {
    const QString text = note_->text().trimmed();
    if (keep && text != kept_note_) {
        kept_note_ = text;
        Q_EMIT noteWritten(text);
    } else {
        note_->setText(kept_note_);
        note_->setVisible(bookmark_->isChecked());
    }
}

bool TraceReader::eventFilter(QObject* watched, QEvent* event) {
    if (watched != note_ || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Escape && key != Qt::Key_Return && key != Qt::Key_Enter) return false;
    leaveNote(key != Qt::Key_Escape);
    Q_EMIT noteLeft();
    return true;
}

void TraceReader::go(RolloutId rollout) {
    show(rollout);
    Q_EMIT moved(rollout);
}

void TraceReader::setSession(RunSession* session) {
    session_ = session;
    tokens_->setSession(session);
    show(RolloutId{});
}

void TraceReader::setSearch(const QString& text) { text_->setSearch(text); }

void TraceReader::show(RolloutId rollout) {
    shown_ = rollout;
    body_->setVisible(static_cast<bool>(rollout));
    empty_->setVisible(!rollout);
    if (!rollout) detail_.reset();
    Q_EMIT changed();
    if (!rollout || session_ == nullptr) return;
    session_->jobs().ask<Reading>(
        "reader", this,
        [rollout](RunReader& reader) {
            Reading reading;
            reading.detail = reader.rollout(rollout);
            if (!reading.detail) return reading;
            reading.group = reader.group(reading.detail->summary.group).value_or(GroupDetail{});
            reading.visits = reader.promptVisits(reading.detail->summary.prompt);
            reading.stages = reader.stages();
            return reading;
        },
        [this](Reading reading) {
            if (reading.detail) return fill(reading);
            detail_.reset();
            text_->clearTrace();
            title_->setText(tr("This trace is no longer in the store: the run went back to an earlier checkpoint."));
        });
}

void TraceReader::fill(const Reading& reading) {
    detail_ = reading.detail;
    const RolloutSummary& row = detail_->summary;
    auto name_of = [stages = reading.stages](StageId id) {
        const auto stage =
            std::find_if(stages.begin(), stages.end(), [id](const StageRecord& known) { return known.id == id; });
        return stage == stages.end() ? QString() : QString::fromStdString(stage->name);
    };
    group_->show(reading.group.rollouts, row.id);
    visits_->show(reading.visits, row.group, name_of);
    const bool drawn_again = visits_->count() > 1;
    for (QWidget* part : {static_cast<QWidget*>(visits_), static_cast<QWidget*>(visits_label_),
                          static_cast<QWidget*>(earlier_), static_cast<QWidget*>(later_)})
        part->setVisible(drawn_again);
    visits_label_->setText(tr("%1/%2").arg(visits_->current() + 1).arg(visits_->count()));
    QString title = row.evaluation ? tr("%1, evaluation").arg(name_of(row.stage))
                                   : tr("%1, step %2").arg(name_of(row.stage)).arg(row.step);
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
    text_->show(*detail_);
    refreshFacts();
    refreshTokens();
    terms_->setReward(detail_->rollout.reward, QString::fromStdString(detail_->prompt.prompt.reference));
    table_->setVisible(terms_->rowCount() > 0);
    fitTerms();
}

// A reason has as many lines as it takes; from a third of the page on, the table scrolls.
void TraceReader::fitTerms() {
    QHeaderView& rows = *table_->verticalHeader();
    rows.setMinimumSectionSize(size::row);
    table_->resizeRowsToContents();
    for (int row = 0; row < rows.count(); ++row)
        if (rows.sectionSize(row) > size::row + size::xs) rows.resizeSection(row, rows.sectionSize(row) + size::s);
    table_->setFixedHeight(std::min(rows.length() + size::row + size::xs, std::max(height() / 3, 4 * size::row)));
}

void TraceReader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // What was expected stands above the trace too: the reason needs the room more.
    table_->setColumnHidden(RewardTermsModel::Compared, width() < size::card_width * 2);
    fitTerms();
}

void TraceReader::refreshFacts() {
    if (!detail_) return;
    fold_->setVisible(!tokensShown() && text_->foldable());
    const RolloutSummary& row = detail_->summary;
    QStringList facts;
    if (row.language_share)
        facts << tr("%1 in the problem's language (%2)")
                     .arg(formatShare(*row.language_share), QString::fromStdString(row.language));
    if (const QString others = otherLanguages(detail_->rollout); !others.isEmpty()) facts << others;
    facts << tr("%n tokens", nullptr, row.tokens);
    if (!row.evaluation) facts << tr("advantage %1").arg(formatValue(row.advantage));
    if (row.finish_reason == FinishReason::Length) facts << tr("cut at the token limit");
    if (!row.well_formed) facts << tr("malformed");
    facts_->setText(facts.join(QStringLiteral(" · ")));
}

void TraceReader::refreshTokens() {
    if (tokensShown() && detail_) tokens_->show(*detail_);
}

}  // namespace retort::ui
