// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QAccessible>
#include <QApplication>
#include <QTextEdit>

#include "ui/main_window.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

TEST(Accessibility, EverythingThatTakesFocusHasAName) {
    const test::PrivateState state;
    const test::TempDir folder;
    test::runFakeTrainer(folder / "project/runs/run", {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("4")});
    Theme theme(*qApp);
    Language language;
    MainWindow window(theme, language);
    window.show();
    window.openRun(QString::fromStdString((folder / "project/runs/run").string()));
    ASSERT_TRUE(test::eventually([&] { return window.session()->caughtUp(); }));
    int seen = 0;
    for (int page = 0; page < window.pageCount(); ++page) {
        window.goTo(page);
        QTest::qWait(300);
        for (QWidget* widget : window.findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            if (widget->objectName().startsWith(QStringLiteral("qt_"))) continue;
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
            ASSERT_NE(spoken, nullptr);
            EXPECT_FALSE(spoken->text(QAccessible::Name).isEmpty())
                << widget->metaObject()->className() << " in " << widget->parentWidget()->metaObject()->className() << " on page " << page;
            ++seen;
        }
    }
    EXPECT_GT(seen, 30);
}

}  // namespace
}  // namespace retort::ui
