// SPDX-License-Identifier: GPL-3.0-or-later
// What Compare is made of: scores of classes, evaluations that are missing, and those of stages taken from earlier runs.
#include <gtest/gtest.h>

#include <QTreeWidget>
#include <cmath>
#include <fstream>

#include "eval/statistics.h"
#include "store/run_writer.h"
#include "ui/models/evaluation_table.h"
#include "ui/pages/compare/evaluate_sheet.h"
#include "ui/pages/compare_page.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

constexpr const char* evaluated_recipe = R"([project]
name = "p"
[models]
base = "base"
[data.suite]
path = "suite.jsonl"
[data.rows]
path = "rows.jsonl"
kind = "sft"
[rubrics.r]
accuracy = 1.0
[stages.zero]
kind = "grpo"
model = "base"
data = ["suite"]
rubric = "r"
steps = 20
[stages.later]
kind = "sft"
model = "base"
data = ["rows"]
[stages.eval]
kind = "evaluate"
models = ["base", "zero"]
data = "suite"
rubric = "r"
samples = 4
sampling = { temperature = 0.7, top_p = 0.9, max_tokens = 33 }
)";

/// A project whose run has evaluated its base only; zero has a checkpoint at step 10 and its result.
std::filesystem::path partlyEvaluated(const std::filesystem::path& project) {
    const std::filesystem::path run = project / "runs/20260101-120000-aaaa";
    std::filesystem::create_directories(run / "checkpoints/zero/step-000010");
    std::filesystem::create_directories(project / "base");
    for (const auto& folder : {run / "checkpoints/zero/step-000010", project / "base"})
        std::ofstream(folder / "config.json") << "{}";
    std::ofstream(run / "recipe.resolved.toml") << evaluated_recipe;
    RunWriter writer(run / "run.db");
    const auto put = [&](const char* name, const char* kind, StageState state, int position) {
        StageRecord stage;
        stage.name = name;
        stage.kind = kind;
        stage.state = state;
        stage.position = position;
        return writer.putStage(stage);
    };
    const StageId base = put("eval.base", "evaluate", StageState::Done, 0), zero = put("zero", "grpo", StageState::Done, 1);
    put("eval.zero", "evaluate", StageState::Pending, 2);
    put("later", "sft", StageState::Pending, 3);
    writer.addCheckpoint({.id = {},
                          .stage = zero,
                          .step = 10,
                          .path = "checkpoints/zero/step-000010",
                          .sha256 = "x",
                          .final = false,
                          .time = 1});
    EvaluationRecord record;
    record.stage = base;
    record.model = "base";
    record.suite = "suite";
    writer.addEvaluation(record, {});
    return run;
}

/// Stored shares of two levels, and problems in two languages.
ComparedModel brokenDown() {
    ComparedModel model;
    model.name = QStringLiteral("zero");
    model.record.pass_at_1 = 0.5;
    model.record.metrics = {{"pass@2", 0.75},         {"pass@1/level/10", 0.25}, {"problems/level/10", 4},
                            {"pass@1/level/9", 0.75}, {"problems/level/9", 12},  {"pass@1/subject/algebra", 0.5}};
    for (int i = 0; i < 6; ++i) {
        EvalProblemRecord problem;
        problem.prompt_key = std::to_string(i);
        problem.language = i < 4 ? "en" : "zh";
        problem.samples = 4;
        problem.right = i < 2 ? 4 : 1;
        model.problems.push_back(problem);
    }
    model.classes = breakdowns(model.record, model.problems);
    return model;
}

TEST(Breakdowns, ComeFromStoredClassesAndFromThePromptsLanguages) {
    const ClassScores all = brokenDown().classes;
    ASSERT_EQ(all.size(), 2U) << "a single subject tells nothing apart";
    EXPECT_EQ(all.at("level").at("9").problems, 12);
    EXPECT_TRUE(std::isnan(all.at("level").at("9").interval.low)) << "stored without one, and its problems are not known";
    const ClassScore& english = all.at("language").at("en");
    EXPECT_DOUBLE_EQ(english.pass_at_1, (1 + 1 + 0.25 + 0.25) / 4);
    EXPECT_EQ(english.interval.low, bootstrapMean({1, 1, 0.25, 0.25}).low);
    EXPECT_EQ(english.interval.high, bootstrapMean({1, 1, 0.25, 0.25}).high);
    EXPECT_DOUBLE_EQ(all.at("language").at("zh").pass_at_1, 0.25);
    EXPECT_EQ(all.at("language").at("zh").problems, 2);
}

TEST(Breakdowns, AreColumnsOfTheTableInTheOrderOfTheirNumbers) {
    EvaluationTableModel table;
    ComparedModel bare;
    bare.name = QStringLiteral("base");
    table.setModels({bare, brokenDown()}, QStringLiteral("base"));
    EXPECT_EQ(table.breakdownsKnown(), (QStringList{QStringLiteral("language"), QStringLiteral("level")}));
    table.setBreakdown(QStringLiteral("level"));
    ASSERT_EQ(table.columnCount(), 4);
    EXPECT_EQ(table.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("level 9"));
    EXPECT_EQ(table.headerData(3, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("level 10"));
    EXPECT_EQ(table.index(0, 2).data().toString(), QStringLiteral("75.0%")) << "no interval was stored, none is made up";
    EXPECT_EQ(table.index(1, 2).data().toString(), QStringLiteral("–")) << "base was not broken down";
    EXPECT_FALSE(table.canList(table.index(0, 2)));
    EXPECT_TRUE(table.index(0, 2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("older version")));
    table.setBreakdown(QStringLiteral("language"));
    EXPECT_TRUE(table.index(0, 2).data().toString().startsWith(QStringLiteral("62.5% (")))
        << table.index(0, 2).data().toString().toStdString();
    EXPECT_TRUE(table.canList(table.index(0, 2)));
    EXPECT_FALSE(table.canList(table.index(1, 2)));
    table.setBreakdown(QStringLiteral("what no suite has"));
    EXPECT_EQ(table.columnCount(), EvaluationTableModel::ColumnCount);
    table.setBreakdown({});
    EXPECT_EQ(table.columnCount(), EvaluationTableModel::ColumnCount);
}

TEST(Breakdowns, ACsvHasEveryNumberInAColumnOfItsOwn) {
    EvaluationTableModel table;
    table.setModels({brokenDown()}, {});
    const QStringList lines = evaluationCsv(table).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    ASSERT_EQ(lines.size(), 2);
    const QStringList head = lines[0].split(QLatin1Char(',')), line = lines[1].split(QLatin1Char(','));
    ASSERT_EQ(head.size(), line.size());
    EXPECT_EQ(line[head.indexOf(QStringLiteral("pass@1"))].toDouble(), 0.5);
    EXPECT_EQ(line[head.indexOf(QStringLiteral("pass@1/level/9"))].toDouble(), 0.75);
    EXPECT_EQ(line[head.indexOf(QStringLiteral("problems/level/10"))], QStringLiteral("4"));
    EXPECT_TRUE(line[head.indexOf(QStringLiteral("pass@1_low/level/9"))].isEmpty());
    EXPECT_NEAR(line[head.indexOf(QStringLiteral("pass@1_low/language/en"))].toDouble(),
                bootstrapMean({1, 1, 0.25, 0.25}).low, 1e-6);
}

TEST(MissingEvaluations, AreAskedLikeTheOthersOfTheirSuite) {
    const test::TempDir folder;
    const RunDirectory run(partlyEvaluated(folder / "p"));
    const auto missing = missingEvaluations(run);
    ASSERT_EQ(missing.size(), 3u);
    EXPECT_EQ(missing[0].model, QStringLiteral("zero, step 10"));
    EXPECT_EQ(missing[0].stage, QStringLiteral("eval-suite-zero-10"));
    ASSERT_EQ(missing[0].overrides.size(), 2);
    EXPECT_EQ(missing[0].overrides[0],
              QStringLiteral("models.zero-10=\"runs/20260101-120000-aaaa/checkpoints/zero/step-000010\""));
    EXPECT_TRUE(missing[0].overrides[1].contains(
        QStringLiteral("samples = 4, sampling = { temperature = 0.700000, top_p = 0.900000, max_tokens = 33 }")));
    EXPECT_EQ(missing[1].stage, QStringLiteral("eval.zero")) << "the recipe has it already";
    EXPECT_TRUE(missing[1].overrides.isEmpty());
    EXPECT_FALSE(missing[2].made) << "later has not been trained";
    // The recipe with these changes is a good one, and the checkpoint has its place in training.
    std::vector<Override> overrides;
    for (const QString& change : missing[0].overrides) overrides.push_back(parseOverride(change.toStdString()));
    const Recipe recipe =
        loadRecipeWith(run.recipe(), {.overrides = overrides, .project = folder / "p", .check_files = false});
    EXPECT_NE(recipe.findStage("eval-suite-zero-10"), nullptr);
    const QStringList partly = evaluationArguments(run, {missing[0], missing[1]}, false);
    EXPECT_EQ(partly.mid(partly.size() - 2),
              (QStringList{QStringLiteral("--stage"), QStringLiteral("eval-suite-zero-10,eval.zero")}));
    EXPECT_FALSE(evaluationArguments(run, {missing[0]}, true).contains(QStringLiteral("--stage")));
}

TEST(MissingEvaluations, AreStartedFromThePageByKeys) {
    const test::TempDir folder;
    const auto session = test::openSession(partlyEvaluated(folder / "p"));
    QWidget window;
    window.resize(1000, 700);
    ComparePage page(&window);
    page.resize(window.size());
    window.show();
    page.setSession(session.get());
    QStringList started;
    QObject::connect(&page, &Page::startWanted, [&](const QString&, const QStringList& arguments) { started = arguments; });
    for (const PageAction& action : page.actions())
        if (action.name.startsWith(QStringLiteral("Evaluate more"))) action.run();
    ASSERT_TRUE(eventually([&] { return window.findChild<EvaluateSheet*>() != nullptr; }));
    auto* tree = window.findChild<EvaluateSheet*>()->findChild<QTreeWidget*>();
    QTest::keyClick(tree, Qt::Key_Space);
    QTest::keyClick(tree, Qt::Key_Return);
    EXPECT_TRUE(started.contains(QStringLiteral("runs/20260101-120000-aaaa/recipe.resolved.toml")))
        << started.join(QLatin1Char(' ')).toStdString();
    EXPECT_TRUE(started.last().startsWith(QStringLiteral("eval-suite-zero-10")));
    page.setSession(nullptr);
}

TEST(StoredEvaluations, OfAStageThatWasNotRunAgainAreReadWhereTheyLie) {
    const test::TempDir folder;
    const std::filesystem::path first = partlyEvaluated(folder / "p"), second = folder / "p/runs/20260102-120000-bbbb";
    std::filesystem::create_directories(second);
    std::ofstream(second / "recipe.resolved.toml") << evaluated_recipe;
    RunWriter writer(second / "run.db");
    StageRecord stage;
    stage.name = "eval.base";
    stage.kind = "evaluate";
    stage.state = StageState::Skipped;
    stage.source_run = first.filename().string();
    writer.putStage(stage);
    const auto found = storedEvaluations(RunDirectory(second));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].run, first);
    EXPECT_EQ(modelTitle(found[0]), QStringLiteral("base"));
}

}  // namespace
}  // namespace retort::ui
