// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>

namespace retort::cli {

/// Reads JSON Lines from stdin and writes one line per line, in order, flushed as it goes. Blank lines are passed over.
/// Objects keep the order of their keys. Throws Error(BadInput) naming the line for bad JSON, nesting above 256 levels, and
/// for what `answer` throws about a missing or mistyped field. With several threads later lines are answered while an
/// earlier one is; `answer` is then called from many threads at once.
int filterLines(const std::function<nlohmann::ordered_json(const nlohmann::ordered_json&)>& answer, int threads = 1);

}  // namespace retort::cli
