// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_manager.h"

#include "ui/pages/page_list.h"

namespace retort::test {
namespace {

/// What one command of xdotool answers.
QString answerOf(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral("xdotool"), arguments);
    EXPECT_TRUE(process.waitForFinished(patience_ms)) << "xdotool hangs";
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

/// One xdotool that stays: a process for each key takes longer than all that the key does.
QProcess* keyboard = nullptr;

void command(const QString& line) {
    if (keyboard == nullptr) {
        keyboard = new QProcess;
        keyboard->setProcessChannelMode(QProcess::ForwardedChannels);
        keyboard->start(QStringLiteral("xdotool"), {QStringLiteral("-")});
        qAddPostRoutine([] {
            keyboard->closeWriteChannel();
            keyboard->waitForFinished(patience_ms);
            delete std::exchange(keyboard, nullptr);
        });
    }
    keyboard->write(line.toUtf8() + '\n');
    EXPECT_TRUE(keyboard->waitForBytesWritten(patience_ms)) << "xdotool is gone";
}

}  // namespace

void pressKeys(const QStringList& keys) { command(QStringLiteral("key --clearmodifiers ") + keys.join(QLatin1Char(' '))); }

void typeText(const QString& text) { command(QStringLiteral("type --clearmodifiers -- '%1'").arg(text)); }

QString activeTitle() { return answerOf({QStringLiteral("getactivewindow"), QStringLiteral("getwindowname")}); }

qint64 activeProcess() { return answerOf({QStringLiteral("getactivewindow"), QStringLiteral("getwindowpid")}).toLongLong(); }

quint64 activeWindow() { return answerOf({QStringLiteral("getactivewindow")}).toULongLong(); }

void Desktop::SetUp() {
    ASSERT_EQ(QGuiApplication::platformName(), QStringLiteral("xcb")) << "run this by tests/ui/on_display";
    language_.setChoice(QStringLiteral("en"));
    theme_ = std::make_unique<ui::Theme>(*qApp);
}

void Desktop::TearDown() {
    window_.reset();
    language_.setChoice(QStringLiteral("en"));
}

void Desktop::open(const std::filesystem::path& run) {
    window_ = std::make_unique<ui::MainWindow>(*theme_, language_);
    window_->resize(1280, 720);
    window_->show();
    ASSERT_TRUE(eventually([&] { return window_->isActiveWindow() && activeWindow() == window_->winId(); }))
        << "a new window does not get the keys";
    window_->openRun(QString::fromStdString(run.string()));
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
}

void Desktop::goTo(const QString& id) {
    const std::vector<ui::PageEntry> pages = ui::pageList();
    for (std::size_t i = 0; i < pages.size(); ++i)
        if (pages[i].id == id) pressKeys({QStringLiteral("ctrl+%1").arg(i + 1)});
    ASSERT_TRUE(eventually([&] { return window_->currentPage() == window_->page(id); })) << id.toStdString();
    ASSERT_TRUE(eventually([&] {
        QWidget* now = QApplication::focusWidget();
        return now != nullptr && (now == window_->currentPage() || window_->currentPage()->isAncestorOf(now));
    })) << "the keys do not go to the page "
        << id.toStdString();
}

void Desktop::tabTo(QWidget* wanted) {
    constexpr int most = 300;
    for (int i = 0; i < most && QApplication::focusWidget() != wanted; ++i) {
        const QWidget* before = QApplication::focusWidget();
        pressKeys({QStringLiteral("Tab")});
        ASSERT_TRUE(eventually([&] { return QApplication::focusWidget() != before; })) << "Tab leads nowhere";
    }
    ASSERT_EQ(QApplication::focusWidget(), wanted) << "Tab never comes to " << wanted->metaObject()->className();
}

}  // namespace retort::test
