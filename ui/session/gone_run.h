// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_state.h"

namespace retort::ui {

/// What is known of a run whose folder was moved or deleted while it is open: that, and nothing of its state.
RunStatus goneStatus();
bool isGone(const RunStatus& status);

}  // namespace retort::ui
