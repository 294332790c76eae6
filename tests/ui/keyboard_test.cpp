// SPDX-License-Identifier: GPL-3.0-or-later
// Whole stories without a mouse: every key goes to what has the focus, as a keyboard's does.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QSet>
#include <QTableView>

#include "ui/main_window.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/compare/answers_tab.h"
#include "ui/pages/compare/flips_tab.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/page_list.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/group_bars.h"
#include "ui/widgets/prompt_strip.h"
#include "ui/widgets/trace_reader.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class Keyboard : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TempDir>();
        test::runFakeTrainer(*folder_ / "project/runs/run", {QStringLiteral("--rate"), QStringLiteral("0"),
                                                             QStringLiteral("--steps"), QStringLiteral("8")});
    }
    static void TearDownTestSuite() { folder_.reset(); }

    void SetUp() override {
        theme_ = std::make_unique<Theme>(*qApp);
        window_ = std::make_unique<MainWindow>(*theme_, language_);
        window_->resize(1280, 720);
        window_->show();
        QApplication::setActiveWindow(window_.get());
        window_->openRun(QString::fromStdString((*folder_ / "project/runs/run").string()));
        ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : window_.get(), key,
                        modifiers);
    }
    void type(const char* text) { QTest::keyClicks(QApplication::focusWidget(), QLatin1String(text)); }
    /// By the page's own key, Ctrl and its number.
    void goTo(const QString& id) {
        const std::vector<PageEntry> pages = pageList();
        for (std::size_t i = 0; i < pages.size(); ++i)
            if (pages[i].id == id) press(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i)), Qt::ControlModifier);
        ASSERT_EQ(window_->currentPage(), window_->page(id));
    }

    static std::unique_ptr<test::TempDir> folder_;
    test::PrivateState state_;
    std::unique_ptr<Theme> theme_;
    Language language_;
    std::unique_ptr<MainWindow> window_;
};

std::unique_ptr<test::TempDir> Keyboard::folder_;

bool isControl(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) != nullptr || qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QComboBox*>(widget) != nullptr || qobject_cast<const QAbstractItemView*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr;
}

TEST_F(Keyboard, TabReachesEveryControlOfEveryPage) {
    for (const PageEntry& entry : pageList()) {
        goTo(entry.id);
        QTest::qWait(200);
        QSet<QWidget*> wanted;
        for (QWidget* widget : window_->currentPage()->findChildren<QWidget*>())
            if (isControl(widget) && widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
                widget->focusProxy() == nullptr)
                wanted.insert(widget);
        QSet<QWidget*> reached;
        QStringList order;
        constexpr int most = 400;
        for (int i = 0; i < most && !reached.contains(wanted); ++i) {
            press(Qt::Key_Tab);
            QWidget* now = QApplication::focusWidget();
            ASSERT_NE(now, nullptr) << entry.id.toStdString();
            EXPECT_TRUE(now->isVisible()) << entry.id.toStdString() << ": " << now->metaObject()->className() << " \""
                                          << now->accessibleName().toStdString() << '"';
            reached.insert(now);
            if (i < 60) order << QLatin1String(now->metaObject()->className()) + QLatin1Char(' ') + now->accessibleName();
        }
        for (QWidget* missed : wanted - reached)
            ADD_FAILURE() << entry.id.toStdString() << ": Tab never comes to " << missed->metaObject()->className() << " \""
                          << missed->accessibleName().toStdString() << '"';
        if (reached.size() > 0 && !reached.contains(wanted))
            ADD_FAILURE() << "in order: " << order.join(QStringLiteral("; ")).toStdString();
    }
}

TEST_F(Keyboard, TracesAreSearchedReadAndFollowed) {
    goTo(QStringLiteral("traces"));
    auto* page = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return page->model().rowCount() > 0; }));
    press(Qt::Key_F, Qt::ControlModifier);
    ASSERT_NE(qobject_cast<QLineEdit*>(QApplication::focusWidget()), nullptr) << "Ctrl+F leads to no field";
    type("first");
    ASSERT_TRUE(eventually([&] { return page->model().filter().text == "first" && page->model().rowCount() > 2; }));
    press(Qt::Key_Return);
    ASSERT_NE(qobject_cast<QTableView*>(QApplication::focusWidget()), nullptr) << "Enter does not lead to the list";
    const RolloutId first = page->reader().shown();
    press(Qt::Key_Down);
    ASSERT_TRUE(eventually([&] { return page->reader().shown() != first; }));
    const RolloutId second = page->reader().shown();
    ASSERT_TRUE(eventually([&] { return window_->findChild<GroupBars*>()->count() > 1; }));
    QTest::qWait(500);  // the bars may still be those of the trace before
    press(Qt::Key_N);
    ASSERT_TRUE(eventually([&] { return page->reader().shown() != second; }));
    press(Qt::Key_P);
    ASSERT_TRUE(eventually([&] { return page->reader().shown() == second; }));
    ASSERT_TRUE(eventually([&] { return window_->findChild<PromptStrip*>()->count() > 0; }));
    if (window_->findChild<PromptStrip*>()->count() > 1) {
        const bool last = window_->findChild<PromptStrip*>()->current() + 1 == window_->findChild<PromptStrip*>()->count();
        press(last ? Qt::Key_P : Qt::Key_N, Qt::ShiftModifier);
        EXPECT_TRUE(eventually([&] { return page->reader().shown() != second; }));
    }
    press(Qt::Key_T);
    EXPECT_TRUE(page->reader().tokensShown());
    press(Qt::Key_T);
    EXPECT_FALSE(page->reader().tokensShown());
}

TEST_F(Keyboard, FromAScoreToTheFlipsToTheAnswers) {
    goTo(QStringLiteral("compare"));
    auto* page = window_->findChild<ComparePage*>();
    auto* scores = page->findChild<ScoresTab*>();
    auto* table = scores->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return table->isVisible() && table->model()->rowCount() > 2; }));
    press(Qt::Key_1, Qt::AltModifier);
    for (int i = 0; i < 200 && QApplication::focusWidget() != table; ++i) press(Qt::Key_Tab);
    ASSERT_EQ(QApplication::focusWidget(), table);
    press(Qt::Key_Home);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    auto* flips = page->findChild<FlipsTab*>();
    ASSERT_TRUE(eventually([&] { return flips->isVisible(); })) << "Enter on a score does not open its flips";
    auto* list = flips->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return list->model()->rowCount() > 0; }));
    for (int i = 0; i < 200 && QApplication::focusWidget() != list; ++i) press(Qt::Key_Tab);
    ASSERT_EQ(QApplication::focusWidget(), list);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    EXPECT_TRUE(eventually([&] { return page->findChild<AnswersTab*>()->isVisible(); }))
        << "Enter on a problem does not open its answers";
}

TEST_F(Keyboard, ThePaletteLeadsFromAnywhereToAStage) {
    goTo(QStringLiteral("playground"));
    press(Qt::Key_K, Qt::ControlModifier);
    ASSERT_NE(qobject_cast<QLineEdit*>(QApplication::focusWidget()), nullptr);
    type("go to traces");
    press(Qt::Key_Return);
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("traces")));
    press(Qt::Key_K, Qt::ControlModifier);
    press(Qt::Key_Escape);
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("traces")));
    ASSERT_NE(QApplication::focusWidget(), nullptr) << "Escape leaves nothing with the keys";
    EXPECT_TRUE(window_->currentPage()->isAncestorOf(QApplication::focusWidget()));
}

}  // namespace
}  // namespace retort::ui
