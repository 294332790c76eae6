// SPDX-License-Identifier: Apache-2.0
#include "stages/eval_spool.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr FinishReason kReasons[] = {FinishReason::Stop, FinishReason::Length, FinishReason::Aborted};

Json rolloutJson(const Rollout& rollout) {
    const Completion& c = rollout.completion;
    return {{"ids", c.ids},
            {"logprobs", c.logprobs},
            {"entropies", c.entropies},
            {"finish_reason", static_cast<int>(c.finish_reason)},
            {"text", Json::binary({rollout.text.begin(), rollout.text.end()})}};
}

Rollout rolloutFrom(const Json& json) {
    Rollout rollout;
    Completion& c = rollout.completion;
    json.at("ids").get_to(c.ids);
    json.at("logprobs").get_to(c.logprobs);
    json.at("entropies").get_to(c.entropies);
    c.finish_reason = kReasons[static_cast<std::size_t>(json.at("finish_reason").get<int>()) % 3];
    const auto& text = json.at("text").get_binary();
    rollout.text.assign(text.begin(), text.end());
    return rollout;
}

void writeOut(const fs::path& file, const std::vector<std::string>& parts, std::ios::openmode mode) {
    fs::create_directories(file.parent_path());
    std::ofstream out(file, mode | std::ios::binary);
    for (const std::string& part : parts) {
        const auto size = static_cast<std::uint64_t>(part.size());
        out.write(reinterpret_cast<const char*>(&size), sizeof size)
            .write(part.data(), static_cast<std::streamsize>(part.size()));
    }
    if (!out.flush()) throw Error(ErrorCode::Environment, "cannot be written", file.string(), "Is the disk full?");
}

/// Blocks as they lie in the file: eight bytes of size, then CBOR.
std::vector<std::string> readParts(const fs::path& file) {
    std::vector<std::string> parts;
    std::ifstream in(file, std::ios::binary);
    std::error_code ignored;
    const std::uint64_t all = fs::file_size(file, ignored);
    std::uint64_t size = 0;
    while (!ignored && in.read(reinterpret_cast<char*>(&size), sizeof size) && size <= all) {
        std::string part(size, '\0');
        if (!in.read(part.data(), static_cast<std::streamsize>(size))) break;
        parts.push_back(std::move(part));
    }
    return parts;
}

}  // namespace

std::vector<std::vector<RolloutGroup>> EvalSpool::read() const {
    std::vector<std::vector<RolloutGroup>> blocks;
    for (const std::string& part : readParts(file_)) {
        try {
            std::vector<RolloutGroup> block;
            for (const Json& group : Json::from_cbor(part)) {
                block.emplace_back().prompt.prompt.key = group.at("key").get<std::string>();
                for (const Json& rollout : group.at("rollouts")) block.back().rollouts.push_back(rolloutFrom(rollout));
            }
            blocks.push_back(std::move(block));
        } catch (const Json::exception&) {
            break;
        }
    }
    return blocks;
}

void EvalSpool::truncate(std::size_t blocks) const {
    std::vector<std::string> parts = readParts(file_);
    parts.resize(std::min(parts.size(), blocks));
    writeOut(file_, parts, std::ios::trunc);
}

void EvalSpool::append(const std::vector<RolloutGroup>& block) const {
    Json groups = Json::array();
    for (const RolloutGroup& group : block) {
        Json rollouts = Json::array();
        for (const Rollout& rollout : group.rollouts) rollouts.push_back(rolloutJson(rollout));
        groups.push_back({{"key", group.prompt.prompt.key}, {"rollouts", std::move(rollouts)}});
    }
    const auto bytes = Json::to_cbor(groups);
    writeOut(file_, {std::string(bytes.begin(), bytes.end())}, std::ios::app);
}

void EvalSpool::remove() const {
    std::error_code ignored;
    fs::remove(file_, ignored);
}

}  // namespace retort
