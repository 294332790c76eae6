// SPDX-License-Identifier: GPL-3.0-or-later
// The frame: links, command palette, keys, language, what comes back, notices; and what it says of runs that cannot be read.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <algorithm>
#include <fstream>

#include "project/project.h"
#include "recipe/field_info.h"
#include "store/annotations.h"
#include "store/sqlite_db.h"
#include "ui/main_window.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/traces_page.h"
#include "ui/session/run_remains.h"
#include "ui/widgets/advice_bar.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/confirm_sheet.h"
#include "ui/widgets/fuzzy.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/scroll_memory.h"
#include "ui/widgets/talk_column.h"
#include "ui/widgets/trace_reader.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class Frame : public ::testing::Test {
protected:
    void SetUp() override {
        test::runFakeTrainer(
            run(), {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("8")});
        language_.setChoice(QStringLiteral("en"));
        make();
    }
    void TearDown() override {
        window_.reset();
        language_.setChoice(QStringLiteral("en"));
    }
    std::filesystem::path run() const { return folder_ / "project/runs/run"; }
    void make() {
        window_.reset();
        window_ = std::make_unique<MainWindow>(theme_, language_);
        window_->show();
    }
    void open() {
        window_->openRun(QString::fromStdString(run().string()));
        ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    }

    test::PrivateState state_;
    test::TempDir folder_;
    Theme theme_{*qApp};
    Language language_;
    std::unique_ptr<MainWindow> window_;
};

TEST(PageLink, SurvivesBeingText) {
    PageLink link{QStringLiteral("traces"), {}};
    link.set(QStringLiteral("stage"), QStringLiteral("zero"))
        .set(QStringLiteral("run"), QStringLiteral("/a b/100%&c=d/运行"));
    const PageLink back = PageLink::fromText(link.toText());
    EXPECT_EQ(back.page, QStringLiteral("traces"));
    EXPECT_EQ(back.value(QStringLiteral("stage")), QStringLiteral("zero"));
    EXPECT_EQ(back.value(QStringLiteral("run")), QStringLiteral("/a b/100%&c=d/运行"));
    EXPECT_FALSE(back.number(QStringLiteral("stage")));
    EXPECT_EQ(PageLink::fromText(QStringLiteral("retort:traces?from=3")).number(QStringLiteral("from")), 3);
}

TEST(Fuzzy, FindsPartsAndLettersInOrder) {
    EXPECT_TRUE(fuzzyScore(QStringLiteral("ovw"), QStringLiteral("Go to Overview")));
    EXPECT_TRUE(fuzzyScore(QStringLiteral("run abacus"), QStringLiteral("Run abacus, the project that ships")));
    EXPECT_FALSE(fuzzyScore(QStringLiteral("zzz"), QStringLiteral("Overview")));
    EXPECT_GT(*fuzzyScore(QStringLiteral("entropy"), QStringLiteral("Entropy")),
              *fuzzyScore(QStringLiteral("entropy"), QStringLiteral("e n t r o p y")));
}

// "Look at this one": a key, durable, listed by a filter, taken back by Undo.
TEST_F(Frame, BookmarksOfTracesStay) {
    open();
    window_->goTo(QStringLiteral("traces"));
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return static_cast<bool>(traces->reader().shown()); }));
    const RolloutId marked = traces->reader().shown();
    const auto kept = [&] {
        return std::filesystem::exists(run() / "annotations.db")
                   ? Annotations(run() / "annotations.db", SqliteDb::Mode::ReadOnly).bookmarks().size()
                   : 0U;
    };
    EXPECT_EQ(kept(), 0U) << "looking writes nothing";
    QTest::keyClick(window_->focusWidget(), Qt::Key_B);
    ASSERT_TRUE(eventually([&] { return kept() == 1; }));
    const auto note = [&] { return Annotations(run() / "annotations.db", SqliteDb::Mode::ReadOnly).bookmarks().at(0).note; };
    QTest::keyClick(window_->focusWidget(), Qt::Key_B, Qt::ShiftModifier);
    ASSERT_TRUE(qobject_cast<QLineEdit*>(window_->focusWidget()) != nullptr) << "no place for the note";
    QTest::keyClicks(window_->focusWidget(), QStringLiteral("an aha moment?"));
    QTest::keyClick(window_->focusWidget(), Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return note() == "an aha moment?"; }));
    EXPECT_NE(qobject_cast<QTableView*>(window_->focusWidget()), nullptr) << "the keys are the list's again";
    make();
    open();
    window_->goTo(QStringLiteral("traces"));
    traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() > 1; }));
    const auto chip = [&](const QString& text) -> QPushButton* {
        for (auto* button : traces->findChildren<QPushButton*>())
            if (button->text().startsWith(text) && button->isCheckable()) return button;
        return nullptr;
    };
    auto* only = chip(QStringLiteral("★ bookmarked"));
    ASSERT_NE(only, nullptr);
    only->click();
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() == 1 && traces->reader().shown() == marked; }));
    const auto listed = [&] { return traces->model().index(0, RolloutTableModel::Flags).data().toString(); };
    EXPECT_TRUE(listed().contains(QStringLiteral("★ an aha moment?"))) << listed().toStdString();
    // The link of what is seen leads back to the trace among the bookmarks.
    const QUrlQuery link = traces->link();
    only->click();
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() > 1; }));
    ASSERT_TRUE(window_->goTo({QStringLiteral("traces"), link}));
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() == 1 && traces->reader().shown() == marked; }))
        << link.toString().toStdString();
    // A note that was changed comes back with Undo.
    QTest::keyClick(traces, Qt::Key_B, Qt::ShiftModifier);
    QTest::keyClicks(window_->focusWidget(), QStringLiteral("no"));
    QTest::keyClick(window_->focusWidget(), Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return note() == "no"; }));
    const auto undo = [&]() -> QPushButton* {
        for (auto* button : window_->notices().findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Undo") && button->isVisible()) return button;
        return nullptr;
    };
    ASSERT_TRUE(eventually([&] { return undo() != nullptr; }));
    undo()->click();
    ASSERT_TRUE(eventually([&] { return note() == "an aha moment?"; }));
    QTest::keyClick(traces, Qt::Key_B);
    const auto told = [&](const char* words) {
        for (auto* label : window_->notices().findChildren<QLabel*>())
            if (label->text() == QLatin1String(words)) return true;
        return false;
    };
    ASSERT_TRUE(eventually([&] { return kept() == 0 && told("The bookmark is gone.") && undo() != nullptr; }));
    undo()->click();
    EXPECT_TRUE(eventually([&] { return kept() == 1 && note() == "an aha moment?"; })) << "the note did not come back";
}

TEST_F(Frame, ALinkOpensTheStepsOfAStage) {
    open();
    const QString stage = QString::fromStdString(window_->session()->stages().front().name);
    ASSERT_TRUE(window_->goTo(PageLink::fromText(QStringLiteral("traces?stage=%1&from=2&to=4").arg(stage))));
    auto* traces = window_->findChild<TracesPage*>();
    EXPECT_EQ(window_->currentPage(), traces);
    EXPECT_EQ(traces->model().filter().step_from, 2);
    EXPECT_EQ(traces->model().filter().step_to, 4);
    EXPECT_FALSE(window_->goTo(QStringLiteral("no such page")));
    QTest::keyClick(window_.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    const PageLink copied = PageLink::fromText(QGuiApplication::clipboard()->text());
    EXPECT_EQ(copied.page, QStringLiteral("traces"));
    EXPECT_EQ(copied.number(QStringLiteral("from")), 2);
}

TEST_F(Frame, BackLeadsToEachPlaceAsItWasLeftAndForwardAgain) {
    open();
    const auto press = [&](Qt::Key key) {
        QTest::keyClick(window_->focusWidget() != nullptr ? window_->focusWidget() : window_.get(), key, Qt::AltModifier);
    };
    const auto way = [&](const char* name) {
        for (auto* button : window_->findChildren<QPushButton*>())
            if (button->accessibleName().startsWith(QLatin1String(name))) return button;
        return static_cast<QPushButton*>(nullptr);
    };
    ASSERT_NE(way("Back"), nullptr);
    ASSERT_NE(way("Forward"), nullptr);
    EXPECT_FALSE(way("Back")->isEnabled());
    const QString stage = QString::fromStdString(window_->session()->stages().front().name);
    auto* traces = window_->findChild<TracesPage*>();
    for (const int step : {2, 4})
        ASSERT_TRUE(window_->goTo(PageLink::fromText(QStringLiteral("traces?stage=%1&from=%2&to=%2").arg(stage).arg(step))));
    window_->goTo(QStringLiteral("compare"));
    press(Qt::Key_Left);
    EXPECT_EQ(window_->currentPage(), traces);
    EXPECT_EQ(traces->model().filter().step_from, 4);
    way("Back")->click();
    EXPECT_EQ(window_->currentPage(), traces) << "two places of one page are two";
    EXPECT_EQ(traces->model().filter().step_from, 2);
    press(Qt::Key_Left);
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("runs")));
    EXPECT_FALSE(way("Back")->isEnabled());
    press(Qt::Key_Left);
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("runs"))) << "there is nothing before the first";
    for (int i = 0; i < 3; ++i) press(Qt::Key_Right);
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("compare")));
    EXPECT_FALSE(way("Forward")->isEnabled());
    ASSERT_TRUE(window_->perform(QStringLiteral("Back to where one was")));
    EXPECT_EQ(traces->model().filter().step_from, 4);
    // From here a new way: the old one forward is gone.
    window_->goTo(QStringLiteral("overview"));
    EXPECT_FALSE(way("Forward")->isEnabled());
    press(Qt::Key_Left);
    EXPECT_EQ(window_->currentPage(), traces);
}

TEST_F(Frame, WithoutARunTheHeadersButtonsStandAtItsLeftEnd) {
    window_->resize(1280, 720);
    QApplication::processEvents();
    const auto* header = window_->findChild<HeaderBar*>();
    int shown = 0;
    for (const auto* button : header->findChildren<QPushButton*>()) {
        if (!button->isVisible()) continue;
        ++shown;
        EXPECT_LT(button->geometry().right(), header->width() / 8);
    }
    EXPECT_EQ(shown, 2);
}

TEST_F(Frame, ThePaletteGoesToAMetricByItsName) {
    open();
    QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
    auto* palette = window_->findChild<CommandPalette*>();
    ASSERT_TRUE(palette->isVisible());
    auto* typed = palette->findChild<QLineEdit*>();
    QTest::keyClicks(typed, QStringLiteral("grad_norm"));
    ASSERT_FALSE(palette->listed().isEmpty());
    EXPECT_TRUE(palette->listed().front().contains(QStringLiteral("grad_norm")));
    QTest::keyClick(typed, Qt::Key_Return);
    EXPECT_FALSE(palette->isVisible());
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("overview")));
}

TEST_F(Frame, ThePaletteListsStagesPagesAndActions) {
    open();
    window_->goTo(QStringLiteral("overview"));
    for (const QString& wanted : {QStringLiteral("Go to Traces"), QStringLiteral("logarithmic scale"),
                                  QString::fromStdString(window_->session()->stages().front().name)}) {
        QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
        auto* palette = window_->findChild<CommandPalette*>();
        QTest::keyClicks(palette->findChild<QLineEdit*>(), wanted);
        EXPECT_TRUE(palette->listed().join(QLatin1Char('|')).contains(wanted)) << wanted.toStdString();
        QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Escape);
        EXPECT_FALSE(palette->isVisible());
    }
}

TEST_F(Frame, F1ShowsTheKeysOfEveryPage) {
    open();
    for (int page = 0; page < window_->pageCount(); ++page) {
        window_->goTo(page);
        QTest::keyClick(window_.get(), Qt::Key_F1);
        auto* sheet = window_->findChild<KeySheet*>();
        ASSERT_TRUE(sheet->isVisible());
        QStringList texts;
        for (const QLabel* label : sheet->findChildren<QLabel*>()) texts << label->text();
        EXPECT_TRUE(texts.contains(QStringLiteral("Ctrl+K")));
        for (const PageAction& action : window_->currentPage()->actions()) {
            EXPECT_TRUE(action.keys.isEmpty() || texts.contains(action.name)) << action.name.toStdString();
        }
        QTest::keyClick(sheet, Qt::Key_Escape);
        EXPECT_FALSE(sheet->isVisible());
    }
}

TEST_F(Frame, TheLanguageChangesWhileTheWindowIsOpen) {
    open();
    window_->goTo(QStringLiteral("traces"));
    const RunSession* session = window_->session();
    auto words = [&] {
        QStringList texts;
        for (const QPushButton* button : window_->findChildren<QPushButton*>()) texts << button->text();
        return texts.join(QLatin1Char(' '));
    };
    EXPECT_TRUE(words().contains(QStringLiteral("Open a folder")));
    language_.setChoice(QStringLiteral("zh_CN"));
    EXPECT_FALSE(words().contains(QStringLiteral("Open a folder")));
    EXPECT_TRUE(words().contains(QStringLiteral("打开文件夹"))) << words().toStdString();
    EXPECT_EQ(window_->session(), session) << "the run is open as before";
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("traces")));
    language_.setChoice(QStringLiteral("en"));
    EXPECT_TRUE(words().contains(QStringLiteral("Open a folder")));
}

// The page that asked is made anew with the words: its sheet would have asked for one that is gone.
TEST_F(Frame, ASheetGoesWithThePageThatItAsksFor) {
    std::ofstream(folder_ / "project/recipe.toml") << "# a project\n";
    rememberProject(folder_ / "project");
    window_->goTo(QStringLiteral("runs"));
    auto* table = window_->findChild<RunsPage*>()->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return table->currentIndex().isValid(); }));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Delete);
    ASSERT_NE(window_->findChild<ConfirmSheet*>(), nullptr);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(eventually([&] { return language_.choice() == QStringLiteral("zh_CN"); }));
    EXPECT_TRUE(eventually([&] { return window_->findChild<ConfirmSheet*>() == nullptr; }));
    EXPECT_TRUE(std::filesystem::exists(run()));
}

TEST_F(Frame, PageRunAndSettingsComeBackAfterARestart) {
    open();
    const QString stage = QString::fromStdString(window_->session()->stages().front().name);
    window_->goTo(PageLink::fromText(QStringLiteral("traces?stage=%1&from=3&to=3").arg(stage)));
    auto* smoothing = window_->page(QStringLiteral("overview"))->findChildren<Chooser*>()[1];
    smoothing->setCurrentIndex(3);
    window_->close();
    make();
    window_->reopenLast();
    ASSERT_TRUE(window_->session());
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    EXPECT_EQ(window_->session()->directory().root(), run());
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("traces")));
    EXPECT_EQ(window_->page(QStringLiteral("overview"))->findChildren<Chooser*>()[1]->currentIndex(), 3);
    EXPECT_TRUE(eventually([&] { return window_->findChild<TracesPage*>()->model().filter().step_from == 3; }))
        << "the filter is gone";
}

// The second time by the language, which makes every page anew; the third with another run, where it means nothing.
TEST_F(Frame, WhatWasScrolledAndChosenComesBackAfterARestart) {
    open();
    window_->resize(1280, 720);
    const auto table = [&] {
        const auto all = window_->page(QStringLiteral("traces"))->findChildren<QTableView*>();
        return *std::ranges::find_if(all, [](const QTableView* one) { return one->property(rows_by_identity).toBool(); });
    };
    const auto scroll = [&](const char* page) {
        return window_->page(QLatin1String(page))->findChild<QScrollArea*>()->verticalScrollBar();
    };
    const auto rows = [&] { return window_->findChild<TracesPage*>()->model().rowCount(); };
    window_->goTo(QStringLiteral("overview"));
    ASSERT_TRUE(eventually([&] { return scroll("overview")->maximum() > 300; }));
    scroll("overview")->setValue(250);
    window_->goTo(QStringLiteral("traces"));
    ASSERT_TRUE(eventually([&] { return rows() > 0; }));
    // Beyond the first page of the list.
    const int first_page = rows();
    while (rows() < first_page + 20) {
        ASSERT_TRUE(window_->findChild<TracesPage*>()->model().canFetchMore({}));
        const int before = rows();
        window_->findChild<TracesPage*>()->model().fetchMore({});
        ASSERT_TRUE(eventually([&] { return rows() > before; }));
    }
    QTest::qWait(50);  // laid out
    table()->selectRow(first_page + 10);
    table()->scrollTo(table()->currentIndex(), QAbstractItemView::PositionAtCenter);
    const int place = table()->verticalScrollBar()->value();
    ASSERT_GT(place, 0);
    const RolloutId read = window_->findChild<TracesPage*>()->model().at(first_page + 10).id;
    ASSERT_TRUE(eventually([&] { return window_->findChild<TracesPage*>()->reader().shown() == read; }));
    const auto is_back = [&] {
        return eventually([&] {
            return window_->findChild<TracesPage*>()->reader().shown() == read &&
                   table()->verticalScrollBar()->value() == place && table()->currentIndex().row() == first_page + 10;
        });
    };
    window_->close();
    make();
    window_->resize(1280, 720);
    window_->reopenLast();
    EXPECT_TRUE(is_back()) << table()->verticalScrollBar()->value() << " of " << place << ", row "
                           << table()->currentIndex().row();
    window_->goTo(QStringLiteral("overview"));
    EXPECT_TRUE(eventually([&] { return scroll("overview")->value() == 250; })) << scroll("overview")->value();
    window_->goTo(QStringLiteral("traces"));
    language_.setChoice(QStringLiteral("zh_CN"));
    EXPECT_TRUE(is_back()) << "another language forgets it";
    language_.setChoice(QStringLiteral("en"));
    ASSERT_TRUE(is_back());
    // Whoever scrolls while it is read on is not taken back.
    window_->close();
    make();
    window_->resize(1280, 720);
    window_->reopenLast();
    ASSERT_TRUE(eventually([&] { return rows() > 0; }));
    QTest::keyClick(table(), Qt::Key_Home);
    QTest::qWait(600);
    EXPECT_LT(table()->verticalScrollBar()->value(), place);
    window_->close();
    const std::filesystem::path other = run().parent_path() / "20260109-000000-9999";
    std::filesystem::copy(run(), other, std::filesystem::copy_options::recursive);
    make();
    window_->openRun(QString::fromStdString(other.string()));
    window_->goTo(QStringLiteral("overview"));
    ASSERT_TRUE(eventually([&] { return scroll("overview")->maximum() > 300; }));
    QTest::qWait(300);
    EXPECT_EQ(table()->verticalScrollBar()->value(), 0);
}

TEST_F(Frame, AWindowThatWasKilledComesBackAsItWas) {
    open();
    const QString stage = QString::fromStdString(window_->session()->stages().front().name);
    window_->goTo(PageLink::fromText(QStringLiteral("traces?stage=%1&from=2&to=3").arg(stage)));
    ASSERT_TRUE(eventually([&] { return window_->findChild<TracesPage*>()->model().filter().step_to == 3; }));
    ASSERT_TRUE(eventually([] {
        return QSettings().value(QStringLiteral("links/traces")).toString().contains(QStringLiteral("from=2"));
    })) << "nothing is written before the window closes";
    make();  // the window before was never closed
    window_->reopenLast();
    ASSERT_TRUE(window_->session());
    EXPECT_EQ(window_->session()->directory().root(), run());
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("traces")));
    EXPECT_TRUE(eventually([&] { return window_->findChild<TracesPage*>()->model().filter().step_from == 2; }))
        << "the filter is gone";
}

TEST_F(Frame, AFolderThatIsNoProjectIsAProblemInWords) {
    window_->open(QString::fromStdString(folder_.path().string()));
    ASSERT_TRUE(eventually([&] { return !window_->notices().text().isEmpty(); }));
    EXPECT_TRUE(window_->notices().text().contains(QStringLiteral("recipe"))) << window_->notices().text().toStdString();
}

TEST_F(Frame, ANoticeMovesNothing) {
    window_->show();
    QWidget* const page = window_->currentPage();
    const QRect before(page->mapTo(window_.get(), QPoint()), page->size());
    window_->notices().showNotice(QStringLiteral("Saved"));
    QCoreApplication::processEvents();
    EXPECT_EQ(QRect(page->mapTo(window_.get(), QPoint()), page->size()), before);
    const QRect notice(window_->notices().mapTo(window_.get(), QPoint()), window_->notices().size());
    EXPECT_TRUE(before.contains(notice)) << "it is cut";
    window_->notices().showProblem(QStringLiteral("words that fill several lines ").repeated(12));
    window_->resize(window_->minimumSize());
    QCoreApplication::processEvents();
    const QRect problem(window_->notices().mapTo(window_.get(), QPoint()), window_->notices().size());
    EXPECT_TRUE(window_->rect().contains(problem)) << "it is cut where there is little room";
}

/// Files dropped on the window, as a file manager does it.
void drop(MainWindow& window, const QStringList& files) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& file : files) urls << QUrl::fromLocalFile(file);
    data.setUrls(urls);
    QDragEnterEvent enter({10, 10}, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.setDropAction(Qt::MoveAction);
    QApplication::sendEvent(&window, &enter);
    ASSERT_TRUE(enter.isAccepted());
    EXPECT_EQ(enter.dropAction(), Qt::CopyAction);
    QDropEvent dropped({10, 10}, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    dropped.setDropAction(Qt::MoveAction);
    QApplication::sendEvent(&window, &dropped);
    EXPECT_EQ(dropped.dropAction(), Qt::CopyAction) << "the file manager would delete what was dragged";
}

TEST_F(Frame, AModelFolderDroppedOnTheWindowCanBeTalkedTo) {
    const std::filesystem::path model = folder_ / "some-model";
    std::filesystem::create_directories(model);
    std::ofstream(model / "config.json") << "{}";
    drop(*window_, {QString::fromStdString(model.string())});
    ASSERT_TRUE(eventually([&] { return window_->currentPage() == window_->page(QStringLiteral("playground")); }));
    EXPECT_TRUE(eventually(
        [&] { return window_->findChild<PlaygroundPage*>()->first().modelName() == QStringLiteral("some-model"); }));
    EXPECT_TRUE(window_->notices().text().isEmpty()) << window_->notices().text().toStdString();
}

TEST_F(Frame, ARunDroppedOnTheWindowIsOpenedAndAnythingElseIsRefusedInWords) {
    drop(*window_, {QString::fromStdString(run().string())});
    ASSERT_TRUE(eventually([&] { return window_->session() != nullptr && window_->session()->caughtUp(); }));
    EXPECT_EQ(window_->session()->directory().root(), run());
    std::ofstream(folder_ / "holiday.png") << "no picture";
    drop(*window_, {QString::fromStdString((folder_ / "holiday.png").string())});
    EXPECT_TRUE(eventually([&] { return !window_->notices().text().isEmpty(); }));
}

TEST_F(Frame, WhatThePaletteListsCanBeDoneByItsName) {
    open();
    EXPECT_TRUE(window_->perform(QStringLiteral("Go to Compare")));
    EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("compare")));
    EXPECT_TRUE(window_->perform(QStringLiteral("Compare: flips")));
    EXPECT_FALSE(window_->perform(QStringLiteral("no such thing")));
}

TEST_F(Frame, ADamagedRunSaysWhatIsLeft) {
    window_.reset();
    std::ofstream(run() / "run.db", std::ios::trunc) << "this is no database, but it is long enough to look at";
    make();
    window_->openRun(QString::fromStdString(run().string()));
    window_->goTo(QStringLiteral("overview"));
    auto* empty = window_->page(QStringLiteral("overview"))->findChild<EmptyState*>(QString(), Qt::FindDirectChildrenOnly);
    ASSERT_TRUE(eventually([&] { return empty->isVisible(); }));
    auto text = [&] {
        QString all;
        for (const QLabel* label : empty->findChildren<QLabel*>()) all += label->text() + QLatin1Char('\n');
        return all;
    };
    EXPECT_TRUE(eventually([&] { return text().contains(QStringLiteral("Nothing was changed")); })) << text().toStdString();
    const auto header = window_->findChild<HeaderBar*>()->findChildren<QLabel*>();
    EXPECT_TRUE(std::ranges::any_of(header, [](const QLabel* label) {
        return label->isVisible() && label->text() == QStringLiteral("cannot be read");
    })) << "the header tells a state that nobody could read";
    std::ifstream file(run() / "run.db");
    std::string content((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(content, "this is no database, but it is long enough to look at") << "a damaged store was written to";
}

TEST_F(Frame, ARunOfANewerVersionIsNamedAsSuch) {
    window_.reset();
    {
        SqliteDb db(run() / "run.db", SqliteDb::Mode::ReadWrite);
        db.exec("PRAGMA user_version=999");
    }
    make();
    window_->openRun(QString::fromStdString(run().string()));
    window_->goTo(QStringLiteral("overview"));
    ASSERT_TRUE(eventually([&] { return window_->session()->unreadable(); }));
    EXPECT_TRUE(window_->session()->problem().contains(QStringLiteral("newer")))
        << window_->session()->problem().toStdString();
    SqliteDb db(run() / "run.db", SqliteDb::Mode::ReadOnly);
    EXPECT_EQ(db.pragma("user_version"), 999);
}

TEST_F(Frame, AHalfCopiedRunNamesWhatIsMissing) {
    window_.reset();
    const std::filesystem::path half = folder_ / "half";
    std::filesystem::create_directories(half / "checkpoints/zero/step-000010");
    std::filesystem::create_directories(half / "checkpoints/zero/step-000020");
    std::ofstream(half / "checkpoints/zero/step-000020/manifest.json") << "{\"files\": {}}";
    const QString remains = wordsOf(whatRemains(RunDirectory(half))).join(QLatin1Char('\n'));
    EXPECT_TRUE(remains.contains(QStringLiteral("run.db is missing"))) << remains.toStdString();
    EXPECT_TRUE(remains.contains(QStringLiteral("complete checkpoints: 1"))) << remains.toStdString();
    EXPECT_TRUE(remains.contains(QStringLiteral("that lack files, half copied and not used: 1"))) << remains.toStdString();
    const auto written = [&half] { return wordsOf(whatRemains(RunDirectory(half))).join(QLatin1Char('\n')); };
    Annotations(half / "annotations.db", SqliteDb::Mode::ReadWrite, "half").addNote("ours");
    EXPECT_TRUE(written().contains(QStringLiteral("what people wrote: verdicts 0, notes 1"))) << written().toStdString();
    std::filesystem::remove(half / "annotations.db");
    Annotations(half / "annotations.db", SqliteDb::Mode::ReadWrite, "other").addNote("theirs");
    EXPECT_TRUE(written().contains(QStringLiteral("about another run: move it back"))) << written().toStdString();
    EXPECT_FALSE(written().contains(QStringLiteral("notes 1"))) << written().toStdString();
}

TEST(Advice, KeepsWhatIsBeingReadInFront) {
    AdviceBar bar;
    const auto rules = healthRules();
    bar.setFindings({{&rules[0], "zero", "loss", 3, 3, 1, 2}, {&rules[2], "zero", "kl", 5, 9, 4, 1}});
    auto headline = [&] { return bar.findChild<ElidedLabel*>()->text(); };
    EXPECT_TRUE(headline().contains(QStringLiteral("loss at step 3"))) << headline().toStdString();
    auto buttons = bar.findChildren<QPushButton*>();
    buttons[0]->setChecked(true);
    QTest::mouseClick(buttons[2], Qt::LeftButton);
    EXPECT_TRUE(headline().contains(QStringLiteral("KL 4"))) << headline().toStdString();
    bar.setFindings({{&rules[0], "zero", "loss", 3, 3, 1, 2}, {&rules[2], "zero", "kl", 5, 9, 6, 1}});
    EXPECT_TRUE(headline().contains(QStringLiteral("KL 6"))) << headline().toStdString();
    bar.setFindings({});
    EXPECT_TRUE(bar.isHidden());
}

TEST(RecipeFields, EveryHelpTextAndUnitSpeaksChinese) {
    Language language;
    language.setChoice(QStringLiteral("zh_CN"));
    for (const FieldInfo& field : recipeFields())
        for (const std::string& english : {field.help, field.unit})
            if (!english.empty()) {
                EXPECT_NE(QCoreApplication::translate("retort::Recipe", english.c_str()), QString::fromStdString(english))
                    << field.section << '.' << field.key;
            }
    language.setChoice(QStringLiteral("en"));
}

TEST(Advice, EveryRuleSpeaksChinese) {
    Language language;
    language.setChoice(QStringLiteral("zh_CN"));
    for (const HealthRule& rule : healthRules()) {
        const HealthFinding finding{&rule, "zero", "loss", 3, 3, 1.5, 2};
        for (const char* words : {rule.headline, rule.why, rule.remedy}) {
            const QString text = adviceText(finding, words);
            EXPECT_NE(text, QString::fromStdString(finding.text(words))) << "not translated: " << words;
            EXPECT_FALSE(text.contains(QLatin1Char('{'))) << text.toStdString();
        }
    }
    language.setChoice(QStringLiteral("en"));
}

TEST(DesktopNews, TellsWhatAPersonWantsToHear) {
    const QString run = QStringLiteral("abacus");
    EXPECT_TRUE(newsOf(run, RunState::Running, RunState::Done, {}));
    EXPECT_TRUE(newsOf(run, RunState::Running, RunState::Waiting, {}));
    EXPECT_TRUE(newsOf(run, RunState::Running, RunState::Failed, QStringLiteral("out of memory"))
                    ->contains(QStringLiteral("out of memory")));
    EXPECT_FALSE(newsOf(run, RunState::Starting, RunState::Done, {})) << "a finished run that is merely opened is no news";
    EXPECT_FALSE(newsOf(run, RunState::Running, RunState::Running, {}));
    EXPECT_FALSE(newsOf(run, RunState::Waiting, RunState::Running, {}));
}

}  // namespace
}  // namespace retort::ui
