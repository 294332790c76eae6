// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>
#include <vector>

#include "base/error.h"
#include "reward/json_schema.h"

namespace retort {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
constexpr int kMaxDepth = 64;

}  // namespace

nlohmann::json parseBoundedJson(std::string_view text, const std::string& where) {
    using Json = nlohmann::json;
    if (text.size() > kMaxBytes) throw Error(ErrorCode::BadInput, "the JSON is longer than 1 MiB", where);
    std::vector<std::set<std::string>> keys;
    const auto check = [&](int depth, Json::parse_event_t event, Json& parsed) {
        if (depth > kMaxDepth)
            throw Error(ErrorCode::BadInput, fmt::format("the JSON is nested deeper than {} levels", kMaxDepth), where);
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end) keys.pop_back();
        if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second)
            throw Error(ErrorCode::BadInput, fmt::format("the key {} comes twice in one object", parsed.dump()), where);
        return true;
    };
    try {
        return Json::parse(text, check);
    } catch (const Json::parse_error& error) {
        throw Error(ErrorCode::BadInput, fmt::format("it is no JSON: wrong at byte {}", error.byte), where);
    } catch (const Json::exception& error) {
        throw Error(ErrorCode::BadInput, std::string("it holds what cannot be read: ") + error.what(), where);
    }
}

}  // namespace retort
