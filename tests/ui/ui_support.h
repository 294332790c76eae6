// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTest>
#include <filesystem>
#include <functional>
#include <memory>

#include "support/temp_dir.h"
#include "ui/session/run_session.h"

namespace retort::test {

/// Long enough for a loaded machine; a condition that never comes true fails the test after it.
inline constexpr int patience_ms = 60000;

/// Runs the event loop until the condition holds.
bool eventually(const std::function<bool()>& condition);

/// XDG folders and recent projects in a folder of their own for the scope, and no settings that another test left: a
/// filter or an axis that it chose would come back, as after a restart. Before every window of the test.
class PrivateState {
public:
    PrivateState();
    ~PrivateState();
    const std::filesystem::path& path() const { return folder_.path(); }

private:
    TempDir folder_;
};

/// Starts fake_trainer on a run folder; ended with the scope.
std::unique_ptr<QProcess> startFakeTrainer(const std::filesystem::path& run, const QStringList& options);
/// The same, waiting for its end.
void runFakeTrainer(const std::filesystem::path& run, const QStringList& options);
/// Opens a run and waits until everything stored has been read.
std::unique_ptr<ui::RunSession> openSession(const std::filesystem::path& run);

}  // namespace retort::test
