// SPDX-License-Identifier: Apache-2.0
#include "reward/exact_reward.h"

#include <fmt/format.h>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "reward/answer_extract.h"
#include "reward/verdicts.h"
#include "text/normalize.h"

namespace retort {
namespace {

std::vector<std::string> acceptedAnswers(const std::string& reference) {
    if (reference.starts_with('[')) {
        const auto list = nlohmann::json::parse(reference, nullptr, false);
        const bool texts =
            list.is_array() && !list.empty() && std::ranges::all_of(list, [](const auto& e) { return e.is_string(); });
        if (texts) return list.get<std::vector<std::string>>();
    }
    return {reference};
}

}  // namespace

RewardTerm ExactReward::score(const Prompt& prompt, const Rollout& rollout) const {
    if (prompt.reference.empty()) return graderError("the prompt has no reference answer");
    const ExtractedAnswer answer = extractStatement(rollout.text, section_);
    if (!answer.text) return verdict(false, {}, "no answer: " + answer.reason);
    const std::vector<std::string> accepted = acceptedAnswers(prompt.reference);
    const auto form = [&](const std::string& text) { return normalize_ ? foldAnswer(text) : text; };
    const std::string given = form(*answer.text);
    const auto same = std::ranges::find_if(accepted, [&](const std::string& text) { return form(text) == given; });
    const char* how = normalize_ ? "after normalising" : "byte by byte";
    if (same != accepted.end()) return verdict(true, *answer.text, fmt::format("equals \"{}\" {}", shownText(*same), how));
    if (accepted.size() > 1)
        return verdict(false, *answer.text, fmt::format("is none of the {} accepted answers {}", accepted.size(), how));
    return verdict(false, *answer.text,
                   fmt::format("\"{}\" is not \"{}\" {}", shownText(given), shownText(form(accepted.front())), how));
}

}  // namespace retort
