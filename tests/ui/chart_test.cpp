// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QSignalSpy>
#include <cmath>

#include "ui/charts/metric_chart.h"
#include "ui/theme/tokens.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

struct Bench {
    MetricSeriesStore store;
    ChartLink link;

    void add(const std::vector<double>& values) {
        RunDelta delta;
        StageRecord stage;
        stage.id = StageId{1};
        stage.name = "zero";
        delta.stages.push_back(stage);
        SeriesDelta series{StageId{1}, "loss", {}};
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto step = static_cast<Step>(i + 1);
            delta.steps.push_back({StageId{1}, step, step, 1000 + static_cast<double>(step), 1});
            series.points.push_back({step, values[i]});
        }
        delta.series.push_back(series);
        store.append(delta);
    }

    std::unique_ptr<MetricChart> chart() {
        ChartSpec spec;
        spec.id = spec.title = QStringLiteral("Loss");
        spec.lines.push_back({QStringLiteral("loss"), QStringLiteral("loss"), {}, {}});
        auto made = std::make_unique<MetricChart>(spec, link, store);
        made->resize(500, 260);
        return made;
    }
};

/// Pixels of about this colour.
int count(const QImage& image, const QColor& color) {
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green()) + std::abs(pixel.blue() - color.blue()) < 40) ++found;
        }
    }
    return found;
}

TEST(MetricChart, CountsAndMarksWhatIsNoNumber) {
    Bench bench;
    bench.add({1, 2, std::nan(""), 3, std::numeric_limits<double>::infinity(), 2});
    const auto chart = bench.chart();
    const QImage image = chart->grab().toImage();
    EXPECT_EQ(chart->nonFinitePoints(), 2U);
    EXPECT_EQ(chart->hiddenPoints(), 0U);
    EXPECT_GT(count(image, tokens().bad), 10) << "no mark where the values are no numbers";
}

TEST(MetricChart, ALogarithmicScaleSaysHowManyPointsItCannotShow) {
    Bench bench;
    bench.add({1, 0, 10, -3, 100, 1000});
    const auto chart = bench.chart();
    chart->grab();
    EXPECT_EQ(chart->hiddenPoints(), 0U);
    chart->setLogScale(true);
    const QImage image = chart->grab().toImage();
    EXPECT_EQ(chart->hiddenPoints(), 2U);
    EXPECT_GT(count(image, tokens().series[0]), 50) << "the points above zero are not drawn";
}

TEST(MetricChart, SmoothingUsesAllRawPointsAndKeepsThemVisible) {
    Bench bench;
    std::vector<double> values;
    for (int i = 0; i < 4000; ++i) values.push_back(i % 2 == 0 ? 1 : -1);
    bench.add(values);
    bench.link.setSmoothing(0.99);
    DisplaySeries shown;
    const MetricSeries& series = *bench.store.find(QStringLiteral("loss"));
    shown.update(series, 0.99, false);
    EXPECT_LT(std::abs(shown.smooth().at(3999)), 0.02);
    EXPECT_EQ(shown.raw().range(0, 4000).high, 1);
    EXPECT_EQ(shown.raw().range(0, 4000).low, -1);
    // Appending gives what reading all at once gives.
    DisplaySeries step_by_step;
    Bench other;
    other.add(std::vector<double>(values.begin(), values.begin() + 100));
    const MetricSeries& grown = *other.store.find(QStringLiteral("loss"));
    step_by_step.update(grown, 0.9, false);
    EXPECT_EQ(step_by_step.smooth().size(), 100U);
}

TEST(MetricChart, AClickAsksForTheStepUnderThePointer) {
    Bench bench;
    bench.add(std::vector<double>(50, 1.0));
    const auto chart = bench.chart();
    chart->grab();
    QSignalSpy asked(&bench.link, &ChartLink::activated);
    QTest::mouseClick(chart.get(), Qt::LeftButton, {}, chart->pointAt(33).toPoint());
    ASSERT_EQ(asked.count(), 1);
    const auto place = asked[0][0].value<ChartPlace>();
    EXPECT_EQ(place.stage, QStringLiteral("zero"));
    EXPECT_EQ(place.from, 33);
    EXPECT_EQ(place.to, 33);
}

TEST(MetricChart, ADraggedRangeOpensItsTracesOrZoomsAllCharts) {
    Bench bench;
    bench.add(std::vector<double>(100, 1.0));
    const auto chart = bench.chart();
    chart->show();
    chart->grab();
    QSignalSpy asked(&bench.link, &ChartLink::activated);
    auto drag = [&] {
        const QPoint from = chart->pointAt(60).toPoint(), to = chart->pointAt(20).toPoint();
        QTest::mousePress(chart.get(), Qt::LeftButton, {}, from);
        QTest::mouseMove(chart.get(), to);
        QTest::mouseRelease(chart.get(), Qt::LeftButton, {}, to);
    };
    drag();
    EXPECT_EQ(asked.count(), 0) << "a person chooses first";
    QTest::keyClick(chart.get(), Qt::Key_Return);
    ASSERT_EQ(asked.count(), 1);
    EXPECT_NEAR(static_cast<double>(asked[0][0].value<ChartPlace>().from), 20, 1);
    EXPECT_NEAR(static_cast<double>(asked[0][0].value<ChartPlace>().to), 60, 1);
    EXPECT_FALSE(bench.link.range());
    drag();
    QTest::keyClick(chart.get(), Qt::Key_Z);
    ASSERT_TRUE(bench.link.range());
    EXPECT_NEAR(bench.link.range()->first, 20, 1);
    EXPECT_NEAR(bench.link.range()->second, 60, 1);
    QTest::keyClick(chart.get(), Qt::Key_0);
    EXPECT_FALSE(bench.link.range());
}

TEST(MetricChart, ShiftAndArrowsMarkARange) {
    Bench bench;
    bench.add(std::vector<double>(50, 1.0));
    const auto chart = bench.chart();
    chart->grab();
    QSignalSpy asked(&bench.link, &ChartLink::activated);
    QTest::keyClick(chart.get(), Qt::Key_Home);
    for (int i = 0; i < 4; ++i) QTest::keyClick(chart.get(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(chart.get(), Qt::Key_Return);
    ASSERT_EQ(asked.count(), 1);
    EXPECT_EQ(asked[0][0].value<ChartPlace>().from, 1);
    EXPECT_EQ(asked[0][0].value<ChartPlace>().to, 5);
}

TEST(MetricChart, StagesOverOneAnotherBeginAtTheSamePlace) {
    Bench bench;
    bench.add({1, 2, 3, 4});
    RunDelta second;
    StageRecord stage;
    stage.id = StageId{2};
    stage.name = "reasoning";
    second.stages.push_back(stage);
    SeriesDelta series{StageId{2}, "loss", {{1, 5}, {2, 6}}};
    for (Step step : {1, 2}) second.steps.push_back({StageId{2}, step, step, 2000 + static_cast<double>(step), 1});
    second.series.push_back(series);
    bench.store.append(second);
    bench.link.setStacked(true);
    const auto chart = bench.chart();
    chart->grab();
    const ChartTable table = chart->table();
    ASSERT_EQ(table.columns.size(), 2);
    EXPECT_EQ(table.x, (std::vector<double>{1, 2, 3, 4}));
    EXPECT_EQ(table.values[1][1], 6);
    EXPECT_FALSE(table.present[1][2]) << "the shorter stage has no third step";
}

TEST(MetricChart, AnotherRunIsLaidOverStageByStage) {
    Bench bench, other;
    bench.add({1, 2, 3});
    other.add({7, 8});
    bench.link.setOverlays({{&other.store, QStringLiteral("before"), QStringLiteral("/runs/before")}});
    const auto chart = bench.chart();
    chart->grab();
    const ChartTable table = chart->table();
    ASSERT_EQ(table.columns.size(), 2);
    EXPECT_TRUE(table.columns[1].contains(QStringLiteral("before")));
    EXPECT_EQ(table.values[1][0], 7);
    EXPECT_FALSE(table.present[1][2]);
}

TEST(MetricChart, MissingStepsAreCounted) {
    Bench bench;
    bench.add({1, 2, 3});
    RunDelta later;
    later.steps.push_back({StageId{1}, 9, 9, 1009, 1});
    later.series.push_back({StageId{1}, "loss", {{9, 4}}});
    bench.store.append(later);
    const auto chart = bench.chart();
    chart->grab();
    EXPECT_TRUE(chart->notes().contains(QStringLiteral("gaps: 1"))) << chart->notes().toStdString();
}

TEST(MetricChart, TheKeyboardReachesAPointAndOpensIt) {
    Bench bench;
    bench.add(std::vector<double>(50, 1.0));
    const auto chart = bench.chart();
    chart->grab();
    QSignalSpy asked(&bench.link, &ChartLink::activated);
    QTest::keyClick(chart.get(), Qt::Key_Home);
    QTest::keyClick(chart.get(), Qt::Key_Right);
    QTest::keyClick(chart.get(), Qt::Key_Right);
    QTest::keyClick(chart.get(), Qt::Key_Return);
    ASSERT_EQ(asked.count(), 1);
    EXPECT_EQ(asked[0][0].value<ChartPlace>().from, 3);
}

TEST(MetricChart, SavesPictureVectorAndValues) {
    Bench bench;
    bench.add({0.1, 0.25, 0.125});
    const auto chart = bench.chart();
    chart->grab();
    const test::TempDir folder;
    for (const char* name : {"a.png", "a.svg", "a.csv"}) {
        const QString file = QString::fromStdString((folder / name).string());
        chart->saveAs(file);
        EXPECT_GT(QFileInfo(file).size(), 10) << name;
    }
    QFile csv(QString::fromStdString((folder / "a.csv").string()));
    ASSERT_TRUE(csv.open(QIODevice::ReadOnly));
    EXPECT_EQ(csv.readAll().toStdString(), "stage,step,loss\nzero,1,0.10000000000000001\nzero,2,0.25\nzero,3,0.125\n");
    QFile svg(QString::fromStdString((folder / "a.svg").string()));
    ASSERT_TRUE(svg.open(QIODevice::ReadOnly));
    EXPECT_TRUE(svg.readAll().contains("<polyline"));
}

}  // namespace
}  // namespace retort::ui
