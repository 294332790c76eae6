// SPDX-License-Identifier: Apache-2.0
#include "reward/language_reward.h"

#include <fmt/format.h>

#include "text/language.h"

namespace retort {

std::string promptLanguage(const Prompt& prompt) {
    return prompt.language.empty() ? guessLanguage(prompt.text) : prompt.language;
}

RewardTerm LanguageReward::score(const Prompt& prompt, const Rollout& rollout) const {
    RewardTerm term;
    if (!rollout.facts.language_share) {
        const bool known = !promptLanguage(prompt).empty();
        term.outcome = known ? Outcome::Fail : Outcome::GraderError;
        term.reason = known ? "there are no words" : "the prompt's language is not known";
        return term;
    }
    term.score = *rollout.facts.language_share;
    term.outcome = term.score >= 1 ? Outcome::Pass : Outcome::Fail;
    term.reason = fmt::format("{:.0f}% of the words are {}", 100 * term.score, promptLanguage(prompt));
    return term;
}

}  // namespace retort
