// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>

namespace retort::cli {

/// Reads JSON Lines from stdin and writes one line per line, in order, flushed as it goes. Blank lines are passed over.
/// Throws Error(BadInput) naming the line for bad JSON and for what `answer` throws about a missing or mistyped field.
int filterLines(const std::function<nlohmann::ordered_json(const nlohmann::json&)>& answer);

}  // namespace retort::cli
