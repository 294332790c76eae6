// SPDX-License-Identifier: Apache-2.0
#pragma once

// One stage of a recipe at work: what it is given, what it leaves behind, and the entry point of each kind.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_pattern.h"
#include "model/model_config.h"
#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "stages/run_control.h"
#include "store/run_writer.h"
#include "template/chat_template.h"
#include "tokenizer/tokenizer.h"

namespace retort {

/// What a finished stage, a [models] entry or a [data] entry offers to the stages that read it.
struct Artifact {
    std::filesystem::path model;  ///< checkpoint folder; empty: makes none
    std::filesystem::path rows;   ///< JSON Lines of prompt and completion; empty: makes none
    std::string sha256;           ///< of the content: what the keys of its readers are made from
    std::filesystem::path run;    ///< run directory that made it; empty for models and data
};

struct StageContext {
    const Recipe& recipe;
    const StageSection& section;
    const RunDirectory& run;
    RunWriter& writer;
    RunControl& control;
    const std::map<std::string, Artifact>& artifacts;
    std::uint64_t seed;                             ///< of this stage, from the run's
    StageRecord record;                             ///< with its id; steps_done > 0 when it continues
    std::shared_ptr<const ChatTemplate> chat = {};  ///< of that model, where [template] says chat = true
    TemplateSection form = {};  ///< the recipe's [template] as this stage's model writes it (runStage sets it)

    /// The artifact of an input that must be a model. Throws Error(Usage) when it is none.
    const Artifact& model(const std::string& name) const;
    PathList dataFiles(const DataSection& data) const { return recipe.resolve(data.path); }
};

/// The tokenizer beside a model. Throws Error(BadInput) when it has ids that the model does not know.
Tokenizer loadTokenizer(const std::filesystem::path& folder, const ModelConfig& model);

/// Where a completion of this stage ends: the tokenizer's end of text, the model's, and what the chat template puts behind
/// an assistant's message.
std::vector<std::int32_t> stopIds(const StageContext& context, const Tokenizer& tokenizer, const ModelConfig& model);

/// Each runs its kind to the end, or throws: Error(Interrupted) after a stop (a checkpoint is written), else why it failed.
/// The caller closes the stage's row.
Artifact runGrpo(StageContext& context);
Artifact runSft(StageContext& context);  ///< pretrain, sft, distill
Artifact runSample(StageContext& context);
Artifact runCurate(StageContext& context);
Artifact runRewardModel(StageContext& context);
Artifact runEvaluate(StageContext& context);

/// By kind.
Artifact runStage(StageContext& context);

/// The Error(Interrupted) of a stop, with the command that continues.
[[noreturn]] void throwStopped(const StageContext& context);

}  // namespace retort
