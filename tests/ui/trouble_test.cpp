// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of runs and projects that something has happened to; and that it goes on.
#include <gtest/gtest.h>
#include <unistd.h>

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "base/file.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "store/salvage.h"
#include "store/sqlite_db.h"
#include "ui/charts/metric_chart.h"
#include "ui/main_window.h"
#include "ui/pages/candidates_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/page_list.h"
#include "ui/pages/runs_page.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/stage_strip.h"
#include "ui_support.h"

namespace fs = std::filesystem;

namespace retort::ui {
namespace {

using test::eventually;

class Trouble : public ::testing::Test {
protected:
    void SetUp() override {
        test::runFakeTrainer(
            run(), {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("4")});
        std::ofstream(run().parent_path().parent_path() / "recipe.toml") << "[project]\nname = \"x\"\n";
        window_ = std::make_unique<MainWindow>(theme_, language_);
        window_->resize(1280, 720);
        window_->show();
    }
    void TearDown() override { window_.reset(); }
    fs::path run() const { return folder_ / "project/runs/run"; }
    void open() { window_->openRun(QString::fromStdString(run().string())); }
    /// Every word that this page shows, beside the notice above it.
    QString words(const QString& page) {
        QString all;
        window_->goTo(page);
        for (const QLabel* label : window_->currentPage()->findChildren<QLabel*>())
            if (label->isVisible()) all += label->text() + QLatin1Char('\n');
        return all;
    }
    bool offers(const QString& page, const char* button) {
        window_->goTo(page);
        for (const QPushButton* one : window_->currentPage()->findChildren<QPushButton*>())
            if (one->isVisible() && one->text() == QLatin1String(button)) return true;
        return false;
    }

    test::PrivateState state_;
    test::TempDir folder_;
    Theme theme_{*qApp};
    Language language_;
    std::unique_ptr<MainWindow> window_;
};

TEST_F(Trouble, WithoutARunEveryPageSaysSoAndLeadsToTheRuns) {
    for (const char* id : {"overview", "traces", "candidates", "funnel", "compare", "recipe"}) {
        const QString page = QLatin1String(id);
        EXPECT_TRUE(words(page).contains(QStringLiteral("is open"))) << id;
        ASSERT_TRUE(offers(page, "Choose a run")) << id;
        for (QPushButton* one : window_->currentPage()->findChildren<QPushButton*>())
            if (one->isVisible() && one->text() == QStringLiteral("Choose a run")) one->click();
        EXPECT_EQ(window_->currentPage(), window_->page(QStringLiteral("runs"))) << id;
    }
}

TEST_F(Trouble, ARecipeThatCannotBeReadIsSaidWhereItIsNeededAndNowhereElse) {
    std::ofstream(run() / "recipe.resolved.toml") << "this is = no [recipe";
    open();
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    for (const char* id : {"candidates", "funnel", "playground"})
        EXPECT_TRUE(eventually([&] {
            return words(QLatin1String(id)).contains(QStringLiteral("recipe of this run cannot be read"));
        })) << id;
    EXPECT_TRUE(window_->notices().text().isEmpty()) << window_->notices().text().toStdString();
    EXPECT_FALSE(words(QStringLiteral("traces")).contains(QStringLiteral("cannot be read")))
        << "the traces can be read all the same";
}

TEST_F(Trouble, AProjectWithoutARecipeSaysSoOnItsPage) {
    fs::remove(run().parent_path().parent_path() / "recipe.toml");
    open();
    ASSERT_TRUE(
        eventually([&] { return words(QStringLiteral("recipe")).contains(QStringLiteral("no recipe that can be read")); }));
    EXPECT_TRUE(offers(QStringLiteral("recipe"), "Read it again"));
}

TEST_F(Trouble, AStoreThatIsDeletedWhileItIsOpenLeavesWhatWasRead) {
    open();
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    for (const char* file : {"run.db", "run.db-wal", "run.db-shm"}) fs::remove(run() / file);
    // Pages go on asking for what is not there any more.
    for (const PageEntry& entry : pageList()) {
        window_->goTo(entry.id);
        QTest::qWait(50);
    }
    EXPECT_FALSE(window_->session()->stages().empty());
    EXPECT_FALSE(fs::exists(run() / "run.db")) << "looking made a new store";
}

TEST_F(Trouble, ARunMovedAwayWhileItIsOpenIsNoCrashedRun) {
    {
        RunWriter writer(run() / "run.db");
        recordRunState(writer, RunState::Stopped);
    }
    open();
    auto* header = window_->findChild<HeaderBar*>();
    const auto says = [&](const char* words) {
        return std::ranges::any_of(header->findChildren<ElidedLabel*>(),
                                   [&](const ElidedLabel* label) { return label->text().startsWith(QLatin1String(words)); });
    };
    const auto offered = [&] {
        QStringList names;
        for (const QPushButton* button : header->findChildren<QPushButton*>())
            if (button->isVisible() && !button->text().isEmpty()) names << button->text();
        return names;
    };
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    ASSERT_TRUE(eventually([&] { return offered() == QStringList{QStringLiteral("Resume")}; }));
    fs::rename(run(), folder_ / "trash");
    EXPECT_TRUE(eventually([&] { return says("its folder is gone"); }));
    EXPECT_TRUE(offered().isEmpty()) << offered().join(QLatin1Char(' ')).toStdString();
    EXPECT_TRUE(
        words(QStringLiteral("overview"))
            .contains(QStringLiteral(
                "The folder of this run is gone: it was moved or deleted. What had been read of it is still shown.")));
    EXPECT_FALSE(words(QStringLiteral("overview")).contains(QStringLiteral("Resume goes on")));
    fs::rename(folder_ / "trash", run());
    EXPECT_TRUE(eventually([&] { return says("stopped") && offered() == QStringList{QStringLiteral("Resume")}; }));
}

TEST_F(Trouble, WhatHasYetToBeReadIsNotSaidToBeMissing) {
    auto lock = std::make_unique<SqliteDb>(run() / "run.db", SqliteDb::Mode::ReadWrite);
    lock->exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE meta SET value=value");
    window_->goTo(QStringLiteral("overview"));
    open();
    bool read = false;
    ASSERT_TRUE(eventually([&] {
        for (const MetricChart* chart : window_->findChild<OverviewPage*>()->charts()) {
            if (!chart->isVisible()) continue;
            EXPECT_NE(chart->accessibleDescription(), QStringLiteral("No points yet"));
            read |= chart->accessibleDescription() == QStringLiteral("Reading the points");
        }
        EXPECT_FALSE(words(QStringLiteral("traces")).contains(QStringLiteral("No traces yet")));
        EXPECT_FALSE(words(QStringLiteral("overview")).contains(QStringLiteral("No traces yet")));
        return window_->session()->unreadable();
    }));
    EXPECT_TRUE(read);
    lock->exec("ROLLBACK");
    lock.reset();
    EXPECT_TRUE(eventually([&] {
        const auto& charts = window_->findChild<OverviewPage*>()->charts();
        return charts.front()->isVisible() && charts.front()->hasData();
    }));
}

TEST_F(Trouble, ARunWithoutAStoreShowsNoEmptyStrip) {
    std::ofstream(run() / "run.db", std::ios::trunc) << "no database at all, but long enough to be looked at as one";
    for (const char* file : {"run.db-wal", "run.db-shm"}) fs::remove(run() / file);
    open();
    ASSERT_TRUE(eventually([&] { return window_->session()->unreadable(); }));
    for (const char* id : {"overview", "traces", "candidates", "funnel", "compare"})
        EXPECT_TRUE(eventually([&] { return words(QLatin1String(id)).contains(QStringLiteral("cannot be read")); })) << id;
    EXPECT_FALSE(window_->findChild<StageStrip*>()->isVisible());
}

TEST_F(Trouble, OfADamagedStoreThereIsWhatCanStillBeRead) {
    test::runFakeTrainer(folder_ / "long/runs/run",
                         {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("60")});
    const fs::path store = folder_ / "long/runs/run/run.db", whole = folder_ / "whole.db";
    { SqliteDb(store, SqliteDb::Mode::ReadWrite).exec("PRAGMA wal_checkpoint(TRUNCATE)"); }
    fs::copy_file(store, whole);
    // A page that hides some of the run, and not its stages.
    const auto hides = [&] {
        try {
            RunReader reader(store);
            reader.since({});
            return false;
        } catch (const Error&) {
        }
        try {
            RunReader reader(store);
            return salvage(reader, 40).damaged.any();  // as many of the newest traces as the window keeps
        } catch (const Error&) {
            return false;
        }
    };
    constexpr std::size_t page = 8192;
    bool hidden = false;
    for (std::size_t at = fs::file_size(whole) / page - 1; at > 1 && !hidden; --at) {
        fs::copy_file(whole, store, fs::copy_options::overwrite_existing);
        std::fstream file(store, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(at * page));
        file << std::string(page, '\xee');
        file.close();
        hidden = hides();
    }
    ASSERT_TRUE(hidden);
    const std::string before = sha256File(store);
    window_->openRun(QString::fromStdString(store.parent_path().string()));
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    EXPECT_FALSE(window_->session()->unreadable());
    EXPECT_FALSE(window_->session()->stages().empty());
    ASSERT_TRUE(eventually([&] {
        return words(QStringLiteral("overview")).contains(QStringLiteral("Left out, because it cannot be read"));
    })) << words(QStringLiteral("overview")).toStdString();
    EXPECT_FALSE(words(QStringLiteral("overview")).contains(QStringLiteral("This run cannot be read")));
    EXPECT_EQ(sha256File(store), before);
}

TEST_F(Trouble, CheckpointsThatAreGoneAreNoModelsToTalkTo) {
    fs::remove_all(run() / "checkpoints");
    open();
    ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
    for (const PageEntry& entry : pageList()) {
        window_->goTo(entry.id);
        QTest::qWait(50);
    }
    const QString said = words(QStringLiteral("playground"));
    EXPECT_TRUE(said.contains(QStringLiteral("No model to talk to")) || said.contains(QStringLiteral("cannot be read")))
        << said.toStdString();
}

/// Without root's right to write anywhere, which these tests may run with.
class Nobody {
public:
    Nobody() { changed_ = ::geteuid() == 0 && ::setresuid(65534, 65534, 0) == 0; }
    ~Nobody() {
        if (changed_) {
            EXPECT_EQ(::setresuid(0, 0, 0), 0);
        }
    }

private:
    bool changed_ = false;
};

TEST_F(Trouble, AProjectThatCannotBeWrittenIsReadAllTheSame) {
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
        fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0555) : fs::perms(0444));
    fs::permissions(folder_.path(), fs::perms(0555));
    {
        const Nobody nobody;
        open();
        EXPECT_TRUE(eventually([&] { return window_->session()->caughtUp() || window_->session()->unreadable(); }));
        EXPECT_FALSE(window_->session()->unreadable()) << window_->session()->problem().toStdString();
        EXPECT_FALSE(window_->session()->stages().empty());
        for (const PageEntry& entry : pageList()) {
            window_->goTo(entry.id);
            QTest::qWait(50);
        }
    }
    fs::permissions(folder_.path(), fs::perms(0755));
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
        fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0755) : fs::perms(0644));
}

}  // namespace
}  // namespace retort::ui
