// SPDX-License-Identifier: GPL-3.0-or-later
// The window through real events: from a curve to the traces behind it, filters, themes, states.
#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

#include "base/random.h"
#include "run/run_directory.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/fake_trainer/fake_rollouts.h"
#include "ui/charts/interval_chart.h"
#include "ui/charts/metric_chart.h"
#include "ui/main_window.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/traces_page.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/group_bars.h"
#include "ui/widgets/trace_reader.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class Window : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TempDir>();
        test::runFakeTrainer(*folder_ / "project/runs/run", {QStringLiteral("--rate"), QStringLiteral("0"),
                                                             QStringLiteral("--steps"), QStringLiteral("12")});
    }
    static void TearDownTestSuite() { folder_.reset(); }

    void SetUp() override {
        theme_ = std::make_unique<Theme>(*qApp);
        window_ = std::make_unique<MainWindow>(*theme_, language_);
        window_->show();
    }

    void openRun() {
        window_->openRun(QString::fromStdString((*folder_ / "project/runs/run").string()));
        window_->goTo(QStringLiteral("overview"));
        ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
        QTest::qWait(2 * duration::frame);
    }

    template <class Widget>
    Widget* find() {
        return window_->findChild<Widget*>();
    }

    static std::unique_ptr<test::TempDir> folder_;
    test::PrivateState state_;
    std::unique_ptr<Theme> theme_;
    Language language_;
    std::unique_ptr<MainWindow> window_;
};

std::unique_ptr<test::TempDir> Window::folder_;

TEST_F(Window, AClickOnACurveOpensTheTracesOfThatStep) {
    openRun();
    auto* overview = find<OverviewPage>();
    auto* traces = find<TracesPage>();
    ASSERT_FALSE(overview->charts().empty());
    MetricChart* chart = overview->charts().front();
    const auto& spans = window_->session()->series().spans();
    ASSERT_FALSE(spans.empty());
    const StageId stage = spans.front().stage;
    const double x = *window_->session()->series().position(stage, 7, ChartAxis::Step);
    chart->grab();
    QTest::mouseClick(chart, Qt::LeftButton, {}, chart->pointAt(x).toPoint());
    EXPECT_TRUE(traces->isVisible());
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() > 0 && !traces->model().loading(); }));
    for (int row = 0; row < traces->model().rowCount(); ++row) {
        EXPECT_EQ(traces->model().at(row).stage, stage);
        EXPECT_EQ(traces->model().at(row).step, 7);
    }
    EXPECT_TRUE(traces->reader().shown()) << "the first of them is not open";
}

TEST_F(Window, TheFirstLookAtALiveRunsTracesShowsTheNewestAndNoOtherMovesThem) {
    const std::filesystem::path run = *folder_ / "project/runs/live";
    std::filesystem::copy(*folder_ / "project/runs/run", run, std::filesystem::copy_options::recursive);
    window_->openRun(QString::fromStdString(run.string()));
    window_->goTo(QStringLiteral("overview"));
    auto* traces = find<TracesPage>();
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() > 0 && !traces->model().loading(); }));
    RunWriter writer(RunDirectory(run).store());
    const StageRecord stage = RunReader(RunDirectory(run).store()).stages().front();
    const StageId id = writer.putStage(stage);
    Random random(3, 0);
    const auto step = [&](Step number) {
        StepCommit commit;
        commit.step = {id, number, 0, 2, 2};
        commit.groups = test::fakeGroups(random, {0.7, 0.9, 0.7, 0.5, 0.4}, 100000 + 100 * static_cast<int>(number), 2, 4);
        writer.commit(commit);
    };
    step(100);
    ASSERT_TRUE(eventually([&] { return traces->model().hasNewer(); }));
    window_->goTo(QStringLiteral("traces"));
    ASSERT_TRUE(eventually([&] { return !traces->model().hasNewer() && traces->model().rowCount() > 0; }));
    EXPECT_EQ(traces->model().at(0).step, 100);
    step(101);
    ASSERT_TRUE(eventually([&] { return traces->model().hasNewer(); }));
    window_->goTo(QStringLiteral("overview"));
    window_->goTo(QStringLiteral("traces"));
    QTest::qWait(2 * duration::frame);
    EXPECT_EQ(traces->model().at(0).step, 100) << "the list moved under who reads it";
}

TEST_F(Window, SearchingAsOneTypesNarrowsTheList) {
    openRun();
    window_->goTo(QStringLiteral("traces"));
    auto* traces = find<TracesPage>();
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() > 0; }));
    QTest::keyClick(traces, Qt::Key_F, Qt::ControlModifier);
    auto* search = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    ASSERT_NE(search, nullptr) << "Ctrl+F is for searching";
    QTest::keyClicks(search, QStringLiteral("no such text anywhere"));
    EXPECT_TRUE(eventually([&] { return traces->model().rowCount() == 0 && !traces->model().loading(); }));
    search->clear();
    EXPECT_TRUE(eventually([&] { return traces->model().rowCount() > 0; }));
}

TEST_F(Window, NAndPGoThroughTheSiblings) {
    openRun();
    window_->goTo(QStringLiteral("traces"));
    auto* traces = find<TracesPage>();
    auto* bars = find<GroupBars>();
    ASSERT_TRUE(eventually([&] { return bars->count() > 1; }));
    const RolloutId first = traces->reader().shown();
    auto* table = traces->findChild<QTableView*>();
    QTest::keyClick(table, Qt::Key_N);
    EXPECT_TRUE(eventually([&] { return traces->reader().shown() != first; }));
    QTest::keyClick(table, Qt::Key_P);
    EXPECT_TRUE(eventually([&] { return traces->reader().shown() == first; }));
}

TEST_F(Window, TheThemeSwitchesWhileTheWindowIsOpen) {
    openRun();
    theme_->setChoice(ThemeChoice::Light);
    EXPECT_FALSE(tokens().dark);
    const QColor light = window_->grab().toImage().pixelColor(window_->width() - 2, window_->height() - 2);
    theme_->setChoice(ThemeChoice::Dark);
    const QColor dark = window_->grab().toImage().pixelColor(window_->width() - 2, window_->height() - 2);
    EXPECT_EQ(light, lightTokens().canvas);
    EXPECT_EQ(dark, darkTokens().canvas);
    theme_->setChoice(ThemeChoice::System);
}

TEST_F(Window, PagesAreReachedByKeys) {
    openRun();
    QTest::keyClick(window_.get(), Qt::Key_6, Qt::ControlModifier);
    auto* chart = find<IntervalChart>();
    EXPECT_TRUE(eventually([&] { return chart->isVisible(); }));
    QTest::keyClick(window_.get(), Qt::Key_3, Qt::ControlModifier);
    EXPECT_TRUE(eventually([&] { return find<TracesPage>()->isVisible(); }));
}

TEST_F(Window, FitsTheSmallestScreenInEveryTheme) {
    openRun();
    for (int page = 0; page < window_->pageCount(); ++page) {
        window_->goTo(page);
        window_->resize(1280, 720);
        QApplication::processEvents();
        EXPECT_LE(window_->minimumSizeHint().width(), 1280) << page;
        EXPECT_LE(window_->minimumSizeHint().height(), 720) << page;
    }
}

TEST(Tokens, TextHasEnoughContrastInBothThemes) {
    auto luminance = [](const QColor& color) {
        auto linear = [](double channel) {
            return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    };
    auto contrast = [&](const QColor& a, const QColor& b) {
        const auto [low, high] = std::minmax({luminance(a), luminance(b)});
        return (high + 0.05) / (low + 0.05);
    };
    for (const Tokens* t : {&lightTokens(), &darkTokens()}) {
        for (const QColor& ground : {t->canvas, t->surface, t->raised}) {
            for (const QColor& ink : {t->text, t->muted, t->good, t->bad, t->accent})
                EXPECT_GE(contrast(ink, ground), 4.5) << ink.name().toStdString();
        }
        EXPECT_GE(contrast(t->on_accent, t->accent), 4.5);
    }
}

}  // namespace
}  // namespace retort::ui
