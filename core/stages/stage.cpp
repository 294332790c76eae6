// SPDX-License-Identifier: Apache-2.0
#include "stages/stage.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "data/encode.h"
#include "data/encode_chat.h"

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
                    fmt::format("the tokenizer has ids up to {}, but the model's vocabulary ends at {}",
                                tokenizer.vocabSize() - 1, model.vocab_size - 1),
                    (folder / "tokenizer.json").string(), "Use the tokenizer that the model was trained with");
    return tokenizer;
}

namespace {

/// The folder of the model whose chat template shapes a stage's prompts: what it starts from, or what wrote its candidates.
std::filesystem::path promptFolder(const StageContext& context, const StageSection& section) {
    return std::visit(
        [&](const auto& params) -> std::filesystem::path {
            if constexpr (requires { params.model; }) return context.model(params.model).model;
            else if constexpr (requires { params.candidates; })
                return promptFolder(context, *context.recipe.findStage(params.candidates));
            else
                return params.sft.model.empty() ? context.recipe.resolve(params.init.tokenizer)
                                                : context.model(params.sft.model).model;
        },
        section.params);
}

}  // namespace

Artifact runStage(StageContext& context) {
    context.form = context.recipe.prompt_template;
    if (context.form.chat) {
        const std::filesystem::path folder = promptFolder(context, context.section);
        context.form = resolveTemplate(context.form, folder);
        context.chat = std::make_shared<const ChatTemplate>(std::move(*ChatTemplate::load(folder)));
    }
    const std::string& kind = context.section.kind;
    if (kind == "grpo") return runGrpo(context);
    if (kind == "pretrain" || kind == "sft" || kind == "distill") return runSft(context);
    if (kind == "sample") return runSample(context);
    if (kind == "curate") return runCurate(context);
    if (kind == "reward_model") return runRewardModel(context);
    return runEvaluate(context);
}

std::vector<std::int32_t> stopIds(const StageContext& context, const Tokenizer& tokenizer, const ModelConfig& model) {
    std::set<std::int32_t> ids;
    if (const auto eos = tokenizer.eosId()) ids.insert(*eos);
    for (const std::int64_t id : model.eos_token_ids) ids.insert(static_cast<std::int32_t>(id));
    if (context.chat)
        if (const auto end = turnEnd(tokenizer, *context.chat)) ids.insert(*end);
    return {ids.begin(), ids.end()};
}

void throwStopped(const StageContext& context) {
    throw Error(ErrorCode::Interrupted,
                fmt::format("stopped in stage {} at step {}", context.section.name, context.control.stage().steps_done), {},
                fmt::format("Continue with: retort run {} --resume", context.recipe.project.string()));
}

}  // namespace retort
