// SPDX-License-Identifier: Apache-2.0
#include "train/trainer_checkpoint.h"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "model/safetensors.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace retort {
namespace {

constexpr const char* kManifest = "manifest.json";
constexpr const char* kTrainerJson = "trainer.json";
constexpr const char* kTrainerTensors = "trainer.safetensors";
constexpr std::uint64_t kMaxJson = std::uint64_t{64} << 20;

// What HuggingFace's loaders read besides the weights.
constexpr std::array kTokenizerFiles = {
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
    "merges.txt",     "chat_template.jinja",   "chat_template.json"};

[[noreturn]] void damaged(const fs::path& file, const std::string& what) {
    throw Error(ErrorCode::BadInput, "checkpoint is damaged: " + what, file.string(), "Resume from an older checkpoint");
}

json readJson(const fs::path& file) {
    json value = json::parse(readFile(file, kMaxJson), nullptr, false);
    if (!value.is_object()) damaged(file, "not a JSON object");
    return value;
}

void copyTokenizer(const fs::path& from, const fs::path& to) {
    if (from.empty()) return;
    for (const char* name : kTokenizerFiles)
        if (fs::exists(from / name)) writeFileDurably(to / name, readFile(from / name));
}

void writeTrainer(const fs::path& folder, const CheckpointContent& content) {
    json document = json::object();
    if (content.trainer) {
        document["kind"] = content.trainer->kind;
        document["counters"] = content.trainer->counters;
        writeSafetensors(folder / kTrainerTensors, content.trainer->tensors);
    }
    if (!content.caller_json.empty()) {
        document["caller"] = json::parse(content.caller_json, nullptr, false);
        if (!document["caller"].is_object())
            throw Error(ErrorCode::Usage, "the caller's part of a checkpoint is not a JSON object", folder.string());
    }
    if (!document.empty()) writeFileDurably(folder / kTrainerJson, document.dump(1) + "\n");
}

std::string writeManifest(const fs::path& folder) {
    json files = json::object();
    for (const auto& entry : fs::directory_iterator(folder))
        files[entry.path().filename().string()] = {{"size", entry.file_size()}, {"sha256", sha256File(entry.path())}};
    const std::string text = json{{"format", 1}, {"files", files}}.dump(1) + "\n";
    writeFileDurably(folder / kManifest, text);
    return sha256(text);
}

std::string saveWith(const fs::path& folder, const std::function<void(const fs::path&)>& save_model,
                     const CheckpointContent& content) {
    try {
        StagedDirectory staged(folder);
        copyTokenizer(content.tokenizer_folder, staged.path());
        save_model(staged.path());
        writeTrainer(staged.path(), content);
        const std::string digest = writeManifest(staged.path());
        staged.commit();
        return digest;
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorCode::Environment, fmt::format("cannot write the checkpoint: {}", error.code().message()),
                    folder.string(), "Free space on this disk, or make the folder writable");
    }
}

void verifyFile(const fs::path& folder, const std::string& name, const json& entry) {
    const fs::path file = folder / name;
    if (name.empty() || name.find('/') != std::string::npos || name == "." || name == "..")
        damaged(folder / kManifest, fmt::format("\"{}\" is no file name", name));
    if (!entry.is_object() || !entry.contains("size") || !entry["size"].is_number_unsigned() || !entry.contains("sha256") ||
        !entry["sha256"].is_string())
        damaged(folder / kManifest, fmt::format("the entry of \"{}\" lacks size or sha256", name));
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(file, error))) damaged(file, "listed in manifest.json, but not there");
    const auto size = fs::file_size(file, error);
    const auto expected = entry["size"].get<std::uint64_t>();
    if (error || size != expected) damaged(file, fmt::format("{} bytes where manifest.json says {}", size, expected));
    if (sha256File(file) != entry["sha256"].get<std::string>())
        damaged(file, "its content is not what was written (SHA-256 differs)");
}

TrainerState readState(const fs::path& folder, const json& document) {
    TrainerState state;
    const fs::path file = folder / kTrainerJson;
    if (!document["kind"].is_string() || !document.contains("counters") || !document["counters"].is_object())
        damaged(file, "lacks kind or counters");
    state.kind = document["kind"].get<std::string>();
    for (const auto& [name, value] : document["counters"].items()) {
        if (!value.is_number_unsigned()) damaged(file, fmt::format("counters.{} is no whole number", name));
        state.counters[name] = value.get<std::uint64_t>();
    }
    const SafetensorsFile tensors(folder / kTrainerTensors);
    for (const auto& [name, entry] : tensors.entries()) state.tensors.emplace_back(name, tensors.read(name));
    return state;
}

}  // namespace

std::string saveCheckpoint(const fs::path& folder, const Transformer& model, const CheckpointContent& content) {
    return saveWith(
        folder,
        // A trainer continues from exact values; a result is kept as the model came.
        [&](const fs::path& to) {
            model.save(to, content.trainer ? Transformer::Precision::Exact : Transformer::Precision::AsLoaded);
        },
        content);
}

std::string saveCheckpoint(const fs::path& folder, const RewardModel& model, const CheckpointContent& content) {
    return saveWith(
        folder, [&](const fs::path& to) { model.save(to); }, content);
}

std::string verifyCheckpoint(const fs::path& folder) {
    const fs::path manifest = folder / kManifest;
    if (!fs::exists(manifest))
        throw Error(ErrorCode::BadInput, "no checkpoint here: there is no manifest.json", folder.string(),
                    "Give the folder of a finished checkpoint");
    const std::string text = readFile(manifest, kMaxJson);
    const json document = json::parse(text, nullptr, false);
    if (!document.is_object() || document.value("format", json()) != 1 || !document.contains("files") ||
        !document["files"].is_object())
        damaged(manifest, "not a manifest of format 1");
    for (const auto& [name, entry] : document["files"].items()) verifyFile(folder, name, entry);
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        const std::string kind = entry.path().extension().string();
        const bool read_by_loaders = kind == ".json" || kind == ".safetensors";
        if (read_by_loaders && name != kManifest && !document["files"].contains(name))
            damaged(entry.path(), "not listed in manifest.json");
    }
    return sha256(text);
}

CheckpointContent loadCheckpoint(const fs::path& folder) {
    verifyCheckpoint(folder);
    CheckpointContent content;
    content.tokenizer_folder = folder;
    if (!fs::exists(folder / kTrainerJson)) return content;
    const json document = readJson(folder / kTrainerJson);
    if (document.contains("kind")) content.trainer = readState(folder, document);
    if (document.contains("caller")) content.caller_json = document["caller"].dump();
    return content;
}

}  // namespace retort
