// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace retort::ui {

/// Ask for a file or a folder. The call returns at once and the window goes on; `then` runs on this thread when something
/// has been chosen, unless `asker` is gone by then: the question goes with it.
using Chosen = std::function<void(const QString&)>;
void askForFolder(QWidget* asker, const QString& title, const Chosen& then);
/// `kinds`: as QFileDialog's name filter, "Rows (*.jsonl *.csv)".
void askForFile(QWidget* asker, const QString& title, const QString& kinds, const Chosen& then);
/// Asks before it takes the name of a file that is there. `name`: what is proposed.
void askWhereToSave(QWidget* asker, const QString& title, const QString& name, const QString& kinds, const Chosen& then);

}  // namespace retort::ui
