// SPDX-License-Identifier: Apache-2.0
#include "stages/stage.h"

#include <fmt/format.h>

#include "base/error.h"

namespace retort {

const Artifact& StageContext::model(const std::string& name) const {
    const auto found = artifacts.find(name);
    if (found == artifacts.end() || found->second.model.empty())
        throw Error(ErrorCode::Usage, fmt::format("\"{}\" is not a model", name), "stages." + section.name,
                    "Name a stage that trains a model, or an entry of [models]");
    return found->second;
}

Tokenizer loadTokenizer(const std::filesystem::path& folder, const ModelConfig& model) {
    Tokenizer tokenizer = Tokenizer::load(folder);
    if (tokenizer.vocabSize() > model.vocab_size)
        throw Error(ErrorCode::BadInput,
                    fmt::format("the tokenizer has ids up to {}, but the model's vocabulary ends at {}", tokenizer.vocabSize() - 1, model.vocab_size - 1),
                    (folder / "tokenizer.json").string(), "Use the tokenizer that the model was trained with");
    return tokenizer;
}

Artifact runStage(StageContext& context) {
    const std::string& kind = context.section.kind;
    if (kind == "grpo") return runGrpo(context);
    if (kind == "pretrain" || kind == "sft" || kind == "distill") return runSft(context);
    if (kind == "sample") return runSample(context);
    if (kind == "curate") return runCurate(context);
    if (kind == "reward_model") return runRewardModel(context);
    return runEvaluate(context);
}

void throwStopped(const StageContext& context) {
    throw Error(ErrorCode::Interrupted,
                fmt::format("stopped in stage {} at step {}", context.section.name, context.control.stage().steps_done), {},
                fmt::format("Continue with: retort run {} --resume", context.recipe.project.string()));
}

}  // namespace retort
