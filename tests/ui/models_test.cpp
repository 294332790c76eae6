// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <cmath>
#include <set>

#include "ui/models/evaluation_table.h"
#include "ui/models/metric_series.h"
#include "ui/models/reward_terms.h"
#include "ui/models/rollout_table.h"
#include "ui/models/run_list.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;
using Reporting = QAbstractItemModelTester::FailureReportingMode;

/// Steps from..to of a stage, one key with value = step.
RunDelta stageDelta(std::int64_t stage, const char* name, Step from, Step to, double time) {
    RunDelta delta;
    StageRecord record;
    record.id = StageId{stage};
    record.name = name;
    record.kind = "grpo";
    delta.stages.push_back(record);
    SeriesDelta series{StageId{stage}, "reward", {}};
    for (Step step = from; step <= to; ++step) {
        delta.steps.push_back({StageId{stage}, step, step, time + static_cast<double>(step), 1});
        series.points.push_back({step, static_cast<double>(step)});
    }
    delta.series.push_back(series);
    return delta;
}

TEST(MetricSeriesStore, StagesFollowEachOtherOnOneAxis) {
    MetricSeriesStore store;
    store.append(stageDelta(1, "zero", 1, 40, 1000));
    store.append(stageDelta(2, "reasoning", 1, 10, 2000));
    const MetricSeries* series = store.find(QStringLiteral("reward"));
    ASSERT_NE(series, nullptr);
    ASSERT_EQ(series->y.size(), 50U);
    EXPECT_EQ(series->steps().front(), 1);
    EXPECT_EQ(series->steps()[39], 40);
    EXPECT_EQ(series->steps()[40], 41);
    EXPECT_EQ(series->times()[40], 2001);
    // The line is interrupted between the stages and nowhere else.
    ASSERT_EQ(series->breaks, std::vector<std::size_t>{40});
    const auto place = store.locate(45, ChartAxis::Step);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->stage, StageId{2});
    EXPECT_EQ(place->step, 5);
    EXPECT_EQ(store.locate(2003.2, ChartAxis::Time)->step, 3);
    EXPECT_EQ(store.position(StageId{2}, 5, ChartAxis::Step), 45);
}

TEST(MetricSeriesStore, SeriesOfTheSameStepsShareTheirPositions) {
    MetricSeriesStore store;
    const auto add = [&](const char* key, std::vector<Step> steps) {
        RunDelta delta;
        SeriesDelta series{StageId{1}, key, {}};
        for (const Step step : steps) {
            delta.steps.push_back({StageId{1}, step, step, 1000 + static_cast<double>(step), 1});
            series.points.push_back({step, 1.0});
        }
        delta.series.push_back(series);
        store.append(delta);
    };
    const auto steps = [&](const char* key) {
        const std::span<const double> x = store.find(QString::fromLatin1(key))->steps();
        return std::vector<double>(x.begin(), x.end());
    };
    const auto positions = [&](const char* key) { return store.find(QString::fromLatin1(key))->positions; };
    add("loss", {1, 2, 3});
    add("reward", {1, 2});
    EXPECT_EQ(positions("reward"), positions("loss"));
    EXPECT_EQ(steps("reward"), (std::vector<double>{1, 2})) << "not those of the series that is ahead";
    add("reward", {3, 4});
    EXPECT_EQ(steps("loss"), (std::vector<double>{1, 2, 3}));
    // It leaves a step out: from here on it has its own.
    add("loss", {5, 6});
    EXPECT_NE(positions("reward"), positions("loss"));
    EXPECT_EQ(steps("loss"), (std::vector<double>{1, 2, 3, 5, 6}));
    EXPECT_EQ(steps("reward"), (std::vector<double>{1, 2, 3, 4}));
    const std::span<const double> times = store.find(QStringLiteral("loss"))->times();
    EXPECT_EQ(times.back(), 1006);
    EXPECT_EQ(store.xs(*store.find(QStringLiteral("reward")), ChartAxis::OptimizerStep).size(), 4U);
    EXPECT_EQ(store.xs(*store.find(QStringLiteral("loss")), ChartAxis::OptimizerStep).back(), 6);
}

TEST(MetricSeriesStore, OptimizerStepsAreAnAxisOfTheirOwn) {
    MetricSeriesStore store;
    // Four updates a step; then two, but none in its second step, whose groups were all dead.
    RunDelta zero = stageDelta(1, "zero", 1, 10, 1000), reasoning = stageDelta(2, "reasoning", 1, 4, 2000);
    for (StepRecord& step : zero.steps) step.optimizer_step = step.step * 4;
    const std::int64_t updates[] = {2, 2, 4, 6};
    for (std::size_t i = 0; i < reasoning.steps.size(); ++i) reasoning.steps[i].optimizer_step = updates[i];
    store.append(zero);
    const MetricSeries& series = *store.find(QStringLiteral("reward"));
    EXPECT_EQ(store.xs(series, ChartAxis::OptimizerStep).back(), 40);
    store.append(reasoning);
    const std::span<const double> x = store.xs(series, ChartAxis::OptimizerStep);
    ASSERT_EQ(x.size(), 14U);
    EXPECT_EQ(x.front(), 4);
    EXPECT_EQ(std::vector<double>(x.begin() + 10, x.end()), (std::vector<double>{42, 42, 44, 46}));
    EXPECT_EQ(store.position(StageId{2}, 3, ChartAxis::OptimizerStep), 44);
    const auto place = store.locate(44, ChartAxis::OptimizerStep);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->stage, StageId{2});
    EXPECT_EQ(place->step, 3);
    EXPECT_EQ(store.locate(9, ChartAxis::OptimizerStep)->step, 3) << "the update was made in the third step";
    EXPECT_EQ(store.locate(1e9, ChartAxis::OptimizerStep)->step, 4);
}

TEST(MetricSeriesStore, EvaluationsTakeNoRoomOnTheAxis) {
    MetricSeriesStore store;
    RunDelta evaluation = stageDelta(1, "bench.base", 1, 15, 500);
    evaluation.stages[0].kind = "evaluate";
    store.append(evaluation);
    store.append(stageDelta(2, "zero", 1, 10, 1000));
    ASSERT_EQ(store.spans().size(), 1U);
    EXPECT_EQ(store.find(QStringLiteral("reward"))->steps().front(), 1);
}

TEST(MetricSeriesStore, MarksGapsAndWhatIsNoNumber) {
    MetricSeriesStore store;
    RunDelta delta = stageDelta(1, "zero", 1, 10, 0);
    delta.series[0].points[4].value = std::nan("");
    delta.series[0].points.erase(delta.series[0].points.begin() + 7);
    store.append(delta);
    const MetricSeries* series = store.find(QStringLiteral("reward"));
    EXPECT_EQ(series->non_finite, 1U);
    // At the NaN, after it, and at the missing step.
    EXPECT_EQ(series->breaks, (std::vector<std::size_t>{4, 5, 7}));
}

TEST(MetricSeriesStore, AResetDropsEverythingBefore) {
    MetricSeriesStore store;
    store.append(stageDelta(1, "zero", 1, 40, 0));
    RunDelta again = stageDelta(1, "zero", 1, 20, 0);
    again.reset = true;
    store.append(again);
    EXPECT_EQ(store.find(QStringLiteral("reward"))->y.size(), 20U);
    EXPECT_EQ(store.spans().size(), 1U);
}

TEST(MetricSeriesStore, AStarStandsForAName) {
    MetricSeriesStore store;
    RunDelta delta = stageDelta(1, "zero", 1, 2, 0);
    for (const char* key : {"rewards/accuracy/mean", "rewards/accuracy/std", "rewards/format/mean"}) {
        delta.series.push_back({StageId{1}, key, {{1, 0.5}}});
    }
    store.append(delta);
    EXPECT_EQ(store.match(QStringLiteral("rewards/*/mean")),
              (QStringList{QStringLiteral("rewards/accuracy/mean"), QStringLiteral("rewards/format/mean")}));
}

TEST(RewardTermsModel, ShowsTermsAndTheirSum) {
    RewardTermsModel model;
    const QAbstractItemModelTester tester(&model, Reporting::Fatal);
    RewardBreakdown reward;
    reward.terms.push_back({});
    reward.terms[0].name = "accuracy";
    reward.terms[0].score = 1;
    reward.total = 1;
    model.setReward(reward);
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.index(1, RewardTermsModel::Part).data().toString().toStdString(), "1.00");
    reward.terms[0].outcome = Outcome::GraderError;
    model.setReward(reward);
    EXPECT_EQ(model.index(0, RewardTermsModel::Score).data().toString().toStdString(), "failed");
    EXPECT_EQ(model.index(1, RewardTermsModel::Part).data().toString().toStdString(), "none");
}

ComparedModel comparedModel(const char* name, double score, std::vector<std::int64_t> right) {
    ComparedModel model;
    model.name = QString::fromUtf8(name);
    model.record.model = name;
    model.record.suite = "bench";
    model.record.pass_at_1 = score;
    model.record.k = 4;
    for (std::size_t i = 0; i < right.size(); ++i) {
        EvalProblemRecord problem;
        problem.prompt_key = "p" + std::to_string(i);
        problem.samples = 4;
        problem.right = right[i];
        problem.checked = 4;
        model.problems.push_back(problem);
    }
    return model;
}

TEST(EvaluationTableModel, SortsBestFirstAndComparesWithTheBaseline) {
    EvaluationTableModel model;
    const QAbstractItemModelTester tester(&model, Reporting::Fatal);
    model.setModels({comparedModel("base", 0.25, {4, 0, 0, 0}), comparedModel("zero", 0.75, {0, 4, 4, 4})},
                    QStringLiteral("base"));
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.index(0, 0).data().toString().toStdString(), "zero");
    EXPECT_EQ(model.index(0, EvaluationTableModel::Flips).data().toString().toStdString(), "+3 −1");
    EXPECT_TRUE(model.index(0, EvaluationTableModel::Difference).data().toString().startsWith(QStringLiteral("+50.0")));
    EXPECT_EQ(model.index(1, EvaluationTableModel::Flips).data().toString().toStdString(), "–")
        << "the baseline beside itself";
    EXPECT_TRUE(model.index(0, EvaluationTableModel::ConsAtK).data().toString().endsWith(QStringLiteral("@4")));
    ComparedModel general = comparedModel("general", 0.5, {2, 2, 2, 2});
    for (EvalProblemRecord& problem : general.problems) problem.checked = 0;
    model.setModels({general}, {});
    EXPECT_EQ(model.index(0, EvaluationTableModel::ConsAtK).data().toString().toStdString(), "–")
        << "nothing to vote on is not nothing right";
}

TEST(RunListModel, KeepsItsPromisesWhileRowsComeAndGo) {
    RunListModel model;
    const QAbstractItemModelTester tester(&model, Reporting::Fatal);
    RunRow row;
    row.project = "/p/abacus";
    row.run = "/p/abacus/runs/a";
    model.setRows({row});
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    row.state = RunState::Done;
    model.setRows({row});
    // The same runs in another state: the selection must not be lost to a reset.
    EXPECT_EQ(resets.count(), 0);
    model.setRows({});
    EXPECT_EQ(model.rowCount(), 0);
}

TEST(RolloutTableModel, FetchesPagesOfAStoreInOrderAndByFilter) {
    const test::TempDir folder;
    test::runFakeTrainer(folder / "run", {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--stages"),
                                          QStringLiteral("zero"), QStringLiteral("--steps"), QStringLiteral("20")});
    const auto session = test::openSession(folder / "run");
    RolloutTableModel model;
    const QAbstractItemModelTester tester(&model, Reporting::Fatal);
    model.setSession(session.get());
    ASSERT_TRUE(eventually([&] { return model.rowCount() > 0; }));
    ASSERT_TRUE(eventually([&] {
        if (model.canFetchMore({})) model.fetchMore({});
        return model.rowCount() >= 20 * 8 * 8;
    }));
    ASSERT_EQ(model.rowCount(), 20 * 8 * 8);
    EXPECT_FALSE(model.canFetchMore({}));
    std::set<std::int64_t> ids;
    for (int row = 0; row < model.rowCount(); ++row) ids.insert(model.at(row).id.value);
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(model.rowCount()));
    EXPECT_EQ(model.at(0).step, 20);
    EXPECT_FALSE(model.hasNewer());

    RolloutFilter filter;
    filter.step_from = filter.step_to = 7;
    filter.correctness = Correctness::Right;
    model.setFilter(filter, RolloutOrder::OldestFirst);
    ASSERT_TRUE(eventually([&] { return !model.loading(); }));
    ASSERT_GT(model.rowCount(), 0);
    for (int row = 0; row < model.rowCount(); ++row) {
        EXPECT_EQ(model.at(row).step, 7);
        EXPECT_TRUE(model.at(row).correct.value_or(false));
    }
}

}  // namespace
}  // namespace retort::ui
