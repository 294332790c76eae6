// SPDX-License-Identifier: Apache-2.0
#include "run/run_label.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"

namespace retort {
namespace {

constexpr std::uint64_t most_bytes = 200'000;
constexpr std::size_t longest = 10'000;

std::filesystem::path fileOf(const RunDirectory& run) { return run.root() / "label.json"; }

std::string text(const nlohmann::json& json, const char* key) {
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}

}  // namespace

RunLabel readRunLabel(const RunDirectory& run) {
    std::error_code ignored;
    if (!std::filesystem::exists(fileOf(run), ignored)) return {};
    try {
        const auto json = nlohmann::json::parse(readFile(fileOf(run), most_bytes), nullptr, false);
        if (!json.is_object()) return {};
        return {text(json, "name"), text(json, "note"), json.contains("archived") && json["archived"] == true};
    } catch (const std::exception&) {
        return {};
    }
}

void writeRunLabel(const RunDirectory& run, const RunLabel& label) {
    if (label.name.size() > longest || label.note.size() > longest) {
        throw Error(ErrorCode::Usage, "name or note is longer than 10,000 bytes", run.id(),
                    "Shorten it; longer texts belong into a file of the project.");
    }
    const nlohmann::json json = {{"name", label.name}, {"note", label.note}, {"archived", label.archived}};
    writeFileDurably(fileOf(run), json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace retort
