// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QApplication>

#include "curation_run.h"
#include "ui/main_window.h"
#include "ui_support.h"

namespace retort::test {

/// A window at the smallest size on a curation run (curation_run.h), with settings of its own.
class CurationWindow : public ::testing::Test {
protected:
    /// Makes the run and opens this page of it.
    template <class PageType>
    PageType* openPage(int groups, const QString& id) {
        run_ = makeCurationRun(folder_ / "project", groups);
        theme_ = std::make_unique<ui::Theme>(*qApp);
        return reopen<PageType>(id);
    }
    /// The window anew, on the same run: what a restart shows.
    template <class PageType>
    PageType* reopen(const QString& id) {
        if (window_) window_->close();
        window_ = std::make_unique<ui::MainWindow>(*theme_, language_);
        window_->resize(1280, 720);
        window_->show();
        window_->openRun(QString::fromStdString(run_.string()));
        window_->goTo(id);
        return window_->findChild<PageType*>();
    }
    /// To what has the focus, as a keyboard does.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QWidget* target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : window_->currentPage();
        QTest::keyClick(target, key, modifiers);
    }

    TempDir folder_;
    PrivateState state_;
    std::filesystem::path run_;
    std::unique_ptr<ui::Theme> theme_;
    ui::Language language_;
    std::unique_ptr<ui::MainWindow> window_;
};

}  // namespace retort::test
