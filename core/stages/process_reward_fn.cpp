// SPDX-License-Identifier: Apache-2.0
#include "stages/process_reward_fn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/encode.h"
#include "text/steps.h"

namespace retort {

EncodedSteps encodeSteps(const Tokenizer& tokenizer, const TemplateSection& form, const std::string& prompt,
                         const std::vector<std::string>& steps) {
    EncodedSteps encoded;
    encoded.ids =
        encodePrompt(tokenizer, form, {.key = {}, .text = prompt, .reference = {}, .language = {}, .domain = {}}).ids;
    for (const std::string& step : steps) {
        for (const std::int32_t id : tokenizer.encode(step)) encoded.ids.push_back(id);
        encoded.ends.push_back(static_cast<std::int64_t>(encoded.ids.size()) - 1);
    }
    return encoded;
}

double aggregateSteps(const std::vector<double>& scores, const std::string& aggregation) {
    if (aggregation == "last") return scores.back();
    if (aggregation == "mean")
        return std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
    return *std::ranges::min_element(scores);
}

ProcessRewardFn::ProcessRewardFn(const std::filesystem::path& folder, std::string separator, std::string aggregation,
                                 TemplateSection form)
    : model_(RewardModel::load(folder)),
      tokenizer_(Tokenizer::load(folder)),
      separator_(std::move(separator)),
      aggregation_(std::move(aggregation)),
      form_(std::move(form)) {}

std::vector<double> ProcessRewardFn::stepScores(const std::string& prompt, const std::vector<std::string>& steps) const {
    const EncodedSteps encoded = encodeSteps(tokenizer_, form_, prompt, steps);
    std::vector<double> scores;
    for (const float raw : model_.scoreAt(encoded.ids, encoded.ends))
        scores.push_back(1 / (1 + std::exp(-static_cast<double>(raw))));
    return scores;
}

RewardTerm ProcessRewardFn::score(const Prompt& prompt, const Rollout& rollout) const {
    RewardTerm term;
    std::vector<std::string> steps;
    for (const std::string_view step : splitSteps(rollout.text, separator_)) steps.emplace_back(step);
    if (steps.empty()) {
        term.reason = "the completion has no steps";
        return term;
    }
    const std::vector<double> scores = stepScores(prompt.text, steps);
    term.score = aggregateSteps(scores, aggregation_);
    term.outcome = term.score >= 0.5 ? Outcome::Pass : Outcome::Fail;
    term.reason = aggregation_ + " of the steps:";
    for (const double score : scores) term.reason += fmt::format(" {:.2f}", score);
    return term;
}

}  // namespace retort
