// SPDX-License-Identifier: Apache-2.0
#include "reward/accuracy_reward.h"

#include "reward/answer_compare.h"
#include "reward/answer_extract.h"
#include "reward/verdicts.h"

namespace retort {

RewardTerm AccuracyReward::score(const Prompt& prompt, const Rollout& rollout) const {
    if (prompt.reference.empty()) return graderError("the prompt has no reference answer");
    const ExtractedAnswer answer = extractAnswer(rollout.text, section_);
    const Comparison comparison = compareAnswers(prompt.reference, answer.text.value_or(""));
    const std::string reference = shownText(prompt.reference);
    if (comparison.match == AnswerMatch::UnreadableReference)
        return graderError("the reference \"" + reference + "\" cannot be read: " + comparison.how);
    if (!answer.text) return verdict(false, {}, "no answer: " + answer.reason);
    const bool equal = comparison.match == AnswerMatch::Equal;
    return verdict(equal, *answer.text,
                   (equal ? "equals the reference " : "differs from the reference ") + reference + ": " + comparison.how);
}

}  // namespace retort
