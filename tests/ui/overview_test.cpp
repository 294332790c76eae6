// SPDX-License-Identifier: GPL-3.0-or-later
// Story 1 through real events: axes, other runs and stages laid over, any metric, and what a stage has to show.
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QTableView>

#include "store/run_reader.h"
#include "store/run_writer.h"
#include "ui/charts/chart_table_view.h"
#include "ui/charts/metric_chart.h"
#include "ui/main_window.h"
#include "ui/pages/overview_facts.h"
#include "ui/pages/overview_page.h"
#include "ui/session/run_session.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/figure_button.h"
#include "ui/widgets/stay_menu.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class OverviewStory : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TempDir>();
        for (const char* run : {"project/runs/first", "project/runs/second", "other/runs/third"})
            test::runFakeTrainer(*folder_ / run, {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"),
                                                  QStringLiteral("12")});
    }
    static void TearDownTestSuite() { folder_.reset(); }

    void SetUp() override {
        theme_ = std::make_unique<Theme>(*qApp);
        reopen();
    }

    void reopen() {
        if (window_) window_->close();
        window_ = std::make_unique<MainWindow>(*theme_, language_);
        window_->resize(1440, 900);
        window_->show();
        window_->openRun(QString::fromStdString((*folder_ / "project/runs/second").string()));
        window_->goTo(QStringLiteral("overview"));
        page_ = window_->findChild<OverviewPage*>();
        ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
        QTest::qWait(2 * duration::frame);
    }
    StageId stage(const char* name) {
        for (const StageRecord& one : window_->session()->stages())
            if (one.name == name) return one.id;
        return {};
    }
    MetricChart* chart(const QString& id) {
        for (MetricChart* one : page_->charts())
            if (one->spec().id == id) return one;
        return nullptr;
    }
    QStringList figures() {
        QStringList labels;
        for (auto* figure : page_->findChildren<FigureButton*>()) labels << figure->text();
        return labels;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : page_, key, modifiers);
    }
    StayMenu* menu() {
        StayMenu* open = nullptr;
        eventually([&] { return (open = qobject_cast<StayMenu*>(QApplication::activePopupWidget())) != nullptr; });
        return open;
    }

    static std::unique_ptr<test::TempDir> folder_;
    test::PrivateState state_;
    std::unique_ptr<Theme> theme_;
    Language language_;
    std::unique_ptr<MainWindow> window_;
    OverviewPage* page_ = nullptr;
};

std::unique_ptr<test::TempDir> OverviewStory::folder_;

TEST_F(OverviewStory, TheAxisCountsOptimizerStepsToo) {
    QComboBox* axis = nullptr;
    for (auto* box : page_->findChildren<QComboBox*>())
        if (box->accessibleName() == QStringLiteral("Horizontal axis")) axis = box;
    ASSERT_NE(axis, nullptr);
    axis->setFocus();
    press(Qt::Key_Down);
    EXPECT_EQ(page_->chartLink().axis(), ChartAxis::OptimizerStep);
    MetricChart* reward = chart(QStringLiteral("reward"));
    reward->grab();
    const QString csv = reward->toCsv(QLatin1Char(','));
    EXPECT_TRUE(csv.startsWith(QStringLiteral("stage,step,optimizer_step,"))) << csv.left(60).toStdString();
    EXPECT_TRUE(csv.contains(QStringLiteral("\nzero,3,12,"))) << "four updates a step";
    press(Qt::Key_Down);
    EXPECT_EQ(page_->chartLink().axis(), ChartAxis::Time);
}

TEST_F(OverviewStory, FiguresOfATakenStageAreNotThoseOfTheRun) {
    // In a project of its own: the other tests count on the runs beside theirs.
    const test::TempDir mine;
    const std::filesystem::path run = mine / "runs/taking";
    std::string name;
    {
        RunReader source(*folder_ / "project/runs/first/run.db");
        for (const StageRecord& stage : source.stages())
            if (name.empty() && !source.steps(stage.id).empty()) name = stage.name;
    }
    std::filesystem::create_directories(run);
    std::filesystem::copy(*folder_ / "project/runs/first", mine / "runs/first", std::filesystem::copy_options::recursive);
    {
        RunWriter writer(run / "run.db");
        StageRecord taken;
        taken.name = name;
        taken.kind = "grpo";
        taken.state = StageState::Skipped;
        taken.source_run = "first";
        writer.putStage(taken);
        StageRecord next;
        next.name = "next";
        next.kind = "grpo";
        next.state = StageState::Running;
        next.position = 1;
        writer.putStage(next);
    }
    RunSession session{RunDirectory(run)};
    ASSERT_TRUE(eventually([&] { return session.caughtUp() && !session.series().spans().empty(); }));
    const OverviewFigure right = overviewFigures(session, {}).front();
    EXPECT_NE(right.value, QStringLiteral("–"));
    EXPECT_TRUE(right.label.endsWith(QString::fromStdString(name))) << right.label.toStdString();
    EXPECT_EQ(right.trend, QStringLiteral("of an earlier run"));
}

TEST_F(OverviewStory, ALinkToAChartComesToItThoughTheRunIsNotReadYet) {
    const auto inSight = [&](const QString& id) { return !chart(id)->visibleRegion().isEmpty(); };
    ASSERT_FALSE(inSight(QStringLiteral("grad_norm"))) << "nothing to scroll to";
    window_->openRun(QString::fromStdString((*folder_ / "project/runs/first").string()));
    ASSERT_FALSE(window_->session()->caughtUp());
    page_->openLink({QStringLiteral("overview"), QUrlQuery(QStringLiteral("chart=grad_norm"))});
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    EXPECT_TRUE(
        eventually([&] { return inSight(QStringLiteral("grad_norm")) && chart(QStringLiteral("grad_norm"))->hasData(); }));
}

TEST_F(OverviewStory, OtherRunsAreTickedByKeysAndComeBackAfterARestart) {
    chart(QStringLiteral("reward"))->setFocus();
    press(Qt::Key_C);
    StayMenu* open = menu();
    ASSERT_NE(open, nullptr);
    EXPECT_EQ(open->activeAction()->text(), QStringLiteral("first"));
    QTest::keyClick(open, Qt::Key_Space);
    EXPECT_TRUE(open->isVisible()) << "one cannot tick a second one";
    EXPECT_EQ(page_->chartLink().overlays().size(), 1U);
    QTest::keyClick(open, Qt::Key_Escape);
    EXPECT_TRUE(eventually([] { return QApplication::activePopupWidget() == nullptr; }));
    MetricChart* reward = chart(QStringLiteral("reward"));
    ASSERT_TRUE(eventually([&] {
        reward->grab();
        return reward->table().columns.join(QLatin1Char(' ')).contains(QStringLiteral("first"));
    }));
    const QUrlQuery link(page_->link().toString(QUrl::FullyEncoded));
    reopen();
    EXPECT_TRUE(page_->chartLink().overlays().empty());
    page_->openLink({QStringLiteral("overview"), link});
    EXPECT_EQ(page_->chartLink().overlays().size(), 1U);
}

TEST_F(OverviewStory, AnyMetricGetsAChartThatStays) {
    const QString id = QStringLiteral("metric:num_tokens");
    EXPECT_EQ(chart(id), nullptr);
    chart(QStringLiteral("reward"))->setFocus();
    press(Qt::Key_M);
    StayMenu* open = menu();
    ASSERT_NE(open, nullptr);
    for (int i = 0; i < 40 && open->activeAction()->text() != QStringLiteral("num_tokens"); ++i)
        QTest::keyClick(open, Qt::Key_Down);
    QTest::keyClick(open, Qt::Key_Return);
    QTest::keyClick(open, Qt::Key_Escape);
    ASSERT_NE(chart(id), nullptr);
    // A card below the fold finds its lines when it is painted.
    const auto drawn = [&] {
        chart(id)->grab();
        return chart(id)->isVisible() && chart(id)->hasData();
    };
    EXPECT_TRUE(eventually(drawn));
    reopen();
    ASSERT_NE(chart(id), nullptr) << "gone after a restart";
    EXPECT_TRUE(eventually(drawn));
}

TEST_F(OverviewStory, AStageShowsWhatItHas) {
    EXPECT_TRUE(chart(QStringLiteral("reward"))->isVisible());
    EXPECT_TRUE(figures().front().startsWith(QStringLiteral("Right answers")));
    page_->setStage(stage("sft_cold"));
    EXPECT_FALSE(chart(QStringLiteral("reward"))->isVisibleTo(page_)) << "a card without a point";
    EXPECT_TRUE(chart(QStringLiteral("loss"))->isVisibleTo(page_));
    EXPECT_EQ(figures().front(), QStringLiteral("Loss"));
    page_->setStage({});
    EXPECT_TRUE(chart(QStringLiteral("reward"))->isVisibleTo(page_));
}

TEST_F(OverviewStory, StagesLaidOverOneAnotherAreChosen) {
    page_->chartLink().setStacked(true);
    page_->chartLink().setStackedStages({QStringLiteral("zero"), QStringLiteral("reasoning")});
    MetricChart* entropy = chart(QStringLiteral("grad_norm"));
    entropy->grab();
    EXPECT_EQ(entropy->table().columns.size(), 2) << entropy->table().columns.join(QLatin1Char('|')).toStdString();
}

TEST_F(OverviewStory, SeveralRunsInOneChartAreToldApartByALegendOfDashes) {
    MetricChart* reward = chart(QStringLiteral("reward"));
    reward->setFocus();
    const auto legendOf = [&] {  // what the title's line has beside the title
        const QImage picture = reward->grab().toImage();
        int inked = 0;
        for (int x = picture.width() / 3; x < picture.width() - 2 * size::control; ++x)
            for (int y = 4; y < size::control; ++y) inked += picture.pixelColor(x, y) != tokens().surface;
        return inked;
    };
    const int before = legendOf();
    press(Qt::Key_C);
    StayMenu* open = menu();
    ASSERT_NE(open, nullptr);
    QTest::keyClick(open, Qt::Key_Space);
    QTest::keyClick(open, Qt::Key_Escape);
    ASSERT_TRUE(eventually([&] {
        reward->grab();
        return reward->table().columns.join(QLatin1Char(' ')).contains(QStringLiteral("first"));
    }));
    EXPECT_GT(legendOf(), before + 100) << "nothing says which dash is which run";
}

TEST_F(OverviewStory, ATableThatIsLeftOpenSpeaksTheOtherLanguage) {
    chart(QStringLiteral("reward"))->setFocus();
    press(Qt::Key_T);
    auto* table = window_->findChild<ChartTableView*>();
    ASSERT_NE(table, nullptr);
    const auto words = [&] {
        QStringList all{table->accessibleName()};
        for (const QLabel* label : table->findChildren<QLabel*>()) all << label->text();
        for (const QPushButton* button : table->findChildren<QPushButton*>())
            all << button->text() << button->accessibleName() << button->toolTip();
        const QAbstractItemView* view = table->findChild<QTableView*>();
        all << view->accessibleName() << view->model()->headerData(1, Qt::Horizontal).toString();
        all.removeAll(QString());
        return all;
    };
    const QStringList english = words();
    const QString cell = table->findChild<QTableView*>()->model()->index(0, 1).data().toString();
    press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(eventually([&] { return language_.choice() == QStringLiteral("zh_CN"); }));
    ASSERT_TRUE(eventually([&] { return words().contains(QStringLiteral("关闭表格")); }))
        << words().join(u'|').toStdString();
    ASSERT_TRUE(table->isVisible());
    for (const QString& word : english) EXPECT_FALSE(words().contains(word)) << word.toStdString();
    EXPECT_EQ(table->findChild<QTableView*>()->model()->index(0, 1).data().toString(), cell);
    press(Qt::Key_Escape);
    EXPECT_TRUE(eventually([&] { return window_->findChild<ChartTableView*>() == nullptr; }));
    language_.setChoice(QStringLiteral("en"));
}

TEST_F(OverviewStory, TheTableOfAChartHasAlignedNumbersAndCopiesThemWhole) {
    MetricChart* reward = chart(QStringLiteral("reward"));
    reward->setFocus();
    press(Qt::Key_S);
    QTest::keyClick(menu(), Qt::Key_Escape);
    press(Qt::Key_T);
    auto* table = window_->findChild<ChartTableView*>();
    ASSERT_NE(table, nullptr);
    const QAbstractItemModel& points = *table->findChild<QTableView*>()->model();
    ASSERT_EQ(points.headerData(0, Qt::Horizontal).toString(), QStringLiteral("Step")) << "a column of stages without one";
    for (int column = 1; column < points.columnCount(); ++column) {
        QSet<qsizetype> decimals;
        for (int row = 0; row < points.rowCount(); ++row)
            if (const QString text = points.index(row, column).data().toString(); !text.isEmpty())
                decimals << text.size() - text.indexOf(QLatin1Char('.'));
        EXPECT_EQ(decimals.size(), 1) << points.headerData(column, Qt::Horizontal).toString().toStdString();
    }
    press(Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().trimmed().split(QLatin1Char('\n'));
    ASSERT_EQ(lines.size(), points.rowCount() + 1) << "all rows under their head";
    const double whole = lines[1].section(QLatin1Char('\t'), 1, 1).toDouble();
    EXPECT_DOUBLE_EQ(whole, reward->table().values[0][0]);
    press(Qt::Key_Escape);
    EXPECT_TRUE(eventually([&] { return QApplication::focusWidget() == reward; }));
}

TEST_F(OverviewStory, FewStagesLieOverOneAnotherUntilOthersAreTickedByKeys) {
    const ChartLink& link = page_->chartLink();
    const auto& spans = window_->session()->series().spans();
    ASSERT_GT(spans.size(), 3U);
    QStringList reinforced;
    for (const StageSpan& span : spans)
        if (span.kind == QStringLiteral("grpo")) reinforced << span.name;
    ASSERT_GT(reinforced.size(), 2);
    ASSERT_TRUE(chart(QStringLiteral("supervised"))->isVisibleTo(page_));
    chart(QStringLiteral("reward"))->setFocus();
    press(Qt::Key_S);
    EXPECT_TRUE(eventually([&] { return !chart(QStringLiteral("supervised"))->isVisibleTo(page_); }))
        << "a card without a point of the stages shown";
    StayMenu* open = menu();
    ASSERT_NE(open, nullptr);
    EXPECT_TRUE(link.stacked());
    EXPECT_EQ(link.stackedStages(), reinforced.last(2)) << "all at once nobody can read";
    const auto ticked = [&] {
        QStringList names;
        for (const QAction* action : open->actions())
            if (action->isChecked()) names << action->text();
        return names;
    };
    EXPECT_EQ(ticked(), reinforced.last(2));
    EXPECT_EQ(open->activeAction()->text(), spans.front().name);
    QTest::keyClick(open, Qt::Key_Space);
    EXPECT_EQ(link.stackedStages(), QStringList{spans.front().name} + reinforced.last(2));
    for (int i = 0; i < 2 * open->actions().size(); ++i) {
        if (open->activeAction()->isChecked()) QTest::keyClick(open, Qt::Key_Space);
        QTest::keyClick(open, Qt::Key_Down);
    }
    EXPECT_EQ(ticked().size(), 1) << "the last one stays";
    EXPECT_EQ(link.stackedStages(), ticked());
    const QStringList chosen = ticked();
    QTest::keyClick(open, Qt::Key_Escape);
    reopen();
    EXPECT_EQ(page_->chartLink().stackedStages(), chosen) << "forgotten over a restart";
}

TEST_F(OverviewStory, CardsGrowWhereTheScreenHasRoomForMoreThanAllOfThem) {
    EXPECT_EQ(chart(QStringLiteral("reward"))->height(), size::card_height);
    window_->resize(3840, 2160);
    EXPECT_TRUE(eventually([&] { return chart(QStringLiteral("reward"))->height() > size::card_height * 3 / 2; }))
        << chart(QStringLiteral("reward"))->height();
    window_->resize(1440, 900);
    EXPECT_TRUE(eventually([&] { return chart(QStringLiteral("reward"))->height() == size::card_height; }));
}

TEST_F(OverviewStory, NothingIsCutInANarrowWindow) {
    for (const char* language : {"en", "zh_CN"}) {
        language_.setChoice(QString::fromLatin1(language));
        reopen();
        page_->chartLink().setRange(std::pair{1.0, 5.0});  // one more control
        chart(QStringLiteral("reward"))->setFocus();
        press(Qt::Key_S);  // and another
        QTest::keyClick(menu(), Qt::Key_Escape);
        window_->resize(1000, 700);
        QTest::qWait(2 * duration::frame);
        ASSERT_EQ(window_->width(), 1000);
        for (auto* button : page_->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->parentWidget()->findChild<QComboBox*>() != nullptr) {
                EXPECT_GE(button->width(), button->sizeHint().width()) << button->text().toStdString();
            }
        }
        for (auto* figure : page_->findChildren<FigureButton*>()) {
            const double room = figure->width() - size::s - 1;
            EXPECT_LE(QFontMetricsF(labelFont()).horizontalAdvance(figure->labelWithin(room)), room)
                << figure->text().toStdString();
        }
    }
}

TEST_F(OverviewStory, TheFiguresEndWhereTheChartsEnd) {
    for (const QSize size : {QSize(1280, 720), QSize(1600, 1000), QSize(2400, 2400)}) {
        window_->resize(size);
        const auto right = [&](const QWidget* widget) { return widget->mapTo(page_, QPoint(widget->width(), 0)).x(); };
        EXPECT_TRUE(eventually([&] {
            int charts = 0;
            for (const auto* chart : page_->findChildren<MetricChart*>())
                if (chart->isVisible()) charts = std::max(charts, right(chart));
            return charts > 0 && right(page_->findChild<FigureButton*>()->parentWidget()) == charts;
        })) << size.width();
    }
}

}  // namespace
}  // namespace retort::ui
