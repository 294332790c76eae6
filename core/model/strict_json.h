// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace retort {

/// The JSON object of a file from outside: at most `max_depth` deep, no name twice in one object. Throws Error(BadInput)
/// naming `path`. For .cpp files only.
nlohmann::json parseStrictly(const std::filesystem::path& path, std::string_view text, int max_depth);

}  // namespace retort
