// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QApplication>

#include "ui/main_window.h"
#include "ui_support.h"

namespace retort::test {

/// Keys as a keyboard's: to the X server, which sends them to whatever the window manager has given the focus.
/// `keys`: names of xdotool, "ctrl+k", one after another.
void pressKeys(const QStringList& keys);
/// Without a single quotation mark.
void typeText(const QString& text);
/// The title of the window that the window manager calls active; empty: none.
QString activeTitle();
/// The process that the active window belongs to; 0: none.
qint64 activeProcess();
/// The id of that window, 0: none.
quint64 activeWindow();

/// A workbench on a display with a window manager. Whatever is pressed is seen only after some turns of the event loop: wait
/// for it.
class Desktop : public ::testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    /// Opens the window on a run and waits until it is the active one.
    void open(const std::filesystem::path& run);
    /// By the page's own key.
    void goTo(const QString& id);
    template <class PageType>
    PageType* goTo(const QString& id) {
        goTo(id);
        return window_->findChild<PageType*>();
    }
    /// Tab, until this has the focus.
    void tabTo(QWidget* wanted);
    template <class Widget>
    static Widget* focused() {
        return qobject_cast<Widget*>(QApplication::focusWidget());
    }

    TempDir folder_;
    PrivateState state_;
    std::unique_ptr<ui::Theme> theme_;
    ui::Language language_;
    std::unique_ptr<ui::MainWindow> window_;
};

}  // namespace retort::test
