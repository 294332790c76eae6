// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include "store/sqlite_db.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

TEST(GuiThread, TouchesNoFileOfTheRunWhateverIsLookedAt) {
    const test::TempDir folder, elsewhere;
    const auto run = folder / "project/runs/20260101-120000-aaaa";
    auto trainer = test::startFakeTrainer(
        run, {QStringLiteral("--rate"), QStringLiteral("20"), QStringLiteral("--steps"), QStringLiteral("30")});
    QProcess reader;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString log = QString::fromStdString((elsewhere / "log").string());
    environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(RETORT_SLOW_DISK));
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("verify_asan_link_order=0"));
    environment.insert(QStringLiteral("RETORT_SLOW_DISK"), QString::fromStdString(folder.path().string()));
    environment.insert(QStringLiteral("RETORT_SLOW_DISK_MS"), QStringLiteral("3"));
    environment.insert(QStringLiteral("RETORT_SLOW_DISK_LOG"), log);
    for (const char* home : {"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
        environment.insert(QString::fromLatin1(home), QString::fromStdString((elsewhere / home).string()));
    reader.setProcessEnvironment(environment);
    reader.start(QStringLiteral(RETORT_FAKE_READER), {QString::fromStdString(run.string()), QStringLiteral("15")});
    ASSERT_TRUE(reader.waitForFinished(test::patience_ms));
    ASSERT_EQ(reader.exitCode(), 0) << reader.readAllStandardError().toStdString();
    const QJsonObject seen = QJsonDocument::fromJson(reader.readAllStandardOutput().split('\n').value(1)).object();
    EXPECT_GT(seen[QStringLiteral("rollouts")].toInt(), 0) << "nothing was read, so nothing was shown";
    QFile calls(log);
    EXPECT_FALSE(calls.open(QIODevice::ReadOnly)) << calls.read(2000).toStdString();
    trainer->kill();
    trainer->waitForFinished();
}

TEST(RunSession, ALockedStoreSaysSoAndIsReadOnceItIsFree) {
    const test::TempDir folder;
    test::runFakeTrainer(folder / "run",
                         {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("5")});
    auto lock = std::make_unique<SqliteDb>(folder / "run/run.db", SqliteDb::Mode::ReadWrite);
    lock->exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE meta SET value=value");
    RunSession session{RunDirectory(folder / "run")};
    ASSERT_TRUE(eventually([&] { return session.problem().contains(QStringLiteral("locked")); }))
        << session.problem().toStdString();
    EXPECT_TRUE(session.unreadable());
    EXPECT_NE(session.state(), RunState::Crashed) << "a lock says nothing about the run";
    lock->exec("ROLLBACK");
    lock.reset();
    ASSERT_TRUE(eventually([&] { return session.caughtUp() && session.rolloutCount() > 0; }));
    EXPECT_TRUE(eventually([&] { return session.state() == RunState::Done; }));
    EXPECT_TRUE(eventually([&] { return session.problem().isEmpty(); })) << session.problem().toStdString();
}

}  // namespace
}  // namespace retort::ui
