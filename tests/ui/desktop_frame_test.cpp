// SPDX-License-Identifier: GPL-3.0-or-later
// What only a window manager shows: who has the keys while sheets, menus and dialogs come and go, another window in front,
// another language, and the program itself from its start to its end.
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QSettings>
#include <QTableView>

#include "curation_run.h"
#include "store/annotations.h"
#include "ui/charts/metric_chart.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/page_list.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/key_sheet.h"
#include "window_manager.h"

namespace retort::ui {
namespace {

using test::activeProcess;
using test::activeTitle;
using test::activeWindow;
using test::eventually;
using test::pressKeys;
using test::typeText;

class DesktopFrame : public test::Desktop {
protected:
    void SetUp() override {
        Desktop::SetUp();
        test::runFakeTrainer(folder_ / "project/runs/run", {QStringLiteral("--rate"), QStringLiteral("0"),
                                                            QStringLiteral("--steps"), QStringLiteral("8")});
        open(folder_ / "project/runs/run");
    }
    bool keysAt(const QWidget* widget) {
        return eventually([&] {
            return QApplication::focusWidget() == widget && window_->isActiveWindow() && activeWindow() == window_->winId();
        });
    }
    MetricChart* chart() { return window_->findChild<OverviewPage*>()->charts().front(); }
};

TEST_F(DesktopFrame, SheetsGiveTheKeysBack) {
    goTo(QStringLiteral("overview"));
    tabTo(chart());
    auto* keys = window_->findChild<KeySheet*>();
    pressKeys({QStringLiteral("F1")});
    ASSERT_TRUE(eventually([&] { return keys->isVisible() && keys->hasFocus(); }));
    pressKeys({QStringLiteral("Escape")});
    ASSERT_TRUE(eventually([&] { return !keys->isVisible(); }));
    EXPECT_TRUE(keysAt(chart()));
    auto* palette = window_->findChild<CommandPalette*>();
    pressKeys({QStringLiteral("ctrl+k")});
    ASSERT_TRUE(eventually([&] { return palette->isVisible() && focused<QLineEdit>() != nullptr; }));
    pressKeys({QStringLiteral("Escape")});
    EXPECT_TRUE(keysAt(chart()));
    pressKeys({QStringLiteral("ctrl+k")});
    typeText(QStringLiteral("go to traces"));
    pressKeys({QStringLiteral("Return")});
    auto* traces = window_->findChild<TracesPage*>();
    EXPECT_TRUE(eventually([&] { return traces->isVisible() && traces->isAncestorOf(QApplication::focusWidget()); }));
}

TEST_F(DesktopFrame, AMenuAndTheDialogBehindItGiveTheKeysBack) {
    goTo(QStringLiteral("overview"));
    tabTo(chart());
    ASSERT_TRUE(eventually([&] { return chart()->hasData(); }));
    pressKeys({QStringLiteral("Menu")});
    ASSERT_TRUE(eventually([] { return qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr; }))
        << "the menu key opens nothing";
    pressKeys({QStringLiteral("Escape")});
    ASSERT_TRUE(eventually([] { return QApplication::activePopupWidget() == nullptr; }));
    EXPECT_TRUE(keysAt(chart()));
    pressKeys({QStringLiteral("Menu")});
    ASSERT_TRUE(eventually([] { return QApplication::activePopupWidget() != nullptr; }));
    pressKeys({QStringLiteral("Up"), QStringLiteral("Return")});
    const auto dialog = [&] { return window_->findChild<QFileDialog*>(); };
    ASSERT_TRUE(eventually([&] {
        return dialog() != nullptr && dialog()->isActiveWindow() && focused<QLineEdit>() != nullptr;
    })) << "nobody asks where to save";
    EXPECT_TRUE(eventually([&] { return activeTitle() == dialog()->windowTitle(); }));
    const std::filesystem::path file = folder_ / "reward.csv";
    pressKeys({QStringLiteral("ctrl+a")});
    typeText(QString::fromStdString(file.string()));
    pressKeys({QStringLiteral("Return")});
    EXPECT_TRUE(eventually([&] { return std::filesystem::exists(file); }));
    EXPECT_TRUE(eventually([&] { return dialog() == nullptr; }));
    EXPECT_TRUE(keysAt(chart())) << "the dialog does not give the keys back";
    pressKeys({QStringLiteral("ctrl+o")});
    ASSERT_TRUE(eventually([&] { return dialog() != nullptr && dialog()->isActiveWindow(); }));
    pressKeys({QStringLiteral("Escape")});
    EXPECT_TRUE(eventually([&] { return dialog() == nullptr; }));
    EXPECT_TRUE(keysAt(chart()));
}

// A run that goes on makes its page anew while somebody looks for a folder.
TEST_F(DesktopFrame, ADialogGoesWithWhatAskedForIt) {
    goTo(QStringLiteral("overview"));
    tabTo(chart());
    pressKeys({QStringLiteral("Menu")});
    ASSERT_TRUE(eventually([] { return QApplication::activePopupWidget() != nullptr; }));
    language_.setChoice(QStringLiteral("zh_CN"));
    EXPECT_TRUE(eventually([] { return QApplication::activePopupWidget() == nullptr; }));
    goTo(QStringLiteral("overview"));
    tabTo(chart());
    pressKeys({QStringLiteral("Menu"), QStringLiteral("Up"), QStringLiteral("Return")});
    ASSERT_TRUE(eventually([&] {
        return window_->findChild<QFileDialog*>() != nullptr && window_->findChild<QFileDialog*>()->isActiveWindow();
    }));
    language_.setChoice(QStringLiteral("en"));
    EXPECT_TRUE(eventually([&] { return window_->findChild<QFileDialog*>() == nullptr && window_->isActiveWindow(); }));
    goTo(QStringLiteral("traces"));
}

TEST_F(DesktopFrame, AnotherLanguageLeavesTheKeysWithThePage) {
    goTo(QStringLiteral("traces"));
    auto* before = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return before->model().rowCount() > 0; }));
    pressKeys({QStringLiteral("ctrl+shift+e")});
    ASSERT_TRUE(eventually([&] { return QLocale().language() == QLocale::Chinese; }));
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] {
        return traces->isVisible() && traces->model().rowCount() > 0 && traces->isAncestorOf(QApplication::focusWidget());
    }));
    EXPECT_TRUE(eventually([&] { return focused<QTableView>() != nullptr; }));
    pressKeys({QStringLiteral("ctrl+shift+e")});
    EXPECT_TRUE(eventually([&] { return QLocale().language() == QLocale::English; }));
    goTo(QStringLiteral("overview"));
}

TEST_F(DesktopFrame, AnotherWindowInFrontTakesTheKeysAndGivesThemBack) {
    goTo(QStringLiteral("traces"));
    QWidget* mine = QApplication::focusWidget();
    pressKeys({QStringLiteral("ctrl+k")});
    auto* palette = window_->findChild<CommandPalette*>();
    ASSERT_TRUE(eventually([&] { return palette->isVisible(); }));
    {
        QLineEdit other;
        other.setWindowTitle(QStringLiteral("an editor"));
        other.setFocus();
        other.show();
        other.activateWindow();
        ASSERT_TRUE(eventually([&] { return activeTitle() == QStringLiteral("an editor") && other.hasFocus(); }))
            << activeTitle().toStdString();
        typeText(QStringLiteral("b"));
        ASSERT_TRUE(eventually([&] { return other.text() == QStringLiteral("b"); }));
        EXPECT_FALSE(palette->isVisible()) << "a palette that nobody types into stays over the page";
    }
    EXPECT_TRUE(keysAt(mine));
}

/// Counts windows that come up.
class Windows : public QObject {
public:
    Windows() { qApp->installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() == QEvent::Show && widget != nullptr && widget->isWindow())
            names << QLatin1String(widget->metaObject()->className());
        return false;
    }
    QStringList names;
};

// A part that is shown before it has a place is a window for a moment: the window manager gives it the keys, and nobody when
// it goes.
TEST_F(DesktopFrame, NoPartIsAWindowForAMoment) {
    Windows windows;
    for (const PageEntry& entry : pageList()) goTo(entry.id);
    language_.setChoice(QStringLiteral("zh_CN"));
    for (const PageEntry& entry : pageList()) goTo(entry.id);
    pressKeys({QStringLiteral("ctrl+k"), QStringLiteral("Escape"), QStringLiteral("F1"), QStringLiteral("Escape")});
    goTo(QStringLiteral("overview"));
    EXPECT_TRUE(windows.names.isEmpty()) << windows.names.join(QStringLiteral("; ")).toStdString();
}

/// The program itself, as it is started from a menu or a terminal.
class DesktopProgram : public ::testing::Test {
protected:
    void start(const QStringList& arguments) {
        program_ = std::make_unique<QProcess>();
        program_->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        program_->start(QStringLiteral(RETORT_WORKBENCH), arguments);
        ASSERT_TRUE(program_->waitForStarted());
        ASSERT_TRUE(eventually([&] {
            return activeProcess() == program_->processId() && activeTitle().contains(QStringLiteral("project ›"));
        })) << "no window with the run's name has the keys: "
            << activeTitle().toStdString();
    }
    std::size_t verdicts() const {
        if (!std::filesystem::exists(run_ / "annotations.db")) return 0;
        return Annotations(run_ / "annotations.db", SqliteDb::Mode::ReadOnly, run_.filename().string()).candidates().size();
    }
    /// A candidate is shown a moment after the page.
    bool judges(std::size_t wanted) {
        return eventually([&] {
            if (verdicts() < wanted) pressKeys({QStringLiteral("a")});
            QTest::qWait(100);
            return verdicts() >= wanted;
        });
    }
    void expectGone() {
        ASSERT_TRUE(program_->waitForFinished(test::patience_ms)) << "it does not end";
        EXPECT_EQ(program_->exitStatus(), QProcess::NormalExit);
        EXPECT_EQ(program_->exitCode(), 0);
    }

    test::TempDir folder_;
    test::PrivateState state_;
    std::filesystem::path run_ = test::makeCurationRun(folder_ / "project", 10);
    std::unique_ptr<QProcess> program_;
};

TEST_F(DesktopProgram, IsOpenedUsedClosedAndFoundAgainAsItWas) {
    start({QString::fromStdString(run_.string()), QStringLiteral("--language"), QStringLiteral("en")});
    pressKeys({QStringLiteral("ctrl+4")});
    ASSERT_TRUE(judges(1)) << "no verdict is stored";
    pressKeys({QStringLiteral("ctrl+q")});
    expectGone();
    const std::size_t before = verdicts();
    start({QStringLiteral("--language"), QStringLiteral("en")});
    EXPECT_TRUE(judges(before + 1)) << "another page or another run than last time";
    pressKeys({QStringLiteral("alt+F4")});
    expectGone();
}

// Whatever it is reading, and with a sheet, a menu or a dialog open.
TEST_F(DesktopProgram, ClosesWhateverItIsDoing) {
    for (const QStringList& keys : {QStringList{},
                                    {QStringLiteral("ctrl+3")},
                                    {QStringLiteral("ctrl+6"), QStringLiteral("ctrl+7")},
                                    {QStringLiteral("ctrl+2"), QStringLiteral("F1")},
                                    {QStringLiteral("ctrl+1"), QStringLiteral("Delete")},
                                    {QStringLiteral("ctrl+k")},
                                    {QStringLiteral("ctrl+shift+e")}}) {
        SCOPED_TRACE(keys.join(QLatin1Char(' ')).toStdString());
        start({QString::fromStdString(run_.string()), QStringLiteral("--language"), QStringLiteral("en")});
        if (!keys.isEmpty()) pressKeys(keys);
        pressKeys({QStringLiteral("alt+F4")});
        expectGone();
    }
}

}  // namespace
}  // namespace retort::ui
