// SPDX-License-Identifier: Apache-2.0
#include "reward/choice_reward.h"

#include "reward/answer_extract.h"
#include "reward/choices.h"
#include "reward/row_columns.h"
#include "reward/verdicts.h"

namespace retort {
namespace {

std::string shown(const std::set<std::size_t>& chosen, const Choices& choices) {
    std::string out;
    for (const std::size_t index : chosen) {
        out += (out.empty() ? "" : ", ") + choices.labels[index];
        if (!choices.texts.empty()) out += " (" + shownText(choices.texts[index]) + ")";
    }
    return out;
}

}  // namespace

RewardTerm ChoiceReward::score(const Prompt& prompt, const Rollout& rollout) const {
    if (prompt.reference.empty()) return graderError("the prompt has no reference answer");
    const Choices choices = choicesOf(prompt);
    const auto wanted =
        readReferenceChoice(referenceAnswer(prompt.reference), choices, gradingColumns(prompt).contains("choices"));
    if (!wanted) return graderError("the reference \"" + shownText(prompt.reference) + "\" names no option");
    const ExtractedAnswer answer = extractStatement(rollout.text, section_);
    if (!answer.text) return verdict(false, {}, "no answer: " + answer.reason);
    auto given = readChoice(*answer.text, choices);
    if (!given) given = findChoice(*answer.text, choices);
    if (!given)
        return verdict(false, shownText(*answer.text), "it names no option; the reference is " + shown(*wanted, choices));
    const bool same = *given == *wanted;
    return verdict(same, shown(*given, choices),
                   same ? "the same choice as the reference" : "the reference is " + shown(*wanted, choices));
}

}  // namespace retort
