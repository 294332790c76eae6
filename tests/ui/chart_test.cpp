// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QPainter>
#include <QSignalSpy>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/charts/metric_chart.h"
#include "ui/charts/stage_names.h"
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
            if (std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green()) +
                    std::abs(pixel.blue() - color.blue()) <
                40)
                ++found;
        }
    }
    return found;
}

TEST(MetricChart, ReadsOutOnlyPointsThatAreDrawn) {
    Bench bench;
    bench.add({1, 2, 3});
    ChartSpec spec;
    spec.lines.push_back({QStringLiteral("loss"), QStringLiteral("loss"), {}, {}});
    ChartPlot plot(spec, bench.link, bench.store);
    plot.update(QRectF(0, 0, 500, 260));
    const QString before = plot.describe();
    RunDelta delta;
    for (const Step step : {4, 5}) delta.steps.push_back({StageId{1}, step, step, 1000 + static_cast<double>(step), 1});
    delta.series.push_back({StageId{1}, "loss", {{4, 90}, {5, 90}}});
    bench.store.append(delta);
    EXPECT_EQ(plot.describe(), before) << "smoothed values come with the next update";
    plot.update(QRectF(0, 0, 500, 260));
    EXPECT_NE(plot.describe(), before);
}

TEST(MetricChart, DenseLinesAreThePixelsThatAPainterDraws) {
    Bench bench;
    std::vector<double> noise;
    for (int i = 0; i < 20000; ++i) noise.push_back(std::sin(i * 0.7) * std::sin(i * 0.0004));
    bench.add(noise);
    bench.link.setSmoothing(0);
    ChartSpec spec;
    spec.lines.push_back({QStringLiteral("loss"), QStringLiteral("loss"), {}, {}});
    ChartPlot plot(spec, bench.link, bench.store);
    plot.update(QRectF(0, 0, 500, 260));
    // Only in premultiplied pictures are pixels written without QPainter.
    const auto draw = [&](QImage::Format format, double ratio) {
        QImage image(QSize(500, 260) * ratio, format);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::white);
        QPainter painter(&image);
        plot.paint(painter);
        painter.end();
        return image.convertToFormat(QImage::Format_RGB32);
    };
    for (const double ratio : {1.0, 2.0}) {
        const QImage own = draw(QImage::Format_ARGB32_Premultiplied, ratio), painted = draw(QImage::Format_ARGB32, ratio);
        const int ink = count(painted, tokens().series[0]);
        ASSERT_GT(ink, 10000);
        int differing = 0;
        for (int y = 0; y < own.height(); ++y)
            for (int x = 0; x < own.width(); ++x) differing += own.pixel(x, y) != painted.pixel(x, y) ? 1 : 0;
        EXPECT_LT(differing, ink / 25) << "an end of a run may be rounded otherwise; ratio " << ratio;
    }
}

// Two stages whose values lie far apart: nothing is drawn between them, however many points a pixel has.
TEST(MetricChart, ADenseLineEndsWithItsStage) {
    for (const double noise : {0.0, 1.0}) {
        Bench bench;
        for (const int stage : {1, 2}) {
            RunDelta delta;
            StageRecord record;
            record.id = StageId{stage};
            record.name = stage == 1 ? "zero" : "reasoning";
            record.position = stage;
            delta.stages.push_back(record);
            SeriesDelta series{StageId{stage}, "loss", {}};
            for (Step step = 1; step <= 20123; ++step) {
                delta.steps.push_back({StageId{stage}, step, step, 1000 + static_cast<double>(step), 1});
                series.points.push_back({step, 10.0 * stage + noise * std::sin(static_cast<double>(step) * 0.7)});
            }
            delta.series.push_back(series);
            bench.store.append(delta);
        }
        bench.link.setSmoothing(0);
        ChartSpec spec;
        spec.lines.push_back({QStringLiteral("loss"), QStringLiteral("loss"), {}, {}});
        ChartPlot plot(spec, bench.link, bench.store);
        plot.update(QRectF(0, 0, 500, 260));
        for (const QImage::Format format : {QImage::Format_ARGB32_Premultiplied, QImage::Format_ARGB32}) {
            QImage image(500, 260, format);
            image.fill(Qt::white);
            QPainter painter(&image);
            plot.paint(painter);
            painter.end();
            const QRect frame = plot.frame().toRect();
            const int third = frame.height() / 3;
            // The grid is grey, a line with smooth edges is not.
            const auto coloured = [&](const QRect& part) {
                int found = 0;
                for (int y = part.top(); y <= part.bottom(); ++y)
                    for (int x = part.left(); x <= part.right(); ++x)
                        found += image.pixelColor(x, y).hsvSaturation() > 40 ? 1 : 0;
                return found;
            };
            EXPECT_GT(coloured(frame), frame.width() / 2) << noise;
            EXPECT_EQ(coloured(frame.adjusted(0, third, 0, -third)), 0) << noise;
        }
    }
}

TEST(StageNames, OneRowWhereAllAreWholeElseTwoThatDoNotOverlap) {
    const QFontMetricsF metrics(labelFont());
    const QStringList names{QStringLiteral("zero"), QStringLiteral("zero_language"), QStringLiteral("sft_cold"),
                            QStringLiteral("reasoning"), QStringLiteral("distill_small")};
    std::vector<StageBand> bands;
    for (int i = 0; i < names.size(); ++i) bands.push_back({names[i], i * 200.0, (i + 1) * 200.0});
    std::vector<StageName> placed = placeStageNames(bands, 1000, 2, metrics);
    ASSERT_EQ(placed.size(), bands.size());
    for (std::size_t i = 0; i < placed.size(); ++i) {
        EXPECT_EQ(placed[i].row, 0);
        EXPECT_EQ(placed[i].text, bands[i].name);
    }
    for (StageBand& band : bands) band = {band.name, band.begin / 5, band.end / 5};
    bands[3].end = bands[4].begin = 130;
    bands.push_back({QStringLiteral("evaluation"), 200, 202});
    placed = placeStageNames(bands, 230, 2, metrics);
    EXPECT_GE(placed.size(), 4U) << "two rows name more stages than one has room for";
    std::array<double, 2> free{};
    for (const StageName& name : placed) {
        double& from = free.at(static_cast<std::size_t>(name.row));
        EXPECT_GE(name.at, from);
        from = name.at + size::tick_gap + metrics.horizontalAdvance(name.text);
        EXPECT_LE(from, 230);
        EXPECT_NE(name.text, QStringLiteral("evaluation")) << "two pixels cannot be pointed at";
        const auto band = std::ranges::find(bands, name.at, &StageBand::begin);
        ASSERT_NE(band, bands.end());
        EXPECT_EQ(name.text.front(), band->name.front());
    }
    EXPECT_TRUE(std::ranges::any_of(placed, [](const StageName& name) {
        return name.text == QStringLiteral("distill_small");
    })) << "the longest stage has its name whole";
}

TEST(MetricChart, MarksTheStepThatALiveChangeBeganToActAt) {
    Bench bench;
    bench.add({1, 2, 3, 4, 5, 6});
    const auto chart = bench.chart();
    const auto dark = [&](int x) {  // pixels of a column that are neither paper nor a line of the series
        chart->refresh();
        const QImage image = chart->grab().toImage();
        int found = 0;
        for (int y = 0; y < image.height(); ++y) found += image.pixelColor(x, y) == tokens().text ? 1 : 0;
        return found;
    };
    chart->grab();
    const int at = static_cast<int>(chart->pointAt(4).x());
    const int before = dark(at);
    bench.link.setLiveChanges({{StageId{1}, 4, QStringLiteral("kl_beta = 0.02 from step 4")}});
    EXPECT_GT(dark(at), before);
    EXPECT_TRUE(chart->accessibleDescription().contains(QStringLiteral("kl_beta = 0.02")))
        << chart->accessibleDescription().toStdString();
    bench.link.setAxis(ChartAxis::Time);
    chart->grab();
    EXPECT_GT(dark(static_cast<int>(chart->pointAt(1004).x())), before);
    // Out of sight it is not told.
    bench.link.setRange(std::pair{1001.0, 1002.5});
    chart->grab();
    EXPECT_FALSE(chart->accessibleDescription().contains(QStringLiteral("kl_beta")));
    // Of a stage without points there is no place.
    bench.link.setRange(std::nullopt);
    bench.link.setLiveChanges({{StageId{2}, 4, QStringLiteral("kl_beta = 0.02 from step 4")}});
    chart->grab();
    EXPECT_FALSE(chart->accessibleDescription().contains(QStringLiteral("kl_beta")));
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
    bench.add({1, 0, 10, 100, 1000, -9000});
    const auto chart = bench.chart();
    chart->grab();
    EXPECT_EQ(chart->hiddenPoints(), 0U);
    chart->setLogScale(true);
    const QImage image = chart->grab().toImage();
    EXPECT_EQ(chart->hiddenPoints(), 2U);
    EXPECT_GT(count(image, tokens().series[0]), 50) << "the points above zero are not drawn";
    // The last value is told though the scale has no place for it.
    EXPECT_TRUE(chart->accessibleDescription().contains(QStringLiteral("9")))
        << chart->accessibleDescription().toStdString();
    EXPECT_FALSE(chart->accessibleDescription().contains(QStringLiteral("NaN")));
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

TEST(MetricChart, ADraggedRangeOpensItsTracesAndWithShiftZoomsAllCharts) {
    Bench bench;
    bench.add(std::vector<double>(100, 1.0));
    const auto chart = bench.chart();
    chart->show();
    chart->grab();
    QSignalSpy asked(&bench.link, &ChartLink::activated);
    auto drag = [&](Qt::KeyboardModifiers modifiers, bool given_up = false) {
        const QPoint from = chart->pointAt(60).toPoint(), to = chart->pointAt(20).toPoint();
        QTest::mousePress(chart.get(), Qt::LeftButton, modifiers, from);
        QTest::mouseMove(chart.get(), to);
        if (given_up) QTest::keyClick(chart.get(), Qt::Key_Escape);
        QTest::mouseRelease(chart.get(), Qt::LeftButton, modifiers, to);
    };
    drag({}, true);
    EXPECT_EQ(asked.count(), 0) << "Escape does not give a drag up";
    drag({});
    ASSERT_EQ(asked.count(), 1);
    EXPECT_NEAR(static_cast<double>(asked[0][0].value<ChartPlace>().from), 20, 1);
    EXPECT_NEAR(static_cast<double>(asked[0][0].value<ChartPlace>().to), 60, 1);
    EXPECT_FALSE(bench.link.range());
    drag(Qt::ShiftModifier);
    EXPECT_EQ(asked.count(), 1) << "who zooms stays on the page";
    ASSERT_TRUE(bench.link.range());
    EXPECT_NEAR(bench.link.range()->first, 20, 1);
    EXPECT_NEAR(bench.link.range()->second, 60, 1);
    QTest::keyClick(chart.get(), Qt::Key_0);
    EXPECT_FALSE(bench.link.range());
}

TEST(MetricChart, ThePlaceBelowThePointerLeavesTheLowestFigureOfTheAxis) {
    Bench bench;
    bench.add(std::vector<double>(100, 1.0));
    const auto chart = bench.chart();
    const QImage before = chart->grab().toImage();
    bench.link.setHover(1);
    const QImage hovered = chart->grab().toImage();
    const double ratio = before.devicePixelRatio();
    const QRect figures(0, 0, static_cast<int>(chart->pointAt(1).x() * ratio) - 1, before.height());
    EXPECT_NE(before, hovered);
    EXPECT_EQ(before.copy(figures), hovered.copy(figures));
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
    QTest::keyClick(chart.get(), Qt::Key_Z);
    ASSERT_TRUE(bench.link.range());
    EXPECT_NEAR(bench.link.range()->second, 5, 0.01);
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

TEST(MetricChart, ARunLaidOverHasOneLastValueAndNotOneOfEachStage) {
    Bench bench, other;
    for (Bench* run : {&bench, &other}) {
        run->add({1, 2});
        RunDelta later;
        StageRecord stage;
        stage.id = StageId{2};
        stage.name = "reasoning";
        stage.position = 1;
        later.stages.push_back(stage);
        for (const Step step : {1, 2}) later.steps.push_back({StageId{2}, step, step, 2000 + static_cast<double>(step), 1});
        later.series.push_back({StageId{2}, "loss", {{1, 5}, {2, run == &bench ? 6.0 : 7.0}}});
        run->store.append(later);
    }
    bench.link.setOverlays({{&other.store, QStringLiteral("before"), QStringLiteral("/runs/before")}});
    const auto chart = bench.chart();
    chart->grab();
    const QString said = chart->accessibleDescription();
    EXPECT_EQ(said.count(QStringLiteral("before")), 1) << said.toStdString();
    EXPECT_TRUE(said.contains(QStringLiteral("before 6.25"))) << said.toStdString() << ": 7 smoothed, of its last stage";
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
