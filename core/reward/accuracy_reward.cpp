// SPDX-License-Identifier: Apache-2.0
#include "reward/accuracy_reward.h"

#include "reward/answer_compare.h"
#include "reward/answer_extract.h"

namespace retort {
namespace {

constexpr std::size_t kShown = 300;  ///< bytes of a long reference in a reason

std::string shown(const std::string& text) { return text.size() <= kShown ? text : text.substr(0, kShown) + "..."; }

}  // namespace

RewardTerm AccuracyReward::score(const Prompt& prompt, const Rollout& rollout) const {
    RewardTerm term;
    if (prompt.reference.empty()) {
        term.outcome = Outcome::GraderError;
        term.reason = "the prompt has no reference answer";
        return term;
    }
    const ExtractedAnswer answer = extractAnswer(rollout.text, section_);
    const Comparison comparison = compareAnswers(prompt.reference, answer.text.value_or(""));
    if (comparison.match == AnswerMatch::UnreadableReference) {
        term.outcome = Outcome::GraderError;
        term.reason = "the reference \"" + shown(prompt.reference) + "\" cannot be read: " + comparison.how;
        return term;
    }
    if (!answer.text) {
        term.reason = "no answer: " + answer.reason;
        return term;
    }
    term.extracted = *answer.text;
    const bool equal = comparison.match == AnswerMatch::Equal;
    term.score = equal ? 1 : 0;
    term.outcome = equal ? Outcome::Pass : Outcome::Fail;
    term.reason =
        (equal ? "equals the reference " : "differs from the reference ") + shown(prompt.reference) + ": " + comparison.how;
    return term;
}

}  // namespace retort
