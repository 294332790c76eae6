// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QFile>
#include <QSignalSpy>
#include <csignal>

#include "ui/session/trainer_process.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

const QStringList slow{QStringLiteral("--rate"), QStringLiteral("20"),      QStringLiteral("--stages"),
                       QStringLiteral("zero"),   QStringLiteral("--steps"), QStringLiteral("100000")};

bool alive(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0; }

/// Ends a detached trainer that a test has started.
void endTrainer(const std::filesystem::path& run) {
    const long pid = RunLock::holder(RunDirectory(run));
    if (pid > 0) ::kill(static_cast<pid_t>(pid), SIGKILL);
}

TEST(RunSession, FollowsALiveTrainer) {
    const test::TempDir folder;
    auto trainer = test::startFakeTrainer(folder / "run", slow);
    RunSession session{RunDirectory(folder / "run")};
    ASSERT_TRUE(eventually([&] { return session.attached() && session.state() == RunState::Running; }));
    ASSERT_TRUE(eventually(
        [&] { return session.rolloutCount() > 0 && session.series().find(QStringLiteral("reward")) != nullptr; }));
    const std::size_t points = session.series().find(QStringLiteral("reward"))->y.size();
    EXPECT_TRUE(eventually([&] { return session.series().find(QStringLiteral("reward"))->y.size() > points + 3; }));
    EXPECT_EQ(session.progress().stage, "zero");
    EXPECT_FALSE(session.newest().empty());
    trainer->kill();
    trainer->waitForFinished();
}

TEST(RunSession, PausesResumesAndStops) {
    const test::TempDir folder;
    auto trainer = test::startFakeTrainer(folder / "run", slow);
    RunSession session{RunDirectory(folder / "run")};
    ASSERT_TRUE(eventually([&] { return session.attached() && session.state() == RunState::Running; }));
    session.pause();
    ASSERT_TRUE(eventually([&] { return session.state() == RunState::Paused; }));
    session.resume();
    ASSERT_TRUE(eventually([&] { return session.state() == RunState::Running; }));
    session.stopAndSave();
    ASSERT_TRUE(eventually([&] { return session.state() == RunState::Stopped; }));
    EXPECT_TRUE(trainer->state() == QProcess::NotRunning || trainer->waitForFinished());
    EXPECT_TRUE(session.problem().isEmpty());
}

TEST(RunSession, ADeadTrainerLooksDead) {
    const test::TempDir folder;
    auto trainer = test::startFakeTrainer(folder / "run", slow);
    RunSession session{RunDirectory(folder / "run")};
    ASSERT_TRUE(eventually([&] { return session.attached() && session.rolloutCount() > 0; }));
    trainer->kill();
    trainer->waitForFinished();
    ASSERT_TRUE(eventually([&] { return session.state() == RunState::Crashed; }));
    EXPECT_FALSE(session.attached());
    EXPECT_FALSE(session.problem().isEmpty());
    EXPECT_GT(session.rolloutCount(), 0);
}

TEST(RunSession, AFailureIsShownInTheTrainersWords) {
    const test::TempDir folder;
    auto trainer =
        test::startFakeTrainer(folder / "run", QStringList(slow) << QStringLiteral("--fail-at") << QStringLiteral("5"));
    RunSession session{RunDirectory(folder / "run")};
    ASSERT_TRUE(eventually([&] { return session.state() == RunState::Failed; }));
    EXPECT_FALSE(session.problem().isEmpty());
    EXPECT_FALSE(session.status().error_code.empty());
    trainer->waitForFinished();
}

TEST(RunSession, ClosingLeavesTheTrainerAndOpeningAttachesAgain) {
    const test::TempDir folder;
    auto trainer = test::startFakeTrainer(folder / "run", slow);
    Step seen = 0;
    for (int opening = 0; opening < 3; ++opening) {
        RunSession session{RunDirectory(folder / "run")};
        ASSERT_TRUE(eventually([&] { return session.attached() && session.progress().step > seen; })) << opening;
        seen = session.progress().step;
    }
    EXPECT_EQ(trainer->state(), QProcess::Running);
    trainer->kill();
    trainer->waitForFinished();
}

TEST(RunSession, AFolderWithoutAStoreSaysSo) {
    const test::TempDir folder;
    const RunSession session{RunDirectory(folder / "nothing")};
    EXPECT_TRUE(eventually([&] { return !session.problem().isEmpty(); }));
}

/// A `retort` that understands `run PROJECT` by making a run with fake_trainer.
std::filesystem::path writeTrainer(const std::filesystem::path& folder, const QByteArray& body) {
    const std::filesystem::path program = folder / "retort";
    QFile file(QString::fromStdString(program.string()));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + body + "\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return program;
}

TEST(TrainerProcess, StartsARunInASessionOfItsOwnAndFindsIt) {
    const test::PrivateState state;
    const test::TempDir folder;
    const auto program =
        writeTrainer(folder.path(),
                     "exec " RETORT_FAKE_TRAINER " \"$2/runs/20261122-170000-0001\" --rate 20 --stages zero --steps 100000");
    qputenv("RETORT_TRAINER", QByteArray::fromStdString(program.string()));
    const std::filesystem::path project = folder / "project";
    std::filesystem::create_directories(project / "runs");
    QString run;
    qint64 pid = 0;
    {
        TrainerProcess process;
        QObject::connect(&process, &TrainerProcess::started, &process, [&](const QString& found) { run = found; });
        process.start(project);
        EXPECT_TRUE(eventually([&] { return !run.isEmpty(); }));
        pid = RunLock::holder(RunDirectory(run.toStdString()));
    }
    qunsetenv("RETORT_TRAINER");
    ASSERT_GT(pid, 0);
    EXPECT_TRUE(alive(pid)) << "the trainer died with the object that started it";
    EXPECT_NE(::getsid(static_cast<pid_t>(pid)), ::getsid(0)) << "a signal to our session would reach the trainer";
    endTrainer(run.toStdString());
}

TEST(TrainerProcess, SaysTheLastWordsOfATrainerThatMakesNoRun) {
    const test::PrivateState state;
    const test::TempDir folder;
    const auto program =
        writeTrainer(folder.path(), "echo 'recipe.toml:3: unknown key stpes. Did you mean steps?' >&2; exit 2");
    qputenv("RETORT_TRAINER", QByteArray::fromStdString(program.string()));
    TrainerProcess process;
    QString reason;
    QObject::connect(&process, &TrainerProcess::failed, &process, [&](const QString& words) { reason = words; });
    process.start(folder / "project");
    EXPECT_TRUE(eventually([&] { return !reason.isEmpty(); }));
    qunsetenv("RETORT_TRAINER");
    EXPECT_TRUE(reason.contains(QStringLiteral("Did you mean steps?"))) << reason.toStdString();
    EXPECT_FALSE(process.starting());
}

}  // namespace
}  // namespace retort::ui
