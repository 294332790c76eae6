// SPDX-License-Identifier: GPL-3.0-or-later
// Story 3 through real events: reading, deciding by keys, undo, editing, reasons, all that match, the blind pass, the gate.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <csignal>
#include <fstream>

#include "base/random.h"
#include "curation_window.h"
#include "run/run_state.h"
#include "store/run_writer.h"
#include "support/fake_trainer/fake_rollouts.h"
#include "ui/models/candidate_queue.h"
#include "ui/pages/candidates_page.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/candidate_filter_bar.h"
#include "ui/widgets/decision_chips.h"
#include "ui/widgets/trace_legend.h"
#include "ui/widgets/trace_text.h"
#include "ui/widgets/verdict_bar.h"

namespace retort::ui {
namespace {

using test::eventually;

class Candidates : public test::CurationWindow {
protected:
    void SetUp() override {
        page_ = openPage<CandidatesPage>(10, QStringLiteral("candidates"));
        ASSERT_TRUE(eventually([&] { return page_->queue().current() != nullptr; }));
    }

    CandidateQueue& queue() { return page_->queue(); }
    CandidateId shown() { return queue().current() == nullptr ? CandidateId{} : queue().current()->id; }
    /// Presses and waits until another candidate is shown.
    void decide(Qt::Key key) {
        const CandidateId before = shown();
        press(key);
        ASSERT_TRUE(eventually([&] { return shown() != before; }));
    }
    Annotations stored() { return Annotations(run_ / "annotations.db", SqliteDb::Mode::ReadOnly, run_.filename().string()); }

    CandidatesPage* page_ = nullptr;
};

TEST_F(Candidates, LookingWritesNothing) {
    QTest::qWait(200);
    EXPECT_FALSE(std::filesystem::exists(run_ / "annotations.db"));
}

TEST_F(Candidates, TheLegendIsWholeInANarrowWindow) {
    for (const int width : {1280, 1024, 1600}) {
        window_->resize(width, 720);
        EXPECT_TRUE(eventually([&] {
            const auto chips = page_->findChild<TraceLegend*>()->findChildren<QPushButton*>();
            return std::ranges::all_of(chips, [](const QPushButton* chip) {
                return !chip->isVisible() || chip->width() >= chip->sizeHint().width();
            });
        })) << width;
    }
}

TEST_F(Candidates, NoConditionIsCutInANarrowWindow) {
    const auto whole = [&] {
        const auto parts = page_->findChild<CandidateFilterBar*>()->findChildren<QWidget*>();
        return std::ranges::all_of(parts, [](const QWidget* part) {
            const bool words = qobject_cast<const QComboBox*>(part) != nullptr ||
                               qobject_cast<const QPushButton*>(part) != nullptr ||
                               qobject_cast<const QLabel*>(part) != nullptr;
            return !words || !part->isVisible() || part->width() >= part->sizeHint().width();
        });
    };
    press(Qt::Key_T);  // one more chooser: that of tags
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("a tag of some length"));
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return !queue().tags().isEmpty(); }));
    for (const char* const code : {"en", "zh_CN"}) {
        language_.setChoice(QLatin1String(code));
        page_ = window_->findChild<CandidatesPage*>();
        ASSERT_TRUE(eventually([&] { return page_->queue().current() != nullptr; }));
        for (const int width : {1280, 1024, 960, 1600}) {
            window_->resize(width, 720);
            EXPECT_TRUE(eventually(whole)) << width << code;
        }
    }
    language_.setChoice(QStringLiteral("en"));
}

TEST_F(Candidates, WhatIsSampledWhileThePageIsOpenIsShown) {
    // A run that has yet to sample: the gate is known, its candidates are nowhere.
    const std::filesystem::path later = test::makeCurationRun(folder_ / "later", 1);
    for (const char* file : {"run.db", "run.db-wal", "run.db-shm"}) std::filesystem::remove(later / file);
    RunWriter writer(later / "run.db");
    StageRecord sample, curate;
    sample.name = "candidates";
    sample.kind = "sample";
    sample.position = 1;
    curate.name = "cold_start";
    curate.kind = "curate";
    curate.position = 2;
    curate.inputs = {"candidates"};
    sample.id = writer.putStage(sample);
    writer.putStage(curate);
    recordRunState(writer, RunState::Running);
    window_->openRun(QString::fromStdString(later.string()));
    window_->goTo(QStringLiteral("candidates"));
    ASSERT_TRUE(eventually([&] { return queue().gate() != nullptr && !queue().loading(); }));
    EXPECT_EQ(queue().current(), nullptr);
    Random random(3, 0);
    StepCommit commit;
    commit.step = {sample.id, 1, 0, 1, 1};
    commit.groups = test::fakeGroups(random, {0.7, 0.9, 0.7, 0.5, 0.4}, 0, 3, 4);
    sample.state = StageState::Done;
    writer.putStage(sample);
    writer.commit(commit);
    ASSERT_TRUE(eventually([&] { return queue().matching() > 0; }));
    EXPECT_TRUE(eventually([&] { return queue().current() != nullptr; })) << "counted, but none is shown";
}

TEST_F(Candidates, AVerdictIsOnTheDiskBeforeTheNextIsShown) {
    for (int i = 1; i <= 6; ++i) {
        const CandidateId judged = shown();
        decide(Qt::Key_A);
        EXPECT_EQ(stored().candidate(judged).verdict, Verdict::Accepted);
        EXPECT_EQ(stored().candidates().size(), static_cast<std::size_t>(i));
    }
    EXPECT_EQ(queue().progress().accepted, 6);
    EXPECT_EQ(queue().progress().needed(), 0);
}

TEST_F(Candidates, AKeyAheadOfTheNextCandidateIsToldAndJudgesNothing) {
    const auto told = [&] {
        const auto labels = page_->findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [](const QLabel* label) { return label->text().contains(QStringLiteral("not judged yet")); });
    };
    const CandidateId judged = shown();
    press(Qt::Key_A);
    press(Qt::Key_A);
    ASSERT_TRUE(eventually([&] { return shown() != judged; }));
    const CandidateId unseen = shown();
    EXPECT_TRUE(told());
    QTest::qWait(200);
    EXPECT_EQ(shown(), unseen);
    EXPECT_EQ(stored().candidates().size(), 1u) << "a candidate was judged that nobody had seen";
    EXPECT_TRUE(told()) << "it goes before it is read";
    decide(Qt::Key_A);
    EXPECT_EQ(stored().candidate(unseen).verdict, Verdict::Accepted);
    EXPECT_FALSE(told());
}

TEST_F(Candidates, AVerdictWaitsForTheNoteBeforeIt) {
    const CandidateId judged = shown();
    press(Qt::Key_N);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("neat"));
    press(Qt::Key_Return);
    press(Qt::Key_A);
    ASSERT_TRUE(eventually([&] { return shown() != judged; })) << "the verdict was lost";
    EXPECT_EQ(stored().candidate(judged).verdict, Verdict::Accepted);
    EXPECT_EQ(stored().candidate(judged).note, "neat");
}

TEST_F(Candidates, RejectingAsksWhyAndTheDigitsAnswer) {
    const CandidateId judged = shown();
    press(Qt::Key_R);
    ASSERT_TRUE(page_->findChild<VerdictBar*>()->asking());
    press(Qt::Key_2);
    ASSERT_TRUE(eventually([&] { return shown() != judged; }));
    EXPECT_EQ(stored().candidate(judged).verdict, Verdict::Rejected);
    EXPECT_EQ(stored().candidate(judged).reason, "wrong reasoning");
    const CandidateId second = shown();
    press(Qt::Key_R);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("own words"));
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return shown() != second; }));
    EXPECT_EQ(stored().candidate(second).reason, "own words");
    press(Qt::Key_R);
    press(Qt::Key_Escape);
    EXPECT_FALSE(page_->findChild<VerdictBar*>()->asking()) << "Escape does not leave";
}

TEST_F(Candidates, UndoGoesBackAsFarAsOneLikes) {
    std::vector<CandidateId> judged;
    for (int i = 0; i < 5; ++i) {
        judged.push_back(shown());
        decide(Qt::Key_A);
    }
    for (int i = 4; i >= 0; --i) {
        press(Qt::Key_Z);
        ASSERT_TRUE(eventually([&] { return shown() == judged[static_cast<std::size_t>(i)]; })) << i;
        EXPECT_EQ(stored().candidates().size(), static_cast<std::size_t>(i));
    }
    press(Qt::Key_Z, Qt::ShiftModifier);
    ASSERT_TRUE(eventually([&] { return stored().candidates().size() == 1; }));
}

TEST_F(Candidates, EditingInPlaceKeepsTheEditAndShowsWhatChanged) {
    const CandidateId judged = shown();
    const QString original = QString::fromStdString(queue().current()->detail.rollout.text);
    press(Qt::Key_E);
    auto* edit = page_->findChild<QPlainTextEdit*>();
    ASSERT_TRUE(edit->isVisible());
    ASSERT_EQ(edit->toPlainText(), original);
    QTest::keyClicks(edit, QStringLiteral("First. "));
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(eventually([&] { return shown() != judged; }));
    EXPECT_EQ(stored().candidate(judged).verdict, Verdict::Edited);
    EXPECT_EQ(stored().candidate(judged).edited_text, ("First. " + original.toStdString()));
}

TEST_F(Candidates, AnEditThatBreaksTheFormIsSaidToWhileItIsWritten) {
    const auto said = [&] {
        const auto labels = page_->findChildren<QLabel*>();
        return std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("not in the form"));
        });
    };
    press(Qt::Key_E);
    auto* edit = page_->findChild<QPlainTextEdit*>();
    EXPECT_FALSE(said());
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(edit, QStringLiteral("just 7"));
    EXPECT_TRUE(eventually(said));
    QTest::keyClick(edit, Qt::Key_Escape);
    EXPECT_FALSE(said());
}

TEST_F(Candidates, WhereNothingIsLeftTheWayOnIsOffered) {
    const auto all = queue().matching();
    CandidateFilter filter = queue().filter();
    filter.max_tokens = 1;
    queue().setFilter(filter);
    QPushButton* way = nullptr;
    ASSERT_TRUE(eventually([&] {
        for (auto* button : page_->findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("All undecided")) way = button;
        return way != nullptr;
    }));
    QTest::mouseClick(way, Qt::LeftButton);
    EXPECT_TRUE(eventually([&] { return queue().matching() == all && queue().current() != nullptr; }));
    EXPECT_FALSE(way->isVisible());
}

TEST_F(Candidates, ASearchFindsImportedOnesByProblemAndByText) {
    const std::filesystem::path file = run_.parent_path() / "more.jsonl";
    std::ofstream(file) << R"({"prompt": "A rare Question?", "completion": "<think>so</think><answer>7</answer>"})"
                           "\n"
                        << R"({"prompt": "Another?", "completion": "<think>zebras</think><answer>8</answer>"})"
                           "\n";
    const auto before = queue().matching();
    queue().import(QString::fromStdString(file.string()));
    ASSERT_TRUE(eventually([&] { return queue().matching() == before + 2; }));
    for (const char* text : {"rare question", "ZEBRAS"}) {
        press(Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(text));
        ASSERT_TRUE(eventually([&] {
            return queue().filter().text == QString::fromLatin1(text) && queue().matching() == 1 &&
                   shown().source_run == imported_source;
        })) << text;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    }
}

TEST_F(Candidates, SkippedOnesComeAgainAtTheEnd) {
    const CandidateId skipped = shown();
    const std::int64_t all = queue().matching();
    decide(Qt::Key_S);
    EXPECT_EQ(queue().matching(), all);
    EXPECT_FALSE(std::filesystem::exists(run_ / "annotations.db"));
    decide(Qt::Key_K);
    EXPECT_EQ(shown(), skipped);
}

TEST_F(Candidates, UndoGoesBackOverWhatWasSkipped) {
    const CandidateId judged = shown();
    decide(Qt::Key_A);
    const CandidateId skipped = shown();
    decide(Qt::Key_S);
    decide(Qt::Key_Z);
    EXPECT_EQ(shown(), skipped) << "a verdict was taken back in place of the skip";
    EXPECT_EQ(stored().candidate(judged).verdict, Verdict::Accepted);
    decide(Qt::Key_Z);
    EXPECT_EQ(shown(), judged);
    EXPECT_TRUE(stored().candidates().empty());
}

TEST_F(Candidates, WhatOthersDecideIsFollowedAndTakesNothingAwayFromWhoReads) {
    const std::int64_t all = queue().matching();
    decide(Qt::Key_A);
    const CandidateId reading = shown();
    Annotations others(run_ / "annotations.db", SqliteDb::Mode::ReadWrite, run_.filename().string());
    const CandidateId judged = others.candidates().front().id;
    CandidateState said = others.candidate(reading);
    said.verdict = Verdict::Rejected;
    said.reason = "elsewhere";
    others.decide(said);
    const auto told = [&] {
        const auto labels = page_->findChildren<QLabel*>();
        return std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("rejected: elsewhere"));
        });
    };
    ASSERT_TRUE(eventually([&] { return queue().progress().rejected == 1; })) << "the window does not follow";
    EXPECT_EQ(shown(), reading);
    EXPECT_TRUE(eventually(told));
    press(Qt::Key_J);
    ASSERT_TRUE(eventually([&] { return shown() != reading; }));

    EXPECT_EQ(queue().recent().size(), 1u);
    others.undo();
    others.undo();
    ASSERT_TRUE(eventually([&] { return queue().matching() == all; }));
    EXPECT_TRUE(queue().recent().empty()) << "a chip takes back what no longer stands";
    EXPECT_FALSE(queue().state(judged).verdict);

    const std::vector<ImportedCandidate> rows{{0, "cold_start", "k", "1+1?", "2", "en", "", "elsewhere.jsonl:1"}};
    others.import("cold_start", rows);
    EXPECT_TRUE(eventually([&] { return queue().matching() == all + 1; }));
    EXPECT_FALSE(queue().gateOpen());
    others.openGate("cold_start");
    EXPECT_TRUE(eventually([&] { return queue().gateOpen(); }));
}

TEST_F(Candidates, OneVerdictForAllThatMatchAsksWithTheCount) {
    const auto count = queue().matching();
    press(Qt::Key_A, Qt::ShiftModifier);
    auto* bar = page_->findChild<VerdictBar*>();
    ASSERT_TRUE(bar->asking());
    EXPECT_TRUE(stored().candidates().empty()) << "it did not ask";
    auto* yes = qobject_cast<QPushButton*>(QApplication::focusWidget());
    ASSERT_NE(yes, nullptr);
    EXPECT_TRUE(yes->text().contains(QString::number(count)));
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return queue().matching() == 0; }));
    EXPECT_EQ(static_cast<std::int64_t>(stored().candidates().size()), count);
    press(Qt::Key_Z);
    EXPECT_TRUE(eventually([&] { return queue().matching() == count; })) << "one undo does not take it back";
}

TEST_F(Candidates, NotesAndTagsStayAndFind) {
    press(Qt::Key_T);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("terse, good"));
    press(Qt::Key_Return);
    const CandidateId tagged = shown();
    ASSERT_TRUE(eventually([&] { return stored().candidate(tagged).tags == std::vector<std::string>({"terse", "good"}); }));
    press(Qt::Key_N);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("look again"));
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return stored().candidate(tagged).note == "look again"; }));
    EXPECT_FALSE(stored().candidate(tagged).verdict);
    CandidateFilter filter;
    filter.tag = QStringLiteral("good");
    queue().setFilter(filter);
    EXPECT_TRUE(eventually([&] { return queue().matching() == 1; }));
}

TEST_F(Candidates, TheSecondPassIsBlindAndKappaIsShown) {
    press(Qt::Key_A, Qt::ShiftModifier);
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return queue().matching() == 0; }));
    // Half of them rejected, so that kappa is defined.
    std::vector<CandidateState> half;
    {
        Annotations annotations(run_ / "annotations.db");
        for (CandidateState state : annotations.candidates())
            if (state.id.rollout.value % 2 == 0) {
                state.verdict = Verdict::Rejected;
                half.push_back(state);
            }
        annotations.decide(half);
    }
    queue().chooseGate(0);
    for (const PageAction& action : page_->actions())
        if (action.name.startsWith(QStringLiteral("The second pass"))) action.run();
    ASSERT_EQ(queue().filter().show, CandidateFilter::Show::SecondPass);
    ASSERT_TRUE(eventually([&] { return !queue().loading() && queue().current() != nullptr; }));
    EXPECT_FALSE(page_->findChild<DecisionChips*>()->isVisible()) << "chips tell first verdicts";
    const std::int64_t due = queue().matching();
    EXPECT_GT(due, 0);
    EXPECT_LT(due, 20);
    for (std::int64_t i = 0; i < due; ++i) {
        const bool keep = *stored().candidate(shown()).verdict == Verdict::Accepted;
        const std::int64_t before = queue().matching();
        press(keep ? Qt::Key_A : Qt::Key_R);
        ASSERT_TRUE(eventually([&] { return queue().matching() < before; }));
    }
    EXPECT_EQ(queue().progress().agreement.compared(), due);
    EXPECT_DOUBLE_EQ(queue().progress().agreement.observed(), 1);
}

TEST_F(Candidates, AChipSaysWhatWasJudgedAndTakesItBack) {
    const CandidateId judged = shown();
    const QString problem = QString::fromStdString(queue().current()->detail.prompt.prompt.text).simplified();
    decide(Qt::Key_A);
    decide(Qt::Key_A);
    const auto chips = page_->findChild<DecisionChips*>()->findChildren<QPushButton*>();
    ASSERT_TRUE(chips[1]->isVisible());
    EXPECT_TRUE(chips[1]->toolTip().contains(problem));
    QTest::mouseClick(chips[1], Qt::LeftButton);
    ASSERT_TRUE(eventually([&] { return shown() == judged; }));
    EXPECT_FALSE(stored().candidate(judged).verdict);
    EXPECT_EQ(stored().candidates().size(), 1U) << "the other verdict is gone too";
}

TEST_F(Candidates, TheChipOfAVerdictOnAllTakesAllBack) {
    press(Qt::Key_A, Qt::ShiftModifier);
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return queue().matching() == 0; }));
    QTest::mouseClick(page_->findChild<DecisionChips*>()->findChildren<QPushButton*>().front(), Qt::LeftButton);
    ASSERT_TRUE(eventually([&] { return queue().matching() > 0; }));
    EXPECT_TRUE(stored().candidates().empty());
}

TEST_F(Candidates, ANoteTakenBackLeavesTheVerdictBeforeIt) {
    const CandidateId judged = shown();
    decide(Qt::Key_A);
    press(Qt::Key_N);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("hm"));
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return stored().candidates().size() == 2; }));
    press(Qt::Key_Z);
    ASSERT_TRUE(eventually([&] { return stored().candidates().size() == 1; }));
    EXPECT_EQ(stored().candidate(judged).verdict, Verdict::Accepted);
    EXPECT_EQ(queue().recent().size(), 1U);
}

TEST_F(Candidates, ALinkAndARestartComeBackToTheCandidateAndTheFilter) {
    auto* show = page_->findChild<CandidateFilterBar*>()->findChild<QComboBox*>();
    show->setCurrentIndex(static_cast<int>(CandidateFilter::Show::All));
    for (int i = 0; i < 3; ++i) decide(Qt::Key_J);
    const CandidateId read = shown();
    const PageLink link{QStringLiteral("candidates"), QUrlQuery(page_->link().toString(QUrl::FullyEncoded))};
    page_ = reopen<CandidatesPage>(QStringLiteral("candidates"));
    page_->openLink(link);
    ASSERT_TRUE(eventually([&] { return shown() == read; }));
    EXPECT_EQ(queue().filter().show, CandidateFilter::Show::All);
}

TEST_F(Candidates, EachKindOfHighlightIsTurnedOnAndOff) {
    auto* text = page_->findChild<TraceText*>();
    auto* chip = page_->findChild<TraceLegend*>()->findChild<QPushButton*>(QStringLiteral("answer"));
    ASSERT_TRUE(eventually([&] { return text->content().count(MarkKind::Answer) == 1; }));
    const auto marked = [&] {
        return std::count_if(text->content().placed().begin(), text->content().placed().end(),
                             [](const auto& one) { return one.kind == MarkKind::Answer; });
    };
    EXPECT_EQ(marked(), 1);
    QTest::mouseClick(chip, Qt::LeftButton);
    EXPECT_EQ(marked(), 0);
    EXPECT_EQ(text->content().count(MarkKind::Answer), 1) << "what is turned off is still counted";
}

TEST_F(Candidates, AllRowsAreWhatTrainingSees) {
    decide(Qt::Key_A);
    press(Qt::Key_V);
    press(Qt::Key_V);
    auto* table = page_->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return table->isVisible() && table->model()->rowCount() == 1; }));
    EXPECT_GT(table->model()->index(0, 3).data().toInt(), 5) << "completion tokens";
    const auto texts = page_->findChildren<QTextEdit*>();
    EXPECT_TRUE(std::ranges::any_of(texts, [](const QTextEdit* text) {
        return text->isVisible() && text->toPlainText().startsWith(QStringLiteral("User: "));
    })) << "the chosen row cannot be read";
    const auto before = stored().candidates().size();
    press(Qt::Key_A);
    QTest::qWait(100);
    EXPECT_EQ(stored().candidates().size(), before) << "a verdict on a candidate that is not shown";
}

TEST_F(Candidates, WhereNothingIsLeftItIsSaidInEveryView) {
    press(Qt::Key_V);
    CandidateFilter filter = queue().filter();
    filter.max_tokens = 1;
    queue().setFilter(filter);
    EXPECT_TRUE(eventually([&] {
        const auto buttons = page_->findChildren<QPushButton*>();
        return std::ranges::any_of(buttons, [](const QPushButton* one) {
            return one->isVisible() && one->text() == QStringLiteral("All undecided");
        });
    }));
}

TEST_F(Candidates, ImportedRowsJoinTheQueue) {
    std::ofstream(folder_ / "more.jsonl")
        << R"({"prompt":"2+2?","completion":"<think>two and two</think><answer>4</answer>"})"
        << "\n";
    const std::int64_t before = queue().progress().candidates;
    EXPECT_TRUE(page_->takeFiles({QString::fromStdString((folder_ / "more.jsonl").string())}));
    EXPECT_TRUE(eventually([&] { return queue().progress().candidates == before + 1; }));
}

TEST_F(Candidates, FilesThatThisProgramCannotReadAreImportedByRetort) {
    const auto program = folder_ / "retort";
    const auto answer = [&](const char* script) {
        std::ofstream(program) << "#!/bin/sh\necho \"$*\" > " << (folder_ / "asked").string() << "\n" << script << "\n";
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    };
    qputenv("RETORT_TRAINER", QByteArray::fromStdString(program.string()));
    std::int64_t imported = -1;
    QString refused;
    QObject::connect(&queue(), &CandidateQueue::imported, page_, [&](std::int64_t rows) { imported = rows; });
    QObject::connect(&queue(), &CandidateQueue::failed, page_, [&](const QString& reason) { refused = reason; });
    const QString file = QString::fromStdString((folder_ / "more.parquet").string());
    answer("echo '{\"read\": 5, \"imported\": 3}'");
    EXPECT_TRUE(page_->takeFiles({file}));
    EXPECT_TRUE(eventually([&] { return imported == 3; }));
    std::string asked;
    std::getline(std::ifstream(folder_ / "asked"), asked);
    EXPECT_EQ(asked, "candidates import " + run_.string() + " " + file.toStdString() + " --stage cold_start");
    answer("echo 'more.parquet: there is no column \"prompt\"' >&2; exit 2");
    EXPECT_TRUE(page_->takeFiles({file}));
    EXPECT_TRUE(eventually([&] { return refused.contains(QStringLiteral("no column")); })) << refused.toStdString();
    qunsetenv("RETORT_TRAINER");
}

TEST_F(Candidates, TheGateOpensWhenThePersonSaysSo) {
    press(Qt::Key_G);
    EXPECT_EQ(stored().gateOpenedAt("cold_start"), 0);
    decide(Qt::Key_A);
    press(Qt::Key_G);
    EXPECT_EQ(stored().gateOpenedAt("cold_start"), 0) << "it did not ask";
    press(Qt::Key_Return);
    EXPECT_TRUE(eventually([&] { return stored().gateOpenedAt("cold_start") > 0; }));
}

TEST_F(Candidates, VerdictsOfAnotherRunAreRefusedAndLeftAlone) {
    { Annotations(folder_ / "other.db", SqliteDb::Mode::ReadWrite, "another-run").openGate("x"); }
    window_.reset();
    std::filesystem::copy_file(folder_ / "other.db", run_ / "annotations.db");
    const auto before = std::filesystem::last_write_time(run_ / "annotations.db");
    window_ = std::make_unique<MainWindow>(*theme_, language_);
    QString said;
    QObject::connect(window_->findChild<CandidatesPage*>(), &Page::problem, [&](const QString& text) { said = text; });
    window_->openRun(QString::fromStdString(run_.string()));
    EXPECT_TRUE(eventually([&] { return said.contains(QStringLiteral("another-run")); }));
    const auto labels = window_->findChild<CandidatesPage*>()->findChild<EmptyState*>()->findChildren<QLabel*>();
    EXPECT_TRUE(std::ranges::any_of(labels, [](const QLabel* label) {
        return label->text() == QStringLiteral("The candidates of this run cannot be read");
    })) << "a page that cannot read them says that there are none";
    EXPECT_EQ(std::filesystem::last_write_time(run_ / "annotations.db"), before);
}

// The program that judges is another process, killed without warning at a random moment: what it reported as shown is
// stored.
TEST(CandidatesKilled, NothingDecidedIsLost) {
    const test::TempDir folder;
    const auto run = test::makeCurationRun(folder / "project", 60);
    std::size_t reported = 0;
    for (int kill = 0; kill < 5; ++kill) {
        QProcess judge;
        judge.start(QStringLiteral(RETORT_FAKE_JUDGE), {QString::fromStdString(run.string())});
        ASSERT_TRUE(judge.waitForStarted());
        const int rounds = 3 + kill * 2;
        for (int seen = 0; seen < rounds && judge.waitForReadyRead(test::patience_ms);)
            while (judge.canReadLine()) {
                judge.readLine();
                ++seen;
                ++reported;
            }
        ::kill(static_cast<pid_t>(judge.processId()), SIGKILL);
        judge.waitForFinished();
        for (const QByteArray& rest : judge.readAll().split('\n')) reported += !rest.isEmpty();
        Annotations annotations(run / "annotations.db", SqliteDb::Mode::ReadOnly);
        EXPECT_GE(annotations.candidates().size(), reported);
    }
    EXPECT_GE(reported, 15u);
}

}  // namespace
}  // namespace retort::ui
