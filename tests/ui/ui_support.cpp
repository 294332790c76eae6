// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_support.h"

#include <gtest/gtest.h>

#include <QSettings>

namespace retort::test {

bool eventually(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, patience_ms); }

PrivateState::PrivateState() {
    for (const char* variable : {"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}) {
        qputenv(variable, QByteArray::fromStdString((folder_.path() / variable).string()));
    }
    QSettings().clear();
}

PrivateState::~PrivateState() {
    QSettings().clear();
    for (const char* variable : {"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
        qunsetenv(variable);
}

std::unique_ptr<QProcess> startFakeTrainer(const std::filesystem::path& run, const QStringList& options) {
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QStringLiteral(RETORT_FAKE_TRAINER), QStringList{QString::fromStdString(run.string())} + options);
    EXPECT_TRUE(process->waitForStarted());
    return process;
}

void runFakeTrainer(const std::filesystem::path& run, const QStringList& options) {
    auto process = startFakeTrainer(run, options);
    ASSERT_TRUE(process->waitForFinished(patience_ms));
    ASSERT_EQ(process->exitCode(), 0);
}

std::unique_ptr<ui::RunSession> openSession(const std::filesystem::path& run) {
    auto session = std::make_unique<ui::RunSession>(RunDirectory(run));
    EXPECT_TRUE(eventually([&] { return session->caughtUp(); }));
    return session;
}

}  // namespace retort::test
