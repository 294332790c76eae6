// SPDX-License-Identifier: Apache-2.0
#include "stages/reward_model_fn.h"

#include <fmt/format.h>

#include <cmath>

#include "data/encode.h"
#include "text/think_split.h"

namespace retort {

std::string rewardModelText(const TemplateSection& prompt_template, const std::string& sees, const std::string& prompt,
                            const std::string& completion) {
    const std::string rendered = renderPrompt(prompt_template, prompt);
    if (sees == "completion") return rendered + completion;
    return rendered + std::string(splitThink(completion, prompt_template).answer);
}

RewardModelFn::RewardModelFn(const std::filesystem::path& folder, std::string sees, TemplateSection prompt_template)
    : model_(RewardModel::load(folder)),
      tokenizer_(Tokenizer::load(folder)),
      sees_(std::move(sees)),
      template_(std::move(prompt_template)) {}

std::vector<std::int32_t> RewardModelFn::idsOf(const Prompt& prompt, const Rollout& rollout) const {
    return tokenizer_.encode(rewardModelText(template_, sees_, prompt.text, rollout.text), true);
}

void RewardModelFn::prepare(std::span<const Asked> asked) const {
    const auto longest = static_cast<std::size_t>(model_.config().max_position_embeddings);
    std::vector<std::vector<std::int32_t>> sequences;
    for (const Asked& one : asked)
        if (auto ids = idsOf(*one.prompt, *one.rollout); !ids.empty() && ids.size() <= longest)
            sequences.push_back(std::move(ids));
    const std::vector<float> scores = model_.score(sequences);
    scored_.clear();
    for (std::size_t i = 0; i < sequences.size(); ++i) scored_[std::move(sequences[i])] = scores[i];
}

RewardTerm RewardModelFn::score(const Prompt& prompt, const Rollout& rollout) const {
    const auto ids = idsOf(prompt, rollout);
    const auto known = scored_.find(ids);
    const double raw = known != scored_.end() ? known->second : model_.score({ids}).at(0);
    RewardTerm term;
    term.score = 1 / (1 + std::exp(-raw));
    term.outcome = term.score >= 0.5 ? Outcome::Pass : Outcome::Fail;
    term.reason = fmt::format("reward model output {:.2f}", raw);
    return term;
}

}  // namespace retort
