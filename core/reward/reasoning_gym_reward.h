// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "recipe/recipe.h"
#include "reward/reward_fn.h"

namespace retort {

/// Procedural puzzles as reasoning-gym makes them: the reference is a JSON object {"task", "answer", "meta"}. Answers are
/// compared by what the task asks for (a value, a word, a text, items in order, a grid of tokens, JSON); where many answers
/// are right (countdown, graph colouring, jugs, ...) the answer is checked against `meta`. 1 or 0. A task that cannot be
/// checked, and a reference that is no such object: GraderError.
class ReasoningGymReward : public RewardFn {
public:
    explicit ReasoningGymReward(TemplateSection section) : section_(std::move(section)) {}
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    TemplateSection section_;
};

/// The reference of a row of a puzzle file: its columns answer, meta and task, or metadata with source_dataset in it. Task
/// is "" and answer null where the row has none.
nlohmann::json puzzleReference(const nlohmann::json& row);

/// Why a task's answers cannot be checked; nothing when they can.
std::optional<std::string> unscorablePuzzle(std::string_view task);

/// A puzzle's final answer, which may have many lines: what stands in the last answer block, fenced block or box, after the
/// last "answer:" or "answer is", or else the last `lines` lines of the answer part. Nothing where the thinking never ends.
std::optional<std::string> puzzleAnswer(std::string_view completion, const TemplateSection& section, std::size_t lines);

}  // namespace retort
