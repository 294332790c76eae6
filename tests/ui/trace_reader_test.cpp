// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a trace through real events: folding, copying, tokens, links.
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTextBlock>

#include "store/run_reader.h"
#include "tokenizer/tokenizer.h"
#include "ui/models/rollout_link.h"
#include "ui/models/rollout_table.h"
#include "ui/models/token_facts.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/prompt_strip.h"
#include "ui/widgets/rollout_filter_bar.h"
#include "ui/widgets/token_pane.h"
#include "ui/widgets/token_strip.h"
#include "ui/widgets/trace_reader.h"
#include "ui/widgets/trace_text.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

RolloutDetail traceOf(const std::string& think, const std::string& answer) {
    RolloutDetail detail;
    detail.prompt.prompt.text = "What is it?";
    detail.prompt.prompt.reference = "7";
    detail.rollout.text = "<think>" + think + "</think><answer>" + answer + "</answer>";
    detail.rollout.facts.think = think;
    detail.rollout.facts.answer = answer;
    RewardTerm accuracy;
    accuracy.name = accuracy.kind = "accuracy";
    accuracy.outcome = Outcome::Pass;
    accuracy.extracted = "7";
    detail.rollout.reward.terms = {accuracy};
    return detail;
}

void copyAll(TraceText& text) {
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(&text, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&text, Qt::Key_C, Qt::ControlModifier);
}

class Reading : public ::testing::Test {
protected:
    void SetUp() override {
        text_.resize(700, 500);
        static_cast<QWidget&>(text_).show();
    }
    TraceText text_;
};

TEST_F(Reading, FormulasAreSetAndCopiedAsTyped) {
    text_.TraceText::show(traceOf("so $x^2=49$, **hence**", "\\boxed{7}"));
    const QString shown = text_.toPlainText();
    EXPECT_TRUE(shown.contains(QChar::ObjectReplacementCharacter));
    EXPECT_FALSE(shown.contains(QStringLiteral("$x^2")));
    EXPECT_FALSE(shown.contains(QStringLiteral("**")));
    copyAll(text_);
    const QString copied = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(copied.contains(QStringLiteral("$x^2=49$"))) << copied.toStdString();
    EXPECT_TRUE(copied.contains(QStringLiteral("\\boxed{7}"))) << copied.toStdString();
    EXPECT_FALSE(copied.contains(QStringLiteral("Thinking"))) << "our headings are not the trace's";
    text_.setRendered(false);
    EXPECT_TRUE(text_.toPlainText().contains(QStringLiteral("so $x^2=49$, **hence**")));
}

TEST_F(Reading, ALongThinkPartIsFoldedToItsEnds) {
    std::string think = "the very beginning\n";
    for (int i = 0; i < 2000; ++i) think += "line " + std::to_string(i) + "\n";
    think += "the very end";
    text_.TraceText::show(traceOf(think, "7"));
    EXPECT_TRUE(text_.foldable());
    EXPECT_TRUE(text_.toPlainText().contains(QStringLiteral("the very beginning")));
    EXPECT_TRUE(text_.toPlainText().contains(QStringLiteral("the very end")));
    EXPECT_FALSE(text_.toPlainText().contains(QStringLiteral("line 1000\n")));
    text_.setFolded(false);
    EXPECT_TRUE(text_.toPlainText().contains(QStringLiteral("line 1000\n")));
}

TEST_F(Reading, ASearchUnfoldsWhatItFinds) {
    std::string think;
    for (int i = 0; i < 2000; ++i) think += "line " + std::to_string(i) + "\n";
    text_.TraceText::show(traceOf(think, "7"));
    ASSERT_TRUE(text_.folded());
    text_.setSearch(QStringLiteral("line 1234"));
    EXPECT_FALSE(text_.folded());
    EXPECT_FALSE(text_.extraSelections().isEmpty());
}

TEST_F(Reading, ATraceIsShownFromTheFirstPlaceThatIsSearchedAndF3GoesOn) {
    std::string think;
    for (int i = 0; i < 400; ++i) think += "line " + std::to_string(i) + (i % 100 == 50 ? " here" : "") + "\n";
    text_.setFolded(false);
    text_.setSearch(QStringLiteral("here"));
    text_.TraceText::show(traceOf(think, "7"));
    const auto line = [&] { return text_.textCursor().block().text(); };
    EXPECT_TRUE(line().contains(QStringLiteral("line 50 "))) << line().toStdString();
    EXPECT_TRUE(text_.viewport()->rect().contains(text_.cursorRect().center())) << "not in sight";
    text_.findAgain(1);
    EXPECT_TRUE(line().contains(QStringLiteral("line 150 ")));
    text_.findAgain(-1);
    text_.findAgain(-1);
    EXPECT_TRUE(line().contains(QStringLiteral("line 350 "))) << "it does not go around the beginning";
}

TEST_F(Reading, CodeAndFormulasAreHighlightedWhenAsked) {
    text_.TraceText::show(traceOf("so $x^2=49$ and `x = 7`", "7"));
    const auto placed = [&](MarkKind kind) {
        const auto& all = text_.content().placed();
        return std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.kind == kind; });
    };
    EXPECT_EQ(text_.content().count(MarkKind::Code), 1);
    EXPECT_EQ(text_.content().count(MarkKind::Formula), 1);
    EXPECT_EQ(placed(MarkKind::Code), 1);
    EXPECT_EQ(placed(MarkKind::Formula), 0) << "not by default";
    text_.setShown(MarkKind::Formula, true);
    EXPECT_EQ(placed(MarkKind::Formula), 1);
    text_.setShown(MarkKind::Code, false);
    EXPECT_EQ(placed(MarkKind::Code), 0);
    EXPECT_EQ(placed(MarkKind::Expected), 1) << "7 in the code";
}

TEST_F(Reading, AnAnswerHasTheSignAndTheColourOfItsVerdict) {
    const auto answer = [&] {
        const auto& all = text_.content().placed();
        const auto found = std::ranges::find(all, MarkKind::Answer, &TraceDocument::Placed::kind);
        return found == all.end() ? TraceDocument::Placed{} : *found;
    };
    RolloutDetail trace = traceOf("so", "7");
    text_.TraceText::show(trace);
    EXPECT_EQ(answer().right, true);
    EXPECT_TRUE(text_.toPlainText().contains(QStringLiteral("✓")));
    trace.rollout.reward.terms[0].outcome = Outcome::Fail;
    trace.prompt.prompt.reference = "8";
    text_.TraceText::show(trace);
    EXPECT_EQ(answer().right, false);
    EXPECT_TRUE(text_.toPlainText().contains(QStringLiteral("✕")));
    EXPECT_NE(markColor(MarkKind::Answer, false), markColor(MarkKind::Answer, true));
    copyAll(text_);
    EXPECT_FALSE(QGuiApplication::clipboard()->text().contains(QStringLiteral("✕"))) << "the sign is not the trace's";
}

TEST_F(Reading, AShortTextStandsBesideItsLabelAndALongOneUnderIt) {
    RolloutDetail trace = traceOf("so", "7");
    text_.TraceText::show(trace);
    EXPECT_TRUE(text_.toPlainText().startsWith(QStringLiteral("Asked\tWhat is it?\n"))) << text_.toPlainText().toStdString();
    trace.prompt.prompt.text = "First line.\nSecond line.";
    text_.TraceText::show(trace);
    EXPECT_TRUE(text_.toPlainText().startsWith(QStringLiteral("Asked\nFirst line.\n"))) << text_.toPlainText().toStdString();
}

TEST_F(Reading, ArrowKeysScrollAndShiftSelects) {
    std::string think;
    for (int i = 0; i < 30; ++i) think += "line " + std::to_string(i) + "\n";
    text_.TraceText::show(traceOf(think, "7"));
    QTest::keyClick(&text_, Qt::Key_Down);
    EXPECT_GT(text_.verticalScrollBar()->value(), 0);
    QTest::keyClick(&text_, Qt::Key_Home);
    EXPECT_EQ(text_.verticalScrollBar()->value(), 0);
    EXPECT_EQ(text_.cursorWidth(), 0) << "a caret where nobody writes";
    QTest::keyClick(&text_, Qt::Key_Down, Qt::ShiftModifier);
    EXPECT_TRUE(text_.textCursor().hasSelection());
    EXPECT_GT(text_.cursorWidth(), 0);
}

TEST_F(Reading, AShortThinkPartIsNotFolded) {
    text_.TraceText::show(traceOf("a\nb", "7"));
    EXPECT_FALSE(text_.foldable());
}

TEST(TokenStrip, TellsWhatIsStoredAndWhatIsNot) {
    test::TempDir folder;
    std::filesystem::create_directories(folder / "project/runs/run/checkpoints/zero/final");
    trainBpe({"the answer is seven", "the answer is seven"},
             {.vocab_size = 300, .special_tokens = {"<eos>"}, .eos_token = "<eos>"},
             folder / "project/runs/run/checkpoints/zero/final");
    const Tokenizer tokenizer = Tokenizer::load(folder / "project/runs/run/checkpoints/zero/final");
    RolloutDetail detail;
    detail.rollout.text = "the answer 答";
    detail.rollout.completion.ids = tokenizer.encode(detail.rollout.text);
    detail.rollout.completion.logprobs.assign(detail.rollout.completion.ids.size(), -0.5F);
    detail.rollout.advantage = 1.5;
    TokenFacts facts = readTokens(detail, "zero", folder / "project/runs/run");
    ASSERT_TRUE(facts.problem.isEmpty()) << facts.problem.toStdString();
    ASSERT_EQ(facts.size(), detail.rollout.completion.ids.size());
    EXPECT_EQ(*facts.value(TokenMeasure::LogProb, 0), -0.5);
    EXPECT_FALSE(facts.value(TokenMeasure::Entropy, 0).has_value());
    EXPECT_FALSE(facts.value(TokenMeasure::Ratio, 0).has_value());
    EXPECT_EQ(*facts.value(TokenMeasure::Advantage, 0), 1.5);
    EXPECT_TRUE(facts.texts.join(QString()).contains(QStringLiteral("⟨E7⟩"))) << "parts of a character are shown as bytes";

    TokenStrip strip;
    strip.resize(400, 300);
    static_cast<QWidget&>(strip).show();
    strip.show(facts);
    QTest::keyClick(&strip, Qt::Key_Right);
    EXPECT_EQ(strip.current(), 0);
    EXPECT_TRUE(strip.words(0).contains(QStringLiteral("-0.5")) || strip.words(0).contains(QStringLiteral("−0.5")))
        << strip.words(0).toStdString();
    EXPECT_TRUE(strip.words(0).contains(QStringLiteral("not stored")));
}

TEST(TokenStrip, ATraceOfAnotherTokenizerIsSaidToBeOne) {
    test::TempDir folder;
    RolloutDetail detail;
    detail.rollout.text = "text";
    detail.rollout.completion.ids = {1, 2};
    EXPECT_FALSE(readTokens(detail, "zero", folder / "project/runs/run").problem.isEmpty());
}

TEST(RolloutLink, AFilterComesBackAsItWas) {
    std::vector<StageRecord> stages(2);
    stages[0].id = {3};
    stages[0].name = "zero";
    stages[1].id = {8};
    stages[1].name = "a stage & more";
    RolloutView view;
    view.filter.stage = {8};
    view.filter.step_from = 4;
    view.filter.step_to = 9;
    view.filter.correctness = Correctness::Wrong;
    view.filter.finish_reason = FinishReason::Length;
    view.filter.language = "zh";
    view.filter.language_below = 1;
    view.filter.reflects = true;
    view.filter.well_formed = false;
    view.filter.term = "format:strict";
    view.filter.term_outcome = Outcome::GraderError;
    view.filter.text = "50% + a&b=c 检查";
    view.order = RolloutOrder::ShortestFirst;
    view.ends =
        Ending{SieveStep::Wanted, {{"max_per_prompt", "2"}, {"keep_correct", "false"}, {"max_repetition", "0.30"}}, {}};
    const QUrlQuery query(toQuery(view, stages).toString(QUrl::FullyEncoded));
    const RolloutView back = viewFrom(query, stages);
    EXPECT_EQ(back.filter.stage, view.filter.stage);
    EXPECT_EQ(back.filter.step_from, view.filter.step_from);
    EXPECT_EQ(back.filter.step_to, view.filter.step_to);
    EXPECT_EQ(back.filter.correctness, view.filter.correctness);
    EXPECT_EQ(back.filter.finish_reason, view.filter.finish_reason);
    EXPECT_EQ(back.filter.language, view.filter.language);
    EXPECT_EQ(back.filter.language_below, view.filter.language_below);
    EXPECT_EQ(back.filter.reflects, view.filter.reflects);
    EXPECT_EQ(back.filter.well_formed, view.filter.well_formed);
    EXPECT_EQ(back.filter.term, view.filter.term);
    EXPECT_EQ(back.filter.term_outcome, view.filter.term_outcome);
    EXPECT_EQ(back.filter.text, view.filter.text);
    EXPECT_EQ(back.order, view.order);
    EXPECT_EQ(back.ends, view.ends);
    view.ends = Ending{SieveStep::Parsed, {}, SieveFault::Cut};
    EXPECT_EQ(viewFrom(toQuery(view, stages), stages).ends, view.ends);
    // Nonsense selects everything.
    const RolloutView none = viewFrom(QUrlQuery(QStringLiteral("stage=gone&from=-3&verdict=maybe&sort=x&term=:")), stages);
    EXPECT_FALSE(none.filter.stage);
    EXPECT_FALSE(none.filter.step_from.has_value());
    EXPECT_FALSE(viewFrom(QUrlQuery(QStringLiteral("ends=nowhere&tried.max_per_prompt=1")), stages).ends.has_value());
    const RolloutView odd = viewFrom(QUrlQuery(QStringLiteral("ends=kept&tried.max_repetition=nan&tried.x=1")), stages);
    EXPECT_EQ(odd.ends, (Ending{SieveStep::Kept, {}, {}}));
    EXPECT_FALSE(viewFrom(QUrlQuery(QStringLiteral("ends=correct&why=cut")), stages).ends->fault.has_value());
}

class TracesOfARun : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TempDir>();
        test::runFakeTrainer(*folder_ / "project/runs/run", {QStringLiteral("--rate"), QStringLiteral("0"),
                                                             QStringLiteral("--steps"), QStringLiteral("12")});
    }
    static void TearDownTestSuite() { folder_.reset(); }
    void SetUp() override {
        session_ = test::openSession(*folder_ / "project/runs/run");
        page_.resize(1200, 640);
        page_.show();
        page_.setSession(session_.get());
        ASSERT_TRUE(listed());
    }
    void TearDown() override { page_.setSession(nullptr); }
    bool listed() {
        return test::eventually([&] { return page_.model().rowCount() > 0 && !page_.model().loading(); });
    }
    QTableView* table() {
        for (QTableView* view : page_.findChildren<QTableView*>())
            if (view->model() == &page_.model()) return view;
        return nullptr;
    }

    static std::unique_ptr<test::TempDir> folder_;
    test::PrivateState state_;
    std::unique_ptr<RunSession> session_;
    TracesPage page_;
};

std::unique_ptr<test::TempDir> TracesOfARun::folder_;

TEST_F(TracesOfARun, ALinkBringsBackTheFilterAndTheTrace) {
    RolloutView view;
    view.filter.stage = page_.model().at(0).stage;
    view.filter.correctness = Correctness::Right;
    view.order = RolloutOrder::RewardLowFirst;
    page_.openLink({QStringLiteral("traces"), toQuery(view, session_->stages())});
    ASSERT_TRUE(test::eventually([&] {
        return page_.model().filter().correctness == Correctness::Right && page_.model().rowCount() > 2 &&
               page_.reader().shown();
    }));
    table()->selectRow(2);
    const RolloutId shown = page_.reader().shown();
    const QUrlQuery link(page_.link().toString(QUrl::FullyEncoded));
    page_.openLink({QStringLiteral("traces"), {}});
    ASSERT_TRUE(test::eventually(
        [&] { return page_.model().filter().correctness == Correctness::Any && page_.model().rowCount() > 0; }));
    page_.openLink({QStringLiteral("traces"), link});
    EXPECT_EQ(page_.model().order(), RolloutOrder::RewardLowFirst);
    EXPECT_EQ(page_.model().filter().stage, view.filter.stage);
    EXPECT_EQ(page_.reader().shown(), shown);
    ASSERT_TRUE(listed());
    for (int row = 0; row < page_.model().rowCount(); ++row) EXPECT_EQ(page_.model().at(row).correct, true);
}

TEST_F(TracesOfARun, AClickOnAHeaderSortsAndAnotherTurnsItRound) {
    auto* header = table()->horizontalHeader();
    const auto click = [&](int column) {
        const int x = header->sectionViewportPosition(column) + header->sectionSize(column) / 2;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
    };
    const auto title = [&](int column) {
        return page_.model().headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    const auto sorted = [&](auto ordered) {
        for (int row = 1; row < page_.model().rowCount(); ++row)
            if (!ordered(page_.model().at(row - 1), page_.model().at(row))) return false;
        return page_.model().rowCount() > 1;
    };
    click(RolloutTableModel::Length);
    ASSERT_TRUE(test::eventually(
        [&] { return page_.model().order() == RolloutOrder::LongestFirst && page_.model().rowCount() > 0; }));
    EXPECT_TRUE(sorted([](const auto& a, const auto& b) { return a.tokens >= b.tokens; }));
    EXPECT_TRUE(title(RolloutTableModel::Length).endsWith(QStringLiteral("↓")));
    click(RolloutTableModel::Length);
    ASSERT_TRUE(test::eventually(
        [&] { return page_.model().order() == RolloutOrder::ShortestFirst && page_.model().rowCount() > 0; }));
    EXPECT_TRUE(sorted([](const auto& a, const auto& b) { return a.tokens <= b.tokens; }));
    click(RolloutTableModel::Reward);
    ASSERT_TRUE(test::eventually(
        [&] { return page_.model().order() == RolloutOrder::RewardHighFirst && page_.model().rowCount() > 0; }));
    EXPECT_TRUE(sorted([](const auto& a, const auto& b) { return a.reward >= b.reward; }));
    EXPECT_FALSE(title(RolloutTableModel::Length).endsWith(QStringLiteral("↑")));
    click(RolloutTableModel::Problem);
    EXPECT_EQ(page_.model().order(), RolloutOrder::RewardHighFirst) << "what cannot be sorted by does nothing";
}

TEST_F(TracesOfARun, ASearchFindsProblemsAndAnswersAndSaysWhichInWhichWords) {
    const auto shown = [&](const QString& text, const QString& place) {
        QTest::keyClick(&page_, Qt::Key_F, Qt::ControlModifier);
        auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        ASSERT_NE(field, nullptr);
        QTest::keyClicks(field, text);
        ASSERT_TRUE(test::eventually([&] {
            return page_.model().filter().text == text.toStdString() && page_.model().rowCount() > 0 &&
                   !page_.model().loading();
        }));
        for (int row = 0; row < page_.model().rowCount(); ++row) {
            const QModelIndex cell = page_.model().index(row, RolloutTableModel::Problem);
            const QString words = cell.data().toString();
            const QPoint hit = cell.data(RolloutTableModel::HitRole).toPoint();
            EXPECT_TRUE(words.startsWith(place)) << words.toStdString();
            EXPECT_EQ(words.mid(hit.x(), hit.y()).toLower(), text.toLower()) << words.toStdString();
        }
        EXPECT_EQ(page_.model().headerData(RolloutTableModel::Problem, Qt::Horizontal, Qt::DisplayRole).toString(),
                  QStringLiteral("Found"));
        ASSERT_TRUE(test::eventually([&] {
            return page_.reader().findChild<TraceText*>()->textCursor().selectedText().toLower() == text.toLower();
        })) << "not marked in the trace";
    };
    shown(QStringLiteral("show YOUR work"), QStringLiteral("asked: "));
    shown(QStringLiteral("multiply"), QStringLiteral("wrote: "));
}

TEST(SearchHit, IsToldWithTheWordsAroundIt) {
    const SearchHit asked = findHit("What is\n14 + 3?", "nothing", "14 + 3");
    EXPECT_EQ(asked.place, SearchHit::Place::Problem);
    EXPECT_EQ(asked.text, QStringLiteral("What is 14 + 3?"));
    EXPECT_EQ(asked.text.mid(asked.begin, asked.size), QStringLiteral("14 + 3"));
    const SearchHit both = findHit("check", std::string(300, 'x') + "检查检查 CHECK 检查", "check");
    EXPECT_EQ(both.place, SearchHit::Place::Response);
    EXPECT_TRUE(both.text.startsWith(u'…'));
    EXPECT_FALSE(both.text.contains(QChar::ReplacementCharacter)) << "a character is cut in two";
    EXPECT_EQ(both.text.mid(both.begin, both.size), QStringLiteral("CHECK"));
    EXPECT_EQ(findHit("a", "b", "c").place, SearchHit::Place::Nowhere);
}

TEST_F(TracesOfARun, NothingMovesWhenTheTokensAreShown) {
    ASSERT_TRUE(test::eventually([&] { return static_cast<bool>(page_.reader().shown()); }));
    const auto* text = page_.reader().findChild<TraceText*>();
    QTest::qWait(50);  // the filters have their names, and their lines
    const int width = page_.reader().width(), top = text->mapTo(&page_, QPoint()).y();
    QTest::keyClick(table(), Qt::Key_T);
    ASSERT_TRUE(test::eventually([&] { return page_.reader().tokens().isVisible(); }));
    QTest::qWait(50);
    EXPECT_EQ(page_.reader().width(), width);
    EXPECT_EQ(page_.reader().tokens().mapTo(&page_, QPoint()).y(), top);
}

TEST_F(TracesOfARun, BookmarksAreListedAsTheyWereMadeOrSorted) {
    std::vector<RolloutId> made;
    for (const int row : {3, 0, 2}) {
        table()->selectRow(row);
        made.insert(made.begin(), page_.reader().shown());
        QTest::keyClick(table(), Qt::Key_B);
        ASSERT_TRUE(test::eventually([&] {
            return page_.model().index(row, RolloutTableModel::Flags).data().toString().contains(QStringLiteral("★"));
        }));
    }
    const auto ids = [&] {
        std::vector<RolloutId> all;
        for (int row = 0; row < page_.model().rowCount(); ++row) all.push_back(page_.model().at(row).id);
        return all;
    };
    page_.openLink({QStringLiteral("traces"), QUrlQuery(QStringLiteral("bookmarked=1&sort=bookmark"))});
    ASSERT_TRUE(test::eventually([&] { return ids() == made; })) << "not the last one first";
    page_.openLink({QStringLiteral("traces"), QUrlQuery(QStringLiteral("bookmarked=1&sort=oldest"))});
    std::ranges::sort(made);
    EXPECT_TRUE(test::eventually([&] { return ids() == made; })) << "not by step";
    page_.openLink({QStringLiteral("traces"), QUrlQuery(QStringLiteral("bookmarked=1&sort=length"))});
    EXPECT_TRUE(test::eventually([&] {
        bool falls = page_.model().rowCount() == 3;
        for (int row = 1; row < page_.model().rowCount(); ++row)
            falls = falls && page_.model().at(row - 1).tokens >= page_.model().at(row).tokens;
        return falls;
    }));
    EXPECT_EQ(page_.link().queryItemValue(QStringLiteral("bookmarked")), QStringLiteral("1"));
}

TEST_F(TracesOfARun, ShiftNAndShiftPGoThroughTheSameProblemsVisits) {
    auto* strip = page_.findChild<PromptStrip*>();
    RunReader store(RunDirectory(*folder_ / "project/runs/run").store());
    const auto detail = [&](RolloutId id) { return store.rollout(id)->summary; };
    const auto visits = [&](int row) { return static_cast<int>(store.promptVisits(page_.model().at(row).prompt).size()); };
    int row = 0;
    while (row < page_.model().rowCount() && visits(row) < 2) ++row;
    ASSERT_LT(row, page_.model().rowCount()) << "the fake trainer draws no problem twice";
    table()->selectRow(row);
    ASSERT_TRUE(test::eventually([&] { return strip->count() == visits(row) && strip->current() >= 0; }));
    const PromptId prompt = page_.model().at(row).prompt;
    const auto go = [&](Qt::KeyboardModifiers modifiers, Qt::Key key) {
        const RolloutId before = page_.reader().shown();
        QTest::keyClick(table(), key, modifiers);
        return test::eventually([&] { return page_.reader().shown() != before; });
    };
    while (strip->current() > 0) ASSERT_TRUE(go(Qt::ShiftModifier, Qt::Key_P));
    const RolloutSummary first = detail(page_.reader().shown());
    ASSERT_TRUE(go(Qt::ShiftModifier, Qt::Key_N));
    const RolloutSummary second = detail(page_.reader().shown());
    EXPECT_EQ(second.prompt, prompt);
    EXPECT_NE(second.group, first.group);
    EXPECT_GT(second.id, first.id) << "not a later time";
    ASSERT_TRUE(go(Qt::ShiftModifier, Qt::Key_P));
    EXPECT_EQ(detail(page_.reader().shown()).group, first.group);
}

TEST_F(TracesOfARun, SpaceTurnsThePageWhileTheListHasTheKeys) {
    page_.resize(1200, 420);
    auto* text = page_.findChild<TraceText*>();
    ASSERT_TRUE(test::eventually([&] { return text->verticalScrollBar()->maximum() > 0; }));
    QTest::keyClick(table(), Qt::Key_Space);
    EXPECT_GT(text->verticalScrollBar()->value(), 0);
    QTest::keyClick(table(), Qt::Key_Space, Qt::ShiftModifier);
    EXPECT_EQ(text->verticalScrollBar()->value(), 0);
}

TEST_F(TracesOfARun, NoFilterIsCutInANarrowWindow) {
    page_.resize(930, 560);
    auto* bar = page_.findChild<RolloutFilterBar*>();
    EXPECT_TRUE(test::eventually([&] {
        const auto parts = bar->findChildren<QWidget*>();
        return std::all_of(parts.begin(), parts.end(), [](const QWidget* part) {
            const bool counts =
                qobject_cast<const QComboBox*>(part) != nullptr || qobject_cast<const QPushButton*>(part) != nullptr;
            return !counts || !part->isVisible() || part->width() >= part->sizeHint().width();
        });
    }));
}

TEST_F(TracesOfARun, AFilterIsSavedUnderANameAndComesBack) {
    RolloutView view;
    view.filter.correctness = Correctness::Wrong;
    page_.openLink({QStringLiteral("traces"), toQuery(view, session_->stages())});
    auto* bar = page_.findChild<RolloutFilterBar*>();
    auto* menu = bar->findChild<QMenu*>();
    // A menu takes the keyboard until it is closed: typed into as it is filled.
    Q_EMIT menu->aboutToShow();
    auto* field = menu->findChild<QLineEdit*>();
    ASSERT_NE(field, nullptr);
    QTest::keyClicks(field, QStringLiteral("the wrong ones"));
    QTest::keyClick(field, Qt::Key_Return);
    page_.openLink({QStringLiteral("traces"), {}});
    EXPECT_EQ(bar->filter().correctness, Correctness::Any);
    // By keys: Down leaves the field for the names below it.
    menu->popup(bar->mapToGlobal(QPoint()));
    field = menu->findChild<QLineEdit*>();
    field->setFocus();
    QTest::keyClick(field, Qt::Key_Down);
    ASSERT_NE(menu->activeAction(), nullptr);
    EXPECT_EQ(menu->activeAction()->text(), QStringLiteral("the wrong ones"));
    QTest::keyClick(menu, Qt::Key_Return);
    EXPECT_EQ(bar->filter().correctness, Correctness::Wrong);
    // Forgetting can be taken back.
    std::function<void()> undo;
    QObject::connect(&page_, &Page::notice,
                     [&](const QString&, const QString&, const std::function<void()>& back) { undo = back; });
    const auto names = [&] {
        Q_EMIT menu->aboutToShow();
        QStringList all;
        for (QAction* action : menu->actions()) all << action->text();
        return all;
    };
    ASSERT_TRUE(names().contains(QStringLiteral("the wrong ones")));
    for (QAction* action : menu->findChild<QMenu*>()->actions()) action->trigger();
    EXPECT_FALSE(names().contains(QStringLiteral("the wrong ones")));
    ASSERT_TRUE(undo);
    undo();
    EXPECT_TRUE(names().contains(QStringLiteral("the wrong ones")));
}

}  // namespace
}  // namespace retort::ui
