// SPDX-License-Identifier: Apache-2.0
#include "model/strict_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"

namespace retort {

using nlohmann::json;

// Plain parsing would take the last of two equal names in silence, and its recursion has no bound on depth.
json parseStrictly(const std::filesystem::path& path, std::string_view text, int max_depth) {
    const auto damaged = [&](const std::string& message) {
        throw Error(ErrorCode::BadInput, message, path.string(), "Copy or download the file again");
    };
    std::vector<std::set<std::string>> names;
    const auto check = [&](int depth, json::parse_event_t event, json& value) {
        if (depth > max_depth) damaged("the JSON is nested too deeply");
        if (event == json::parse_event_t::object_start) names.emplace_back();
        if (event == json::parse_event_t::object_end) names.pop_back();
        if (event == json::parse_event_t::key && !names.back().insert(value.get<std::string>()).second)
            damaged(fmt::format("the name \"{}\" comes twice", value.get<std::string>()));
        return true;
    };
    try {
        auto parsed = json::parse(text.begin(), text.end(), check);
        if (!parsed.is_object()) damaged("the JSON is not an object");
        return parsed;
    } catch (const json::exception& error) {
        // Without nlohmann's "[json.exception.parse_error.101] ".
        const std::string_view what = error.what();
        damaged(
            fmt::format("the JSON cannot be read: {}", what.substr(what.find("] ") == what.npos ? 0 : what.find("] ") + 2)));
    }
    return {};
}

}  // namespace retort
