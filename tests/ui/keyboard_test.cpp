// SPDX-License-Identifier: GPL-3.0-or-later
// The stories of Overview, Traces, Candidates and Funnel without a pointer: keys through an X server and a window manager
// (keyboard_paths.sh), to whatever has the focus there.
#include <QGuiApplication>
#include <QProcess>
#include <QTableView>

#include "curation_window.h"
#include "store/annotations.h"
#include "ui/charts/metric_chart.h"
#include "ui/models/candidate_queue.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/candidates_page.h"
#include "ui/pages/funnel_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/trace_reader.h"

namespace retort::ui {
namespace {

using test::eventually;

class Keyboard : public test::CurationWindow {
protected:
    void SetUp() override {
        if (QGuiApplication::platformName() != QStringLiteral("xcb")) GTEST_SKIP() << "wants an X server with a window manager: run by keyboard_paths.sh";
    }
    /// Waits until the window manager has given the window the keys.
    void awaitFocus() {
        ASSERT_TRUE(eventually([&] { return window_->isActiveWindow(); })) << "the window manager does not give the window the focus";
    }
    void openFakeRun() {
        run_ = folder_ / "project/runs/run";
        test::runFakeTrainer(run_, {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("12")});
        theme_ = std::make_unique<Theme>(*qApp);
        reopen<OverviewPage>(QStringLiteral("runs"));
        ASSERT_TRUE(eventually([&] { return window_->session() != nullptr && window_->session()->caughtUp(); }));
        awaitFocus();
    }
    /// Keys as xdotool names them: "ctrl+3", "Down".
    static void keys(const QStringList& names) {
        QProcess::execute(QStringLiteral("xdotool"), QStringList{QStringLiteral("key"), QStringLiteral("--delay"), QStringLiteral("40")} + names);
        QTest::qWait(60);
    }
    static void type(const char* text) {
        QProcess::execute(QStringLiteral("xdotool"), {QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("40"), QString::fromLatin1(text)});
        QTest::qWait(60);
    }
    template <class Widget>
    Widget* tabTo() {
        constexpr int most = 60;
        for (int i = 0; i < most; ++i) {
            if (auto* there = qobject_cast<Widget*>(QApplication::focusWidget())) return there;
            keys({QStringLiteral("Tab")});
        }
        return nullptr;
    }
};

TEST_F(Keyboard, FromAPointOfACurveToItsTraces) {
    openFakeRun();
    keys({QStringLiteral("ctrl+2")});
    auto* chart = tabTo<MetricChart>();
    ASSERT_NE(chart, nullptr) << "Tab reaches no chart";
    keys({QStringLiteral("Home"), QStringLiteral("Right"), QStringLiteral("Right"), QStringLiteral("Return")});
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->isVisible() && traces->model().rowCount() > 0; }));
    for (int row = 0; row < traces->model().rowCount(); ++row) ASSERT_EQ(traces->model().at(row).step, 3);
    keys({QStringLiteral("F1")});
    auto* sheet = window_->findChild<KeySheet*>();
    EXPECT_TRUE(eventually([&] { return sheet->isVisible(); }));
    keys({QStringLiteral("Escape")});
    EXPECT_TRUE(eventually([&] { return !sheet->isVisible(); }));
}

TEST_F(Keyboard, ReadingSiblingsSearchingAndTokens) {
    openFakeRun();
    keys({QStringLiteral("ctrl+3")});
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->reader().shown() && !traces->reader().plainText().isEmpty(); }));
    const RolloutId first = traces->reader().shown();
    keys({QStringLiteral("Down")});
    ASSERT_TRUE(eventually([&] { return traces->reader().shown() != first; }));
    const RolloutId second = traces->reader().shown();
    keys({QStringLiteral("n")});
    ASSERT_TRUE(eventually([&] { return traces->reader().shown() != second; }));
    keys({QStringLiteral("t")});
    EXPECT_TRUE(eventually([&] { return traces->reader().tokensShown(); }));
    keys({QStringLiteral("t"), QStringLiteral("ctrl+f")});
    type("no such words");
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() == 0 && !traces->model().loading(); }));
    EXPECT_FALSE(traces->reader().tokensShown()) << "typing into the search pressed keys of the page";
}

TEST_F(Keyboard, JudgingCandidatesUpToTheGate) {
    auto* page = openPage<CandidatesPage>(8, QStringLiteral("runs"));
    awaitFocus();
    keys({QStringLiteral("ctrl+4")});
    CandidateQueue& queue = page->queue();
    ASSERT_TRUE(eventually([&] { return queue.current() != nullptr; }));
    const auto stored = [&] { return Annotations(run_ / "annotations.db", SqliteDb::Mode::ReadOnly).candidates(); };
    const auto judge = [&](const QStringList& names) {
        const std::size_t before = stored().size();
        keys(names);
        ASSERT_TRUE(eventually([&] { return stored().size() == before + 1; })) << names.join(QLatin1Char(' ')).toStdString();
        QTest::qWait(100);
    };
    judge({QStringLiteral("a")});
    judge({QStringLiteral("r"), QStringLiteral("2")});
    EXPECT_EQ(stored().back().reason, "wrong reasoning");
    keys({QStringLiteral("e")});
    type("First ");
    judge({QStringLiteral("ctrl+Return")});
    EXPECT_EQ(stored().back().verdict, Verdict::Edited);
    EXPECT_EQ(stored().back().edited_text.rfind("First ", 0), 0U);
    keys({QStringLiteral("z")});
    EXPECT_TRUE(eventually([&] { return stored().size() == 2; })) << "undo";
    keys({QStringLiteral("g"), QStringLiteral("Return")});
    EXPECT_TRUE(eventually([&] { return Annotations(run_ / "annotations.db", SqliteDb::Mode::ReadOnly).gateOpenedAt("cold_start") > 0; }));
}

TEST_F(Keyboard, FromALossToItsTrace) {
    auto* page = openPage<FunnelPage>(8, QStringLiteral("runs"));
    awaitFocus();
    keys({QStringLiteral("ctrl+5")});
    ASSERT_TRUE(eventually([&] { return page->model().rowCount() > 1; }));
    ASSERT_NE(tabTo<FunnelBars>(), nullptr);
    const SieveStep before = page->model().chosen();
    keys({QStringLiteral("Down"), QStringLiteral("Up")});
    EXPECT_EQ(page->model().chosen(), before);
    ASSERT_NE(tabTo<QTableView>(), nullptr);
    keys({QStringLiteral("Down")});
    const RolloutId read = page->model().rolloutAt(1);
    keys({QStringLiteral("Return")});
    auto* traces = window_->findChild<TracesPage*>();
    EXPECT_TRUE(eventually([&] { return traces->isVisible() && traces->reader().shown() == read; }));
}

}  // namespace
}  // namespace retort::ui
