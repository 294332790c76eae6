// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "run/run_remains.h"

namespace retort::ui {

/// What a run folder whose store cannot be read still holds, a line each, in the window's language.
QStringList wordsOf(const RunRemains& remains);

}  // namespace retort::ui
