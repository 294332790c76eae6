// SPDX-License-Identifier: Apache-2.0
#pragma once

// Puzzles with many right answers: an answer is right when it does what the puzzle's data asks for.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

struct PuzzleVerdict {
    bool right = false;
    std::string reason;  ///< one sentence, for people
};

/// Judges an answer by the puzzle's `meta` alone. Throws nlohmann::json::exception where meta lacks what it needs. Work is
/// bounded by the length of the answer; any thread.
using PuzzleCheck = PuzzleVerdict (*)(const nlohmann::json& meta, std::string_view answer);

/// The check of a task; nullptr: its answers are compared with the reference.
PuzzleCheck puzzleCheck(std::string_view task);

/// The value of an arithmetic expression over whole numbers with + - * / and parentheses must be `target`, with each of
/// `numbers` used exactly once.
PuzzleVerdict checkExpression(std::string_view expression, std::vector<long long> numbers, long long target);

}  // namespace retort
