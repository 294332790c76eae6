// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with runs from the list, and the curves of stages that an earlier run made.
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QUndoStack>
#include <algorithm>
#include <fstream>

#include "project/project.h"
#include "run/run_label.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "ui/models/run_list.h"
#include "ui/pages/overview_facts.h"
#include "ui/pages/runs_page.h"
#include "ui/session/run_session.h"
#include "ui/session/source_runs.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/confirm_sheet.h"
#include "ui/widgets/fork_sheet.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/run_panel.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class Runs : public ::testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directories(project() / "runs");
        std::ofstream(project() / "recipe.toml") << "# a project\n";
        for (const char* id : {"20260101-000000-0001", "20260102-000000-0002"}) {
            test::runFakeTrainer(project() / "runs" / id, {QStringLiteral("--rate"), QStringLiteral("0"),
                                                           QStringLiteral("--steps"), QStringLiteral("4")});
        }
        rememberProject(project());
        page_.resize(1280, 600);
        page_.show();
        ASSERT_TRUE(eventually([&] { return page_.model().rowCount() == 2; }));
        table_ = page_.findChild<QTableView*>();
        table_->setFocus();
    }
    std::filesystem::path project() const { return folder_ / "project"; }
    const RunRow& first() { return page_.model().at(table_->currentIndex().row()); }

    test::PrivateState state_;
    test::TempDir folder_;
    RunsPage page_;
    QTableView* table_ = nullptr;
};

TEST_F(Runs, AreListedWithWhatOneWantsToKnow) {
    const RunRow& row = page_.model().at(0);
    EXPECT_TRUE(row.readable);
    EXPECT_GT(row.bytes, 1000U);
    EXPECT_GT(row.stages, 0);
    EXPECT_FALSE(row.spark.empty());
    for (int column = 0; column < RunListModel::ColumnCount; ++column) {
        EXPECT_FALSE(page_.model().headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

TEST_F(Runs, AClickBelowTheRowsLeavesTheOneThatIsChosen) {
    QTest::keyClick(table_, Qt::Key_Down);
    ASSERT_TRUE(table_->selectionModel()->isRowSelected(1));
    const QPoint below(40, table_->viewport()->height() - 4);
    ASSERT_FALSE(table_->indexAt(below).isValid());
    QTest::mouseClick(table_->viewport(), Qt::LeftButton, {}, below);
    EXPECT_TRUE(table_->selectionModel()->isRowSelected(1));
    EXPECT_EQ(table_->currentIndex().row(), 1);
    QTest::mouseClick(table_->viewport(), Qt::LeftButton, {}, table_->visualRect(table_->model()->index(0, 0)).center());
    EXPECT_TRUE(table_->selectionModel()->isRowSelected(0));
}

TEST_F(Runs, AProjectWhoseFolderIsGoneSaysSoAndLeavesTheListByDel) {
    const std::filesystem::path gone = folder_ / "gone", empty = folder_ / "empty", fresh = folder_ / "fresh";
    std::filesystem::create_directories(empty);
    std::filesystem::create_directories(fresh);
    std::ofstream(fresh / "recipe.toml") << "# a project\n";
    for (const auto& folder : {fresh, empty, gone}) rememberProject(folder);
    ASSERT_TRUE(eventually([&] { return page_.model().rowCount() == 5; }));
    const auto said = [&](const std::filesystem::path& project) {
        for (int row = 0; row < page_.model().rowCount(); ++row)
            if (page_.model().at(row).project == project)
                return page_.model().index(row, RunListModel::Run).data().toString();
        return QString();
    };
    EXPECT_EQ(said(gone), QStringLiteral("its folder is missing"));
    EXPECT_EQ(said(empty), QStringLiteral("no recipe in its folder"));
    EXPECT_EQ(said(fresh), QStringLiteral("no run yet"));
    QString asked, problem;
    std::function<void()> back;
    QObject::connect(&page_, &Page::startWanted, [&](const QString& project) { asked = project; });
    QObject::connect(&page_, &Page::problem, [&](const QString& text) { problem = text; });
    QObject::connect(&page_, &Page::notice,
                     [&](const QString&, const QString&, const std::function<void()>& undo) { back = undo; });
    QPushButton* start = nullptr;
    for (QPushButton* button : page_.findChildren<QPushButton*>())
        if (button->text().startsWith(QStringLiteral("Start a run"))) start = button;
    ASSERT_NE(start, nullptr);
    while (first().project != gone && table_->currentIndex().row() > 0) QTest::keyClick(table_, Qt::Key_Up);
    ASSERT_EQ(first().project, gone);
    EXPECT_FALSE(start->isEnabled());
    QTest::keyClick(table_, Qt::Key_Return);
    EXPECT_TRUE(asked.isEmpty()) << "a run of a folder that is not there";
    EXPECT_TRUE(problem.contains(QStringLiteral("is missing"))) << problem.toStdString();
    QTest::keyClick(table_, Qt::Key_Delete);
    ASSERT_TRUE(eventually([&] { return page_.model().rowCount() == 4 && back; }));
    EXPECT_TRUE(said(gone).isEmpty());
    back();
    EXPECT_TRUE(eventually([&] { return said(gone) == QStringLiteral("its folder is missing"); }));
    while (first().project != fresh) {
        const int row = table_->currentIndex().row();
        QTest::keyClick(table_, Qt::Key_Down);
        if (table_->currentIndex().row() == row) break;
    }
    ASSERT_EQ(first().project, fresh);
    EXPECT_TRUE(start->isEnabled());
    QTest::keyClick(table_, Qt::Key_Delete);
    QTest::qWait(duration::tick);
    EXPECT_EQ(said(fresh), QStringLiteral("no run yet")) << "a project that is there stays";
}

TEST_F(Runs, EveryRunHasADurationHoweverItEnded) {
    for (int row = 0; row < 2; ++row)
        EXPECT_FALSE(page_.model().index(row, RunListModel::Duration).data().toString().isEmpty()) << row;
    RunListModel model;
    RunRow killed;
    killed.project = "/p";
    killed.run = "/p/runs/a";
    killed.state = RunState::Crashed;
    killed.started_at = 1000;
    killed.ended_at = 1060;
    RunRow resumed = killed;
    resumed.run = "/p/runs/b";
    resumed.state = RunState::Stopped;
    resumed.worked = 600;
    model.setRows({killed, resumed});
    EXPECT_EQ(model.index(0, RunListModel::Duration).data().toString(), QStringLiteral("1 min"));
    EXPECT_EQ(model.index(1, RunListModel::Duration).data().toString(), QStringLiteral("10 min"))
        << "all its starts count, not the last alone";
}

TEST_F(Runs, AKilledRunTookAsLongAsItsStepsAndATakenStageBringsItsEvaluations) {
    const RunDirectory run(first().run);
    const std::filesystem::path source = project() / "runs/20251231-000000-0001";
    std::filesystem::create_directories(source);
    {
        RunWriter writer(source / "run.db");
        StageRecord taken;
        taken.name = "taken";
        taken.kind = "grpo";
        taken.state = StageState::Done;
        EvaluationRecord evaluation;
        evaluation.stage = writer.putStage(taken);
        evaluation.model = "taken";
        evaluation.suite = "sums";
        evaluation.pass_at_1 = 0.99;
        writer.addEvaluation(evaluation, {});
    }
    {
        RunWriter writer(run.store());
        StageRecord taken;
        taken.name = "taken";
        taken.kind = "grpo";
        taken.state = StageState::Skipped;
        taken.source_run = source.filename().string();
        taken.position = 100;
        writer.putStage(taken);
        StageRecord killed;
        killed.name = "killed";
        killed.kind = "sft";
        killed.state = StageState::Running;
        killed.position = 101;
        StepCommit step;
        step.step.stage = writer.putStage(killed);
        step.step.step = 1;
        step.step.time = 4e9;
        step.step.seconds = 7200;
        writer.commit(step);
        writer.setMeta("state", name(RunState::Running));
        writer.setMeta("ended_at", "");
    }
    RunScanner scanner;
    const auto rows = scanner.scan();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const RunRow& each) { return each.run == run.root(); });
    ASSERT_NE(row, rows.end());
    EXPECT_EQ(row->state, RunState::Crashed);
    EXPECT_GE(row->worked, 7200);
    EXPECT_DOUBLE_EQ(row->ended_at, 4e9);
    // One truth: the list, the header and the Overview say the same.
    RunListModel list;
    list.setRows({*row});
    const QString taken = list.index(0, RunListModel::Duration).data().toString();
    RunSession session(run);
    HeaderBar header;
    header.setSession(&session);
    ASSERT_TRUE(eventually([&] { return session.caughtUp() && session.looked(); }));
    EXPECT_EQ(overviewFigures(session, {}).back().value, taken);
    EXPECT_TRUE(eventually([&] {
        const auto labels = header.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->text().contains(QStringLiteral("after %1").arg(taken));
        });
    })) << taken.toStdString();
    EXPECT_DOUBLE_EQ(row->best, 0.99);
    EXPECT_EQ(row->best_model, "taken");
}

TEST_F(Runs, TheHeaderCallsARunByItsNameWithTheIdBehindIt) {
    const RunDirectory run(first().run);
    RunSession session(run);
    HeaderBar header;
    QString title;
    QObject::connect(&header, &HeaderBar::titled, [&](const QString& words) { title = words; });
    header.setSession(&session);
    const auto says = [&](const QString& words) {
        const auto labels = header.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->accessibleName().contains(words) || label->text().contains(words);
        });
    };
    const QString id = QString::fromStdString(run.id());
    EXPECT_TRUE(eventually([&] { return says(QStringLiteral("project › ") + id); }));
    writeRunLabel(run, {"half the rate", {}, false});
    EXPECT_TRUE(eventually([&] { return says(QStringLiteral("half the rate (%1)").arg(id)); }))
        << "a new name without opening the run again";
    EXPECT_TRUE(eventually([&] { return title == QStringLiteral("project › half the rate – Retort"); }))
        << title.toStdString();
}

TEST_F(Runs, ANameIsWrittenAndTakenBack) {
    const RunDirectory run(first().run);
    QTest::keyClick(table_, Qt::Key_F2);
    auto* name = page_.findChild<RunPanel*>()->findChild<QLineEdit*>();
    QTest::keyClicks(name, QStringLiteral("half the rate"));
    QTest::keyClick(name, Qt::Key_Return);
    EXPECT_TRUE(eventually([&] { return readRunLabel(run).name == "half the rate"; }));
    EXPECT_EQ(runName(first()), QStringLiteral("half the rate"));
    page_.undoStack()->undo();
    EXPECT_TRUE(eventually([&] { return readRunLabel(run).name.empty(); }));
    page_.undoStack()->redo();
    EXPECT_TRUE(eventually([&] { return readRunLabel(run).name == "half the rate"; }));
}

TEST_F(Runs, ArchivedRunsLeaveTheListAndComeBack) {
    QTest::keyClick(table_, Qt::Key_A);
    ASSERT_TRUE(eventually([&] { return table_->model()->rowCount() == 1; }));
    EXPECT_EQ(page_.model().rowCount(), 2);
    EXPECT_TRUE(eventually([&] { return table_->selectionModel()->selectedRows().size() == 1; }))
        << "nothing is selected where one is at";
    page_.undoStack()->undo();
    EXPECT_TRUE(eventually([&] { return table_->model()->rowCount() == 2; }));
}

TEST_F(Runs, AForkBeginsAtACheckpointWithStepsLeftAndOtherSettings) {
    const std::filesystem::path run = first().run;
    const StageId stage = RunReader(run / "run.db").stages().front().id;
    {
        RunWriter writer(run / "run.db");
        for (const auto& [folder, step] :
             {std::pair("checkpoints/zero/step-000002", 2), std::pair("checkpoints/zero/final", 4)}) {
            std::filesystem::create_directories(run / folder);
            std::ofstream(run / folder / "manifest.json") << R"({"files": {}})";
            writer.addCheckpoint(
                {.id = {}, .stage = stage, .step = step, .path = folder, .sha256 = "x", .final = step == 4, .time = 1});
        }
    }
    QComboBox* from = nullptr;
    for (QComboBox* chooser : page_.findChildren<QComboBox*>())
        if (chooser->accessibleName() == QStringLiteral("Checkpoint to fork from")) from = chooser;
    ASSERT_NE(from, nullptr);
    ASSERT_TRUE(eventually([&] { return from->findData(QStringLiteral("zero/step-000002")) >= 0; }));
    EXPECT_LT(from->findData(QStringLiteral("zero/final")), 0)
        << "what a stage made in the end is offered, and would be refused";
    from->setCurrentIndex(from->findData(QStringLiteral("zero/step-000002")));
    EXPECT_EQ(from->currentText(), QStringLiteral("zero, step 2"));
    std::ofstream(run / "recipe.resolved.toml") << R"([project]
name = "fork"
[models]
base = "models/base"
[data.problems]
path = "problems.jsonl"
[rubrics.r]
accuracy = 1.0
[stages.zero]
kind = "grpo"
model = "base"
data = ["problems"]
rubric = "r"
steps = 4
kl_beta = 0.001
[stages.picked]
kind = "sample"
model = "zero"
data = ["problems"]
rubric = "r"
[stages.apart]
kind = "sample"
model = "base"
data = ["problems"]
rubric = "r"
)";
    QStringList asked;
    QObject::connect(&page_, &Page::startWanted, [&](const QString&, const QStringList& arguments) { asked = arguments; });
    table_->setFocus();
    QTest::keyClick(table_, Qt::Key_K);
    ForkSheet* sheet = nullptr;
    ASSERT_TRUE(eventually([&] { return (sheet = page_.findChild<ForkSheet*>()) != nullptr && sheet->isVisible(); }));
    QString said;
    for (const QLabel* label : sheet->findChildren<QLabel*>()) said += label->text() + QLatin1Char('\n');
    EXPECT_TRUE(said.contains(QStringLiteral("zero from step 2"))) << said.toStdString();
    EXPECT_TRUE(said.contains(QStringLiteral("runs again: picked."))) << said.toStdString();
    const auto field = [&](const char* key) -> QLineEdit* {
        for (QLineEdit* edit : sheet->findChildren<QLineEdit*>())
            if (edit->accessibleName() == QLatin1String(key)) return edit;
        return nullptr;
    };
    for (const char* key : {"optimizer.learning_rate", "kl_beta", "clip_low", "clip_high", "sampling.temperature", "seed"})
        ASSERT_NE(field(key), nullptr) << key;
    EXPECT_EQ(field("model"), nullptr) << "a fork goes on from this stage's own model";
    QPushButton* go = nullptr;
    for (QPushButton* button : sheet->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Fork")) go = button;
    ASSERT_NE(go, nullptr);
    EXPECT_FALSE(go->isEnabled()) << "what is finished would be taken as it is";
    const auto retype = [](QLineEdit* edit, const char* text) {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QLatin1String(text));
    };
    ASSERT_TRUE(sheet->isAncestorOf(QApplication::focusWidget())) << "nothing in the sheet has the keys";
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    EXPECT_EQ(QApplication::focusWidget(), field("optimizer.learning_rate")) << "what most people change comes first";
    const QRect place(go->mapTo(&page_, QPoint()), go->size());
    retype(field("kl_beta"), "-1");
    ASSERT_TRUE(eventually([&] {
        return std::ranges::any_of(sheet->findChildren<QLabel*>(), [](const QLabel* label) {
            return label->text().startsWith(QStringLiteral("✕ ")) && label->text().contains(QStringLiteral("kl_beta"));
        });
    }));
    EXPECT_FALSE(go->isEnabled());
    EXPECT_EQ(QRect(go->mapTo(&page_, QPoint()), go->size()), place) << "an error moves the buttons";
    retype(field("kl_beta"), "0.01");
    retype(field("seed"), "7");
    ASSERT_TRUE(eventually([&] { return go->isEnabled(); }));
    // Typed back to what it was: no change.
    retype(field("clip_low"), "0.5");
    retype(field("clip_low"), "0.20");
    QTest::keyClick(field("clip_low"), Qt::Key_Return, Qt::ControlModifier);
    EXPECT_EQ(asked, QStringList({QStringLiteral("--fork"),
                                  QStringLiteral("%1@zero/step-000002").arg(QString::fromStdString(run.filename().string())),
                                  QStringLiteral("--set"), QStringLiteral("stages.zero.kl_beta=0.01"),
                                  QStringLiteral("--set"), QStringLiteral("project.seed=7")}))
        << asked.join(u' ').toStdString();
    EXPECT_TRUE(eventually([&] { return page_.findChild<ForkSheet*>() == nullptr; }));
}

TEST_F(Runs, WhereOneIsStaysTheSameRunWhileAnotherBegins) {
    QTest::keyClick(table_, Qt::Key_Down);
    const std::filesystem::path here = first().run;
    ASSERT_EQ(table_->currentIndex().row(), 1);
    test::runFakeTrainer(project() / "runs/20260103-000000-0003",
                         {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("2")});
    ASSERT_TRUE(eventually([&] { return page_.model().rowCount() == 3; }));
    EXPECT_EQ(first().run, here) << "Delete would have taken another one";
    EXPECT_EQ(table_->currentIndex().row(), 2);
    EXPECT_TRUE(table_->selectionModel()->isRowSelected(2));
}

TEST_F(Runs, DeletingAsksFirstAndCanBeTakenBack) {
    const std::filesystem::path run = first().run;
    const auto inTrash = [] {
        return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/Trash/info"))
            .entryList(QDir::Files)
            .size();
    };
    const auto before = inTrash();
    std::function<void()> back;
    QObject::connect(&page_, &Page::notice,
                     [&](const QString&, const QString&, const std::function<void()>& action) { back = action; });
    QTest::keyClick(table_, Qt::Key_Delete);
    auto* sheet = page_.findChild<ConfirmSheet*>();
    ASSERT_NE(sheet, nullptr);
    EXPECT_TRUE(std::filesystem::exists(run)) << "deleted without having been confirmed";
    for (QPushButton* button : sheet->findChildren<QPushButton*>()) {
        if (button->text() != QStringLiteral("Move to trash")) continue;
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Return);
    }
    ASSERT_TRUE(eventually([&] { return !std::filesystem::exists(run); })) << "Enter does not do what the button says";
    ASSERT_TRUE(eventually([&] { return static_cast<bool>(back); }));
    ASSERT_TRUE(eventually([&] { return page_.model().rowCount() == 1; }));
    back();
    EXPECT_TRUE(eventually([&] { return std::filesystem::exists(run / "run.db") && page_.model().rowCount() == 2; }));
    // As every other change: again, and back, though the notice is long gone.
    page_.undoStack()->redo();
    EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(run); }));
    EXPECT_TRUE(eventually([&] { return page_.model().rowCount() == 1; }));
    page_.undoStack()->undo();
    EXPECT_TRUE(eventually([&] { return std::filesystem::exists(run / "run.db"); }));
    EXPECT_TRUE(eventually([&] { return inTrash() == before; })) << "the trash lists what it no longer has";
}

TEST_F(Runs, ARunAtWorkIsNotDeleted) {
    const std::filesystem::path run = first().run;
    const RunLock lock{RunDirectory(run)};
    QSignalSpy problems(&page_, &Page::problem);
    QTest::keyClick(table_, Qt::Key_Delete);
    for (QPushButton* button : page_.findChild<ConfirmSheet*>()->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Move to trash")) QTest::mouseClick(button, Qt::LeftButton);
    }
    ASSERT_TRUE(eventually([&] { return problems.count() > 0; }));
    EXPECT_TRUE(std::filesystem::exists(run));
}

TEST_F(Runs, ADamagedRunIsListedAsSuch) {
    const std::filesystem::path run = first().run;
    std::ofstream(run / "run.db", std::ios::trunc) << "no database at all, none whatsoever";
    EXPECT_TRUE(eventually([&] {
        const int row = page_.model().rowOf(run);
        return row >= 0 && !page_.model().at(row).readable;
    }));
    EXPECT_EQ(page_.model().rowCount(), 2) << "the other one is still there";
}

TEST(SourceRuns, ASkippedStageBringsItsCurvesFromTheRunThatMadeIt) {
    const test::TempDir folder;
    test::runFakeTrainer(folder / "runs/first",
                         {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("6")});
    std::string name;
    {
        RunReader first(folder / "runs/first/run.db");
        for (const StageRecord& stage : first.stages()) {
            if (name.empty() && !first.steps(stage.id).empty()) name = stage.name;
        }
    }
    RunDelta delta;
    StageRecord skipped;
    skipped.id = StageId{7};
    skipped.name = name;
    skipped.kind = "grpo";
    skipped.state = StageState::Skipped;
    skipped.source_run = "first";
    delta.stages.push_back(skipped);
    StageRecord gone = skipped;
    gone.id = StageId{8};
    gone.source_run = "../../no such run";
    delta.stages.push_back(gone);
    SourceRuns sources(folder / "runs");
    sources.add(delta);
    ASSERT_FALSE(delta.steps.empty());
    for (const StepRecord& step : delta.steps) EXPECT_EQ(step.stage, StageId{7});
    ASSERT_FALSE(delta.series.empty());
    const std::size_t series = delta.series.size();
    RunDelta again;
    again.stages.push_back(skipped);
    sources.add(again);
    EXPECT_TRUE(again.series.empty()) << "each stage once";
    again.reset = true;
    sources.add(again);
    EXPECT_EQ(again.series.size(), series) << "and again when the run starts over";
}

}  // namespace
}  // namespace retort::ui
