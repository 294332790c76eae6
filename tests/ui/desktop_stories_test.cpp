// SPDX-License-Identifier: GPL-3.0-or-later
// The eight stories on a display with a window manager, by nothing but the keys of a keyboard.
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

#include "base/file.h"
#include "curation_run.h"
#include "project/project.h"
#include "run/run_label.h"
#include "store/annotations.h"
#include "ui/charts/metric_chart.h"
#include "ui/models/candidate_queue.h"
#include "ui/models/recipe_document.h"
#include "ui/models/rollout_table.h"
#include "ui/models/run_list.h"
#include "ui/pages/candidates_page.h"
#include "ui/pages/compare/answers_tab.h"
#include "ui/pages/compare/flips_tab.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/funnel_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/recipe_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/confirm_sheet.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/recipe_graph.h"
#include "ui/widgets/run_panel.h"
#include "ui/widgets/talk_column.h"
#include "ui/widgets/token_strip.h"
#include "ui/widgets/toml_edit.h"
#include "ui/widgets/trace_reader.h"
#include "ui/widgets/verdict_bar.h"
#include "window_manager.h"

namespace retort::ui {
namespace {

using test::eventually;
using test::pressKeys;
using test::typeText;

/// On a run that a trainer made.
class TrainedDesktop : public test::Desktop {
protected:
    void SetUp() override {
        Desktop::SetUp();
        for (const char* name : {"project/runs/20260101-000000-0001", "project/runs/20260102-000000-0002"})
            test::runFakeTrainer(folder_ / name, {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"),
                                                  QStringLiteral("8")});
        writeFileDurably(folder_ / "project/recipe.toml", "# a project\n");
        rememberProject(folder_ / "project");
        open(folder_ / "project/runs/20260102-000000-0002");
    }
};

/// On a run that waits at a gate.
class CuratedDesktop : public test::Desktop {
protected:
    void SetUp() override {
        Desktop::SetUp();
        qputenv("RETORT_TRAINER", RETORT_FAKE_SPEAKER);
        run_ = test::makeCurationRun(folder_ / "project", 10);
        open(run_);
    }
    void TearDown() override {
        Desktop::TearDown();
        qunsetenv("RETORT_TRAINER");
    }
    Annotations stored() const {
        return Annotations(run_ / "annotations.db", SqliteDb::Mode::ReadOnly, run_.filename().string());
    }

    std::filesystem::path run_;
};

TEST_F(TrainedDesktop, FromAPointOfACurveToItsTraces) {
    auto* overview = goTo<OverviewPage>(QStringLiteral("overview"));
    ASSERT_FALSE(overview->charts().empty());
    MetricChart* chart = overview->charts().front();
    tabTo(chart);
    ASSERT_TRUE(eventually([&] { return chart->hasData(); }));
    pressKeys({QStringLiteral("Home"), QStringLiteral("Right"), QStringLiteral("Right"), QStringLiteral("Return")});
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(
        eventually([&] { return traces->isVisible() && traces->model().rowCount() > 0 && !traces->model().loading(); }));
    EXPECT_EQ(traces->model().filter().step_from, traces->model().filter().step_to) << "more than the point";
    EXPECT_EQ(traces->model().at(0).step, traces->model().filter().step_from);
    EXPECT_TRUE(eventually([&] { return static_cast<bool>(traces->reader().shown()); }));
    // And back to the chart, where the crosshair still is; forward to the same traces.
    const QString read = traces->link().toString();
    pressKeys({QStringLiteral("alt+Left")});
    ASSERT_TRUE(eventually([&] { return overview->isVisible() && focused<MetricChart>() == chart; }));
    pressKeys({QStringLiteral("alt+Right")});
    ASSERT_TRUE(eventually([&] { return traces->isVisible(); }));
    EXPECT_EQ(traces->link().toString(), read);
    // A range: marked by keys, read at once.
    pressKeys({QStringLiteral("alt+Left")});
    ASSERT_TRUE(eventually([&] { return focused<MetricChart>() == chart; }));
    pressKeys(
        {QStringLiteral("Home"), QStringLiteral("shift+Right"), QStringLiteral("shift+Right"), QStringLiteral("Return")});
    ASSERT_TRUE(eventually([&] {
        return traces->isVisible() && traces->model().filter().step_from == 1 && traces->model().filter().step_to == 3;
    }));
}

TEST_F(TrainedDesktop, TracesAreSearchedReadAndMarked) {
    auto* page = goTo<TracesPage>(QStringLiteral("traces"));
    ASSERT_TRUE(eventually([&] { return page->model().rowCount() > 0; }));
    pressKeys({QStringLiteral("ctrl+f")});
    ASSERT_TRUE(eventually([&] { return focused<QLineEdit>() != nullptr; })) << "Ctrl+F leads to no field";
    typeText(QStringLiteral("first"));
    ASSERT_TRUE(eventually(
        [&] { return page->model().filter().text == "first" && page->model().rowCount() > 2 && !page->model().loading(); }));
    pressKeys({QStringLiteral("Return")});
    ASSERT_TRUE(eventually([&] { return focused<QTableView>() != nullptr; })) << "Enter does not lead to the list";
    const RolloutId first = page->reader().shown();
    pressKeys({QStringLiteral("Down")});
    ASSERT_TRUE(eventually([&] { return page->reader().shown() != first; }));
    const RolloutId second = page->reader().shown();
    pressKeys({QStringLiteral("b")});
    const auto marks = folder_ / "project/runs/20260102-000000-0002/annotations.db";
    ASSERT_TRUE(eventually([&] {
        return std::filesystem::exists(marks) && Annotations(marks, SqliteDb::Mode::ReadOnly).bookmarks().size() == 1;
    }));
    // Siblings are known a moment after their trace is shown.
    ASSERT_TRUE(eventually([&] {
        if (page->reader().shown() == second) pressKeys({QStringLiteral("n")});
        return page->reader().shown() != second;
    }));
    pressKeys({QStringLiteral("t")});
    EXPECT_TRUE(eventually([&] { return page->reader().tokensShown(); }));
}

TEST_F(CuratedDesktop, CandidatesAreJudgedEditedAndTheGateOpened) {
    auto* page = goTo<CandidatesPage>(QStringLiteral("candidates"));
    CandidateQueue& queue = page->queue();
    ASSERT_TRUE(eventually([&] { return queue.current() != nullptr; }));
    const CandidateId accepted = queue.current()->id;
    const auto judge = [&](const CandidateId& one) {
        return eventually([&] { return queue.current() != nullptr && queue.current()->id != one; });
    };
    pressKeys({QStringLiteral("a")});
    ASSERT_TRUE(judge(accepted));
    EXPECT_EQ(stored().candidate(accepted).verdict, Verdict::Accepted);

    const CandidateId rejected = queue.current()->id;
    pressKeys({QStringLiteral("r")});
    ASSERT_TRUE(eventually([&] { return page->findChild<VerdictBar*>()->asking() && focused<QLineEdit>() != nullptr; }))
        << "nobody asks why";
    pressKeys({QStringLiteral("2")});
    ASSERT_TRUE(judge(rejected));
    EXPECT_EQ(stored().candidate(rejected).reason, "wrong reasoning");

    const CandidateId edited = queue.current()->id;
    const std::string before = queue.current()->detail.rollout.text;
    pressKeys({QStringLiteral("e")});
    ASSERT_TRUE(eventually([&] { return focused<QPlainTextEdit>() != nullptr; })) << "the text to edit has no keys";
    typeText(QStringLiteral("Well. "));
    pressKeys({QStringLiteral("ctrl+Return")});
    ASSERT_TRUE(judge(edited));
    EXPECT_EQ(stored().candidate(edited).edited_text, "Well. " + before);

    pressKeys({QStringLiteral("z")});
    ASSERT_TRUE(eventually([&] { return queue.current() != nullptr && queue.current()->id == edited; }))
        << "the keys are not the page's after an edit";
    EXPECT_FALSE(stored().candidate(edited).verdict);

    pressKeys({QStringLiteral("g")});
    ASSERT_TRUE(eventually([&] {
        return focused<QPushButton>() != nullptr && focused<QPushButton>()->text() == QStringLiteral("Open the gate");
    }));
    pressKeys({QStringLiteral("Escape")});
    ASSERT_TRUE(eventually([&] { return !page->findChild<VerdictBar*>()->asking(); }));
    pressKeys({QStringLiteral("g"), QStringLiteral("Return")});
    EXPECT_TRUE(eventually([&] { return stored().gateOpenedAt("cold_start") > 0; })) << "the gate is not open";
}

TEST_F(CuratedDesktop, FromALossOfTheFunnelToItsTrace) {
    auto* page = goTo<FunnelPage>(QStringLiteral("funnel"));
    ASSERT_TRUE(eventually([&] { return page->model().counts().sampled > 0; }));
    tabTo(page->findChild<FunnelBars*>());
    ASSERT_TRUE(eventually([&] {
        if (page->model().chosen() != SieveStep::Parsed) pressKeys({QStringLiteral("Up")});
        return page->model().chosen() == SieveStep::Parsed;
    }));
    pressKeys({QStringLiteral("Down")});
    ASSERT_TRUE(eventually([&] { return page->model().chosen() == SieveStep::Correct && page->model().rowCount() > 1; }));
    auto* table = page->findChild<QTableView*>();
    tabTo(table);
    pressKeys({QStringLiteral("Down")});
    ASSERT_TRUE(eventually([&] { return table->currentIndex().row() == 1; }));
    const RolloutId read = page->model().rolloutAt(1);
    const std::ptrdiff_t lost = page->model().rowCount();
    pressKeys({QStringLiteral("Return")});
    auto* traces = window_->findChild<TracesPage*>();
    EXPECT_TRUE(eventually([&] { return traces->isVisible() && traces->reader().shown() == read; }));
    EXPECT_TRUE(eventually([&] {
        const auto& among = traces->model().filter().among;
        return among && std::ssize(*among) == lost && traces->model().rowCount() > 1;
    })) << "the list beside it is not that of the loss";
}

TEST_F(TrainedDesktop, FromAScoreToTheFlipsToTheAnswers) {
    auto* page = goTo<ComparePage>(QStringLiteral("compare"));
    auto* table = page->findChild<ScoresTab*>()->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return table->isVisible() && table->model()->rowCount() > 2; }));
    tabTo(table);
    pressKeys({QStringLiteral("Home"), QStringLiteral("Down"), QStringLiteral("Return")});
    auto* flips = page->findChild<FlipsTab*>();
    ASSERT_TRUE(eventually([&] { return flips->isVisible(); })) << "Enter on a score does not open its flips";
    auto* list = flips->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return list->model()->rowCount() > 1; }));
    tabTo(list);
    pressKeys({QStringLiteral("Down"), QStringLiteral("Return")});
    EXPECT_TRUE(eventually([&] { return page->findChild<AnswersTab*>()->isVisible(); }))
        << "Enter on a problem does not open its answers";
}

TEST_F(CuratedDesktop, OneValueOfTheRecipeIsChangedAndSaved) {
    auto* page = goTo<RecipePage>(QStringLiteral("recipe"));
    ASSERT_TRUE(eventually([&] { return page->document().recipe() != nullptr; }));
    tabTo(&page->graph());
    ASSERT_TRUE(eventually([&] {
        if (page->graph().selected() != QStringLiteral("zero")) pressKeys({QStringLiteral("Left")});
        return page->graph().selected() == QStringLiteral("zero");
    }));
    pressKeys({QStringLiteral("ctrl+f")});
    ASSERT_TRUE(eventually([&] { return focused<QLineEdit>() != nullptr; })) << "Ctrl+F leads to no field";
    typeText(QStringLiteral("kl_beta"));
    QLineEdit* value = nullptr;
    ASSERT_TRUE(eventually([&] {
        for (QLineEdit* edit : page->findChildren<QLineEdit*>())
            if (edit->accessibleName() == QStringLiteral("kl_beta") && edit->isVisible()) value = edit;
        return value != nullptr;
    }));
    tabTo(value);
    pressKeys({QStringLiteral("ctrl+a")});
    typeText(QStringLiteral("0.02"));
    ASSERT_TRUE(eventually([&] { return page->editor().toPlainText().contains(QStringLiteral("kl_beta = 0.02")); }));
    ASSERT_TRUE(eventually([&] { return page->document().current(); }));
    pressKeys({QStringLiteral("ctrl+Return")});
    ASSERT_TRUE(eventually([&] {
        return focused<QPushButton>() != nullptr && focused<QPushButton>()->text() == QStringLiteral("Save and run");
    })) << "it does not ask";
    pressKeys({QStringLiteral("Escape")});
    ASSERT_TRUE(eventually([&] { return QApplication::focusWidget() == value; }))
        << "the question does not give the keys back";
    pressKeys({QStringLiteral("ctrl+s")});
    EXPECT_TRUE(
        eventually([&] { return readFile(folder_ / "project/recipe.toml").find("kl_beta = 0.02") != std::string::npos; }));
}

TEST_F(CuratedDesktop, AModelIsAskedAndItsAnswerKept) {
    auto* page = goTo<PlaygroundPage>(QStringLiteral("playground"));
    auto* text = page->findChild<QPlainTextEdit*>();
    ASSERT_TRUE(eventually([&] { return page->first().chosen() && text->toPlainText() == QStringLiteral("1+1?"); }));
    ASSERT_EQ(QApplication::focusWidget(), text) << "one cannot write at once";
    pressKeys({QStringLiteral("ctrl+a")});
    typeText(QStringLiteral("2+2?"));
    pressKeys({QStringLiteral("ctrl+Return")});
    ASSERT_TRUE(eventually([&] { return !page->first().samples().empty() && !page->first().speaking(); }));
    EXPECT_TRUE(page->first().samples()[0].text.startsWith(QStringLiteral("User: 2+2?\nAssistant:")));
    pressKeys({QStringLiteral("ctrl+t")});
    EXPECT_TRUE(eventually([&] { return page->first().strip().isVisible(); }));
    pressKeys({QStringLiteral("ctrl+d")});
    EXPECT_TRUE(eventually(
        [&] { return std::filesystem::exists(run_ / "annotations.db") && stored().imported("cold_start").size() == 1; }));
}

TEST_F(TrainedDesktop, ARunIsNamedAndAnotherThrownAway) {
    auto* page = goTo<RunsPage>(QStringLiteral("runs"));
    auto* table = page->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return page->model().rowCount() == 2 && table->currentIndex().isValid(); }));
    ASSERT_TRUE(eventually([&] { return QApplication::focusWidget() == table; }))
        << QApplication::focusWidget()->metaObject()->className();
    const std::filesystem::path run = page->model().at(table->currentIndex().row()).run;
    pressKeys({QStringLiteral("F2")});
    ASSERT_TRUE(eventually([&] { return focused<QLineEdit>() != nullptr; }));
    typeText(QStringLiteral("half the rate"));
    pressKeys({QStringLiteral("Return")});
    ASSERT_TRUE(eventually([&] { return readRunLabel(RunDirectory(run)).name == "half the rate"; }));
    goTo(QStringLiteral("traces"));
    goTo(QStringLiteral("runs"));
    ASSERT_TRUE(eventually([&] { return QApplication::focusWidget() == table; }));
    pressKeys({QStringLiteral("Delete")});
    ASSERT_TRUE(eventually([&] {
        return focused<QPushButton>() != nullptr && focused<QPushButton>()->text() == QStringLiteral("Cancel");
    })) << "Enter would delete";
    pressKeys({QStringLiteral("Escape")});
    ASSERT_TRUE(eventually([&] { return QApplication::focusWidget() == table; }))
        << "the question does not give the keys back";
    EXPECT_TRUE(std::filesystem::exists(run));
    pressKeys({QStringLiteral("Delete"), QStringLiteral("Tab"), QStringLiteral("space")});
    EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(run) && page->model().rowCount() == 1; }));
    EXPECT_TRUE(eventually([&] { return QApplication::focusWidget() == table; }));
}

}  // namespace
}  // namespace retort::ui
