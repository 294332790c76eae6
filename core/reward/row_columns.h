// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "rollout/rollout.h"

namespace retort {

/// Prompt::grading as an object, empty where the row has none. Throws Error(BadInput) where it is no JSON object.
nlohmann::json gradingColumns(const Prompt& prompt);

}  // namespace retort
