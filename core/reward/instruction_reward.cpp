// SPDX-License-Identifier: Apache-2.0
#include "reward/instruction_reward.h"

#include <fmt/format.h>

#include "reward/answer_extract.h"
#include "reward/row_columns.h"
#include "reward/verdicts.h"

namespace retort {

InstructionReward::InstructionReward(TemplateSection section, const std::vector<std::string>& instructions, bool partial)
    : section_(std::move(section)), partial_(partial) {
    for (const std::string& text : instructions) instructions_.push_back(readInstruction(text, "instructions"));
}

RewardTerm InstructionReward::score(const Prompt& prompt, const Rollout& rollout) const {
    std::vector<Instruction> instructions = instructions_;
    if (instructions.empty()) {
        const auto columns = gradingColumns(prompt);
        if (!columns.contains("instruction_id_list")) return graderError("neither the term nor the row has instructions");
        instructions =
            readInstructions(columns["instruction_id_list"], columns.value("kwargs", nlohmann::json()), prompt.key);
    }
    const ExtractedAnswer answer = answerPart(rollout.text, section_);
    if (!answer.text) return verdict(false, {}, "no answer: " + answer.reason);
    std::size_t followed = 0;
    std::string broken;
    for (const Instruction& instruction : instructions) {
        const InstructionVerdict judged = follows(*answer.text, instruction);
        followed += judged.followed;
        const bool only = instructions.size() == 1;
        if (!judged.followed || only)
            broken += fmt::format("{}{}: {}", broken.empty() ? "" : "; ", instruction.id, judged.reason);
    }
    const bool all = followed == instructions.size();
    RewardTerm term =
        verdict(all, shownText(*answer.text), fmt::format("{} of {} instructions followed", followed, instructions.size()));
    if (!broken.empty()) term.reason += "; " + broken;
    if (partial_) term.score = static_cast<double>(followed) / static_cast<double>(instructions.size());
    return term;
}

}  // namespace retort
