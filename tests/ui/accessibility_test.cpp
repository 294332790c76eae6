// SPDX-License-Identifier: GPL-3.0-or-later
// Walks what a screen reader is given of every page, with a run and without, in both languages; and what it is told when the
// row that one is at changes. What opens over a page: accessible_openings_test.cpp.
#include <QTableView>
#include <algorithm>

#include "accessible_window.h"
#include "ui/charts/metric_chart.h"
#include "ui/pages/compare/model_tree.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/group_bars.h"
#include "ui/widgets/recipe_graph.h"
#include "ui/widgets/trace_reader.h"

namespace retort::ui {
namespace {

TEST_F(Accessibility, EveryPageIsNamedInBothLanguages) {
    for (const char* code : {"zh_CN", "en"}) {
        speak(QLatin1String(code));
        walkPages(QStringLiteral("no run"));
    }
    for (const char* code : {"en", "zh_CN"}) {
        speak(QLatin1String(code));
        open(training());
        walkPages(QStringLiteral("training"));
        open(curating_);
        walkPages(QStringLiteral("curating"));
    }
    EXPECT_GT(walk_.seen(), 1500);
    expectNoFaults();
}

// What is told when the row that one is at changes: the thing that has changed, in words.
TEST_F(Accessibility, TheRowThatOneMovesToIsTold) {
    open(training());
    // What the control says of itself: its current row, or its own name and description.
    const auto said = [](QWidget* list) {
        QAccessibleInterface* node = QAccessible::queryAccessibleInterface(list);
        QAccessibleInterface* at = qobject_cast<QAbstractItemView*>(list) != nullptr ? node->focusChild() : node;
        if (at == nullptr) return QString();
        return at->text(QAccessible::Name) + QStringLiteral(" · ") + at->text(QAccessible::Description);
    };
    const auto expectTold = [&](QWidget* list, const std::vector<Qt::Key>& keys, const QString& where) {
        activate();
        list->setFocus();
        QTest::qWait(50);
        for (const Qt::Key key : keys) {
            const QString before = said(list);
            const int row = qobject_cast<QAbstractItemView*>(list) == nullptr
                                ? -1
                                : static_cast<QAbstractItemView*>(list)->currentIndex().row();
            QTest::keyClick(list, key);
            const QString after = said(list);
            EXPECT_TRUE(std::any_of(after.begin(), after.end(), [](QChar c) { return c.isLetterOrNumber(); }))
                << where.toStdString() << " says \"" << after.toStdString() << '"';
            if (row < 0) EXPECT_NE(after, before) << where.toStdString();
            else EXPECT_NE(static_cast<QAbstractItemView*>(list)->currentIndex().row(), row) << where.toStdString();
        }
    };
    const auto table = [&](auto* page) { return page->template findChild<QTableView*>(); };
    window_->goTo(QStringLiteral("runs"));
    ASSERT_TRUE(eventually([&] { return table(find<RunsPage>())->model()->rowCount() > 1; }));
    table(find<RunsPage>())->selectRow(0);
    expectTold(table(find<RunsPage>()), {Qt::Key_Down, Qt::Key_Up}, QStringLiteral("runs"));
    window_->goTo(QStringLiteral("overview"));
    MetricChart* chart = find<OverviewPage>()->charts().front();
    ASSERT_TRUE(eventually([&] { return chart->hasData() && !chart->accessibleDescription().isEmpty(); }));
    QTest::qWait(200);
    expectTold(chart, {Qt::Key_Left, Qt::Key_Left}, QStringLiteral("chart"));
    EXPECT_TRUE(chart->accessibleDescription().contains(QStringLiteral("5")))
        << "the step: " << chart->accessibleDescription().toStdString();
    window_->goTo(QStringLiteral("traces"));
    auto* traces = find<TracesPage>();
    ASSERT_TRUE(eventually([&] { return static_cast<bool>(traces->reader().shown()); }));
    expectTold(table(traces), {Qt::Key_Down, Qt::Key_Down, Qt::Key_Up}, QStringLiteral("traces"));
    ASSERT_TRUE(eventually([&] { return find<GroupBars>() != nullptr && find<GroupBars>()->count() > 2; }));
    expectTold(find<GroupBars>(), {Qt::Key_Right, Qt::Key_Right}, QStringLiteral("siblings"));
    window_->goTo(QStringLiteral("compare"));
    ASSERT_TRUE(eventually([&] { return find<ModelTree>() != nullptr && find<ModelTree>()->topLevelItemCount() > 1; }));
    expectTold(find<ModelTree>(), {Qt::Key_Down, Qt::Key_Up}, QStringLiteral("models"));
    auto* scores = find<ScoresTab>()->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return scores->isVisible() && scores->model()->rowCount() > 2; }));
    expectTold(scores, {Qt::Key_Down, Qt::Key_Down}, QStringLiteral("scores"));
    open(curating_);
    window_->goTo(QStringLiteral("funnel"));
    ASSERT_TRUE(eventually([&] { return find<FunnelBars>() != nullptr; }));
    QTest::qWait(300);
    expectTold(find<FunnelBars>(), {Qt::Key_Down, Qt::Key_Down}, QStringLiteral("funnel"));
    window_->goTo(QStringLiteral("recipe"));
    ASSERT_TRUE(eventually([&] { return find<RecipeGraph>() != nullptr && find<RecipeGraph>()->graph().nodes.size() > 2; }));
    QTest::qWait(300);
    expectTold(find<RecipeGraph>(), {Qt::Key_Right, Qt::Key_Right}, QStringLiteral("graph"));
}

}  // namespace
}  // namespace retort::ui
