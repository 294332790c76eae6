// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "stages/stage.h"
#include "train/trainer_checkpoint.h"

namespace retort {

/// Fresh adapters as the recipe says; nothing where the rank is 0. A resumed checkpoint brings its own.
void addLora(Transformer& model, const LoraSection& section, std::uint64_t seed);

/// The checkpoints of one stage in one run: checkpoints/STAGE/step-000020 while it trains, checkpoints/STAGE/final at its end.
class StageCheckpoints {
public:
    explicit StageCheckpoints(StageContext& context) : context_(context) {}

    struct Resumed {
        Step step = 0;
        std::filesystem::path folder;
        CheckpointContent content;
    };
    /// The newest checkpoint that verifies; damaged ones are skipped with an event. Takes the store back to its step, or to
    /// before the first step when there is none.
    std::optional<Resumed> resume();

    /// Writes a step checkpoint, then its row; keeps the newest few. `Model` is a Transformer or a RewardModel.
    template <class Model>
    void save(Step step, const Model& model, TrainerState state, std::string caller_json);

    /// Writes the stage's result and returns it as an artifact.
    template <class Model>
    Artifact finish(Step step, const Model& model);

    /// Where the stage's tokenizer comes from; copied into every checkpoint.
    void setTokenizer(std::filesystem::path folder) { tokenizer_ = std::move(folder); }

private:
    void addRow(Step step, const std::filesystem::path& folder, const std::string& sha256, bool final);
    void prune();

    StageContext& context_;
    std::filesystem::path tokenizer_;
};

}  // namespace retort
