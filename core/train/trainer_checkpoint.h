// SPDX-License-Identifier: Apache-2.0
#pragma once

// A checkpoint is a HuggingFace-layout model folder with, where training goes on, the trainer's state:
//   config.json model.safetensors generation_config.json tokenizer*.json ...   the model
//   trainer.safetensors trainer.json                                          the trainer (trainer.json also has the
//   caller's JSON) manifest.json                                                             size and SHA-256 of every other
//   file
// The folder appears whole or not at all.

#include <filesystem>
#include <optional>
#include <string>

#include "model/transformer.h"
#include "train/reward_model.h"
#include "train/trainer_state.h"

namespace retort {

struct CheckpointContent {
    std::optional<TrainerState> trainer;  ///< none: a finished model
    std::string caller_json;  ///< any JSON object of the caller (cursors, RNG states, config history); may be empty
    std::filesystem::path
        tokenizer_folder;  ///< tokenizer.json, tokenizer_config.json, ... are copied from here; may be empty
};

/// Writes FOLDER durably, replacing one that is there. Blocks on disk. Returns the manifest's SHA-256 (what the store
/// keeps). Throws Error(Environment) when it cannot be written, Error(BadInput) for a tokenizer file that cannot be read.
std::string saveCheckpoint(const std::filesystem::path& folder, const Transformer& model, const CheckpointContent& content);
std::string saveCheckpoint(const std::filesystem::path& folder, const RewardModel& model, const CheckpointContent& content);

/// Checks every file against manifest.json: listed, there, size, SHA-256, nothing unlisted that a loader would read. Returns
/// the manifest's SHA-256. Throws Error(BadInput) naming the damaged file.
std::string verifyCheckpoint(const std::filesystem::path& folder);

/// Verifies, then reads the trainer's part; the weights are read by Transformer::load or RewardModel::load from the same
/// folder. trainer is empty for a finished model.
CheckpointContent loadCheckpoint(const std::filesystem::path& folder);

}  // namespace retort
