// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "store/run_reader.h"

namespace retort::ui {

/// A first look at a large store: stages, evaluations, and every metric that the Overview draws by the extremes of its
/// blocks (256 steps), so that no peak is missing; step times are interpolated. nullptr for a store that is read whole as
/// fast, or that has no blocks. Blocks on the disk.
std::shared_ptr<const RunDelta> previewOf(RunReader& reader);

}  // namespace retort::ui
