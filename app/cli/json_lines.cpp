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

}  // namespace

int filterLines(const std::function<nlohmann::ordered_json(const nlohmann::json&)>& answer) {
    std::string line;
    for (std::int64_t number = 1; std::getline(std::cin, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            const auto row = nlohmann::json::parse(line);
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
