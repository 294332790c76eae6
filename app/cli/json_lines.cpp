// SPDX-License-Identifier: Apache-2.0
#include "json_lines.h"

#include <fmt/format.h>

#include <iostream>
#include <string>

#include "base/error.h"

namespace retort::cli {
namespace {

/// The library's message without its "[json.exception.KIND.NUMBER] ".
std::string plain(const nlohmann::json::exception& error) {
    const std::string text = error.what();
    const auto end = text.find("] ");
    return end == std::string::npos ? text : text.substr(end + 2);
}

/// Deep nesting would cost every reader a deep recursion.
void checkDepth(std::string_view line) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (in_string && c == '\\') ++i;
        else if (c == '"') in_string = !in_string;
        else if (!in_string && (c == '[' || c == '{') && ++depth > 256) throw Error(ErrorCode::BadInput, "JSON nested deeper than 256 levels");
        else if (!in_string && (c == ']' || c == '}')) --depth;
    }
}

}  // namespace

int filterLines(const std::function<nlohmann::ordered_json(const nlohmann::ordered_json&)>& answer) {
    std::string line;
    for (std::int64_t number = 1; std::getline(std::cin, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            checkDepth(line);
            const auto row = nlohmann::ordered_json::parse(line);
            if (!row.is_object()) throw Error(ErrorCode::BadInput, "a line must be a JSON object");
            std::cout << answer(row).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n' << std::flush;
        } catch (const nlohmann::json::exception& error) {
            throw Error(ErrorCode::BadInput, plain(error), fmt::format("stdin:{}", number), "--help says which fields a line has");
        } catch (const Error& error) {
            throw Error(error.code(), error.message(), fmt::format("stdin:{}{}{}", number, error.where().empty() ? "" : ": ", error.where()),
                        error.remedy());
        }
    }
    return 0;
}

}  // namespace retort::cli
