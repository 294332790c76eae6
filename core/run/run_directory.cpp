// SPDX-License-Identifier: Apache-2.0
#include "run/run_directory.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <random>

#include "base/error.h"
#include "base/file.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace retort {
namespace {

constexpr std::uint64_t max_manifest_bytes = 16 << 20;
constexpr int attempts = 100;

std::string freshId() {
    std::tm local{};
    const std::time_t now = std::time(nullptr);
    ::localtime_r(&now, &local);
    return fmt::format("{:%Y%m%d-%H%M%S}-{:04x}", local, std::random_device{}() & 0xffff);
}

[[noreturn]] void cannotCreate(const fs::path& path, int error) {
    throw Error(ErrorCode::Environment, fmt::format("cannot be created: {}", std::strerror(error)), path.string(),
                error == ENOSPC || error == EDQUOT
                    ? "Free space on this disk"
                    : "Make the folder writable for this user, or copy the project elsewhere");
}

/// A folder for sockets that only this user can enter.
fs::path privateFolder() {
    if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr && fs::is_directory(runtime))
        return runtime;
    const fs::path folder = fs::path("/tmp") / fmt::format("retort-{}", ::getuid());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) cannotCreate(folder, errno);
    struct stat status {};
    // In /tmp anybody may have been there first.
    if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::getuid() ||
        (status.st_mode & 0077) != 0)
        throw Error(ErrorCode::Environment, "belongs to another user or is open to others", folder.string(),
                    "Remove it, or set XDG_RUNTIME_DIR");
    return folder;
}

json toJson(const RunManifest& manifest) {
    return {{"run_id", manifest.run_id},
            {"created_at", manifest.created_at},
            {"command_line", manifest.command_line},
            {"recipe_sha256", manifest.recipe_sha256},
            {"seed", manifest.seed},
            {"inputs", manifest.inputs},
            {"versions", manifest.versions},
            {"hardware", manifest.hardware},
            {"forked_from", manifest.forked_from}};
}

RunManifest fromJson(const json& value) {
    RunManifest manifest;
    value.at("run_id").get_to(manifest.run_id);
    value.at("created_at").get_to(manifest.created_at);
    value.at("command_line").get_to(manifest.command_line);
    value.at("recipe_sha256").get_to(manifest.recipe_sha256);
    value.at("seed").get_to(manifest.seed);
    value.at("inputs").get_to(manifest.inputs);
    value.at("versions").get_to(manifest.versions);
    value.at("hardware").get_to(manifest.hardware);
    value.at("forked_from").get_to(manifest.forked_from);
    return manifest;
}

bool isRun(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / "run.json", ignored) || fs::is_regular_file(folder / "run.db", ignored) ||
           fs::is_regular_file(folder / "recipe.resolved.toml", ignored);
}

}  // namespace

RunDirectory::RunDirectory(fs::path root) : root_(fs::absolute(std::move(root)).lexically_normal()) {
    if (!root_.has_filename()) root_ = root_.parent_path();
}

RunDirectory RunDirectory::create(const fs::path& project) {
    const fs::path runs = fs::absolute(project) / "runs";
    std::error_code error;
    fs::create_directories(runs, error);
    if (error) cannotCreate(runs, error.value());
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const fs::path root = runs / freshId();
        if (::mkdir(root.c_str(), 0755) == 0) return RunDirectory(root);
        if (errno != EEXIST) cannotCreate(root, errno);
    }
    cannotCreate(runs, EEXIST);
}

RunDirectory RunDirectory::open(const fs::path& run) {
    if (!isRun(run))
        throw Error(ErrorCode::Usage, "is not the folder of a run", run.string(),
                    "Give PROJECT/runs/RUN_ID of a run that was started");
    return RunDirectory(run);
}

fs::path RunDirectory::chooseSocket() const {
    const fs::path here = root_ / "control.sock", record = root_ / "control.path";
    if (here.string().size() < sizeof(sockaddr_un::sun_path)) {
        std::error_code ignored;
        fs::remove(record, ignored);
        return here;
    }
    const fs::path elsewhere = privateFolder() / fmt::format("retort-{}.sock", sha256(root_.string()).substr(0, 16));
    if (elsewhere.string().size() >= sizeof(sockaddr_un::sun_path))
        throw Error(ErrorCode::Environment, "is too long a path for a socket", elsewhere.string(),
                    "Set XDG_RUNTIME_DIR to a shorter path");
    writeFileDurably(record, elsewhere.string() + "\n");
    return elsewhere;
}

fs::path RunDirectory::socket() const {
    const fs::path record = root_ / "control.path";
    std::error_code ignored;
    if (!fs::exists(record, ignored)) return root_ / "control.sock";
    std::string path = readFile(record, 4096);
    while (!path.empty() && path.back() == '\n') path.pop_back();
    return path;
}

void RunDirectory::writeManifest(const RunManifest& content) const {
    writeFileDurably(manifest(), toJson(content).dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

RunManifest RunDirectory::readManifest() const {
    const std::string text = readFile(manifest(), max_manifest_bytes);
    try {
        return fromJson(json::parse(text));
    } catch (const json::exception& error) {
        throw Error(ErrorCode::BadInput, fmt::format("is not a manifest of a run: {}", error.what()), manifest().string());
    }
}

std::vector<RunDirectory> listRuns(const fs::path& project) {
    std::vector<RunDirectory> runs;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(project / "runs", error))
        if (entry.is_directory(error) && isRun(entry.path())) runs.emplace_back(entry.path());
    std::sort(runs.begin(), runs.end(), [](const RunDirectory& a, const RunDirectory& b) { return a.id() > b.id(); });
    return runs;
}

}  // namespace retort
