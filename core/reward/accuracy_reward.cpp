// SPDX-License-Identifier: Apache-2.0
#include "reward/accuracy_reward.h"

#include "reward/answer_compare.h"
#include "reward/answer_extract.h"

namespace retort {

RewardTerm AccuracyReward::score(const Prompt& prompt, const Rollout& rollout) const {
    RewardTerm term;
    if (prompt.reference.empty()) {
        term.outcome = Outcome::GraderError;
        term.reason = "the prompt has no reference answer";
        return term;
    }
    const ExtractedAnswer answer = extractAnswer(rollout.text, section_);
    const AnswerMatch match = compareAnswers(prompt.reference, answer.text.value_or(""));
    if (match == AnswerMatch::UnreadableReference) {
        term.outcome = Outcome::GraderError;
        term.reason = "the reference \"" + prompt.reference + "\" cannot be read";
        return term;
    }
    if (!answer.text) {
        term.reason = "no answer: " + answer.reason;
        return term;
    }
    term.extracted = *answer.text;
    const bool equal = match == AnswerMatch::Equal;
    term.score = equal ? 1 : 0;
    term.outcome = equal ? Outcome::Pass : Outcome::Fail;
    term.reason = equal ? "equals the reference " + prompt.reference : "differs from the reference " + prompt.reference;
    return term;
}

}  // namespace retort
