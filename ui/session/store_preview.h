// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "store/run_reader.h"

namespace retort::ui {

/// A first look at a large store: stages, evaluations, and of every metric that the Overview draws some hundred points evenly
/// spread over each stage, read by index; step times are interpolated. nullptr for a store that is read whole as fast.
/// Blocks on the disk.
std::shared_ptr<const RunDelta> previewOf(RunReader& reader);

}  // namespace retort::ui
