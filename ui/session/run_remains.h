// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "run/run_directory.h"

namespace retort::ui {

/// What a run folder whose store cannot be read still holds, a line each: who made it and when, its recipe, checkpoints, what
/// people wrote, its log. Reads the disk, changes nothing; never throws.
QStringList whatRemains(const RunDirectory& run);

}  // namespace retort::ui
