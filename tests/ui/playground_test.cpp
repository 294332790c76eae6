// SPDX-License-Identifier: GPL-3.0-or-later
// Story 7 through real events, against a program that speaks the sampler's and the grader's lines.
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

#include <algorithm>
#include <fstream>

#include "curation_window.h"
#include "reward/rubric.h"
#include "store/annotations.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "ui/pages/playground_page.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/talk_column.h"
#include "ui/widgets/token_strip.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class PlaygroundStory : public test::CurationWindow {
protected:
    void SetUp() override {
        qputenv("RETORT_TRAINER", RETORT_FAKE_SPEAKER);
        page_ = openPage<PlaygroundPage>(2, QStringLiteral("playground"));
        ASSERT_TRUE(eventually([&] { return page_->first().chosen() && text()->toPlainText() == QStringLiteral("1+1?"); }));
    }
    void TearDown() override {
        window_.reset();
        qunsetenv("RETORT_TRAINER");
    }

    QPlainTextEdit* text() { return page_->findChild<QPlainTextEdit*>(); }
    void ask() { QTest::keyClick(text(), Qt::Key_Return, Qt::ControlModifier); }
    QSpinBox* spin(const char* name) {
        for (auto* one : page_->findChildren<QSpinBox*>())
            if (one->accessibleName() == QLatin1String(name)) return one;
        return nullptr;
    }

    PlaygroundPage* page_ = nullptr;
};

TEST_F(PlaygroundStory, AnswersStreamAreVotedOnAndScored) {
    spin("Samples")->setValue(3);
    ask();
    ASSERT_TRUE(eventually([&] { return page_->first().speaking(); }));
    ASSERT_TRUE(eventually([&] { return !page_->first().samples().empty() && !page_->first().samples()[0].text.isEmpty(); }))
        << "nothing streams";
    ASSERT_TRUE(eventually([&] { return !page_->first().speaking(); }));
    ASSERT_EQ(page_->first().samples().size(), 3u);
    EXPECT_TRUE(eventually([&] { return page_->first().samples()[2].score.has_value(); }));
    EXPECT_EQ(page_->first().vote(), QStringLiteral("2 (3 of 3)"));
    EXPECT_TRUE(page_->first().samples()[0].reason.contains(QStringLiteral("accuracy")));
    // All of it can be read, not only what the list has room for.
    const QString reason = page_->first().samples()[static_cast<std::size_t>(page_->first().current())].reason;
    EXPECT_TRUE(std::ranges::any_of(page_->findChildren<QLabel*>(), [&](const QLabel* label) {
        return label->isVisible() && label->text() == reason;
    })) << reason.toStdString();
}

TEST_F(PlaygroundStory, TheTemplateIsWhatTheModelGets) {
    ask();
    ASSERT_TRUE(eventually([&] { return !page_->first().samples().empty() && !page_->first().speaking(); }));
    // The fake begins by saying what it was given.
    EXPECT_TRUE(page_->first().samples()[0].text.startsWith(QStringLiteral("User: 1+1?\nAssistant:")));
}

TEST_F(PlaygroundStory, TwoModelsAnswerTheSameQuestion) {
    page_->second().choose(QStringLiteral("base"));
    ask();
    EXPECT_TRUE(eventually([&] {
        return page_->first().samples().size() == 1 && page_->second().samples().size() == 1 &&
               !page_->second().speaking() && !page_->first().speaking();
    }));
    EXPECT_EQ(page_->second().question().rendered, page_->first().question().rendered);
}

TEST_F(PlaygroundStory, StopsAndGoesOn) {
    spin("Tokens at most")->setValue(100000);
    ask();
    ASSERT_TRUE(
        eventually([&] { return !page_->first().samples().empty() && page_->first().samples()[0].text.size() > 40; }));
    QTest::keyClick(text(), Qt::Key_Escape);
    ASSERT_TRUE(eventually([&] { return !page_->first().speaking(); }));
    EXPECT_EQ(page_->first().samples()[0].finish, QStringLiteral("stopped"));
    const QString before = page_->first().samples()[0].text;
    spin("Tokens at most")->setValue(8);
    QTest::keyClick(text(), Qt::Key_G, Qt::ControlModifier);
    ASSERT_TRUE(eventually([&] { return page_->first().speaking(); }));
    ASSERT_TRUE(eventually([&] { return page_->first().samples()[0].text.size() > before.size(); }));
    EXPECT_TRUE(page_->first().samples()[0].text.startsWith(before));
    QTest::keyClick(text(), Qt::Key_Escape);
}

TEST_F(PlaygroundStory, AnotherTokenIsGoneOnFrom) {
    ask();
    ASSERT_TRUE(eventually([&] { return !page_->first().samples().empty() && !page_->first().speaking(); }));
    const QString before = page_->first().samples()[0].text;
    QTest::keyClick(text(), Qt::Key_T, Qt::ControlModifier);
    ASSERT_TRUE(
        eventually([&] { return page_->first().strip().isVisible() && page_->first().alternatives(3).size() == 2; }));
    EXPECT_TRUE(page_->first().strip().words(3).contains(QStringLiteral("§")));
    // By keys, in a menu below the token that says how likely each was and leaves out what stands there.
    TokenStrip& strip = page_->first().strip();
    strip.setFocus();
    for (int i = 0; i < 4; ++i) QTest::keyClick(&strip, Qt::Key_Right);
    ASSERT_EQ(strip.current(), 3);
    QTest::keyClick(&strip, Qt::Key_Return);
    QMenu* menu = nullptr;
    ASSERT_TRUE(eventually([&] { return (menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr; }));
    ASSERT_EQ(menu->actions().size(), 1);
    EXPECT_TRUE(menu->actions().front()->text().contains(QStringLiteral("“§” (13.5%)")))
        << menu->actions().front()->text().toStdString();
    EXPECT_LT((menu->pos() - strip.viewport()->mapToGlobal(strip.below(3))).manhattanLength(), 2);
    QTest::keyClick(menu, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return page_->first().samples().size() == 2 && !page_->first().speaking(); }));
    EXPECT_EQ(page_->first().samples()[0].text, before) << "the first sample stays as it was";
    EXPECT_TRUE(page_->first().samples()[1].text.startsWith(before.left(3) + QStringLiteral("§")))
        << page_->first().samples()[1].text.toStdString();
    EXPECT_GT(page_->first().samples()[1].text.size(), 4);
}

TEST_F(PlaygroundStory, BeginsWithTheBestModelAndKeepsWhatSomebodyChose) {
    TalkColumn column(QStringLiteral("Model"), false);
    const auto entry = [](const char* name) {
        return ModelEntry{QString::fromLatin1(name), QStringLiteral("/models/") + QLatin1String(name), {}, {}, {}, {}};
    };
    column.setModels({entry("student"), entry("zero")}, 1);
    EXPECT_EQ(column.modelName(), QStringLiteral("zero"));
    // A better one has been evaluated meanwhile.
    column.setModels({entry("student"), entry("r1"), entry("zero")}, 1);
    EXPECT_EQ(column.modelName(), QStringLiteral("r1"));
    EXPECT_FALSE(column.picked());
    auto* chooser = column.findChild<QComboBox*>();
    column.show();
    chooser->setFocus();
    QTest::keyClick(chooser, Qt::Key_Up);
    EXPECT_EQ(column.modelName(), QStringLiteral("student"));
    column.setModels({entry("r2"), entry("student"), entry("zero")}, 0);
    EXPECT_EQ(column.modelName(), QStringLiteral("student")) << "a choice was taken back";
    column.setModels({entry("r2"), entry("zero")}, 0);
    EXPECT_EQ(column.modelName(), QStringLiteral("r2")) << "another run's models";
}

// Every checkpoint that is still there, of a stage of this run and of one that was taken over from another.
TEST_F(PlaygroundStory, AnyKeptCheckpointOfAStageCanBeAsked) {
    window_.reset();
    const std::filesystem::path other = run_.parent_path() / "20260101-130000-bbbb";
    std::filesystem::copy(run_, other, std::filesystem::copy_options::recursive);
    {
        RunWriter writer(RunDirectory(run_).store());
        const StageId zero = RunReader(RunDirectory(run_).store()).stage("zero")->id;
        for (const auto& [step, name] : {std::pair(5, "step-000005"), std::pair(8, "step-000008"), std::pair(10, "final")}) {
            const std::filesystem::path folder = std::filesystem::path("checkpoints/zero") / name;
            writer.addCheckpoint({.id = {},
                                  .stage = zero,
                                  .step = step,
                                  .path = folder.string(),
                                  .sha256 = "x",
                                  .final = step == 10,
                                  .time = 1});
            if (step == 8) continue;  // it was rotated away
            std::filesystem::create_directories(run_ / folder);
            std::ofstream(run_ / folder / "config.json") << "{}";
        }
    }
    {
        RunWriter writer(RunDirectory(other).store());
        StageRecord zero = *RunReader(RunDirectory(other).store()).stage("zero");
        zero.state = StageState::Skipped;
        zero.source_run = run_.filename().string();
        writer.putStage(zero);
    }
    const auto choosers = [&] { return page_->first().findChildren<QComboBox*>(); };  // model, checkpoint
    page_ = reopen<PlaygroundPage>(QStringLiteral("playground"));
    ASSERT_TRUE(eventually([&] { return page_->first().chosen(); }));
    ASSERT_EQ(choosers().size(), 2);
    QComboBox *model = choosers()[0], *step = choosers()[1];
    EXPECT_EQ(page_->first().modelName(), QStringLiteral("zero")) << "not the stage's result by itself";
    EXPECT_EQ(model->count(), 2) << "a line for each checkpoint";
    ASSERT_EQ(step->count(), 2);
    EXPECT_EQ(step->currentText(), QStringLiteral("last, step 10"));
    step->setFocus();
    press(Qt::Key_Down);
    EXPECT_EQ(step->currentText(), QStringLiteral("step 5"));
    EXPECT_EQ(page_->first().modelName(), QStringLiteral("zero, step 5"));
    const QString folder = QStringLiteral("20260101-120000-aaaa/checkpoints/zero/");
    EXPECT_TRUE(page_->first().folder().endsWith(folder + QStringLiteral("step-000005")));
    // Beside its end, on the same question.
    page_->second().choose(QStringLiteral("zero"));
    EXPECT_TRUE(page_->second().folder().endsWith(folder + QStringLiteral("final")));
    // A model of the recipe has no steps; back at the stage its result is chosen.
    model->setFocus();
    press(Qt::Key_Down);
    EXPECT_EQ(page_->first().modelName(), QStringLiteral("base"));
    EXPECT_FALSE(step->isVisible());
    press(Qt::Key_Up);
    EXPECT_EQ(page_->first().modelName(), QStringLiteral("zero"));
    step->setFocus();
    press(Qt::Key_Down);
    // What was chosen stays so, also in the run that took the stage over: it is the same folder.
    run_ = other;
    page_ = reopen<PlaygroundPage>(QStringLiteral("playground"));
    ASSERT_TRUE(eventually([&] { return page_->first().modelName() == QStringLiteral("zero, step 5"); }));
    EXPECT_EQ(choosers()[1]->count(), 2) << "checkpoints of a stage that another run made";
    EXPECT_TRUE(page_->first().folder().endsWith(folder + QStringLiteral("step-000005")));
}

// The rubric's terms and other rewards are ticked by keys; what is written already is scored anew.
TEST_F(PlaygroundStory, WhatScoresIsChosenTermByTerm) {
    QPushButton* terms = nullptr;
    for (auto* button : page_->findChildren<QPushButton*>())
        if (button->accessibleName() == QStringLiteral("Rewards that count")) terms = button;
    ASSERT_NE(terms, nullptr);
    EXPECT_EQ(terms->text(), QStringLiteral("all 2 terms"));
    ask();
    const auto reason = [&] { return page_->first().samples().empty() ? QString() : page_->first().samples()[0].reason; };
    ASSERT_TRUE(eventually([&] { return reason().contains(QStringLiteral("compared with the reference")); }));
    EXPECT_EQ(page_->first().samples()[0].score, 1.0);
    const auto tick = [&](const QString& begin) {
        QTest::keyClick(terms, Qt::Key_Space);
        QMenu* menu = nullptr;
        ASSERT_TRUE(eventually([&] { return (menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr; }));
        for (int i = 0; i < 20 && !menu->activeAction()->text().startsWith(begin); ++i) QTest::keyClick(menu, Qt::Key_Down);
        ASSERT_TRUE(menu->activeAction()->text().startsWith(begin)) << begin.toStdString();
        QTest::keyClick(menu, Qt::Key_Space);
        QTest::keyClick(menu, Qt::Key_Escape);
        ASSERT_TRUE(eventually([] { return QApplication::activePopupWidget() == nullptr; }));
    };
    QTest::keyClick(terms, Qt::Key_Space);
    QStringList offered;
    for (const QAction* action : QApplication::activePopupWidget()->actions())
        if (action->isCheckable()) offered << action->text().section(QLatin1Char(' '), 0, 0);
    QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
    for (const std::string& kind : plainRewardKinds()) EXPECT_EQ(offered.count(QString::fromStdString(kind)), 1) << kind;
    EXPECT_EQ(offered.size(), static_cast<qsizetype>(plainRewardKinds().size())) << offered.join(u' ').toStdString();
    tick(QStringLiteral("language"));
    EXPECT_EQ(terms->text(), QStringLiteral("all 2 terms + language"));
    EXPECT_TRUE(eventually([&] { return reason().contains(QStringLiteral("asked for by language")); }));
    EXPECT_TRUE(reason().contains(QStringLiteral("accuracy 1")));
    EXPECT_EQ(page_->first().samples()[0].score, 1.25);
    tick(QStringLiteral("accuracy"));
    EXPECT_EQ(terms->text(), QStringLiteral("1 of 2 terms + language"));
    EXPECT_TRUE(eventually(
        [&] { return reason().contains(QStringLiteral("language")) && !reason().contains(QStringLiteral("accuracy")); }));
    // As it was after a restart; all of another rubric's terms once it is chosen.
    page_ = reopen<PlaygroundPage>(QStringLiteral("playground"));
    ASSERT_TRUE(eventually([&] { return page_->first().chosen(); }));
    QComboBox* rubric = nullptr;
    for (auto* button : page_->findChildren<QPushButton*>())
        if (button->accessibleName() == QStringLiteral("Rewards that count")) terms = button;
    for (auto* chooser : page_->findChildren<QComboBox*>())
        if (chooser->accessibleName() == QStringLiteral("Scored by")) rubric = chooser;
    EXPECT_EQ(terms->text(), QStringLiteral("1 of 2 terms + language"));
    rubric->setFocus();
    press(Qt::Key_Up);
    EXPECT_EQ(terms->text(), QStringLiteral("language"));
    press(Qt::Key_Down);
    EXPECT_EQ(terms->text(), QStringLiteral("all 2 terms + language"));
}

TEST_F(PlaygroundStory, AModelFolderFromElsewhereCanBeTalkedTo) {
    const std::filesystem::path folder = folder_ / "elsewhere/tiny";
    std::filesystem::create_directories(folder);
    EXPECT_FALSE(page_->takeFiles({QString::fromStdString(folder.string())})) << "no config.json, no model";
    std::ofstream(folder / "config.json") << "{}";
    ASSERT_TRUE(page_->takeFiles({QString::fromStdString(folder.string())}));
    EXPECT_TRUE(eventually([&] { return page_->first().modelName() == QStringLiteral("tiny"); }));
    EXPECT_EQ(page_->first().folder(), QString::fromStdString(folder.string()));
}

TEST_F(PlaygroundStory, ASampleJoinsTheCandidates) {
    ask();
    ASSERT_TRUE(eventually([&] { return !page_->first().samples().empty() && !page_->first().speaking(); }));
    QTest::keyClick(text(), Qt::Key_D, Qt::ControlModifier);
    EXPECT_TRUE(eventually(
        [&] { return Annotations(run_ / "annotations.db", SqliteDb::Mode::ReadOnly).imported("cold_start").size() == 1; }));
}

TEST_F(PlaygroundStory, TheSampleThatWasReadJoinsTheCandidatesThoughTheButtonIsClicked) {
    page_->second().choose(QStringLiteral("base"));
    ask();
    ASSERT_TRUE(eventually(
        [&] { return page_->second().samples().size() == 1 && !page_->second().speaking() && !page_->first().speaking(); }));
    auto* list = page_->second().findChild<QTableWidget*>();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0, 0)).center());
    QPushButton* send = nullptr;
    for (auto* button : page_->findChildren<QPushButton*>())
        if (button->text().startsWith(QStringLiteral("To candidates"))) send = button;
    ASSERT_NE(send, nullptr);
    EXPECT_EQ(send->text(), QStringLiteral("To candidates: base"));
    QTest::mouseClick(send, Qt::LeftButton);
    const auto imported = [&] {
        return Annotations(run_ / "annotations.db", SqliteDb::Mode::ReadOnly).imported("cold_start");
    };
    ASSERT_TRUE(eventually([&] { return imported().size() == 1; }));
    EXPECT_TRUE(imported()[0].origin.ends_with("base")) << imported()[0].origin;
}

TEST_F(PlaygroundStory, AVoteNeedsTwoThatAgreeAndBothColumnsStayAsWideAsEachOther) {
    page_->second().choose(QStringLiteral("base"));
    const int first = page_->first().width(), second = page_->second().width();
    spin("Samples")->setValue(3);
    text()->setPlainText(QStringLiteral("differ"));
    ask();
    ASSERT_TRUE(eventually([&] {
        return page_->second().samples().size() == 3 && !page_->second().speaking() && !page_->first().speaking() &&
               page_->second().samples()[2].score.has_value();
    }));
    EXPECT_EQ(page_->first().vote(), QStringLiteral("no two agree"));
    QTest::qWait(2 * duration::frame);
    EXPECT_EQ(page_->first().width(), first);
    EXPECT_EQ(page_->second().width(), second);
}

TEST_F(PlaygroundStory, ASamplerThatDiesIsSaidAndCanBeAskedAgain) {
    QString said;
    QObject::connect(page_, &Page::problem, [&](const QString& words) { said = words; });
    text()->setPlainText(QStringLiteral("die"));
    ask();
    EXPECT_TRUE(eventually([&] { return said.contains(QStringLiteral("out of memory")); }));
    text()->setPlainText(QStringLiteral("live"));
    ask();
    EXPECT_TRUE(eventually(
        [&] { return !page_->first().samples().empty() && page_->first().samples()[0].finish == QStringLiteral("stop"); }));
}

}  // namespace
}  // namespace retort::ui
