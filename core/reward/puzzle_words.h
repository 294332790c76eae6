// SPDX-License-Identifier: Apache-2.0
#pragma once

// Pieces of puzzle answers, and the checks by family; puzzleCheck() finds them by task.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reward/puzzle_checks.h"

namespace retort {

std::string trimmedText(std::string_view text);
void replaceAll(std::string& text, std::string_view from, std::string_view to);
/// Parts between any of `separators` (single bytes), trimmed, empty ones left out.
std::vector<std::string> splitItems(std::string_view text, std::string_view separators);
/// What white space separates.
std::vector<std::string> words(std::string_view text);
/// Lines that say something, trimmed.
std::vector<std::string> lines(std::string_view text);
/// The text as JSON; single quotes, tuples and Python's True, False and None are taken as JSON's. Discarded where it is none
/// or nested deeper than 64 levels.
nlohmann::json looseJson(std::string_view text);

PuzzleVerdict checkCountdown(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkPuzzle24(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkCryptarithm(const nlohmann::json& meta, std::string_view answer);

PuzzleVerdict checkGraphColor(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkNQueens(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkKakurasu(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkPalindrome(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkPropositionalLogic(const nlohmann::json& meta, std::string_view answer);

PuzzleVerdict checkJugs(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkHanoi(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkQuantumLock(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkShortestPath(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkSokoban(const nlohmann::json& meta, std::string_view answer);
PuzzleVerdict checkRushHour(const nlohmann::json& meta, std::string_view answer);

}  // namespace retort
