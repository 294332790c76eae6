// SPDX-License-Identifier: GPL-3.0-or-later
// Walks what a screen reader is given: every page, with a run and without, in both languages; and every panel over the
// pages.
#include <gtest/gtest.h>

#include <QAccessible>
#include <QApplication>
#include <map>

#include "ui/charts/metric_chart.h"
#include "ui/main_window.h"
#include "ui/pages/overview_page.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

constexpr int deepest = 40;

/// Controls that take the focus or can be pressed and have no name, as "class in class".
struct Walked {
    QStringList nameless, roleless;
    std::map<const QWidget*, QString> names;
};

void walk(QAccessibleInterface* node, int depth, Walked& found, int& seen) {
    if (node == nullptr || depth > deepest) return;
    const QAccessible::State state = node->state();
    if (state.invisible) return;
    auto* widget = qobject_cast<QWidget*>(node->object());
    // Parts of a control that Qt makes for itself; the control has been looked at.
    const bool inner = widget == nullptr || widget->objectName().startsWith(QStringLiteral("qt_"));
    const bool acts = state.focusable || node->role() == QAccessible::Button || node->role() == QAccessible::CheckBox;
    if (acts && !inner) {
        ++seen;
        const QString name = node->text(QAccessible::Name);
        const QString which =
            QStringLiteral("%1 in %2")
                .arg(QLatin1String(widget->metaObject()->className()),
                     QLatin1String(widget->parentWidget() != nullptr ? widget->parentWidget()->metaObject()->className()
                                                                     : "nothing"));
        if (name.isEmpty()) found.nameless << which;
        if (node->role() == QAccessible::NoRole || node->role() == QAccessible::Client)
            found.roleless << which + QStringLiteral(" \"%1\"").arg(name);
        found.names[widget] = name;
    }
    // Cells of tables name themselves by their text.
    if (node->role() == QAccessible::Table || node->role() == QAccessible::List || node->role() == QAccessible::Tree) return;
    for (int child = 0; child < node->childCount(); ++child) walk(node->child(child), depth + 1, found, seen);
}

class Accessibility : public ::testing::Test {
protected:
    void expectNames(const std::string& where) {
        Walked found;
        walk(QAccessible::queryAccessibleInterface(&window_), 0, found, seen_);
        EXPECT_TRUE(found.nameless.isEmpty()) << where << ": " << found.nameless.join(QStringLiteral("; ")).toStdString();
        EXPECT_TRUE(found.roleless.isEmpty()) << where << ": " << found.roleless.join(QStringLiteral("; ")).toStdString();
        for (const auto& [widget, name] : found.names) {
            if (!chinese_) english_[widget] = name;
            else if (const auto before = english_.find(widget);
                     before != english_.end() && before->second == name && name.contains(QLatin1Char(' ')))
                ADD_FAILURE() << where << ": " << widget->metaObject()->className() << " is still called \""
                              << name.toStdString() << '"';
        }
    }
    void walkPages(const std::string& what) {
        for (int page = 0; page < window_.pageCount(); ++page) {
            window_.goTo(page);
            QTest::qWait(300);
            expectNames(what + ", page " + std::to_string(page));
        }
    }

    test::PrivateState state_;
    test::TempDir folder_;
    Theme theme_{*qApp};
    Language language_;
    MainWindow window_{theme_, language_};
    int seen_ = 0;
    bool chinese_ = false;
    std::map<const QWidget*, QString> english_;  ///< what each control was called before the language changed
};

TEST_F(Accessibility, EverythingThatCanBePressedHasAName) {
    test::runFakeTrainer(folder_ / "project/runs/run",
                         {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("4")});
    window_.show();
    walkPages("no run");
    window_.openRun(QString::fromStdString((folder_ / "project/runs/run").string()));
    ASSERT_TRUE(test::eventually([&] { return window_.session()->caughtUp(); }));
    walkPages("a run");
    for (const QKeySequence& keys : {QKeySequence(Qt::CTRL | Qt::Key_K), QKeySequence(Qt::Key_F1)}) {
        QTest::keySequence(&window_, keys);
        expectNames(keys.toString().toStdString());
        QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &window_, Qt::Key_Escape);
    }
    window_.goTo(QStringLiteral("overview"));
    window_.findChild<OverviewPage*>()->charts().front()->showTable();
    expectNames("a chart as table");
    QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &window_, Qt::Key_Escape);
    QTest::qWait(100);
    language_.setChoice(QStringLiteral("zh_CN"));
    chinese_ = true;
    walkPages("Chinese");
    language_.setChoice(QStringLiteral("en"));
    EXPECT_GT(seen_, 100);
}

}  // namespace
}  // namespace retort::ui
